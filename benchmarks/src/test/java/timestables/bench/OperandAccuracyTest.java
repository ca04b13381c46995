package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import timestables.accuracy.AccuracyRow;
import timestables.error.ErrorMeter;
import timestables.operands.Matrix;
import timestables.operands.OperandPairs;
import timestables.run.Progress;

class OperandAccuracyTest {

    private static OperandPairs pairs(int columns, double... values) {
        return OperandPairs.of("file", new Matrix(values.length / columns, columns, values, List.of()));
    }

    private static OperandPairs normal() {
        return pairs(
                2,
                new Random(3)
                        .doubles(512)
                        .map(u -> Math.log(u) * (u < 0.5 ? -1 : 1))
                        .toArray());
    }

    private static OperandAccuracy measured(OperandPairs pairs) {
        OperandAccuracy accuracy = new OperandAccuracy(pairs);
        accuracy.measure(new Progress(null, 0));
        return accuracy;
    }

    private static AccuracyRow row(List<AccuracyRow> rows, String operation, String contender, String format) {
        return rows.stream()
                .filter(row -> row.operation().equals(operation)
                        && row.contender().equals(contender)
                        && row.format().equals(format))
                .findFirst()
                .orElseThrow();
    }

    /** Two bits, linear, over [-3, 3]: the values -3, -1, 1 and 3. */
    @Test
    void figuresAreThoseOfHand() {
        // Encoded exactly, but for 2.5, which becomes 3. Smaller ranges encode it better and the others worse.
        List<AccuracyRow> rows = measured(pairs(2, 3, 3, -3, 1, 1, 2.5, -3, -1)).rows();

        AccuracyRow encode = row(rows, "encode", "table2", "linear");
        assertEquals(3.0, encode.maxRange());
        assertEquals(0, encode.saturatedShare());
        assertEquals("operands", encode.distribution());
        assertEquals("8", encode.size());
        assertEquals(0.5, encode.maxAbsError(), 1e-15);
        assertEquals(1 / 8.0, encode.errorProbability());

        // The products are 9, -3, 2.5 and 3, and the cells, over [-9, 9], 9, -3, 3 and 3.
        AccuracyRow multiply = row(rows, "multiply", "table2", "linear");
        assertEquals("4", multiply.size());
        assertEquals(8, multiply.cellBits());
        assertEquals(0.5, multiply.maxAbsError(), 1e-14);
        assertEquals(0.5 / 4, multiply.bias(), 1e-14);

        // Over [-9, 9] cells of 8 bits have 9, -3 and 3 too: 12 instead of 11.5.
        AccuracyRow dot = row(rows, "dot", "table2", "linear");
        assertEquals("4", dot.size());
        assertEquals(0.5, dot.maxAbsError(), 1e-13);
    }

    @Test
    void floatingPointIsThatOfTheContendersOfItsName() {
        OperandPairs pairs = normal();
        double[] x = pairs.leftOf(0);
        double[] y = pairs.rightOf(0);
        Size size = new Size(1, x.length, 1);
        List<AccuracyRow> rows = measured(pairs).rows();
        for (Operation operation : List.of(Operation.MULTIPLY, Operation.DOT)) {
            for (String id : List.of("float32", "float16")) {
                Contender contender = operation.workload().contenders().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                ErrorMeter meter = new ErrorMeter();
                operation
                        .workload()
                        .exact(size, x, y)
                        .compare(
                                contender
                                        .arithmetic()
                                        .definition()
                                        .on(size, x, y)
                                        .results(),
                                meter);
                assertEquals(
                        meter.summary().rootMeanSquare(),
                        row(rows, operation.id(), id, id).rmse());
            }
        }
    }

    @Test
    void everyFormatHasARowOfEachOperationAndMoreBitsAreBetter() {
        List<AccuracyRow> rows = measured(normal()).rows();
        for (String operation : List.of("multiply", "dot", "encode")) {
            long own = rows.stream()
                    .filter(row -> row.operation().equals(operation))
                    .count();
            assertEquals(OperandAccuracy.steps() - 8, own);
        }
        for (int bits = 3; bits <= 9; bits++) {
            for (String format : List.of("linear", "log")) {
                assertTrue(row(rows, "encode", "table" + bits, format).rmse()
                        < row(rows, "encode", "table" + (bits - 1), format).rmse());
            }
        }
    }

    @Test
    void oneThreadGivesTheSameFiguresAsMany() throws Exception {
        OperandPairs pairs = normal();
        try (ForkJoinPool oneThread = new ForkJoinPool(1)) {
            assertEquals(
                    measured(pairs).rows(),
                    oneThread.submit(() -> measured(pairs).rows()).get());
        }
    }

    @Test
    void scalingByAPowerOfTwoScalesTheErrors() {
        double[] values = normal().values();
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 0x1p40;
        }
        AccuracyRow once = row(measured(pairs(1, values)).rows(), "multiply", "table4", "linear");
        AccuracyRow much = row(measured(pairs(1, scaled)).rows(), "multiply", "table4", "linear");
        assertEquals(once.rmse() * 0x1p80, much.rmse());
        assertEquals(once.saturatedShare(), much.saturatedShare());
    }

    @Test
    void howManyValuesSaturateIsTold() {
        double[] values = new double[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 1 : -1;
        }
        values[17] = 64;
        OperandAccuracy accuracy = measured(pairs(1, values));
        AccuracyRow encode = row(accuracy.rows(), "encode", "table2", "linear");
        assertTrue(encode.maxRange() < 64);
        assertEquals(1e-4, encode.saturatedShare());
        assertTrue(accuracy.describe().lines().anyMatch(line -> line.matches("table2 +linear +[0-9.]+ +1 .*")));
    }

    @Test
    void whatFloat16CannotHoldSaturates() {
        List<AccuracyRow> rows = measured(pairs(2, 70_000, 1, 1000, 1000)).rows();
        assertEquals(0.25, row(rows, "encode", "float16", "float16").saturatedShare());
        assertEquals(1, row(rows, "multiply", "float16", "float16").saturatedShare());
        assertEquals(0.5, row(rows, "dot", "float16", "float16").saturatedShare());
        assertEquals(0, row(rows, "multiply", "float32", "float32").saturatedShare());
    }

    @Test
    void productsThatAreAllZeroHaveNoError() {
        List<AccuracyRow> rows = measured(pairs(2, 0, 1, 0, -2, 0, 3)).rows();
        assertEquals(0, row(rows, "multiply", "table8", "geometric").maxAbsError());
        assertEquals(0, row(rows, "dot", "table8", "geometric").maxAbsError());
        assertEquals(Double.NaN, row(rows, "multiply", "table8", "geometric").meanRelError());
    }
}
