package timestables.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.RunnerException;
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
    private final Options pace;
    private final Function<Operation, List<String>> sizes;

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
                        .build(),
                operation -> operation.defaults("size"));
    }

    /**
     * @param pace how long each benchmark takes
     * @param sizes the sizes at which an operation is timed
     */
    Tour(Main.RunOptions run, List<String> arguments, Options pace, Function<Operation, List<String>> sizes) {
        this.run = run;
        this.arguments = arguments;
        this.pace = pace;
        this.sizes = sizes;
    }

    int run() throws RunnerException {
        List<Operation> operations = List.of(Operation.values());
        RunFolder folder = run.open(arguments);
        Throughput throughput = new Throughput(folder);
        Selection.announceMissing(operations);
        Progress progress = run.progress(benchmarks() + Accuracy.steps());
        int failures = JmhRun.unseen(progress, throughput)
                .run(operations.stream().map(this::options).toList());
        List<Accuracy.Row> errors = Accuracy.measure(run.seed, progress);
        CsvFile.write(folder.file(Accuracy.FILE), Accuracy.Row.class, errors);
        List<Tradeoff.Row> rows = Tradeoff.join(throughput.rows(), errors);
        CsvFile.write(folder.file(Tradeoff.FILE), Tradeoff.Row.class, rows);
        System.out.println(Tradeoff.describe(rows));
        throughput.warn();
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    private Options options(Operation operation) {
        return new OptionsBuilder()
                .parent(pace)
                .addProfiler(GCProfiler.class)
                .include(Pattern.quote(operation.benchmark().getName() + "."))
                .param("contender", Selection.available(operation).toArray(String[]::new))
                .param("size", sizes.apply(operation).toArray(String[]::new))
                .build();
    }

    private int benchmarks() {
        return Arrays.stream(Operation.values())
                .mapToInt(operation -> Selection.available(operation).size()
                        * sizes.apply(operation).size())
                .sum();
    }
}
