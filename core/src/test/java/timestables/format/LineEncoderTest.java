package timestables.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static timestables.format.BlockScaledTest.squaredError;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import timestables.format.BlockScaled.Scaling;
import timestables.format.BlockStorage.Bytes;

class LineEncoderTest {

    private static final Format FORMAT = new Linear(4, 1);

    private static BlockScaled blocks(int length, Scaling scaling) {
        return new BlockScaled("offset", FORMAT, length, ScaleFormat.BINARY16, scaling);
    }

    private static double[] thereAndBack(Scaling scaling, float... numbers) {
        return BlockScaledTest.thereAndBack(blocks(numbers.length, scaling), numbers);
    }

    @Test
    void codesReachFromTheLeastNumberOfABlockToTheGreatest() {
        BlockScaled blocks = blocks(4, Scaling.LEAST_TO_GREATEST);
        Blocks encoded = blocks.encode(new float[] {100, 115, 107.4f, 101, -30, 0, -4, -17, 2.5f}, 9);
        assertArrayEquals(new byte[] {0, 15, 7, 1, 0, 15, 13, 6, 8}, encoded.codes());
        assertArrayEquals(new float[] {7.5f, 15, 0}, encoded.scales());
        assertArrayEquals(new float[] {107.5f, -15, 2.5f}, encoded.offsets());
        assertArrayEquals(new double[] {100, 115, 107, 101, -30, 0, -4, -18, 2.5}, blocks.decode(encoded, 9), 1e-12);
    }

    /** Of a format whose values do not lie about zero, too. */
    @Test
    void theLeastAndTheGreatestAreThoseOfTheFormat() {
        BlockScaled blocks = new BlockScaled("", new Affine(4, 3), 2, ScaleFormat.BINARY16, Scaling.LEAST_TO_GREATEST);
        Blocks encoded = blocks.encode(new float[] {-8, 22}, 2);
        assertArrayEquals(new byte[] {0, 15}, encoded.codes());
        assertArrayEquals(new double[] {-8, 22}, blocks.decode(encoded, 2));
    }

    @Test
    void searchedLinesHaveTheSmallerErrorInEveryBlock() {
        double largestSum = 0;
        double searchedSum = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            float[] numbers = new float[32];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (1 + random.nextGaussian());
            }
            double error = squaredError(numbers, thereAndBack(Scaling.LEAST_TO_GREATEST_SEARCHED, numbers));
            double reaching = squaredError(numbers, thereAndBack(Scaling.LEAST_TO_GREATEST, numbers));
            assertTrue(error <= reaching, "block " + seed);
            searchedSum += error;
            largestSum += reaching;
        }
        assertTrue(searchedSum < 0.85 * largestSum, searchedSum + " of " + largestSum);
    }

    @Test
    void blocksDoNotDependOnTheirNeighbours() {
        Random random = new Random(2);
        float[] numbers = new float[96];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (3 + random.nextGaussian());
        }
        BlockScaled blocks = blocks(32, Scaling.LEAST_TO_GREATEST_SEARCHED);
        double[] decoded = BlockScaledTest.thereAndBack(blocks, numbers);
        for (int from = 0; from < numbers.length; from += 32) {
            assertArrayEquals(
                    BlockScaledTest.thereAndBack(blocks, Arrays.copyOfRange(numbers, from, from + 32)),
                    Arrays.copyOfRange(decoded, from, from + 32));
        }
    }

    /** Offsets near 1000 are half a unit apart in binary16, so that no line passes through these. */
    @Test
    void numbersCloserThanStepsOfOffsetsBecomeTheNearestThereIs() {
        for (Scaling scaling : new Scaling[] {Scaling.LEAST_TO_GREATEST, Scaling.LEAST_TO_GREATEST_SEARCHED}) {
            assertArrayEquals(new double[] {1000.5, 1000.5}, thereAndBack(scaling, 1000.3f, 1000.301f), 0.01);
        }
    }

    /** Or nearly so, where that serves the others: a step is 0.2. */
    @Test
    void manyZerosGetACode() {
        Random random = new Random(1);
        float[] numbers = new float[64];
        for (int i = 0; i < numbers.length; i += 2) {
            numbers[i] = Math.abs((float) random.nextGaussian()) + (i == 0 ? -0.8f : 0);
        }
        double[] decoded = thereAndBack(Scaling.LEAST_TO_GREATEST_SEARCHED, numbers);
        for (int i = 1; i < numbers.length; i += 2) {
            assertEquals(0, decoded[i], 0.01);
        }
    }

    @Test
    void equalNumbersAreTheirOffset() {
        for (Scaling scaling : new Scaling[] {Scaling.LEAST_TO_GREATEST, Scaling.LEAST_TO_GREATEST_SEARCHED}) {
            assertArrayEquals(new double[] {-3, -3, -3}, thereAndBack(scaling, -3, -3, -3));
            assertArrayEquals(new double[] {0, 0}, thereAndBack(scaling, 0, 0));
            assertArrayEquals(new double[] {0, 0}, thereAndBack(scaling, Float.MIN_VALUE, 0));
        }
    }

    @Test
    void anOffsetTakesTwoBytesOfItsBlock() {
        assertEquals(5, blocks(32, Scaling.LEAST_TO_GREATEST).bitsPerNumber());
        assertEquals(4.25, blocks(128, Scaling.LEAST_TO_GREATEST_SEARCHED).bitsPerNumber());
    }

    @Test
    void aFormatIsLearnedFromWhatOffsetsLeave() {
        blocks(2, Scaling.LEAST_TO_GREATEST).learned("", new float[] {1, 3, 8, 4}, shares -> {
            assertArrayEquals(new double[] {-1, 1, 1, -1}, shares);
            return FORMAT;
        });
    }

    @Test
    void whatNoScaleReachesIsRefused() {
        for (Scaling scaling : new Scaling[] {Scaling.LEAST_TO_GREATEST, Scaling.LEAST_TO_GREATEST_SEARCHED}) {
            refused(
                    "from 0.0 to 1.0E30, numbers 2 to 3",
                    () -> blocks(2, scaling).encode(new float[] {1, 2, 0, 1e30f}, 4));
            refused("from 9.0E9 to 9.0E9", () -> thereAndBack(scaling, 9e9f, 9e9f));
            refused("number 1, NaN", () -> thereAndBack(scaling, 1, Float.NaN));
        }
    }

    @Test
    void noByteOrderHasOffsets() {
        BlockScaled format = blocks(32, Scaling.LEAST_TO_GREATEST);
        Blocks blocks = format.encode(new float[32], 32);
        for (BlockStorage storage : BlockStorage.values()) {
            refused("offset", () -> storage.write(format, blocks, 32));
            refused("offset", () -> storage.read(format, new Bytes(new byte[18], new byte[0]), 1, 32, 32));
        }
    }

    private static void refused(String named, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
