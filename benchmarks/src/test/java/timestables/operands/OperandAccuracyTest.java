package timestables.operands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.RangeFit;
import timestables.kernel.block.BlockDot;
import timestables.run.Progress;
import timestables.table.ProductTable;
import timestables.tensors.Matrix;

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

    private static AccuracyRow row(List<AccuracyRow> rows, Operation operation, String contender, String format) {
        return rows.stream()
                .filter(row -> row.operation() == operation
                        && row.contender().equals(contender)
                        && row.format().equals(format))
                .findFirst()
                .orElseThrow();
    }

    /** Two bits, linear, over [-3, 3]: the values -3, -1, 1 and 3. */
    @Test
    void figuresAreThoseOfHand() {
        // Encoded exactly, but for 2.5, which becomes 3. Smaller ranges encode it better and the others worse.
        List<AccuracyRow> rows = measured(pairs(1, 3, 3, -3, 1, 1, 2.5, -3, -1)).rows();

        AccuracyRow encode = row(rows, Operation.ENCODE, "table2", "linear");
        assertEquals(3.0, encode.maxRange());
        assertEquals(0, encode.saturatedShare());
        assertEquals(Distribution.OPERANDS, encode.distribution());
        assertEquals("8", encode.size());
        assertEquals(0.5, encode.maxAbsError(), 1e-15);
        assertEquals(1 / 8.0, encode.errorProbability());

        // The products are 9, -3, 2.5 and 3, and the cells, over [-9, 9], 9, -3, 3 and 3.
        AccuracyRow multiply = row(rows, Operation.MULTIPLY, "table2", "linear");
        assertEquals("4", multiply.size());
        assertEquals(8, multiply.cellBits());
        assertEquals(0.5, multiply.maxAbsError(), 1e-14);
        assertEquals(0.5 / 4, multiply.bias(), 1e-14);

        // Over [-9, 9] cells of 8 bits have 9, -3 and 3 too: 12 instead of 11.5.
        AccuracyRow dot = row(rows, Operation.DOT, "table2", "linear");
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
                Contender contender = operation.contenders().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                ErrorMeter meter = new ErrorMeter();
                operation
                        .workload()
                        .exact(size, x, y)
                        .compare(operation.workload().define(contender.arithmetic(), size, x, y), meter);
                assertEquals(
                        meter.summary().rootMeanSquare(),
                        row(rows, operation, id, id).rmse());
            }
        }
    }

    @Test
    void everyFormatHasARowOfEachOperationAndMoreBitsAreBetter() {
        List<AccuracyRow> rows = measured(normal()).rows();
        int contenders = OperandAccuracy.steps() - 8;
        assertEquals(contenders - 7, count(rows, Operation.MULTIPLY), "block scales have no single products");
        assertEquals(
                contenders
                        + rows.stream()
                                .filter(row -> row.contender().endsWith("-wide"))
                                .count(),
                count(rows, Operation.DOT));
        assertEquals(contenders, count(rows, Operation.ENCODE));
        for (int bits = 3; bits <= 9; bits++) {
            for (String format : List.of("linear", "log")) {
                assertTrue(row(rows, Operation.ENCODE, "table" + bits, format).rmse()
                        < row(rows, Operation.ENCODE, "table" + (bits - 1), format)
                                .rmse());
            }
        }
    }

    private static long count(List<AccuracyRow> rows, Operation operation) {
        return rows.stream().filter(row -> row.operation() == operation).count();
    }

    /** Powers of two alone would leave a range of 1.99 nearly half unused, or more. */
    @Test
    void floatsAndPositsAreFittedAsFinelyAsOtherFormats() {
        double[] values = normal().values();
        double[] scaled = Arrays.stream(values).map(value -> 1.4 * value).toArray();
        List<AccuracyRow> once = measured(pairs(1, values)).rows();
        List<AccuracyRow> more = measured(pairs(1, scaled)).rows();
        for (String format : List.of("float8-e4m3", "float8-e5m2", "posit8")) {
            AccuracyRow row = row(more, Operation.ENCODE, "table8", format);
            assertEquals(1.4 * row(once, Operation.ENCODE, "table8", format).rmse(), row.rmse(), 1e-9);
            assertEquals(1.4 * row(once, Operation.ENCODE, "table8", format).maxRange(), row.maxRange(), 1e-9);
        }
    }

    @Test
    void theLargestNumberOfAFloatsRangeDoesNotSaturate() {
        for (int i = 1; i < 8; i++) {
            List<AccuracyRow> rows = measured(pairs(1, i / 7.0, -i / 7.0)).rows();
            for (String format : List.of("float8-e4m3", "float8-e5m2")) {
                AccuracyRow encode = row(rows, Operation.ENCODE, "table8", format);
                assertEquals(0, encode.saturatedShare());
                assertEquals(i / 7.0, encode.maxRange(), 1e-14 * i);
            }
        }
    }

    @Test
    void aPositsRangeIsWhatItsOneStandsFor() {
        AccuracyRow encode = row(measured(pairs(1, 3, -3)).rows(), Operation.ENCODE, "table8", "posit8");
        assertEquals(3, encode.maxRange());
        assertEquals(0, encode.rmse());
    }

    @Test
    void columnsAndRowsHaveARangeForEachSide() {
        double[] values = normal().values();
        double[] uneven = values.clone();
        for (int i = 1; i < uneven.length; i += 2) {
            uneven[i] *= 0x1p10;
        }
        List<AccuracyRow> even = measured(pairs(2, values)).rows();
        List<AccuracyRow> apart = measured(pairs(2, uneven)).rows();
        for (AccuracyRow row : even) {
            if (row.operation() != Operation.ENCODE && !row.contender().startsWith("float")) {
                AccuracyRow other = row(apart, row.operation(), row.contender(), row.format());
                assertEquals(0x1p10 * row.rmse(), other.rmse(), 1e-9 * other.rmse(), row.toString());
                assertEquals(row.maxRange(), other.maxRange(), "that of the left");
            }
        }
        assertNotEquals(
                0x1p10
                        * row(measured(pairs(1, values)).rows(), Operation.MULTIPLY, "table4", "linear")
                                .rmse(),
                row(measured(pairs(1, uneven)).rows(), Operation.MULTIPLY, "table4", "linear")
                        .rmse(),
                1);
    }

    /** What is left of an error is that of encoding, for cells of 16 bits hold products of linear codes exactly. */
    @Test
    void cellsOf16BitsAddUpWhatOperandsAreEncodedAs() {
        OperandPairs pairs = pairs(1, normal().values());
        List<AccuracyRow> rows = measured(pairs).rows();
        Format format = new RangeFit(pairs.values().clone()).best(range -> new Linear(8, range));
        ExactDot exact = ExactDot.of(pairs.leftOf(0), pairs.rightOf(0));
        double sum = 0;
        for (int i = 0; i < pairs.products(); i++) {
            sum += format.decode(format.encode(pairs.left(i))) * format.decode(format.encode(pairs.right(i)));
        }
        AccuracyRow wide = row(rows, Operation.DOT, "table8-wide", "linear");
        assertEquals(Math.abs(exact.errorOf(sum)), wide.rmse(), 1e-10);
        assertEquals(16, wide.cellBits());
        assertEquals(Rounding.NEAREST, wide.rounding());
        assertEquals(16, wide.cellBits());
        assertNotEquals(
                wide.rmse(), row(rows, Operation.DOT, "table8", "linear").rmse(), 1e-10);
    }

    /** Rows end with a shorter block; a number without a partner is encoded as the others are. */
    @Test
    void blocksAreEncodedAsTheyAreInTheLibrary() {
        OperandPairs pairs = pairs(100, Arrays.copyOf(normal().values(), 500));
        List<AccuracyRow> rows = measured(pairs).rows();
        for (Map.Entry<String, BlockScaled> each : Map.of(
                        "table4-mxfp4", BlockScaled.MXFP4,
                        "table4-nf4", BlockScaled.NF4,
                        "table8-q8_0", BlockScaled.Q8_0)
                .entrySet()) {
            BlockScaled blocks = each.getValue();
            AccuracyRow row = row(rows, Operation.ENCODE, each.getKey(), blocks.name());
            ErrorMeter encode = new ErrorMeter();
            ErrorMeter dots = new ErrorMeter();
            Blocks[] parts = new Blocks[5];
            for (int i = 0; i < parts.length; i++) {
                float[] part = new float[100];
                for (int j = 0; j < 100; j++) {
                    part[j] = (float) pairs.values()[i * 100 + j];
                }
                parts[i] = blocks.encode(part, 100);
                double[] decoded = blocks.decode(parts[i], 100);
                for (int j = 0; j < 100; j++) {
                    double value = pairs.values()[i * 100 + j];
                    encode.add(value, decoded[j] - value);
                }
            }
            for (int i = 0; i < 2; i++) {
                double sum = sumOfCells(blocks, parts[i], parts[2 + i]);
                ExactDot exact = ExactDot.of(pairs.leftOf(i), pairs.rightOf(i));
                dots.add(exact.high(), exact.errorOf(sum));
            }
            assertEquals(encode.summary().rootMeanSquare(), row.rmse());
            assertNull(row.maxRange());
            // Sums of blocks are scaled and added in binary32.
            assertEquals(
                    dots.summary().rootMeanSquare(),
                    row(rows, Operation.DOT, row.contender(), row.format()).rmse(),
                    1e-5);
        }
    }

    /** The dot product of two rows of blocks whose products are rounded to cells, in double. */
    private static double sumOfCells(BlockScaled format, Blocks left, Blocks right) {
        ProductTable table = BlockDot.table(format);
        double sum = 0;
        for (int j = 0; j < left.codes().length; j++) {
            int cell = table.cell(Byte.toUnsignedInt(left.codes()[j]), Byte.toUnsignedInt(right.codes()[j]));
            int block = j / format.blockLength();
            sum += table.cellFormat().decode(cell) * left.scales()[block] * right.scales()[block];
        }
        return sum * left.global() * right.global();
    }

    @Test
    void formatsWithoutAScaleForTheNumbersAreNamed() {
        double[] values = Arrays.stream(normal().values()).map(x -> x * 1e9).toArray();
        OperandAccuracy measured = measured(pairs(100, Arrays.copyOf(values, 500)));
        assertTrue(measured.rows().stream().anyMatch(row -> row.contender().equals("table4-mxfp4")));
        assertTrue(measured.rows().stream().noneMatch(row -> row.contender().equals("table4-q4_0")));
        assertTrue(measured.describe().contains("table4-q4_0 is missing: no scale of q4_0"), measured::describe);
    }

    @Test
    void whatIsMissingIsToldWithTheReason() {
        String few = measured(pairs(1, 1, 2, 3, 4, 5, 6, 7, 8)).describe();
        assertTrue(few.contains("codebooks of 3 to 8 bits are missing: there are fewer different operands"), few);
        assertFalse(few.contains("block scales are missing"), few);
        String large = measured(pairs(1, 1e39, 2, 3, 4)).describe();
        assertTrue(large.contains("block scales are missing: scales are binary32"), large);
        assertTrue(large.startsWith("2 products, 1 sum of 2: numbers 1 and 2, 3 and 4"), large);
    }

    @Test
    void theRangeOfACodebookIsItsLargestMagnitude() {
        List<AccuracyRow> rows =
                measured(pairs(1, -1, -2, -3, -4, -5, -6, -7, -8)).rows();
        assertEquals(7.5, row(rows, Operation.ENCODE, "table2", "learned").maxRange(), 0.5);
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
        AccuracyRow once = row(measured(pairs(1, values)).rows(), Operation.MULTIPLY, "table4", "linear");
        AccuracyRow much = row(measured(pairs(1, scaled)).rows(), Operation.MULTIPLY, "table4", "linear");
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
        AccuracyRow encode = row(accuracy.rows(), Operation.ENCODE, "table2", "linear");
        assertTrue(encode.maxRange() < 64);
        assertEquals(1e-4, encode.saturatedShare());
        assertTrue(accuracy.describe().lines().anyMatch(line -> line.matches("table2 +linear +[0-9.]+ +1 .*")));
    }

    @Test
    void whatFloat16CannotHoldSaturates() {
        List<AccuracyRow> rows = measured(pairs(2, 70_000, 1, 1000, 1000)).rows();
        assertEquals(0.25, row(rows, Operation.ENCODE, "float16", "float16").saturatedShare());
        assertEquals(1, row(rows, Operation.MULTIPLY, "float16", "float16").saturatedShare());
        assertEquals(0.5, row(rows, Operation.DOT, "float16", "float16").saturatedShare());
        assertEquals(0, row(rows, Operation.MULTIPLY, "float32", "float32").saturatedShare());
    }

    @Test
    void productsThatAreAllZeroHaveNoError() {
        List<AccuracyRow> rows = measured(pairs(2, 0, 1, 0, -2, 0, 3)).rows();
        assertEquals(0, row(rows, Operation.MULTIPLY, "table8", "geometric").maxAbsError());
        assertEquals(0, row(rows, Operation.DOT, "table8", "geometric").maxAbsError());
        assertEquals(
                Double.NaN, row(rows, Operation.MULTIPLY, "table8", "geometric").meanRelError());
    }
}
