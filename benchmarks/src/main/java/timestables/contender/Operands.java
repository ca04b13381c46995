package timestables.contender;

import timestables.format.Format;

/**
 * Operands and room for results.
 *
 * <p>Every array is used from {@link #start} on. With objects aligned to {@value #ALIGNMENT} bytes, as the benchmarks'
 * JVMs have them, that element begins a cache line, as it would in memory from an allocator in C. Else every vector of
 * 64 bytes would straddle two lines, which halves the speed of kernels that do little but load and store. Some space
 * behind the elements keeps arrays whose size is a multiple of 4 KiB from competing for the same addresses modulo 4
 * KiB.
 */
public final class Operands {

    /** Value of the JVM option {@code ObjectAlignmentInBytes}. */
    public static final int ALIGNMENT = 64;

    private static final int ARRAY_HEADER = 16;
    private static final int SPACE_BEHIND = 1024;

    /** The bytes of an array that hold no elements. */
    static final int SPACE = ALIGNMENT + SPACE_BEHIND;

    private Operands() {}

    /** The first element in use of an array with elements of {@code bytes} bytes. */
    public static int start(int bytes) {
        return (ALIGNMENT - ARRAY_HEADER) / bytes;
    }

    private static int length(int elements, int bytes) {
        return Math.addExact(elements, (ALIGNMENT - ARRAY_HEADER + SPACE_BEHIND) / bytes);
    }

    static byte[] bytes(int elements) {
        return new byte[length(elements, Byte.BYTES)];
    }

    static short[] shorts(int elements) {
        return new short[length(elements, Short.BYTES)];
    }

    static int[] ints(int elements) {
        return new int[length(elements, Integer.BYTES)];
    }

    static float[] floats(int elements) {
        return new float[length(elements, Float.BYTES)];
    }

    static double[] doubles(int elements) {
        return new double[length(elements, Double.BYTES)];
    }

    static double[] doubles(double[] reals) {
        double[] array = doubles(reals.length);
        System.arraycopy(reals, 0, array, start(Double.BYTES), reals.length);
        return array;
    }

    static float[] floats(double[] reals) {
        float[] array = floats(reals.length);
        for (int i = 0; i < reals.length; i++) {
            array[start(Float.BYTES) + i] = (float) reals[i];
        }
        return array;
    }

    static short[] float16s(double[] reals) {
        short[] array = shorts(reals.length);
        for (int i = 0; i < reals.length; i++) {
            array[start(Short.BYTES) + i] = Float.floatToFloat16((float) reals[i]);
        }
        return array;
    }

    static byte[] byteCodes(Format format, double[] reals) {
        byte[] array = bytes(reals.length);
        for (int i = 0; i < reals.length; i++) {
            array[start(Byte.BYTES) + i] = (byte) format.encode(reals[i]);
        }
        return array;
    }

    static short[] shortCodes(Format format, double[] reals) {
        short[] array = shorts(reals.length);
        for (int i = 0; i < reals.length; i++) {
            array[start(Short.BYTES) + i] = (short) format.encode(reals[i]);
        }
        return array;
    }
}
