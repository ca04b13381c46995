package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import timestables.arithmetic.Distribution;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.run.Progress;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccuracyTest {

    private List<AccuracyRow> rows;

    @BeforeAll
    void measure() {
        rows = Accuracy.measure(1, new Progress(null, 0));
    }

    private AccuracyRow row(
            Operation operation, String contender, String format, Distribution distribution, String size) {
        return rows.stream()
                .filter(row -> row.operation() == operation
                        && row.contender().equals(contender)
                        && row.format().equals(format)
                        && row.distribution() == distribution
                        && row.size().equals(size))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneThreadGivesTheSameFiguresAsMany() throws Exception {
        try (ForkJoinPool oneThread = new ForkJoinPool(1)) {
            List<Operation> some = List.of(Operation.MULTIPLY, Operation.GEMM, Operation.ENCODE);
            assertEquals(
                    rows.stream().filter(row -> some.contains(row.operation())).toList(),
                    oneThread
                            .submit(() -> Accuracy.measure(1, new Progress(null, 0), some, true))
                            .get());
        }
    }

    /**
     * Golden figures: they are to be the same on every machine, at every vector width and for any number of threads.
     */
    @Test
    void figuresAreThoseOfEveryMachine() {
        assertEquals(
                0.004592927290148808,
                row(Operation.MULTIPLY, "table8", "linear-log", Distribution.UNIFORM, "1024")
                        .rmse());
        assertEquals(
                6.098410169627285E-4,
                row(Operation.DOT, "float32", "float32", Distribution.NORMAL, "1048576")
                        .rmse());
    }

    @Test
    void everyContenderIsMeasuredOnEveryDistribution() {
        for (Operation operation : Operation.TIMED) {
            for (Contender contender : operation.contenders()) {
                for (Distribution distribution : Distribution.RANDOM) {
                    long measured = rows.stream()
                            .filter(row -> row.operation() == operation
                                    && row.contender().equals(contender.id())
                                    && row.distribution() == distribution)
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
        AccuracyRow row = row(Operation.MULTIPLY, "table2", "linear", Distribution.ALL_CODES, "16");
        double third = 2 / 3.0;
        double[] values = {-2, -third, third, 2};
        int[][] cells = {{3, 2, 1, 0}, {2, 2, 1, 1}, {1, 1, 2, 2}, {0, 1, 2, 3}};
        double sum = 0;
        double squares = 0;
        int saturated = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double error = values[cells[i][j]] - values[i] * values[j];
                sum += error;
                squares += error * error;
                saturated += Math.abs(values[i] * values[j]) > 2 ? 1 : 0;
            }
        }
        assertEquals(Math.sqrt(squares / 16), row.rmse(), 1e-15);
        assertEquals(sum / 16, row.bias(), 1e-15);
        assertEquals(saturated / 16.0, row.saturatedShare());
        assertEquals(2, row.maxAbsError(), 1e-15);
        assertEquals(1, row.errorProbability());
        assertEquals(2.0, row.maxRange());
    }

    @Test
    void moreBitsHaveSmallerErrors() {
        for (String format : List.of("linear", "linear-log", "log")) {
            for (int bits = 4; bits <= 9; bits++) {
                double fewer = row(Operation.MULTIPLY, "table" + (bits - 1), format, Distribution.UNIFORM, "1024")
                        .rmse();
                double more = row(Operation.MULTIPLY, "table" + bits, format, Distribution.UNIFORM, "1024")
                        .rmse();
                assertTrue(more < 0.6 * fewer, format + " " + bits);
            }
        }
    }

    @Test
    void floatingPointErrorsAreThoseOfOneRounding() {
        assertTrue(row(Operation.MULTIPLY, "float64", "float64", Distribution.UNIFORM, "1024")
                        .maxAbsError()
                <= Math.ulp(0.5) / 2);
        assertTrue(row(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024")
                        .maxAbsError()
                <= 3 * Math.ulp(0.5f) / 2);
        assertEquals(
                0,
                row(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024")
                        .saturatedShare());
    }
}
