package timestables.advice;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import timestables.bench.JmhLock;
import timestables.bench.Pace;
import timestables.bench.Rounds;
import timestables.bench.Selection;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.plot.PlotImage;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.run.TextTable;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Timings;
import timestables.tensors.Matrix;
import timestables.tensors.TensorFile;

/** Measures the error of every way to multiply by a matrix, times each at the shape of that matrix, and advises. */
public final class Advice {

    private final RunOptions run;
    private final Problem problem;
    private final Bound bound;
    private final int activationBits;
    private final List<String> remarks = new ArrayList<>();
    private final List<String> available = Selection.available(Operation.GEMV, List.of(OperandForm.FLOATS)).stream()
            .filter(id -> !Operation.GEMV.contender(id).isPlainLoop())
            .toList();

    /**
     * @param bound what error is allowed
     * @param activationBits bits of activations, where they have one scale for all
     */
    Advice(RunOptions run, Problem problem, Bound bound, int activationBits) {
        this.run = run;
        this.problem = problem;
        this.bound = bound;
        this.activationBits = activationBits;
    }

    /**
     * Advice on files.
     *
     * @param transpose whether the file has the transpose of W
     * @param activations the file of X; null to draw it
     * @throws IllegalArgumentException if a file cannot be read, or they do not fit each other
     */
    public static Advice on(
            RunOptions run,
            String weights,
            boolean transpose,
            String activations,
            boolean calibrate,
            Bound bound,
            int activationBits) {
        Matrix read = TensorFile.read(weights);
        remark(weights, read);
        Matrix w = transpose ? read.transposed() : read;
        Problem problem;
        if (activations == null) {
            problem = Problem.drawn(weights, w, run.seed());
        } else {
            Matrix x = TensorFile.read(activations);
            remark(activations, x);
            problem = Problem.of(List.of(weights, activations), w, x, calibrate);
        }
        return new Advice(run, problem, bound, activationBits);
    }

    private static void remark(String file, Matrix matrix) {
        matrix.remarks().forEach(remark -> System.err.println(file + ": " + remark));
    }

    /** Measures errors, and speeds for so long, in a folder of its own. */
    public int measure(Duration budget) throws RunnerException {
        Operation.GEMV.size(problem.size());
        if (!budget.isZero()) {
            JmhLock.hold();
        }
        RunFolder folder = run.open();
        List<AdviceRow> errors = errors();
        // What is stopped while it times has its errors.
        CsvFile.write(folder.file(AdviceRow.FILE), AdviceRow.class, errors);
        Timings timings = new Timings(folder);
        int failures = 0;
        if (!budget.isZero()) {
            Selection.announceMissing(List.of(Operation.GEMV));
            Selection.announceWeaknesses(List.of(Operation.GEMV), id -> true);
            Instant end = Instant.now().plus(budget);
            try (Progress progress = run.progress(budget)) {
                failures = new Rounds(cases(errors), run.seed(), Pace.ROUND, timings, progress)
                        .run(end, Integer.MAX_VALUE);
            }
        }
        timings.present(answer(folder, errors, timings.rows()));
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    /**
     * Measures errors, and takes speeds from another run, each at the size nearest to that of the matrix.
     *
     * @throws IllegalArgumentException if that run has timed nothing of use
     */
    public int measureBeside(Path other) {
        List<Throughput> timed = CsvFile.read(other.resolve(Throughput.FILE), Throughput.class).stream()
                .filter(row -> row.timed().operation() == Operation.GEMV
                        && row.timed().operands() == OperandForm.FLOATS
                        && row.timed().threads() == 1)
                .sorted(Comparator.comparingDouble(row -> distance(row.timed().parsedSize())))
                .toList();
        if (timed.isEmpty()) {
            throw new IllegalArgumentException(other + " did not time gemv from floats");
        }
        String sizes = timed.stream().map(row -> row.timed().size()).distinct().collect(Collectors.joining(", "));
        remarks.add("speeds: those of %s, at the nearest of %s".formatted(other, sizes));
        RunFolder folder = run.open();
        System.out.println(answer(folder, errors(), timed));
        folder.announce();
        return 0;
    }

    /** How unlike the matrix a size is. */
    private double distance(Size size) {
        return Math.abs(Math.log((double) size.m() / problem.rows()))
                + Math.abs(Math.log((double) size.k() / problem.columns()));
    }

    private List<AdviceRow> errors() {
        AdviceErrors errors = new AdviceErrors(problem, available, activationBits);
        List<AdviceRow> rows = errors.measure(run::progress);
        remarks.addAll(0, errors.remarks());
        remarks.addAll(0, problem.remarks());
        return rows;
    }

    /**
     * What is timed: baselines, int8, and then what is accurate enough: the first have more rounds where time is short.
     */
    private List<Case> cases(List<AdviceRow> errors) {
        Map<String, AdviceRow> best = AdviceErrors.best(errors);
        return available.stream()
                .filter(best::containsKey)
                .sorted(Comparator.comparingInt((String id) -> Contender.isBaseline(id)
                                ? 0
                                : Contender.isInt8(id) ? 1 : bound.isMetBy(best.get(id)) ? 2 : 3)
                        .thenComparingDouble(id -> best.get(id).way().bytesPerWeight()))
                .map(id -> new Case(Operation.GEMV, id, problem.size(), OperandForm.FLOATS))
                .toList();
    }

    /** @param timings of which the first of a contender counts */
    private String answer(RunFolder folder, List<AdviceRow> errors, List<Throughput> timings) {
        Map<String, Throughput> speeds = new HashMap<>();
        timings.forEach(row -> speeds.putIfAbsent(row.timed().contender(), row));
        List<AdviceRow> joined = errors.stream()
                .map(row -> speeds.containsKey(row.contender()) ? row.with(speeds.get(row.contender())) : row)
                .toList();
        List<AdviceRow> rows = joined.stream()
                .map(row -> row.among(joined))
                .sorted(Comparator.comparingDouble(AdviceRow::perNs)
                        .thenComparingDouble(AdviceRow::snrDb)
                        .reversed())
                .toList();
        CsvFile.write(folder.file(AdviceRow.FILE), AdviceRow.class, rows);
        PlotImage.write(
                AdvicePlot.draw(List.copyOf(AdviceErrors.best(rows).values()), problem.size(), bound),
                folder.file(AdvicePlot.FILE));
        List<String> lines = new ArrayList<>(remarks);
        lines.add("");
        lines.add(table(rows));
        lines.add("");
        lines.add(new Recommendation(rows, bound).toString());
        return String.join(System.lineSeparator(), lines);
    }

    private static String table(List<AdviceRow> rows) {
        TextTable table = new TextTable(
                "contender", "format", "scales", "bytes", "dB", "cosine", "cut off", "per ns", "vs float32", "");
        for (AdviceRow row : AdviceErrors.best(rows).values()) {
            table.add(
                    row.contender(),
                    row.way().format()
                            + (row.way().rounding().equals(AdviceRow.NEAREST)
                                    ? ""
                                    : ", " + row.way().rounding()),
                    row.way().scales(),
                    row.way().bytesPerWeight(),
                    row.snrDb(),
                    String.format(Locale.ROOT, "%.5f", row.errors().cosine()),
                    percent(row.errors().saturatedShare()),
                    row.speed().elementsPerNs(),
                    speedup(row.speed()),
                    row.pareto() ? "*" : "");
        }
        return table.toString();
    }

    private static String percent(double share) {
        return share == 0 ? "" : String.format(Locale.ROOT, share < 0.0995 ? "%.2g %%" : "%.0f %%", 100 * share);
    }

    private static String speedup(AdviceRow.Speed speed) {
        if (speed.speedup() == null) {
            return speed.verdict() == null ? "" : speed.verdict().toString();
        }
        String middle = Recommendation.number(speed.speedup());
        return speed.speedupLow() == null
                ? middle
                : "%s (%s-%s)"
                        .formatted(
                                middle,
                                Recommendation.number(speed.speedupLow()),
                                Recommendation.number(speed.speedupHigh()));
    }
}
