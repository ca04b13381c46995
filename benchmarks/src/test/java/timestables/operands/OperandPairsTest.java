package timestables.operands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import timestables.tensors.Matrix;

class OperandPairsTest {

    private static OperandPairs pairs(int rows, int columns, double... values) {
        return OperandPairs.of("file", new Matrix(rows, columns, values, List.of()));
    }

    private static void assertPairs(double[] left, double[] right, double[] rest, int dotLength, OperandPairs pairs) {
        assertEquals(left.length, pairs.products());
        assertEquals(rest.length, pairs.unpaired());
        assertEquals(dotLength, pairs.dotLength());
        assertEquals(left.length / dotLength, pairs.dots());
        for (int i = 0; i < left.length; i++) {
            assertEquals(left[i], pairs.left(i));
            assertEquals(right[i], pairs.right(i));
            assertEquals(left[i], pairs.leftOf(i / dotLength)[i % dotLength]);
            assertEquals(right[i], pairs.rightOf(i / dotLength)[i % dotLength]);
        }
        for (int i = 0; i < rest.length; i++) {
            assertEquals(rest[i], pairs.values()[2 * left.length + i]);
        }
    }

    @Test
    void twoColumnsAreLeftAndRightOperandsOfOneSum() {
        assertPairs(new double[] {1, 3, 5}, new double[] {2, 4, 6}, new double[0], 3, pairs(3, 2, 1, 2, 3, 4, 5, 6));
    }

    @Test
    void neighboursInOneColumnOrOneRowAreMultiplied() {
        double[] left = {1, 3};
        double[] right = {2, 4};
        assertPairs(left, right, new double[] {5}, 2, pairs(5, 1, 1, 2, 3, 4, 5));
        assertPairs(left, right, new double[] {5}, 2, pairs(1, 5, 1, 2, 3, 4, 5));
    }

    @Test
    void neighbouringRowsOfAMatrixAreMultipliedAndSummed() {
        OperandPairs pairs = pairs(5, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertPairs(
                new double[] {1, 2, 3, 7, 8, 9},
                new double[] {4, 5, 6, 10, 11, 12},
                new double[] {13, 14, 15},
                3,
                pairs);
        assertArrayEquals(new double[] {7, 8, 9}, pairs.leftOf(1));
    }

    @Test
    void howNumbersArePairedIsTold() {
        assertEquals(
                "3 products, 1 sum of 3: column 1 and column 2",
                pairs(3, 2, 1, 2, 3, 4, 5, 6).describe());
        assertEquals(
                "1 product, 1 sum of 1: numbers 1 and 2, 3 and 4, ...",
                pairs(3, 1, 1, 2, 3).describe());
        assertEquals(
                "98,304 products, 128 sums of 768: rows 1 and 2, 3 and 4, ...",
                new OperandPairs(new double[0], 98_304, 768, OperandPairs.Pairing.ROWS).describe());
    }

    @Test
    void whatHasNoPartnerIsRemarked() {
        String rows =
                "it is multiplied with itself, rows 1 and 2, 3 and 4, ...; for weights, and activations of their own,"
                        + " there is advise";
        assertEquals(List.of(rows), pairs(2, 3, 1, 2, 3, 4, 5, 6).remarks());
        assertEquals(
                List.of(
                        rows,
                        "the number of rows is odd, and the last row has no partner: its numbers, 3 of them, are encoded"
                                + " but not multiplied"),
                pairs(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9).remarks());
        assertEquals(
                List.of(
                        "it is multiplied with itself, numbers 1 and 2, 3 and 4, ...",
                        "the number of numbers is odd, and the last one has no partner: it is encoded but not"
                                + " multiplied"),
                pairs(3, 1, 1, 2, 3).remarks());
        assertEquals(List.of(), pairs(2, 2, 1, 2, 3, 4).remarks());
    }

    @Test
    void sidesAreApartUnlessBothComeFromOneSeries() {
        OperandPairs rows = pairs(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertArrayEquals(new double[] {1, 2, 3, 7, 8, 9}, rows.side(false));
        assertArrayEquals(new double[] {4, 5, 6}, rows.side(true));
        OperandPairs columns = pairs(2, 2, 1, 2, 3, 4);
        assertArrayEquals(new double[] {1, 3}, columns.side(false));
        assertArrayEquals(new double[] {2, 4}, columns.side(true));
        OperandPairs series = pairs(3, 1, 1, 2, 3);
        assertArrayEquals(new double[] {1, 2, 3}, series.side(false));
        assertArrayEquals(new double[] {1, 2, 3}, series.side(true));
    }

    @Test
    void numbersWithoutARangeAreRefused() {
        for (double[] values : new double[][] {{1}, {0, -0.0}, {1e51, 1}, {1e-51, 0}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> pairs(values.length, 1, values))
                    .getMessage();
            assertTrue(message.startsWith("file: ha") || message.startsWith("file: holds"), message);
        }
        assertEquals(1, pairs(2, 1, 1e50, -1e-60).products());
    }
}
