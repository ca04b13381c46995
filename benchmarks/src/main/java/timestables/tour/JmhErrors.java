package timestables.tour;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import timestables.accuracy.Accuracy;
import timestables.accuracy.AccuracyRow;
import timestables.bench.Timed;
import timestables.contender.Operation;
import timestables.report.Tradeoff;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.TextTable;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Timings;

/** The errors of what JMH timed: among JMH's own results, and joined with speed in our files. */
public final class JmhErrors {

    private final Timings timings;
    private final long seed;
    private final List<AccuracyRow> errors = new ArrayList<>();

    public JmhErrors(Timings timings, long seed) {
        this.timings = timings;
        this.seed = seed;
    }

    /**
     * Measures what has been timed, and gives each result, where its size has errors of its own, those of the format
     * that was timed.
     */
    public void addTo(Collection<RunResult> results) {
        measure(results.stream().flatMap(result -> Timed.of(result.getParams()).stream()));
        List<Tradeoff.Row> rows = rows();
        for (RunResult result : results) {
            Timed.of(result.getParams())
                    .flatMap(each -> rows.stream()
                            .filter(row -> row.isOf(each) && row.format().equals(timedFormat(each)))
                            .findFirst())
                    .ifPresent(row -> result.getBenchmarkResults().forEach(each -> add(row, each)));
        }
    }

    /** Measures what has not been. */
    private void measure(Stream<Case> timed) {
        Map<Operation, Set<String>> left = new TreeMap<>();
        timed.filter(each -> errors.stream()
                        .noneMatch(error -> error.operation() == each.operation()
                                && error.contender().equals(each.contender())))
                .forEach(each -> left.computeIfAbsent(each.operation(), key -> new TreeSet<>())
                        .add(each.contender()));
        left.forEach((operation, contenders) ->
                errors.addAll(Accuracy.ofTimed(seed, new Progress(null, 0), List.of(operation), contenders::contains)));
    }

    private static String timedFormat(Case timed) {
        return timed.operation().contender(timed.contender()).arithmetic().format();
    }

    private static void add(Tradeoff.Row row, BenchmarkResult result) {
        result.addBenchmarkResult(new ScalarResult("snr", row.snrDb(), "dB", AggregationPolicy.AVG));
        result.addBenchmarkResult(new ScalarResult("rmse", row.rmse(), "of 1", AggregationPolicy.AVG));
    }

    private List<Tradeoff.Row> rows() {
        return Tradeoff.join(timings.rows(), errors);
    }

    /** Writes the files of errors, and of speed joined with them. */
    public void write(RunFolder folder) {
        // What was timed before a run was stopped, too.
        measure(timings.rows().stream().map(Throughput::timed));
        CsvFile.write(folder.file(AccuracyRow.FILE), AccuracyRow.class, errors);
        CsvFile.write(folder.file(Tradeoff.FILE), Tradeoff.Row.class, rows());
    }

    /** What ran, with the best signal-to-noise ratio of each; empty where its size has none of its own. */
    @Override
    public String toString() {
        TextTable table = new TextTable(
                "operation",
                "size",
                "operands",
                "contender",
                "products/ns",
                "speed-up",
                "from",
                "to",
                "verdict",
                "SNR in dB");
        List<Tradeoff.Row> rows = rows();
        for (Throughput speed : timings.rows()) {
            Double snr = rows.stream()
                    .filter(row -> row.isOf(speed.timed()))
                    .map(Tradeoff.Row::snrDb)
                    .max(Double::compare)
                    .orElse(null);
            table.add(
                    speed.timed().operation(),
                    speed.timed().size(),
                    speed.timed().operands(),
                    speed.timed().contender(),
                    speed.elementsPerNs(),
                    speed.speedup(),
                    speed.speedupLow(),
                    speed.speedupHigh(),
                    speed.verdict(),
                    snr);
        }
        return table.toString();
    }
}
