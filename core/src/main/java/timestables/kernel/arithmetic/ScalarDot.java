package timestables.kernel.arithmetic;

import java.util.Objects;

/**
 * Dot products by arithmetic, as plain loops: the definition that {@link VectorDot} is tested against.
 *
 * <p>Arrays are read over the positions {@code from .. to - 1}. Every method throws {@link IndexOutOfBoundsException}
 * if that is not a range of both.
 */
public final class ScalarDot {

    private ScalarDot() {}

    /** The sum of {@code a[i] * b[i]}, each product and each partial sum rounded to IEEE 754 binary64. */
    public static double float64(double[] a, double[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static double dot(double[] a, int aFrom, double[] b, int bFrom, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    /** The sum of {@code a[i] * b[i]}, each product and each partial sum rounded to IEEE 754 binary32. */
    public static float float32(float[] a, float[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static float dot(float[] a, int aFrom, float[] b, int bFrom, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    /** The sum of {@code a[i] * b[i]} of IEEE 754 binary16 bit patterns; products and sums are in binary32. */
    public static float float16(short[] a, short[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static float dot(short[] a, int aFrom, short[] b, int bFrom, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Float.float16ToFloat(a[aFrom + i]) * Float.float16ToFloat(b[bFrom + i]);
        }
        return sum;
    }

    /** The exact sum of {@code a[i] * b[i]}, signed. */
    public static long int8(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static long dot(byte[] a, int aFrom, byte[] b, int bFrom, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }
}
