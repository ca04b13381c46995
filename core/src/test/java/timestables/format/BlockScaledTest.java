package timestables.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import timestables.format.BlockScaled.Scaling;

class BlockScaledTest {

    private static final Format FORMAT = new Linear(4, 1);

    private static double[] values(int count, long seed) {
        return new Random(seed).doubles(count, -1, 1).map(x -> x * x * x).toArray();
    }

    private static double[] thereAndBack(BlockScaled blocks, double[] values) {
        byte[] codes = new byte[values.length];
        return blocks.decode(codes, 0, blocks.encode(values, codes, 0), values.length);
    }

    @Test
    void theLargestMagnitudeOfABlockBecomesTheLargestOfTheFormat() {
        BlockScaled blocks = new BlockScaled(new Linear(4, 3), 4, Scaling.LARGEST);
        double[] values = {1, -6, 2, 0.5, 0.03, 0.01, -0.02, 0.01, 12};
        byte[] codes = new byte[values.length];
        float[] scales = blocks.encode(values, codes, 0);
        assertArrayEquals(new float[] {2, 0.01f, 4}, scales);
        assertEquals(0, codes[1]);
        assertEquals(15, codes[4]);
        assertEquals(15, codes[8]);
        double[] decoded = blocks.decode(codes, 0, scales, values.length);
        assertEquals(-6, decoded[1]);
        assertEquals(12, decoded[8]);
    }

    @Test
    void valuesOnTheShorterSideOfAFormatMaySaturate() {
        BlockScaled blocks = new BlockScaled(new Codebook("", -0.9, -0.2, 0.3, 1), 2, Scaling.LARGEST);
        assertArrayEquals(new double[] {-4.5, 1.5, 5, -1}, thereAndBack(blocks, new double[] {-5, 1, 5, -2}), 1e-6);
    }

    @Test
    void everyValueIsRoundedAsItsFormatRoundsItsShareOfTheScale() {
        BlockScaled blocks = new BlockScaled(new Log(5, 2), 7, Scaling.LARGEST);
        double[] values = values(100, 1);
        byte[] codes = new byte[110];
        float[] scales = blocks.encode(values, codes, 10);
        double[] decoded = blocks.decode(codes, 10, scales, values.length);
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i / 7];
            assertEquals(blocks.format().encode(values[i] / scale), codes[10 + i]);
            assertEquals(scale * blocks.format().decode(codes[10 + i]), decoded[i]);
        }
        assertArrayEquals(new byte[10], Arrays.copyOf(codes, 10));
    }

    @ParameterizedTest
    @EnumSource
    void blocksOfZerosAndOfTheSmallestValuesDecodeToZero(Scaling scaling) {
        BlockScaled blocks = new BlockScaled(FORMAT, 3, scaling);
        double[] values = {0, -0.0, 0, 1e-300, Double.MIN_VALUE, -1e-200, 1, 0, 0};
        double[] decoded = thereAndBack(blocks, values);
        for (int i = 0; i < 6; i++) {
            assertEquals(0, Math.abs(decoded[i]));
        }
        assertEquals(1, decoded[6], 0.1);
    }

    @ParameterizedTest
    @EnumSource
    void blocksDoNotDependOnTheirNeighbours(Scaling scaling) {
        BlockScaled blocks = new BlockScaled(FORMAT, 32, scaling);
        double[] values = values(32 * 20 + 5, 2);
        double[] all = thereAndBack(blocks, values);
        for (int from = 0; from < values.length; from += 32) {
            int to = Math.min(values.length, from + 32);
            assertArrayEquals(
                    Arrays.copyOfRange(all, from, to), thereAndBack(blocks, Arrays.copyOfRange(values, from, to)));
        }
        assertEquals(21, blocks.blocks(values.length));
        assertEquals(0, blocks.blocks(0));
        assertEquals(0, thereAndBack(blocks, new double[0]).length);
    }

    /** Multiplied by powers of two values have the same codes: a scale serves any range. */
    @ParameterizedTest
    @EnumSource
    void rangesDifferInTheScalesAlone(Scaling scaling) {
        BlockScaled blocks = new BlockScaled(FORMAT, 32, scaling);
        double[] values = values(320, 3);
        double[] decoded = thereAndBack(blocks, values);
        for (int exponent : new int[] {-100, -1, 100}) {
            double[] scaled = thereAndBack(
                    blocks,
                    Arrays.stream(values).map(x -> Math.scalb(x, exponent)).toArray());
            assertArrayEquals(
                    Arrays.stream(decoded).map(x -> Math.scalb(x, exponent)).toArray(), scaled);
        }
    }

    @Test
    void searchedScalesHaveTheSmallerErrorInEveryBlock() {
        BlockScaled largest = new BlockScaled(FORMAT, 32, Scaling.LARGEST);
        BlockScaled searched = new BlockScaled(FORMAT, 32, Scaling.SEARCHED);
        double largestSum = 0;
        double searchedSum = 0;
        for (int seed = 0; seed < 200; seed++) {
            double[] values = values(32, seed);
            double error = squaredError(values, thereAndBack(searched, values));
            double largestError = squaredError(values, thereAndBack(largest, values));
            assertTrue(error <= largestError, "block " + seed);
            searchedSum += error;
            largestSum += largestError;
        }
        assertTrue(searchedSum < 0.95 * largestSum, searchedSum + " of " + largestSum);
    }

    /** The scale cannot be moved to a better one without other codes: it is the least squares' for its own. */
    @Test
    void searchedScalesAreNearlyThoseOfLeastSquares() {
        BlockScaled searched = new BlockScaled(FORMAT, 32, Scaling.SEARCHED);
        for (int seed = 0; seed < 100; seed++) {
            double[] values = values(32, seed);
            double[] decoded = thereAndBack(searched, values);
            double product = 0;
            double square = 0;
            for (int i = 0; i < values.length; i++) {
                product += values[i] * decoded[i];
                square += decoded[i] * decoded[i];
            }
            assertEquals(1, product / square, 0.02);
        }
    }

    private static double squaredError(double[] values, double[] others) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (values[i] - others[i]) * (values[i] - others[i]);
        }
        return sum;
    }

    @Test
    void aFormatIsLearnedFromSharesOfTheScales() {
        BlockScaled blocks = new BlockScaled(new Linear(4, 2), 2, Scaling.LARGEST);
        double[] sample = {1, -4, 0.5, 0.25, 0, 0};
        BlockScaled learned = blocks.learned(sample, shares -> {
            assertArrayEquals(new double[] {0.5, -2, 2, 1, 0, 0}, shares);
            return FORMAT;
        });
        assertEquals(new BlockScaled(FORMAT, 2, Scaling.LARGEST), learned);
    }

    @Test
    void namesTellFormatBlockAndSearch() {
        assertEquals("linear-block32", new BlockScaled(FORMAT, BlockScaled.MX_BLOCK, Scaling.LARGEST).name());
        assertEquals("linear-block16-searched", new BlockScaled(FORMAT, 16, Scaling.SEARCHED).name());
    }

    @ParameterizedTest
    @EnumSource
    void valuesWithoutAScaleAreRefusedByPositionBeforeCodesAreTouched(Scaling scaling) {
        BlockScaled blocks = new BlockScaled(FORMAT, 2, scaling);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e39}) {
            byte[] codes = {7, 7, 7, 7};
            String message = assertThrows(
                            IllegalArgumentException.class, () -> blocks.encode(new double[] {1, 2, 3, bad}, codes, 0))
                    .getMessage();
            assertTrue(message.startsWith("value 3, " + bad), message);
            assertArrayEquals(new byte[] {7, 7, 7, 7}, codes);
        }
        assertEquals(
                Float.MAX_VALUE, thereAndBack(blocks, new double[] {Float.MAX_VALUE, 0})[0], 0.1 * Float.MAX_VALUE);
    }

    @Test
    void codesThatDoNotFitAndFormatsThatCannotBeScaledAreRefused() {
        BlockScaled blocks = new BlockScaled(FORMAT, 2, Scaling.LARGEST);
        assertThrows(IndexOutOfBoundsException.class, () -> blocks.encode(new double[3], new byte[3], 1));
        assertThrows(IndexOutOfBoundsException.class, () -> blocks.decode(new byte[3], 0, new float[1], 3));
        assertThrows(IndexOutOfBoundsException.class, () -> blocks.decode(new byte[3], 1, new float[2], 3));
        assertThrows(IllegalArgumentException.class, () -> new BlockScaled(new Linear(9, 1), 2, Scaling.LARGEST));
        assertThrows(IllegalArgumentException.class, () -> new BlockScaled(FORMAT, 0, Scaling.LARGEST));
    }
}
