package timestables.kernel.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.MiniFloat;
import timestables.format.ScaleFormat;

class ActivationCodecTest {

    private static void assertAsDefined(int blockLength, float[] numbers) {
        Blocks defined = new BlockScaled(
                        "", MiniFloat.E2M1, blockLength, ScaleFormat.BINARY32, BlockScaled.Scaling.LARGEST)
                .activations()
                .encode(numbers, Math.max(1, numbers.length));
        float[] in = new float[3 + numbers.length];
        System.arraycopy(numbers, 0, in, 3, numbers.length);
        byte[] codes = new byte[2 + numbers.length + 3];
        Arrays.fill(codes, (byte) 99);
        float[] scales = new float[1 + defined.scales().length + 1];
        Arrays.fill(scales, -1);
        new ActivationCodec(blockLength).encode(in, 3, numbers.length, codes, 2, scales, 1);
        byte[] expected = new byte[codes.length];
        Arrays.fill(expected, (byte) 99);
        System.arraycopy(defined.codes(), 0, expected, 2, numbers.length);
        assertArrayEquals(expected, codes);
        float[] expectedScales = new float[scales.length];
        Arrays.fill(expectedScales, -1);
        System.arraycopy(defined.scales(), 0, expectedScales, 1, defined.scales().length);
        assertArrayEquals(expectedScales, scales);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 32, 50, 64})
    void codesAndScalesAreThoseOfTheDefinition(int blockLength) {
        Random random = new Random(blockLength);
        for (int count : new int[] {1, 2, 15, 16, 17, 31, 32, 33, 64, 100, 1000}) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = (float) random.nextGaussian() * Math.scalb(1f, random.nextInt(20) - 10);
            }
            assertAsDefined(blockLength, numbers);
        }
    }

    /** Halves, zeros, and numbers that are too small for a scale, or as large as can be. */
    @Test
    void numbersAtTheEndsAreEncodedAsDefined() {
        float[] halves = new float[256];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (i - 128) / 2f;
        }
        halves[17] = 127;
        assertAsDefined(256, halves);
        assertAsDefined(32, new float[64]);
        assertAsDefined(32, new float[] {-0f, 0, -0f});
        assertAsDefined(16, new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, 0x1p-126f, 1e-37f});
        assertAsDefined(16, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 1});
    }

    @Test
    void whatIsNotFiniteIsRefusedBeforeAnythingIsTouched() {
        ActivationCodec codec = new ActivationCodec(32);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int at : new int[] {0, 50, 99}) {
                float[] numbers = new float[103];
                numbers[3 + at] = bad;
                byte[] codes = {7, 7};
                byte[] out = Arrays.copyOf(codes, 100);
                float[] scales = new float[4];
                String message = assertThrows(
                                IllegalArgumentException.class, () -> codec.encode(numbers, 3, 100, out, 0, scales, 0))
                        .getMessage();
                assertEquals("number %d, %s, has no place in a block".formatted(at, bad), message);
                assertArrayEquals(Arrays.copyOf(codes, 100), out);
                assertArrayEquals(new float[4], scales);
            }
        }
    }

    @Test
    void rangesThatDoNotFitAreRefused() {
        ActivationCodec codec = new ActivationCodec(32);
        float[] in = new float[40];
        assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(in, 1, 40, new byte[40], 0, new float[2], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(in, 0, 40, new byte[40], 1, new float[2], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(in, 0, 40, new byte[40], 0, new float[2], 1));
        assertThrows(IllegalArgumentException.class, () -> new ActivationCodec(0));
    }
}
