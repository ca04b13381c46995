package timestables.kernel.codec;

import java.util.Objects;

/**
 * Converts arrays of numbers from one IEEE 754 format to another, rounding to nearest even, and sums to them. Plain
 * loops, all of which the compiler turns into vectors itself; between binary32 and binary64, loops written with vectors
 * were no faster.
 *
 * <p>Every method reads {@code count} elements of one array from position {@code from} on, and writes as many from
 * position {@code outFrom} on. It throws {@link IndexOutOfBoundsException}, before it touches {@code out}, if these are
 * not ranges of the arrays.
 */
public final class Conversion {

    private Conversion() {}

    /** From binary32 to binary16, as bit patterns. */
    public static void float32ToFloat16(float[] in, int from, short[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = Float.floatToFloat16(in[from + i]);
        }
    }

    /** From binary16, as bit patterns, to binary32: exact. */
    public static void float16ToFloat32(short[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = Float.float16ToFloat(in[from + i]);
        }
    }

    /** From binary32 to binary64: exact. */
    public static void float32ToFloat64(float[] in, int from, double[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = in[from + i];
        }
    }

    /** From binary64 to binary32. */
    public static void float64ToFloat32(double[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) in[from + i];
        }
    }

    /** From sums of codes, which stand for {@code zero + step * sum}, to binary32. */
    public static void sumsToFloat32(
            int[] in, int from, double step, double zero, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (float) (in[from + i] * step + zero);
        }
    }
}
