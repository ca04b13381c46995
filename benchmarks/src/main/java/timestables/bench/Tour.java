package timestables.bench;

import java.util.ArrayList;
import java.util.EnumMap;
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
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** What the jar does when it is told nothing: everything, quickly. */
public final class Tour {

    private static final Map<Operation, List<String>> SIZES = new EnumMap<>(Map.of(
            Operation.MULTIPLY, List.of("1024", "1048576"),
            Operation.DOT, List.of("1048576"),
            Operation.CHAIN, List.of("64x1024", "1024"),
            Operation.GEMV, List.of("1024x1024", "4096x4096"),
            Operation.GEMM, List.of("1024x1024x64"),
            Operation.ENCODE, List.of("65536"),
            Operation.DECODE, List.of("65536")));

    private final RunOptions run;
    private final Map<Operation, List<String>> sizes;
    private final Function<Operation, Options> vectorPace;
    private final Options plainPace;

    public Tour(RunOptions run) {
        this(run, SIZES, Pace::of, Pace.PLAIN_LOOPS);
    }

    /**
     * @param sizes at which operations are timed, named layouts and plain loops at the first alone
     * @param vectorPace how long each benchmark of an operation takes
     * @param plainPace how long those of plain loops take
     */
    public Tour(
            RunOptions run,
            Map<Operation, List<String>> sizes,
            Function<Operation, Options> vectorPace,
            Options plainPace) {
        this.run = run;
        this.sizes = sizes;
        this.vectorPace = vectorPace;
        this.plainPace = plainPace;
    }

    public int run() throws RunnerException {
        RunFolder folder = run.open();
        Throughput throughput = new Throughput(folder);
        Selection.announceMissing(List.of(Operation.values()));
        List<Options> parts = parts();
        int failures;
        List<AccuracyRow> errors;
        try (Progress progress = run.progress(benchmarks(parts) + Accuracy.steps())) {
            failures = JmhRun.unseen(progress, throughput).run(parts);
            errors = Accuracy.measure(run.seed(), progress, List.of(Operation.values()), false);
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
        for (Operation operation : Operation.values()) {
            Map<Boolean, List<String>> contenders = Selection.available(operation).stream()
                    .collect(Collectors.partitioningBy(id -> id.endsWith(Contender.SCALAR_TWIN)));
            List<String> all = sizes.get(operation);
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
