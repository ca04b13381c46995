package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import timestables.accuracy.Accuracy;
import timestables.accuracy.AccuracyRow;
import timestables.contender.Operation;
import timestables.contender.Workload;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** What the jar does when it is told nothing: everything, quickly. */
public final class Tour {

    private final RunOptions run;
    private final Function<Operation, List<String>> sizes;
    private final Function<Operation, Options> vectorPace;
    private final Options plainPace;

    public Tour(RunOptions run) {
        this(run, Tour::sizes, Pace::of, Pace.PLAIN_LOOPS);
    }

    /**
     * @param sizes at which operations are timed, named layouts and plain loops at the first alone
     * @param vectorPace how long each benchmark of an operation takes
     * @param plainPace how long those of plain loops take
     */
    public Tour(
            RunOptions run,
            Function<Operation, List<String>> sizes,
            Function<Operation, Options> vectorPace,
            Options plainPace) {
        this.run = run;
        this.sizes = sizes;
        this.vectorPace = vectorPace;
        this.plainPace = plainPace;
    }

    private static List<String> sizes(Operation operation) {
        return operation.workload().sizes().stream()
                .map(Workload.TimedSize::size)
                .toList();
    }

    public int run() throws RunnerException {
        RunFolder folder = run.open();
        Throughput throughput = new Throughput(folder);
        Selection.announceMissing(Operation.TIMED);
        Selection.announceWeaknesses(Operation.TIMED, id -> true);
        List<Options> parts = parts();
        int failures;
        List<AccuracyRow> errors;
        try (Progress progress = run.progress(benchmarks(parts) + Accuracy.steps())) {
            failures = JmhRun.unseen(progress, throughput).run(parts);
            errors = Accuracy.measure(run.seed(), progress, Operation.TIMED, false);
        }
        CsvFile.write(folder.file(AccuracyRow.FILE), AccuracyRow.class, errors);
        List<Tradeoff.Row> rows = Tradeoff.join(throughput.rows(), errors);
        CsvFile.write(folder.file(Tradeoff.FILE), Tradeoff.Row.class, rows);
        System.out.println(Tradeoff.describe(rows));
        throughput.warn();
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    private List<Options> parts() {
        List<Options> parts = new ArrayList<>();
        for (Operation operation : Operation.TIMED) {
            Map<Boolean, List<String>> contenders = Selection.available(operation).stream()
                    .collect(Collectors.partitioningBy(
                            id -> operation.contender(id).isPlainLoop()));
            List<String> all = sizes.apply(operation);
            Options pace = vectorPace.apply(operation);
            parts.add(part(pace, operation, all.getFirst(), contenders.get(false)));
            List<String> best = contenders.get(false).stream()
                    .filter(id -> !operation.contender(id).isNamedLayout())
                    .toList();
            all.stream().skip(1).forEach(size -> parts.add(part(pace, operation, size, best)));
            parts.add(part(plainPace, operation, all.getFirst(), contenders.get(true)));
        }
        return parts;
    }

    private static Options part(Options pace, Operation operation, String size, List<String> contenders) {
        return new OptionsBuilder()
                .parent(pace)
                .addProfiler(GCProfiler.class)
                .include(Timed.pattern(operation))
                .param("contender", contenders.toArray(String[]::new))
                .param("size", size)
                .build();
    }

    private static int benchmarks(List<Options> parts) {
        return parts.stream()
                .mapToInt(part -> part.getParameter("contender").get().size())
                .sum();
    }
}
