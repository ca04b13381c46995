package timestables.tour;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.knowm.xchart.HeatMapChart;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Rounding;
import timestables.bench.Pace;
import timestables.bench.Rounds;
import timestables.bench.Selection;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.run.TextTable;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Timings;
import timestables.speed.Verdict;

/** Where looking products up begins to pay, and where it stops: every number of bits by sizes from cache to memory. */
public final class BreakEven {

    static final String FILE = "break-even.csv";
    static final String PLOT = "break-even.png";

    /** What is asked: operations, and sizes whose binary32 operands lie in ever slower memory. */
    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    Operation.MULTIPLY,
                    List.of(2, 3, 4, 5, 6, 7, 8, 9),
                    List.of(),
                    List.of("1024", "8192", "65536", "524288", "4194304", "16777216")),
            new Question(
                    Operation.GEMV,
                    List.of(2, 3, 4, 8),
                    List.of(Precision.FLOAT16.toString()),
                    List.of("64x64", "256x256", "1024x1024", "2048x2048", "4096x4096", "8192x8192")));

    private static final int HEIGHT = 450;

    private final RunOptions run;
    private final Duration budget;
    private final List<Question> questions;
    private final Options pace;
    private final int rounds;

    /** @param budget how long it may take */
    public BreakEven(RunOptions run, Duration budget) {
        this(run, budget, QUESTIONS, Pace.ROUND, Integer.MAX_VALUE);
    }

    /**
     * @param pace how each fork takes its samples
     * @param rounds how many rounds there are at most
     */
    public BreakEven(RunOptions run, Duration budget, List<Question> questions, Options pace, int rounds) {
        this.run = run;
        this.budget = budget;
        this.questions = questions;
        this.pace = pace;
        this.rounds = rounds;
    }

    /** Tables of some numbers of bits, and other contenders, against binary32, at some sizes. */
    public record Question(Operation operation, List<Integer> indexBits, List<String> others, List<String> sizes) {

        private Stream<Case> cases() {
            return sizes.stream().flatMap(size -> contenders().map(id -> new Case(operation, id, size)));
        }

        private Stream<String> contenders() {
            return Stream.of(
                            Selection.available(operation).stream().filter(Contender::isBaseline),
                            others.stream(),
                            indexBits.stream().map(bits -> Measured.table(bits, Rounding.NEAREST)))
                    .flatMap(ids -> ids);
        }
    }

    /** A table at a size: the columns of the file. */
    record Row(
            Operation operation,
            String contender,
            int indexBits,
            String size,
            double bytesPerElement,
            double elementsPerNs,
            String baseline,
            Double baselineBytesPerElement,
            Double baselineElementsPerNs,
            Double speedup,
            Double speedupLow,
            Double speedupHigh,
            Verdict verdict,
            boolean lookupWins) {

        /** Whether it has a cell in a question's chart. */
        private boolean isOf(Question question) {
            return operation == question.operation && speedup != null;
        }
    }

    public int run() throws RunnerException {
        Instant end = Instant.now().plus(budget);
        questions.forEach(question -> question.sizes.forEach(question.operation::size));
        RunFolder folder = run.open();
        Timings timings = new Timings(folder);
        List<Case> cases = questions.stream().flatMap(Question::cases).toList();
        int failures;
        try (Progress progress = run.progress(budget)) {
            failures = new Rounds(cases, run.seed(), pace, timings, progress).run(end, rounds);
        }
        List<Row> rows = rows(timings.rows());
        CsvFile.write(folder.file(FILE), Row.class, rows);
        List<HeatMapChart> charts = questions.stream()
                .filter(question -> rows.stream().anyMatch(row -> row.isOf(question)))
                .map(question -> chart(question, rows))
                .toList();
        if (charts.isEmpty()) {
            System.err.println(PLOT + " is left out: no speed-up is known");
        } else {
            PlotImage.write(PlotImage.draw(charts), folder.file(PLOT));
        }
        timings.present(describe(rows));
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    private static List<Row> rows(List<Throughput> timings) {
        List<Row> rows = new ArrayList<>();
        for (Throughput timing : timings) {
            if (timing.indexBits() != null) {
                Optional<Throughput> baseline = timings.stream()
                        .filter(row -> row.timed().equals(timing.timed().with(timing.baseline())))
                        .findFirst();
                rows.add(new Row(
                        timing.timed().operation(),
                        timing.timed().contender(),
                        timing.indexBits(),
                        timing.timed().size(),
                        timing.bytesPerElement(),
                        timing.elementsPerNs(),
                        timing.baseline(),
                        baseline.map(Throughput::bytesPerElement).orElse(null),
                        baseline.map(Throughput::elementsPerNs).orElse(null),
                        timing.speedup(),
                        timing.speedupLow(),
                        timing.speedupHigh(),
                        timing.verdict(),
                        timing.verdict() == Verdict.FASTER));
            }
        }
        return rows;
    }

    private static String describe(List<Row> rows) {
        TextTable table = new TextTable(
                "operation", "size", "contender", "products/ns", "baseline", "its products/ns", "speed-up", "verdict");
        for (Row row : rows) {
            table.add(
                    row.operation,
                    row.size,
                    row.contender,
                    row.elementsPerNs,
                    row.baseline,
                    row.baselineElementsPerNs,
                    row.speedup,
                    row.verdict);
        }
        return table.toString();
    }

    private static HeatMapChart chart(Question question, List<Row> rows) {
        HeatMapChart chart = PlotStyle.ratioMap(
                HEIGHT,
                question.operation + ": products a nanosecond, as a multiple of the best float32's",
                "size (" + question.operation.workload().form().shape() + ")",
                "index bits");
        List<Number[]> cells = new ArrayList<>();
        for (Row row : rows) {
            if (row.isOf(question)) {
                cells.add(new Number[] {
                    question.sizes.indexOf(row.size), question.indexBits.indexOf(row.indexBits), row.speedup
                });
            }
        }
        chart.addSeries("speed-up", question.sizes, question.indexBits, cells);
        return chart;
    }
}
