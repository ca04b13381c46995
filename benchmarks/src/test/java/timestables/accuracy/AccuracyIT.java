package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import timestables.arithmetic.Distribution;
import timestables.bench.InstantPace;
import timestables.bench.Selection;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.contender.Workload;
import timestables.jar.Jar;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.run.Progress;
import timestables.run.RunOptions;
import timestables.speed.Case;
import timestables.tour.Tour;

/** A whole run in which all is other than in this JVM: vectors, threads and language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccuracyIT {

    private static final long SEED = 1;

    /** Small, with sums and chains of lengths that errors are measured of. */
    private static final Map<Operation, List<String>> SIZES = Map.of(
            Operation.MULTIPLY, List.of("100", "1000"),
            Operation.DOT, List.of("1024"),
            Operation.CHAIN, List.of("1024", "64x100"),
            Operation.GEMV, List.of("100x256"),
            Operation.GEMM, List.of("10x1024x5"),
            Operation.ENCODE, List.of("100"),
            Operation.DECODE, List.of("100"));

    /**
     * Every contender at the first size, at the others those that are the best of their kind. Those that differ in the
     * length of blocks alone, by which nothing is joined, are one.
     */
    private static final List<Case> CASES = Operation.TIMED.stream()
            .flatMap(operation -> Selection.available(operation).stream()
                    .filter(id -> !id.matches(".*-block(16|32|64)(-affine)?"))
                    .map(operation::contender)
                    .flatMap(contender -> SIZES.get(operation).stream()
                            .limit(contender.isPlainLoop() || contender.isNamedLayout() ? 1 : Long.MAX_VALUE)
                            .map(size -> new Case(operation, contender.id(), size))))
            .toList();

    private Path folder;
    private List<CSVRecord> rows;

    /** What this JVM measures of all that is timed. */
    private List<AccuracyRow> here;

    /**
     * Runs {@code accuracy}, and while it runs, by one thread of this JVM, the tour at a pace that says nothing of
     * speed.
     */
    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Jar jar = new Jar(folder);
        Process accuracy = jar.start(
                Jar.THIS_JAVA,
                List.of("-XX:UseAVX=2", "-Duser.language=de", "-Duser.country=DE"),
                List.of("accuracy", "--seed", "" + SEED, "--output-dir", "run", "--quiet"));
        RunOptions options = RunOptions.quietly(folder.resolve("tour"));
        Tour tour = new Tour(options, Duration.ofMinutes(5), CASES, InstantPace.OPTIONS, 1);
        assertEquals(0, (int) measured(tour::run));
        here = measured(() -> Accuracy.measure(SEED, new Progress(null, 0), Operation.TIMED, false));
        Jar.Outcome outcome = jar.outcome(accuracy);
        assertEquals(0, outcome.status(), outcome.err());
        rows = jar.rows("run/accuracy.csv");
    }

    /** What one thread of this JVM measures. */
    private static <T> T measured(Callable<T> measurement) throws Exception {
        try (ForkJoinPool oneThread = new ForkJoinPool(1)) {
            return oneThread.submit(measurement).get();
        }
    }

    /** The lines of a file with such rows. */
    private <T extends Record> List<String> lines(Class<T> type, List<T> rows) throws Exception {
        Path file = folder.resolve("here.csv");
        CsvFile.write(file, type, rows);
        return Files.readAllLines(file);
    }

    /** Asserts that a file of the run has such lines, in this order, whatever is between them. */
    private void assertInRun(String file, List<String> lines) throws Exception {
        assertTrue(lines.size() > 1, "more than a header");
        List<String> run = Files.readAllLines(folder.resolve("run").resolve(file));
        assertEquals(lines, run.stream().filter(lines::contains).toList());
    }

    @Test
    void theTourTimesAndJoinsEverythingAndMeasuresTheSame() throws Exception {
        Path tour = folder.resolve("tour");
        long formats = CASES.stream()
                .mapToLong(timed -> timed.operation()
                        .contender(timed.contender())
                        .measured()
                        .size())
                .sum();
        assertEquals(
                1 + CASES.size(),
                Files.readAllLines(tour.resolve("throughput.csv")).size());
        // What was disturbed was taken again.
        List<String> forks = Files.readAllLines(tour.resolve("forks.csv"));
        assertTrue(forks.size() >= 1 + CASES.size(), forks::toString);
        assertEquals(
                forks.size(), Files.readAllLines(tour.resolve("samples.csv")).size());
        assertEquals(
                1 + formats, Files.readAllLines(tour.resolve("tradeoff.csv")).size());
        assertTrue(Files.readAllLines(tour.resolve(Environment.FILE)).size() > 1);
        assertInRun(AccuracyRow.FILE, Files.readAllLines(tour.resolve(AccuracyRow.FILE)));
        assertInRun(AccuracyRow.FILE, lines(AccuracyRow.class, here));
    }

    /** Of sums on normal operands of one length alone: these take the longest. */
    @Test
    void figuresOfWhatNothingTimesDependOnTheSeedAlone() throws Exception {
        Workload.Sample dot = Operation.DOT.workload().samples().getFirst();
        List<AccuracyRow> untimed = measured(() -> Stream.of(
                        measure(SEED, Operation.MULTIPLY),
                        Accuracy.measure(SEED, Operation.DOT, dot, Distribution.NORMAL),
                        measure(SEED, Operation.ENCODE, Operation.DECODE))
                .flatMap(List::stream)
                .toList());
        assertInRun(AccuracyRow.FILE, lines(AccuracyRow.class, untimed));
        List<String> ofAnotherSeed = lines(AccuracyRow.class, measure(SEED + 1, Operation.ENCODE));
        assertFalse(Files.readAllLines(folder.resolve("run").resolve(AccuracyRow.FILE))
                .containsAll(ofAnotherSeed));
    }

    private static List<AccuracyRow> measure(long seed, Operation... operations) {
        return Accuracy.measure(seed, new Progress(null, 0), List.of(operations), true);
    }

    @Test
    void figuresOfTablesDependOnNothing() throws Exception {
        assertEquals(
                lines(TableErrors.Row.class, measured(() -> TableErrors.measure(Workload.RANGE))),
                Files.readAllLines(folder.resolve("run").resolve(TableErrors.FILE)));
    }

    /** Of every rounding and format, but not of every width. */
    @Test
    void figuresStepByStepDependOnNothing() throws Exception {
        List<AccumulatedError> accumulated = new ArrayList<>();
        List<AccuracyRow> rows = new ArrayList<>();
        for (Drift.Course course : Drift.Course.values()) {
            String contender = course == Drift.Course.CHAIN_BOUNDED ? "table4" : "table8";
            Drift drift = measured(
                    () -> Drift.measure(course, measured -> measured.contender().startsWith(contender)));
            accumulated.addAll(drift.accumulated());
            rows.addAll(drift.rows());
        }
        assertInRun(AccumulatedError.FILE, lines(AccumulatedError.class, accumulated));
        assertInRun(AccuracyRow.FILE, lines(AccuracyRow.class, rows));
    }

    private CSVRecord row(
            Operation operation, String contender, String format, Distribution distribution, String size) {
        return rows.stream()
                .filter(row -> row.get("operation").equals(operation.toString())
                        && row.get("contender").equals(contender)
                        && row.get("format").equals(format)
                        && row.get("distribution").equals(distribution.toString())
                        && row.get("size").equals(size))
                .findFirst()
                .orElseThrow();
    }

    private static double figure(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    /**
     * Golden figures: they are to be the same on every machine, at every vector width and for any number of threads.
     */
    @Test
    void figuresAreThoseOfEveryMachine() {
        assertEquals(
                0.00287729920933431,
                figure(row(Operation.MULTIPLY, "table8-scalar", "linear-log", Distribution.UNIFORM, "1024"), "rmse"));
        assertEquals(
                1.5246025424068212E-4,
                figure(row(Operation.DOT, "float32", "float32", Distribution.NORMAL, "1048576"), "rmse"));
    }

    @Test
    void everyContenderIsMeasuredOnEveryDistribution() {
        for (Operation operation : Operation.TIMED) {
            for (Contender contender : operation.contenders()) {
                for (Distribution distribution : Distribution.RANDOM) {
                    long measured = rows.stream()
                            .filter(row -> row.get("operation").equals(operation.toString())
                                    && row.get("contender").equals(contender.id())
                                    && row.get("distribution").equals(distribution.toString()))
                            .count();
                    int expected = operation.workload().samples().stream()
                            .mapToInt(sample ->
                                    sample.ofTimed() ? 1 : contender.measured().size())
                            .sum();
                    assertEquals(expected, measured, contender.id());
                }
            }
        }
    }

    /** The 2-bit table has 16 cells, few enough to work its errors out by hand. */
    @Test
    void errorsOverAllPairsFollowFromTheTable() {
        CSVRecord row = row(Operation.MULTIPLY, "table2", "linear", Distribution.ALL_CODES, "16");
        double third = 1 / 3.0;
        double[] values = {-1, -third, third, 1};
        int[][] cells = {{3, 2, 1, 0}, {2, 2, 1, 1}, {1, 1, 2, 2}, {0, 1, 2, 3}};
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double error = values[cells[i][j]] - values[i] * values[j];
                sum += error;
                squares += error * error;
            }
        }
        assertEquals(Math.sqrt(squares / 16), figure(row, "rmse"), 1e-15);
        assertEquals(sum / 16, figure(row, "bias"), 1e-15);
        assertEquals(0, figure(row, "saturated_share"));
        assertEquals(2 / 9.0, figure(row, "max_abs_error"), 1e-15);
        assertEquals(4 / 16.0, figure(row, "error_probability"));
        assertEquals(1, figure(row, "max_range"));
    }

    @Test
    void moreBitsHaveSmallerErrors() {
        for (String format : List.of("linear", "linear-log", "log")) {
            for (int bits = 4; bits <= 9; bits++) {
                CSVRecord fewer = tableRow(bits - 1, format);
                CSVRecord more = tableRow(bits, format);
                assertTrue(figure(more, "rmse") < 0.6 * figure(fewer, "rmse"), format + " " + bits);
            }
        }
    }

    /** The plain loop reads every format. */
    private CSVRecord tableRow(int bits, String format) {
        return row(Operation.MULTIPLY, "table" + bits + "-scalar", format, Distribution.UNIFORM, "1024");
    }

    @Test
    void floatingPointErrorsAreThoseOfOneRounding() {
        CSVRecord float64 = row(Operation.MULTIPLY, "float64", "float64", Distribution.UNIFORM, "1024");
        CSVRecord float32 = row(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024");
        assertTrue(figure(float64, "max_abs_error") <= Math.ulp(0.5) / 2);
        assertTrue(figure(float32, "max_abs_error") <= 3 * Math.ulp(0.5f) / 2);
        assertEquals(0, figure(float32, "saturated_share"));
    }
}
