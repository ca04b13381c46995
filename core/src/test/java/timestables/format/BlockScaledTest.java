package timestables.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.BlockScaled.Scaling;

class BlockScaledTest {

    private static final Format FORMAT = new Linear(4, 1);

    /** All that files have. */
    static final List<BlockScaled> OF_FILES = List.of(
            BlockScaled.MXFP4,
            BlockScaled.MXFP6_E2M3,
            BlockScaled.MXFP6_E3M2,
            BlockScaled.MXFP8_E4M3,
            BlockScaled.MXFP8_E5M2,
            BlockScaled.NVFP4,
            BlockScaled.NF4,
            BlockScaled.Q4_0,
            BlockScaled.Q8_0,
            BlockScaled.IQ4_NL);

    /** These, their activations, and searched scales. */
    static Stream<BlockScaled> formats() {
        return Stream.concat(
                OF_FILES.stream(), Stream.of(BlockScaled.NF4.activations(), blocks(FORMAT, 32, Scaling.SEARCHED)));
    }

    private static BlockScaled blocks(Format format, int length, Scaling scaling) {
        return new BlockScaled("", format, length, ScaleFormat.BINARY32, scaling);
    }

    private static float[] numbers(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            float share = 2 * random.nextFloat() - 1;
            numbers[i] = share * share * share;
        }
        return numbers;
    }

    static double[] thereAndBack(BlockScaled blocks, float... numbers) {
        return blocks.decode(blocks.encode(numbers, numbers.length), numbers.length);
    }

    private static float[] scaled(float[] numbers, int exponent) {
        float[] scaled = numbers.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return scaled;
    }

    /** What ml_dtypes 0.6 rounds to under scales that numpy reckons. */
    @Test
    void codesAndScalesAreThoseOfTheDocuments() {
        assertEquals(0x5fe78437L, BlockNumbers.sum(BlockNumbers.make()));
        assertCodes(BlockScaled.MXFP4, 0xa5ebea94L, 0xd45219cL);
        assertCodes(BlockScaled.MXFP6_E2M3, 0xfd9ca88cL, 0xd45219cL);
        assertCodes(BlockScaled.MXFP6_E3M2, 0xccdcd21eL, 0xe0df30abL);
        assertCodes(BlockScaled.MXFP8_E4M3, 0x5e4b536dL, 0x2af9fa6L);
        assertCodes(BlockScaled.MXFP8_E5M2, 0xf4784fdbL, 0xb00f76acL);
        assertCodes(BlockScaled.NVFP4, 0x56a28689L, 0x56fbfdb3L);
        assertEquals(
                0.02349664f,
                BlockScaled.NVFP4
                        .encode(BlockNumbers.make(), BlockNumbers.COUNT)
                        .global());
        assertCodes(BlockScaled.NF4, 0x3e15557L, 0x18187a10L);
    }

    private static void assertCodes(BlockScaled format, long codes, long scales) {
        Blocks blocks = format.encode(BlockNumbers.make(), 512);
        assertEquals(codes, BlockNumbers.sum(blocks.codes()), format.name());
        assertEquals(scales, BlockNumbers.sum(blocks.scales()), format.name());
    }

    @Test
    void eachScalingHasItsWay() {
        assertArrayEquals(new double[] {7, -8, 4, 0}, thereAndBack(BlockScaled.Q4_0, 7.4f, -8, 3.5f, 0.4f));
        assertArrayEquals(new double[] {-7, 8, -4, 1}, thereAndBack(BlockScaled.Q4_0, -7.4f, 8, -3.6f, 0.6f));
        assertArrayEquals(new double[] {127, -3, 4, 0}, thereAndBack(BlockScaled.Q8_0, 127, -2.5f, 3.5f, 0.4f));
        // Of two of the largest magnitude, the first has its sign in the scale.
        assertArrayEquals(new double[] {-8, 7}, thereAndBack(BlockScaled.Q4_0, -8, 8));
        assertArrayEquals(new double[] {8, -7}, thereAndBack(BlockScaled.Q4_0, 8, -8));
        // 7 lies half way between the values 1 and 13, of which the greater has the code 9.
        assertEquals(9, BlockScaled.IQ4_NL.encode(new float[] {-127, 7}, 2).codes()[1]);
        BlockScaled activations = BlockScaled.Q4_0.activations();
        assertArrayEquals(new double[] {-127, -2, 4, 0}, thereAndBack(activations, -127, -2.5f, 3.5f, 0.4f));
        // The largest power of two decides: what lies above 6 saturates.
        assertArrayEquals(new double[] {6, -4, 1, 0}, thereAndBack(BlockScaled.MXFP4, 7.9f, -5, 1.2f, 0.2f));
        assertArrayEquals(new double[] {8, -6, 1, 0}, thereAndBack(BlockScaled.MXFP4, 8, -5.5f, 1.4f, 0.4f));
    }

    @Test
    void theLargestMagnitudeOfABlockBecomesTheLargestOfTheFormat() {
        BlockScaled blocks = blocks(new Linear(4, 3), 4, Scaling.LARGEST);
        Blocks encoded = blocks.encode(new float[] {1, -6, 2, 0.5f, 0.03f, 0.01f, -0.02f, 0.01f, 12}, 9);
        assertArrayEquals(new float[] {2, 0.01f, 4}, encoded.scales());
        assertEquals(0, encoded.codes()[1]);
        assertEquals(15, encoded.codes()[4]);
        assertEquals(15, encoded.codes()[8]);
        double[] decoded = blocks.decode(encoded, 9);
        assertEquals(-6, decoded[1]);
        assertEquals(12, decoded[8]);
    }

    @Test
    void valuesOnTheShorterSideOfAFormatMaySaturate() {
        BlockScaled blocks = blocks(new Codebook("", -0.9, -0.2, 0.3, 1), 2, Scaling.LARGEST);
        assertArrayEquals(new double[] {-4.5, 1.5, 5, -1}, thereAndBack(blocks, -5, 1, 5, -2), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void blocksOfZerosDecodeToZeroOrNearlySo(BlockScaled format) {
        float[] numbers = new float[3 * format.blockLength()];
        numbers[0] = 1;
        double[] decoded = thereAndBack(format, numbers);
        for (int i = format.blockLength(); i < numbers.length; i++) {
            assertEquals(0, decoded[i], 1e-37);
        }
        assertEquals(1, decoded[0], 0.15);
        assertEquals(0, thereAndBack(format, new float[5])[3], 1e-37);
        assertEquals(0, thereAndBack(format, Float.MIN_VALUE, 0, 0)[0], 1e-37);
    }

    /** What no scale reaches is for another test. */
    @ParameterizedTest
    @MethodSource("formats")
    void leastAndGreatestNumbersHaveFiniteNeighboursAndZerosStayZeros(BlockScaled format) {
        boolean hasZero = Arrays.stream(format.format().values()).anyMatch(value -> value == 0);
        for (float number : new float[] {0, -0f, 1e-45f, 1e-38f, 3e38f}) {
            for (int length : new int[] {1, 31, 32, 33, 1024}) {
                if (number == 3e38f && format.scales() == ScaleFormat.BINARY16) {
                    continue;
                }
                float[] numbers = new float[length];
                Arrays.fill(numbers, number);
                for (double decoded : thereAndBack(format, numbers)) {
                    assertEquals(number, decoded, Math.max(1.01e-38, number / 6));
                    assertTrue(number != 0 || decoded == 0);
                }
                Arrays.fill(numbers, 1, length, -0f);
                double[] decoded = thereAndBack(format, numbers);
                assertEquals(number, decoded[0], Math.max(1.01e-38, number / 6));
                for (int i = 1; i < length; i++) {
                    assertTrue(hasZero ? decoded[i] == 0 : Double.isFinite(decoded[i]));
                }
            }
        }
    }

    /** Under a scale so small that binary32 has no inverse of it. */
    @Test
    void theLeastScalesOfTwoLevelsServeZerosToo() {
        float[] numbers = new float[32];
        numbers[0] = 1e-34f;
        numbers[16] = 4e-40f;
        double[] decoded = thereAndBack(BlockScaled.NVFP4, numbers);
        assertEquals(1e-34, decoded[0], 1e-40);
        assertEquals(4e-40, decoded[16], 4e-41);
        assertEquals(0, decoded[17]);
    }

    /** But for what all blocks share. */
    @ParameterizedTest
    @MethodSource("formats")
    void blocksDoNotDependOnTheirNeighboursAndEachRowBeginsOne(BlockScaled format) {
        int length = format.blockLength();
        int row = 3 * length + 5;
        float[] numbers = numbers(4 * row, 2);
        for (int i = 0; i < numbers.length; i += length + 5) {
            numbers[i] = 1;
        }
        double[] all = format.decode(format.encode(numbers, row), row);
        for (int from = 0; from < numbers.length; from += row) {
            for (int start = from; start < from + row; start += length) {
                int to = Math.min(start + length, from + row);
                float[] block = Arrays.copyOfRange(numbers, start, Math.max(to, start + 1));
                if (format.scaling() != Scaling.TWO_LEVELS) {
                    assertArrayEquals(Arrays.copyOfRange(all, start, to), thereAndBack(format, block));
                }
            }
        }
        assertEquals(4, format.blocks(row));
    }

    /** Multiplied by powers of two numbers have the same codes: a scale serves any range that it reaches. */
    @ParameterizedTest
    @MethodSource("formats")
    void rangesDifferInTheScalesAlone(BlockScaled format) {
        float[] numbers = numbers(320, 3);
        double[] decoded = thereAndBack(format, numbers);
        boolean isWide = format.scales() != ScaleFormat.BINARY16;
        for (int exponent : isWide ? new int[] {-90, -1, 90} : new int[] {-3, -1, 10}) {
            assertArrayEquals(
                    Arrays.stream(decoded).map(x -> Math.scalb(x, exponent)).toArray(),
                    thereAndBack(format, scaled(numbers, exponent)));
        }
    }

    @Test
    void searchedScalesHaveTheSmallerErrorInEveryBlock() {
        BlockScaled largest = blocks(FORMAT, 32, Scaling.LARGEST);
        BlockScaled searched = blocks(FORMAT, 32, Scaling.SEARCHED);
        double largestSum = 0;
        double searchedSum = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] numbers = numbers(32, seed);
            double error = squaredError(numbers, thereAndBack(searched, numbers));
            double largestError = squaredError(numbers, thereAndBack(largest, numbers));
            assertTrue(error <= largestError, "block " + seed);
            searchedSum += error;
            largestSum += largestError;
        }
        assertTrue(searchedSum < 0.95 * largestSum, searchedSum + " of " + largestSum);
    }

    /** The scale cannot be moved to a better one without other codes: it is the least squares' for its own. */
    @Test
    void searchedScalesAreNearlyThoseOfLeastSquares() {
        BlockScaled searched = blocks(FORMAT, 32, Scaling.SEARCHED);
        for (int seed = 0; seed < 100; seed++) {
            float[] numbers = numbers(32, seed);
            double[] decoded = thereAndBack(searched, numbers);
            double product = 0;
            double square = 0;
            for (int i = 0; i < numbers.length; i++) {
                product += numbers[i] * decoded[i];
                square += decoded[i] * decoded[i];
            }
            assertEquals(1, product / square, 0.02);
        }
    }

    static double squaredError(float[] numbers, double[] others) {
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += (numbers[i] - others[i]) * (numbers[i] - others[i]);
        }
        return sum;
    }

    @Test
    void aFormatIsLearnedFromSharesOfTheScales() {
        BlockScaled blocks = blocks(new Linear(4, 2), 2, Scaling.LARGEST);
        BlockScaled learned = blocks.learned("better", new float[] {1, -4, 0.5f, 0.25f, 0, 0}, shares -> {
            assertArrayEquals(new double[] {0.5, -2, 2, 1, 0, 0}, shares);
            return FORMAT;
        });
        assertEquals(new BlockScaled("better", FORMAT, 2, ScaleFormat.BINARY32, Scaling.LARGEST), learned);
    }

    @Test
    void bitsOfScalesAreSharedByTheirBlock() {
        assertEquals(4.25, BlockScaled.MXFP4.bitsPerNumber());
        assertEquals(4.5, BlockScaled.NVFP4.bitsPerNumber());
        assertEquals(4.5, BlockScaled.NF4.bitsPerNumber());
        assertEquals(4.5, BlockScaled.Q4_0.bitsPerNumber());
        assertEquals(8.5, BlockScaled.Q8_0.bitsPerNumber());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void numbersWithoutAScaleAreRefusedByPosition(BlockScaled format) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> format.encode(new float[] {1, 2, 3, bad}, 4))
                    .getMessage();
            assertTrue(message.startsWith("number 3, " + bad), message);
        }
        if (format.scales() == ScaleFormat.BINARY16) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> format.encode(new float[] {1, -1e30f}, 2))
                    .getMessage();
            assertTrue(message.endsWith("the largest of numbers 0 to 1, -1.0E30"), message);
        } else {
            assertEquals(Float.MAX_VALUE, thereAndBack(format, Float.MAX_VALUE, 0)[0], 0.3 * Float.MAX_VALUE);
        }
    }

    /** Each number is then its scale times the largest value. */
    @Test
    void blocksOfOneNumberAreTheShortest() {
        assertArrayEquals(new double[] {3, -5, 0.25}, thereAndBack(blocks(FORMAT, 1, Scaling.LARGEST), 3, -5, 0.25f));
        BlockScaled bytes = blocks(new Linear(8, 1), 1, Scaling.LARGEST);
        Blocks encoded = bytes.encode(new float[] {7, -9}, 1);
        assertArrayEquals(new double[] {7, -9}, bytes.decode(encoded, 1));
    }

    @Test
    void sharesOfTwoLevelsAreOverBothScales() {
        float[] numbers = numbers(16, 5);
        Blocks blocks = BlockScaled.NVFP4.encode(numbers, 16);
        BlockScaled.NVFP4.learned("", numbers, shares -> {
            for (int i = 0; i < 16; i++) {
                assertEquals(numbers[i], shares[i] * blocks.scales()[0] * blocks.global(), 1e-6);
            }
            return FORMAT;
        });
    }

    @Test
    void rowsThatAreNotWholeAndFormatsThatCannotBeScaledAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> BlockScaled.Q4_0.encode(new float[7], 3));
        assertThrows(IllegalArgumentException.class, () -> BlockScaled.Q4_0.encode(new float[7], 0));
        assertThrows(IllegalArgumentException.class, () -> blocks(new Linear(9, 1), 2, Scaling.LARGEST));
        assertThrows(IllegalArgumentException.class, () -> blocks(FORMAT, 0, Scaling.LARGEST));
    }
}
