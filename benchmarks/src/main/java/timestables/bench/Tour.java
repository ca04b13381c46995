package timestables.bench;

import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What the jar does when it is told nothing: everything, quickly. */
final class Tour {

    /** Long enough for the compiler to finish with the largest kernels; half of it is not. */
    private static final int WARMUP_ITERATIONS = 16;

    /** Many short ones: in the same second, 5 of twice the time give error bars that are three times as wide. */
    private static final int ITERATIONS = 10;

    private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(100);

    private final Main.RunOptions run;
    private final List<String> arguments;
    private final Options options;

    Tour(Main.RunOptions run, List<String> arguments) {
        this(
                run,
                arguments,
                new OptionsBuilder()
                        .forks(1)
                        .warmupIterations(WARMUP_ITERATIONS)
                        .warmupTime(ITERATION_TIME)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(ITERATION_TIME)
                        .build());
    }

    /** @param pace how long each benchmark takes */
    Tour(Main.RunOptions run, List<String> arguments, Options pace) {
        this.run = run;
        this.arguments = arguments;
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(pace).addProfiler(GCProfiler.class);
        for (Operation operation : Operation.values()) {
            builder.include(operation.benchmark().getName());
        }
        this.options = builder.build();
    }

    int run() throws RunnerException {
        RunFolder folder = run.open(arguments);
        Throughput throughput = new Throughput(folder);
        Progress progress = run.progress(benchmarks() + Accuracy.steps());
        int failures = JmhRun.unseen(progress, throughput).run(options);
        List<Accuracy.Row> errors = Accuracy.measure(run.seed, progress);
        CsvFile.write(folder.file(Accuracy.FILE), Accuracy.Row.class, errors);
        List<Tradeoff.Row> rows = Tradeoff.join(throughput.rows(), errors);
        CsvFile.write(folder.file(Tradeoff.FILE), Tradeoff.Row.class, rows);
        System.out.println(Tradeoff.describe(rows));
        throughput.warn();
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    private static int benchmarks() {
        return Arrays.stream(Operation.values())
                .mapToInt(operation -> operation.defaults("contender").size()
                        * operation.defaults("size").size())
                .sum();
    }
}
