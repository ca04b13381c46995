package timestables.kernel.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import timestables.kernel.Ranges;

class ConversionTest {

    private static final int LENGTH = Ranges.LENGTH;

    private final Random random = new Random(1);

    /** Half of them of any size, and half where binary16 has its numbers; no NaN, whose bits are not specified. */
    private float[] floats(int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            do {
                floats[i] = i % 2 == 0
                        ? Float.intBitsToFloat(random.nextInt())
                        : Math.scalb(random.nextFloat() - 0.5f, random.nextInt(-26, 17));
            } while (Float.isNaN(floats[i]));
        }
        return floats;
    }

    @Test
    void everyFloat16HasItsValue() {
        short[] halves = new short[65536];
        float[] expected = new float[65536];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) i;
            expected[i] = Float.float16ToFloat((short) i);
        }
        float[] out = new float[65536];
        // Often enough for the compiled loop, whose instructions are others, to run.
        for (int run = 0; run < 20; run++) {
            Conversion.float16ToFloat32(halves, 0, out, 0, out.length);
            assertArrayEquals(expected, out);
        }
    }

    @Test
    void numbersAreRoundedToFloat16() {
        float[] floats = floats(65536);
        short[] expected = new short[65536];
        for (int i = 0; i < floats.length; i++) {
            expected[i] = Float.floatToFloat16(floats[i]);
        }
        short[] out = new short[65536];
        for (int run = 0; run < 20; run++) {
            Conversion.float32ToFloat16(floats, 0, out, 0, out.length);
            assertArrayEquals(expected, out);
        }
    }

    @Test
    void float64HasTheSameValueAndGivesItBack() {
        float[] floats = floats(65536);
        double[] doubles = new double[65536];
        float[] out = new float[65536];
        for (int run = 0; run < 20; run++) {
            Conversion.float32ToFloat64(floats, 0, doubles, 0, doubles.length);
            Conversion.float64ToFloat32(doubles, 0, out, 0, out.length);
            assertArrayEquals(floats, out);
        }
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = Math.nextUp(doubles[i]) * (1 + random.nextDouble());
        }
        float[] expected = new float[65536];
        for (int i = 0; i < doubles.length; i++) {
            expected[i] = (float) doubles[i];
        }
        Conversion.float64ToFloat32(doubles, 0, out, 0, out.length);
        assertArrayEquals(expected, out);
    }

    @Test
    void sumsAreScaledAndRoundedToFloat32() {
        int[] sums = new int[65536];
        float[] expected = new float[65536];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = random.nextInt();
            expected[i] = (float) (sums[i] * 0x1p-14 - 3.5);
        }
        float[] out = new float[65540];
        for (int run = 0; run < 20; run++) {
            Conversion.sumsToFloat32(sums, 0, 0x1p-14, -3.5, out, 4, sums.length);
            assertArrayEquals(expected, Arrays.copyOfRange(out, 4, out.length));
        }
        assertArrayEquals(new float[4], Arrays.copyOf(out, 4));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Conversion.sumsToFloat32(sums, 1, 1, 0, out, 0, sums.length));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Conversion.sumsToFloat32(sums, 0, 1, 0, out, 5, sums.length));
    }

    @Test
    void everyRangeIsConvertedAndNothingElseIsTouched() {
        float[] floats = new float[LENGTH];
        double[] doubles = new double[LENGTH];
        short[] halves = new short[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            floats[i] = i + 1;
            doubles[i] = i + 1;
            halves[i] = Float.floatToFloat16(i + 1);
        }
        for (Ranges range : Ranges.all()) {
            short[] expectedHalves = new short[LENGTH];
            double[] expectedDoubles = new double[LENGTH];
            float[] expectedFloats = new float[LENGTH];
            int from = range.from();
            int count = range.to() - from;
            int outFrom = LENGTH - range.to();
            System.arraycopy(halves, from, expectedHalves, outFrom, count);
            System.arraycopy(doubles, from, expectedDoubles, outFrom, count);
            System.arraycopy(floats, from, expectedFloats, outFrom, count);

            short[] outHalves = new short[LENGTH];
            Conversion.float32ToFloat16(floats, from, outHalves, outFrom, count);
            assertArrayEquals(expectedHalves, outHalves, range::toString);
            double[] outDoubles = new double[LENGTH];
            Conversion.float32ToFloat64(floats, from, outDoubles, outFrom, count);
            assertArrayEquals(expectedDoubles, outDoubles, range::toString);
            float[] outFloats = new float[LENGTH];
            Conversion.float64ToFloat32(doubles, from, outFloats, outFrom, count);
            assertArrayEquals(expectedFloats, outFloats, range::toString);
            float[] fromHalves = new float[LENGTH];
            Conversion.float16ToFloat32(halves, from, fromHalves, outFrom, count);
            assertArrayEquals(expectedFloats, fromHalves, range::toString);
        }
    }

    @Test
    void rangesOutsideAnyArrayAreRefusedBeforeTheOutputIsTouched() {
        for (int shorter = 0; shorter < 2; shorter++) {
            int in = LENGTH - shorter;
            int out = LENGTH - 1 + shorter;
            short[] halves = new short[out];
            float[] floats = new float[out];
            double[] doubles = new double[out];
            float[] ones = {1};
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> Conversion.float32ToFloat16(filled(in), 0, halves, 0, LENGTH));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> Conversion.float32ToFloat64(filled(in), 0, doubles, 0, LENGTH));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> Conversion.float64ToFloat32(new double[in], 0, floats, 0, LENGTH));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> Conversion.float16ToFloat32(new short[in], 0, floats, 0, LENGTH));
            assertThrows(IndexOutOfBoundsException.class, () -> Conversion.float32ToFloat16(ones, -1, halves, 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> Conversion.float32ToFloat16(ones, 0, halves, -1, 1));
            assertArrayEquals(new short[out], halves);
            assertArrayEquals(new double[out], doubles);
            assertArrayEquals(new float[out], floats);
        }
    }

    private static float[] filled(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
