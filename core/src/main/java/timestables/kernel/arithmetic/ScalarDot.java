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

    /**
     * The sum of {@code a[i] * b[i]} by fused multiply-adds into {@code partialSums} sums in turn, as a vector loop
     * with so many lanes in flight does it. Its error is that of {@link VectorDot}, and the same on every machine.
     */
    public static double float64(double[] a, double[] b, int from, int to, int partialSums) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        double[] sums = new double[partialSums];
        for (int i = from; i < to; i++) {
            int lane = (i - from) % partialSums;
            sums[lane] = Math.fma(a[i], b[i], sums[lane]);
        }
        double sum = 0;
        for (double partial : sums) {
            sum += partial;
        }
        return sum;
    }

    /** As {@link #float64(double[], double[], int, int, int)}, in binary32. */
    public static float float32(float[] a, float[] b, int from, int to, int partialSums) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        float[] sums = new float[partialSums];
        for (int i = from; i < to; i++) {
            int lane = (i - from) % partialSums;
            sums[lane] = Math.fma(a[i], b[i], sums[lane]);
        }
        float sum = 0;
        for (float partial : sums) {
            sum += partial;
        }
        return sum;
    }

    /** As {@link #float32(float[], float[], int, int, int)}, of binary16 bit patterns. */
    public static float float16(short[] a, short[] b, int from, int to, int partialSums) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        float[] sums = new float[partialSums];
        for (int i = from; i < to; i++) {
            int lane = (i - from) % partialSums;
            sums[lane] = Math.fma(Float.float16ToFloat(a[i]), Float.float16ToFloat(b[i]), sums[lane]);
        }
        float sum = 0;
        for (float partial : sums) {
            sum += partial;
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
