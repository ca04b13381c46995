package timestables.kernel.accumulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Symmetric;
import timestables.kernel.Ranges;
import timestables.kernel.layout.ScalarLayout;
import timestables.table.ProductTable;

class AccumulatorTest {

    private static final ProductTable FOUR_BITS = ProductTable.accumulating(new Linear(4, 2));
    private static final ProductTable EIGHT_BITS = ProductTable.accumulating(new Linear(8, 2));

    /** The largest cell, 127.5 steps, is the square of this code. */
    private static final byte LARGEST = 15;

    static Stream<Arguments> accumulatorsAndTables() {
        return Arrays.stream(Accumulator.values())
                .flatMap(accumulator -> Stream.of(
                                FOUR_BITS,
                                EIGHT_BITS,
                                ProductTable.of(new Linear(4, 2), new Linear(4, 2), new Linear(7, 3)),
                                ProductTable.of(new Linear(4, 2), new Linear(3, 2), new Linear(8, 4)),
                                ProductTable.accumulating(new Linear(3, 1)))
                        .map(table -> Arguments.of(accumulator, table)));
    }

    private static byte[] codes(int length, int bits, long seed) {
        byte[] codes = new byte[length];
        new Random(seed).nextBytes(codes);
        for (int i = 0; i < length; i++) {
            codes[i] &= (byte) ((1 << bits) - 1);
        }
        return codes;
    }

    private static byte[] all(int length, byte code) {
        byte[] codes = new byte[length];
        Arrays.fill(codes, code);
        return codes;
    }

    private static double exact(ProductTable table, byte[] a, byte[] b, int from, int to) {
        double middle = (table.cellFormat().codes() - 1) / 2.0;
        return new ScalarLayout(table).dot(a, b, from, to) - middle * (to - from);
    }

    @ParameterizedTest
    @MethodSource("accumulatorsAndTables")
    void vectorsHaveTheBitsOfTheDefinitionOverEveryRange(Accumulator accumulator, ProductTable table) {
        byte[] a = codes(Ranges.LENGTH, table.rowFormat().bits(), 1);
        byte[] b = codes(Ranges.LENGTH, table.columnFormat().bits(), 2);
        AccumulatorDot vectors = new AccumulatorDot(accumulator, table);
        for (Ranges range : Ranges.all()) {
            double expected = accumulator.dot(table, a, b, range.from(), range.to());
            assertEquals(expected, vectors.dot(a, b, range.from(), range.to()), range::toString);
        }
    }

    /** Long enough for 8 and 16 bits to saturate, and for binary16 to round and to overflow. */
    @ParameterizedTest
    @EnumSource
    void vectorsHaveTheBitsOfTheDefinitionWhereSumsLeaveTheirRange(Accumulator accumulator) {
        int length = 300_003;
        AccumulatorDot vectors = new AccumulatorDot(accumulator, FOUR_BITS);
        byte[] drifting = codes(length, 4, 3);
        byte[] positive = codes(length, 4, 4);
        for (int i = 0; i < length; i++) {
            positive[i] |= 8;
        }
        for (byte[] b : List.of(drifting, positive, all(length, LARGEST))) {
            for (byte[] a : List.of(positive, all(length, LARGEST), all(length, (byte) 0))) {
                assertEquals(accumulator.dot(FOUR_BITS, a, b, 0, length), vectors.dot(a, b, 0, length));
            }
        }
    }

    /** So long that binary32 rounds. */
    @Test
    void compensationTakesBackWhatBinary32Loses() {
        // A partial sum of 127.5 each reaches 2^23 steps, above which halves are lost, after 65,794 of them.
        int length = 64 * 70_000;
        byte[] codes = all(length, LARGEST);
        double exact = 127.5 * length;
        double plain = Accumulator.FLOAT32.dot(FOUR_BITS, codes, codes, 0, length);
        double compensated = Accumulator.KAHAN.dot(FOUR_BITS, codes, codes, 0, length);
        assertTrue(Math.abs(plain - exact) > 64 * 100, "error " + (plain - exact));
        assertEquals(exact, compensated);
        assertEquals(plain, new AccumulatorDot(Accumulator.FLOAT32, FOUR_BITS).dot(codes, codes, 0, length));
        assertEquals(compensated, new AccumulatorDot(Accumulator.KAHAN, FOUR_BITS).dot(codes, codes, 0, length));
    }

    @ParameterizedTest
    @MethodSource("accumulatorsAndTables")
    void sumsThatFitAreExactAndSoAreTheirValues(Accumulator accumulator, ProductTable table) {
        if (accumulator == Accumulator.BYTE_AVERAGE) {
            return;
        }
        byte[] a = codes(1000, table.rowFormat().bits(), 5);
        byte[] b = codes(1000, table.columnFormat().bits(), 6);
        // One row of partial sums: a cell each, and the rest.
        int length = accumulator == Accumulator.INT8 ? 127 : 1000;
        double sum = accumulator.dot(table, a, b, 0, length);
        assertEquals(exact(table, a, b, 0, length), sum);
        double value = table.decodeSum(new ScalarLayout(table).dot(a, b, 0, length), length);
        assertEquals(value, Accumulator.decode(table, sum));
    }

    @Test
    void narrowIntegersSaturateAndWideOnesDoNot() {
        int rows = 300;
        int length = 64 * rows;
        byte[] largest = all(length, LARGEST);
        byte[] opposite = all(length, (byte) 0);
        double halves = length * 0.5;
        assertEquals(64 * 127 + halves, Accumulator.INT8.dot(FOUR_BITS, largest, largest, 0, length));
        assertEquals(64 * -128 + halves, Accumulator.INT8.dot(FOUR_BITS, largest, opposite, 0, length));
        assertEquals(64 * 32767 + halves, Accumulator.INT16.dot(FOUR_BITS, largest, largest, 0, length));
        assertEquals(64 * -32768 + halves, Accumulator.INT16.dot(FOUR_BITS, largest, opposite, 0, length));
        assertEquals(127.5 * length, Accumulator.INT32.dot(FOUR_BITS, largest, largest, 0, length));
    }

    /** 127.5 is added until half of its distance to the next sum is not reached, then infinity. */
    @Test
    void binary16RoundsAndOverflows() {
        byte[] largest = all(64 * 1000, LARGEST);
        // 127.5, 255, ... are exact up to 1024 steps; 9 times 127.5 is 1147.5, which has to be even.
        assertEquals(64 * 1020, Accumulator.FLOAT16.dot(FOUR_BITS, largest, largest, 0, 64 * 8));
        assertEquals(64 * 1148, Accumulator.FLOAT16.dot(FOUR_BITS, largest, largest, 0, 64 * 9));
        assertEquals(Double.POSITIVE_INFINITY, Accumulator.FLOAT16.dot(FOUR_BITS, largest, largest, 0, largest.length));
    }

    /** The expected excess is taken off, so that over all kinds of sums the error is small beside it. */
    @Test
    void averagesAreRoundedUpByWhatIsTakenOff() {
        int length = 1 << 18;
        byte[] a = codes(length, 8, 7);
        byte[] b = codes(length, 8, 8);
        double error = Accumulator.BYTE_AVERAGE.dot(EIGHT_BITS, a, b, 0, length) - exact(EIGHT_BITS, a, b, 0, length);
        // Half a step each is taken off; rounding errors at random are of about half a step, too.
        assertTrue(Math.abs(error) < 4 * Math.sqrt(length), "error " + error);
        // Without anything to round, that half step is all the error.
        byte[] largest = all(length, LARGEST);
        assertEquals(127 * length, Accumulator.BYTE_AVERAGE.dot(FOUR_BITS, largest, largest, 0, length));
    }

    @ParameterizedTest
    @EnumSource
    void othersThanLinearCellsOf8BitsAreRefused(Accumulator accumulator) {
        Linear operand = new Linear(4, 2);
        for (ProductTable table : List.of(
                ProductTable.closed(new Symmetric(4, 2)),
                ProductTable.of(operand, operand, new Log(8, 2)),
                ProductTable.of(operand, operand, new Linear(9, 2)),
                ProductTable.of(new Linear(9, 2), operand, new Linear(8, 2)))) {
            byte[] codes = new byte[1];
            assertThrows(IllegalArgumentException.class, () -> accumulator.dot(table, codes, codes, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> new AccumulatorDot(accumulator, table));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rangesOutsideEitherArrayAreRefused(Accumulator accumulator) {
        byte[] shorter = new byte[299];
        byte[] longer = new byte[300];
        AccumulatorDot vectors = new AccumulatorDot(accumulator, FOUR_BITS);
        assertThrows(IndexOutOfBoundsException.class, () -> accumulator.dot(FOUR_BITS, shorter, longer, 0, 300));
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.dot(longer, shorter, 0, 300));
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.dot(longer, longer, -1, 300));
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.dot(longer, longer, 2, 1));
    }
}
