package timestables.kernel.arithmetic;

import java.util.Objects;
import jdk.incubator.vector.Float16;

/**
 * Element-wise products by arithmetic, as plain loops: the definition that {@link VectorMultiply} is tested against.
 *
 * <p>Arrays are read and written over the positions {@code from .. to - 1}; {@code out} may be {@code a} or {@code b}.
 * Every method throws {@link IndexOutOfBoundsException}, before it touches {@code out}, if that is not a range of every
 * array.
 */
public final class ScalarMultiply {

    private ScalarMultiply() {}

    /** {@code out[i] = a[i] * b[i]}, in IEEE 754 binary64. */
    public static void float64(double[] a, double[] b, double[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        for (int i = from; i < to; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** {@code out[i] = a[i] * b[i]}, in IEEE 754 binary32. */
    public static void float32(float[] a, float[] b, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        for (int i = from; i < to; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** {@code out[i] = a[i] * b[i]}, in IEEE 754 binary16, as bit patterns; which NaN a product is, is unspecified. */
    public static void float16(short[] a, short[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        for (int i = from; i < to; i++) {
            Float16 product = Float16.multiply(Float16.shortBitsToFloat16(a[i]), Float16.shortBitsToFloat16(b[i]));
            out[i] = Float16.float16ToRawShortBits(product);
        }
    }

    /**
     * {@code out[i] = a[i] * b[i]}, in fixed point with {@code fractionBits} bits below the binary point: the 16-bit
     * product is rounded to the nearest code, ties upwards, and saturates at -128 and 127.
     *
     * @param fractionBits 1 to 7
     */
    public static void int8(byte[] a, byte[] b, byte[] out, int fractionBits, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int half = halfUnit(fractionBits);
        for (int i = from; i < to; i++) {
            int product = a[i] * b[i] + half >> fractionBits;
            out[i] = (byte) Math.clamp(product, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
    }

    /**
     * Half of the least step of a product, which rounds it to the nearest code when it is added before the shift.
     *
     * @param fractionBits 1 to 7
     * @throws IllegalArgumentException if there are fewer or more
     */
    public static int halfUnit(int fractionBits) {
        if (fractionBits < 1 || fractionBits > 7) {
            throw new IllegalArgumentException("8-bit fixed point has 1 to 7 fraction bits here, not " + fractionBits);
        }
        return 1 << fractionBits - 1;
    }
}
