package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.HeatMapChart;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import timestables.arithmetic.Rounding;
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

/** Where looking products up begins to pay, and where it stops: every number of bits by sizes from cache to memory. */
public final class BreakEven {

    static final String FILE = "break-even.csv";
    static final String PLOT = "break-even.png";

    /** What is asked: operations, and sizes whose binary32 operands lie in ever slower memory. */
    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    Operation.MULTIPLY,
                    List.of(2, 3, 4, 5, 6, 7, 8, 9),
                    List.of("1024", "8192", "65536", "524288", "4194304", "16777216")),
            new Question(
                    Operation.GEMV,
                    List.of(2, 3, 4, 8),
                    List.of("64x64", "256x256", "1024x1024", "2048x2048", "4096x4096", "8192x8192")));

    private static final int HEIGHT = 450;

    private final RunOptions run;
    private final Function<Operation, Options> pace;
    private final List<Question> questions;

    public BreakEven(RunOptions run) {
        this(run, Pace::of, QUESTIONS);
    }

    /** @param pace how long each benchmark of an operation takes */
    public BreakEven(RunOptions run, Function<Operation, Options> pace, List<Question> questions) {
        this.run = run;
        this.pace = pace;
        this.questions = questions;
    }

    /** Tables of some numbers of bits against binary32, at some sizes. */
    record Question(Operation operation, List<Integer> indexBits, List<String> sizes) {

        private List<String> contenders() {
            List<String> ids = new ArrayList<>(List.of(Contender.BASELINE));
            indexBits.forEach(bits -> ids.add(Measured.table(bits, Rounding.NEAREST)));
            return ids;
        }

        private Options options(Options pace) {
            return new OptionsBuilder()
                    .parent(pace)
                    .include(Timed.pattern(operation))
                    .param("contender", contenders().toArray(String[]::new))
                    .param("size", sizes.toArray(String[]::new))
                    .build();
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
            double float32BytesPerElement,
            double float32ElementsPerNs,
            double speedupVsFloat32,
            boolean lookupWins) {}

    public int run() throws RunnerException {
        questions.forEach(question -> question.sizes.forEach(question.operation::size));
        RunFolder folder = run.open();
        Throughput throughput = new Throughput(folder);
        int benchmarks = questions.stream()
                .mapToInt(question -> question.contenders().size() * question.sizes.size())
                .sum();
        int failures;
        try (Progress progress = run.progress(benchmarks)) {
            failures = JmhRun.unseen(progress, throughput)
                    .run(questions.stream()
                            .map(question -> question.options(pace.apply(question.operation)))
                            .toList());
        }
        List<Row> rows = rows(throughput.rows());
        CsvFile.write(folder.file(FILE), Row.class, rows);
        List<HeatMapChart> charts =
                questions.stream().map(question -> chart(question, rows)).toList();
        PlotImage.write(PlotImage.draw(charts), folder.file(PLOT));
        System.out.println(describe(rows));
        throughput.warn();
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    private static List<Row> rows(List<Throughput.Row> timings) {
        List<Row> rows = new ArrayList<>();
        for (Throughput.Row timing : timings) {
            if (timing.indexBits() != null && timing.speedupVsFloat32() != null) {
                Throughput.Row baseline = timings.stream()
                        .filter(row -> row.operation() == timing.operation()
                                && row.size().equals(timing.size())
                                && row.contender().equals(Contender.BASELINE))
                        .findFirst()
                        .orElseThrow();
                rows.add(new Row(
                        timing.operation(),
                        timing.contender(),
                        timing.indexBits(),
                        timing.size(),
                        timing.bytesPerElement(),
                        timing.elementsPerNs(),
                        baseline.bytesPerElement(),
                        baseline.elementsPerNs(),
                        timing.speedupVsFloat32(),
                        timing.speedupVsFloat32() > 1));
            }
        }
        return rows;
    }

    private static String describe(List<Row> rows) {
        TextTable table = new TextTable(
                "operation", "size", "contender", "products/ns", "float32's", "vs float32", "lookup wins");
        for (Row row : rows) {
            table.add(
                    row.operation,
                    row.size,
                    row.contender,
                    row.elementsPerNs,
                    row.float32ElementsPerNs,
                    row.speedupVsFloat32,
                    row.lookupWins ? "*" : "");
        }
        return table.toString();
    }

    private static HeatMapChart chart(Question question, List<Row> rows) {
        HeatMapChart chart = PlotStyle.ratioMap(
                HEIGHT,
                question.operation + ": products a nanosecond, as a multiple of float32's",
                "size (" + question.operation.workload().form().shape() + ")",
                "index bits");
        List<Number[]> cells = new ArrayList<>();
        for (Row row : rows) {
            if (row.operation == question.operation) {
                cells.add(new Number[] {
                    question.sizes.indexOf(row.size), question.indexBits.indexOf(row.indexBits), row.speedupVsFloat32
                });
            }
        }
        chart.addSeries("speed-up", question.sizes, question.indexBits, cells);
        return chart;
    }
}
