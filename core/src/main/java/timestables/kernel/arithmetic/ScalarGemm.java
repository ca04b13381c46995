package timestables.kernel.arithmetic;

/**
 * Matrix products by arithmetic, {@code Y = W X}, as plain loops: the definition that {@link VectorGemm} is tested
 * against. With {@code n = 1} it is a matrix times a vector.
 *
 * <p>W lies row by row, {@code m} rows of {@code k}; X column by column, {@code n} columns of {@code k}; Y column by
 * column, {@code n} columns of {@code m}. W and X begin at position {@code from} of their arrays, Y at {@code yFrom}.
 * Every method throws {@link IllegalArgumentException}, before it touches Y, if a dimension is not positive or an array
 * is too short.
 */
public final class ScalarGemm {

    /** With longer rows, a sum of products of bytes could exceed an int. */
    private static final int MOST_INT8_COLUMNS = Integer.MAX_VALUE / (128 * 128);

    private ScalarGemm() {}

    /** float64: each product and each partial sum is rounded to IEEE 754 binary64. */
    public static void float64(double[] w, double[] x, int from, double[] y, int yFrom, int m, int k, int n) {
        check(w.length, x.length, from, y.length, yFrom, m, k, n);
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < m; row++) {
                y[yFrom + column * m + row] = ScalarDot.dot(w, from + row * k, x, from + column * k, k);
            }
        }
    }

    /** float32: each product and each partial sum is rounded to IEEE 754 binary32. */
    public static void float32(float[] w, float[] x, int from, float[] y, int yFrom, int m, int k, int n) {
        check(w.length, x.length, from, y.length, yFrom, m, k, n);
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < m; row++) {
                y[yFrom + column * m + row] = ScalarDot.dot(w, from + row * k, x, from + column * k, k);
            }
        }
    }

    /** float16: bit patterns of IEEE 754 binary16; products and sums are in binary32. */
    public static void float16(short[] w, short[] x, int from, float[] y, int yFrom, int m, int k, int n) {
        check(w.length, x.length, from, y.length, yFrom, m, k, n);
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < m; row++) {
                y[yFrom + column * m + row] = ScalarDot.dot(w, from + row * k, x, from + column * k, k);
            }
        }
    }

    /** int8: exact sums of products of signed bytes. */
    public static void int8(byte[] w, byte[] x, int from, int[] y, int yFrom, int m, int k, int n) {
        check(w.length, x.length, from, y.length, yFrom, m, k, n);
        checkInt8Columns(k);
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < m; row++) {
                y[yFrom + column * m + row] = (int) ScalarDot.dot(w, from + row * k, x, from + column * k, k);
            }
        }
    }

    static void checkInt8Columns(int k) {
        if (k > MOST_INT8_COLUMNS) {
            throw new IllegalArgumentException(
                    "sums of " + k + " products of bytes may exceed 31 bits; at most " + MOST_INT8_COLUMNS + " do not");
        }
    }

    static void check(int wLength, int xLength, int from, int yLength, int yFrom, int m, int k, int n) {
        if (from < 0 || yFrom < 0 || m < 1 || k < 1 || n < 1) {
            throw new IllegalArgumentException(
                    "no product of %d x %d and %d x %d from positions %d and %d".formatted(m, k, k, n, from, yFrom));
        }
        if (from + (long) m * k > wLength || from + (long) k * n > xLength || yFrom + (long) m * n > yLength) {
            throw new IllegalArgumentException(
                    "a product of %d x %d and %d x %d, from positions %d and %d, does not fit arrays of %d, %d and %d elements"
                            .formatted(m, k, k, n, from, yFrom, wLength, xLength, yLength));
        }
    }
}
