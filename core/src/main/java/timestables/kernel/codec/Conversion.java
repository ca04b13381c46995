package timestables.kernel.codec;

import java.util.Objects;

/**
 * Converts arrays of numbers from one IEEE 754 format to another, rounding to nearest even. Plain loops, all of which
 * the compiler turns into vectors itself; between binary32 and binary64, loops written with vectors were no faster.
 *
 * <p>Arrays are read and written over the positions {@code from .. to - 1}. Every method throws
 * {@link IndexOutOfBoundsException}, before it touches {@code out}, if that is not a range of both arrays.
 */
public final class Conversion {

    private Conversion() {}

    /** From binary32 to binary16, as bit patterns. */
    public static void float32ToFloat16(float[] in, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        for (int i = from; i < to; i++) {
            out[i] = Float.floatToFloat16(in[i]);
        }
    }

    /** From binary16, as bit patterns, to binary32: exact. */
    public static void float16ToFloat32(short[] in, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        for (int i = from; i < to; i++) {
            out[i] = Float.float16ToFloat(in[i]);
        }
    }

    /** From binary32 to binary64: exact. */
    public static void float32ToFloat64(float[] in, double[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        for (int i = from; i < to; i++) {
            out[i] = in[i];
        }
    }

    /** From binary64 to binary32. */
    public static void float64ToFloat32(double[] in, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        for (int i = from; i < to; i++) {
            out[i] = (float) in[i];
        }
    }
}
