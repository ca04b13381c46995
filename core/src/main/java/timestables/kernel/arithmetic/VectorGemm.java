package timestables.kernel.arithmetic;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;

/**
 * Matrix products by arithmetic, as fast as this machine allows: the same methods as {@link ScalarGemm}. Integer sums
 * have the same bits; floating-point sums are taken in another order, with fused multiply-adds, and have a smaller
 * error.
 *
 * <p>Y is computed in tiles of {@value #TILE} rows by {@value #TILE} columns whose sums stay in registers along the
 * whole of {@code k}; the last tile of a row or column of tiles overlaps the one before. Fewer columns are taken as dot
 * products, row by row, because memory is then the limit.
 */
public final class VectorGemm {

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> HALF_BYTES = VectorMultiply.HALF_BYTES;
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    private static final int TILE = 4;

    /**
     * Rows of W that stay in a second-level cache while all columns of X pass by, 256 KiB of 1,024 binary32 numbers a
     * row: 103 products/ns, 90 without.
     */
    private static final int PANEL = 64;

    private static final ThreadLocal<float[]> WIDENED = ThreadLocal.withInitial(() -> new float[0]);

    private VectorGemm() {}

    public static void float64(double[] w, double[] x, int from, double[] y, int yFrom, int m, int k, int n) {
        ScalarGemm.check(w.length, x.length, from, y.length, yFrom, m, k, n);
        if (m < TILE || n < TILE) {
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    y[yFrom + column * m + row] = VectorDot.dot(w, from + row * k, x, from + column * k, k);
                }
            }
            return;
        }
        for (int panel = 0; panel < m; panel += PANEL) {
            int panelEnd = Math.min(panel + PANEL, m);
            for (int column = 0; column < n; column += TILE) {
                int c = Math.min(column, n - TILE);
                for (int row = panel; row < panelEnd; row += TILE) {
                    int r = Math.min(row, m - TILE);
                    multiplyTile(w, from + r * k, x, from + c * k, y, yFrom + c * m + r, m, k);
                }
            }
        }
    }

    private static void multiplyTile(double[] w, int row, double[] x, int column, double[] y, int out, int m, int k) {
        int lanes = DOUBLES.length();
        DoubleVector sum00 = DoubleVector.zero(DOUBLES);
        DoubleVector sum01 = DoubleVector.zero(DOUBLES);
        DoubleVector sum02 = DoubleVector.zero(DOUBLES);
        DoubleVector sum03 = DoubleVector.zero(DOUBLES);
        DoubleVector sum10 = DoubleVector.zero(DOUBLES);
        DoubleVector sum11 = DoubleVector.zero(DOUBLES);
        DoubleVector sum12 = DoubleVector.zero(DOUBLES);
        DoubleVector sum13 = DoubleVector.zero(DOUBLES);
        DoubleVector sum20 = DoubleVector.zero(DOUBLES);
        DoubleVector sum21 = DoubleVector.zero(DOUBLES);
        DoubleVector sum22 = DoubleVector.zero(DOUBLES);
        DoubleVector sum23 = DoubleVector.zero(DOUBLES);
        DoubleVector sum30 = DoubleVector.zero(DOUBLES);
        DoubleVector sum31 = DoubleVector.zero(DOUBLES);
        DoubleVector sum32 = DoubleVector.zero(DOUBLES);
        DoubleVector sum33 = DoubleVector.zero(DOUBLES);
        int i = 0;
        for (; i <= k - lanes; i += lanes) {
            DoubleVector x0 = DoubleVector.fromArray(DOUBLES, x, column + i);
            DoubleVector x1 = DoubleVector.fromArray(DOUBLES, x, column + k + i);
            DoubleVector x2 = DoubleVector.fromArray(DOUBLES, x, column + 2 * k + i);
            DoubleVector x3 = DoubleVector.fromArray(DOUBLES, x, column + 3 * k + i);
            DoubleVector w0 = DoubleVector.fromArray(DOUBLES, w, row + i);
            sum00 = w0.fma(x0, sum00);
            sum01 = w0.fma(x1, sum01);
            sum02 = w0.fma(x2, sum02);
            sum03 = w0.fma(x3, sum03);
            DoubleVector w1 = DoubleVector.fromArray(DOUBLES, w, row + k + i);
            sum10 = w1.fma(x0, sum10);
            sum11 = w1.fma(x1, sum11);
            sum12 = w1.fma(x2, sum12);
            sum13 = w1.fma(x3, sum13);
            DoubleVector w2 = DoubleVector.fromArray(DOUBLES, w, row + 2 * k + i);
            sum20 = w2.fma(x0, sum20);
            sum21 = w2.fma(x1, sum21);
            sum22 = w2.fma(x2, sum22);
            sum23 = w2.fma(x3, sum23);
            DoubleVector w3 = DoubleVector.fromArray(DOUBLES, w, row + 3 * k + i);
            sum30 = w3.fma(x0, sum30);
            sum31 = w3.fma(x1, sum31);
            sum32 = w3.fma(x2, sum32);
            sum33 = w3.fma(x3, sum33);
        }
        y[out] = sum00.reduceLanes(VectorOperators.ADD);
        y[out + 1] = sum10.reduceLanes(VectorOperators.ADD);
        y[out + 2] = sum20.reduceLanes(VectorOperators.ADD);
        y[out + 3] = sum30.reduceLanes(VectorOperators.ADD);
        y[out + m] = sum01.reduceLanes(VectorOperators.ADD);
        y[out + m + 1] = sum11.reduceLanes(VectorOperators.ADD);
        y[out + m + 2] = sum21.reduceLanes(VectorOperators.ADD);
        y[out + m + 3] = sum31.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m] = sum02.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 1] = sum12.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 2] = sum22.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 3] = sum32.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m] = sum03.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 1] = sum13.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 2] = sum23.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 3] = sum33.reduceLanes(VectorOperators.ADD);
        if (i < k) {
            for (int c = 0; c < TILE; c++) {
                for (int r = 0; r < TILE; r++) {
                    y[out + c * m + r] += ScalarDot.dot(w, row + r * k + i, x, column + c * k + i, k - i);
                }
            }
        }
    }

    public static void float32(float[] w, float[] x, int from, float[] y, int yFrom, int m, int k, int n) {
        ScalarGemm.check(w.length, x.length, from, y.length, yFrom, m, k, n);
        if (m < TILE || n < TILE) {
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    y[yFrom + column * m + row] = VectorDot.dot(w, from + row * k, x, from + column * k, k);
                }
            }
            return;
        }
        for (int panel = 0; panel < m; panel += PANEL) {
            int panelEnd = Math.min(panel + PANEL, m);
            for (int column = 0; column < n; column += TILE) {
                int c = Math.min(column, n - TILE);
                for (int row = panel; row < panelEnd; row += TILE) {
                    int r = Math.min(row, m - TILE);
                    multiplyTile(w, from + r * k, x, from + c * k, y, yFrom + c * m + r, m, k);
                }
            }
        }
    }

    private static void multiplyTile(float[] w, int row, float[] x, int column, float[] y, int out, int m, int k) {
        int lanes = FLOATS.length();
        FloatVector sum00 = FloatVector.zero(FLOATS);
        FloatVector sum01 = FloatVector.zero(FLOATS);
        FloatVector sum02 = FloatVector.zero(FLOATS);
        FloatVector sum03 = FloatVector.zero(FLOATS);
        FloatVector sum10 = FloatVector.zero(FLOATS);
        FloatVector sum11 = FloatVector.zero(FLOATS);
        FloatVector sum12 = FloatVector.zero(FLOATS);
        FloatVector sum13 = FloatVector.zero(FLOATS);
        FloatVector sum20 = FloatVector.zero(FLOATS);
        FloatVector sum21 = FloatVector.zero(FLOATS);
        FloatVector sum22 = FloatVector.zero(FLOATS);
        FloatVector sum23 = FloatVector.zero(FLOATS);
        FloatVector sum30 = FloatVector.zero(FLOATS);
        FloatVector sum31 = FloatVector.zero(FLOATS);
        FloatVector sum32 = FloatVector.zero(FLOATS);
        FloatVector sum33 = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= k - lanes; i += lanes) {
            FloatVector x0 = FloatVector.fromArray(FLOATS, x, column + i);
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, column + k + i);
            FloatVector x2 = FloatVector.fromArray(FLOATS, x, column + 2 * k + i);
            FloatVector x3 = FloatVector.fromArray(FLOATS, x, column + 3 * k + i);
            FloatVector w0 = FloatVector.fromArray(FLOATS, w, row + i);
            sum00 = w0.fma(x0, sum00);
            sum01 = w0.fma(x1, sum01);
            sum02 = w0.fma(x2, sum02);
            sum03 = w0.fma(x3, sum03);
            FloatVector w1 = FloatVector.fromArray(FLOATS, w, row + k + i);
            sum10 = w1.fma(x0, sum10);
            sum11 = w1.fma(x1, sum11);
            sum12 = w1.fma(x2, sum12);
            sum13 = w1.fma(x3, sum13);
            FloatVector w2 = FloatVector.fromArray(FLOATS, w, row + 2 * k + i);
            sum20 = w2.fma(x0, sum20);
            sum21 = w2.fma(x1, sum21);
            sum22 = w2.fma(x2, sum22);
            sum23 = w2.fma(x3, sum23);
            FloatVector w3 = FloatVector.fromArray(FLOATS, w, row + 3 * k + i);
            sum30 = w3.fma(x0, sum30);
            sum31 = w3.fma(x1, sum31);
            sum32 = w3.fma(x2, sum32);
            sum33 = w3.fma(x3, sum33);
        }
        y[out] = sum00.reduceLanes(VectorOperators.ADD);
        y[out + 1] = sum10.reduceLanes(VectorOperators.ADD);
        y[out + 2] = sum20.reduceLanes(VectorOperators.ADD);
        y[out + 3] = sum30.reduceLanes(VectorOperators.ADD);
        y[out + m] = sum01.reduceLanes(VectorOperators.ADD);
        y[out + m + 1] = sum11.reduceLanes(VectorOperators.ADD);
        y[out + m + 2] = sum21.reduceLanes(VectorOperators.ADD);
        y[out + m + 3] = sum31.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m] = sum02.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 1] = sum12.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 2] = sum22.reduceLanes(VectorOperators.ADD);
        y[out + 2 * m + 3] = sum32.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m] = sum03.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 1] = sum13.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 2] = sum23.reduceLanes(VectorOperators.ADD);
        y[out + 3 * m + 3] = sum33.reduceLanes(VectorOperators.ADD);
        if (i < k) {
            for (int c = 0; c < TILE; c++) {
                for (int r = 0; r < TILE; r++) {
                    y[out + c * m + r] += ScalarDot.dot(w, row + r * k + i, x, column + c * k + i, k - i);
                }
            }
        }
    }

    /** For tiles, rows are widened to binary32 by a plain loop, which the compiler turns into vectors. */
    public static void float16(short[] w, short[] x, int from, float[] y, int yFrom, int m, int k, int n) {
        ScalarGemm.check(w.length, x.length, from, y.length, yFrom, m, k, n);
        if (m < TILE || n < TILE || (long) (n + TILE) * k > Integer.MAX_VALUE) {
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    y[yFrom + column * m + row] = VectorDot.dot(w, from + row * k, x, from + column * k, k);
                }
            }
            return;
        }
        float[] wide = WIDENED.get();
        if (wide.length < (n + TILE) * k) {
            wide = new float[(n + TILE) * k];
            WIDENED.set(wide);
        }
        widen(x, from, wide, TILE * k, n * k);
        for (int row = 0; row < m; row += TILE) {
            int r = Math.min(row, m - TILE);
            widen(w, from + r * k, wide, 0, TILE * k);
            for (int column = 0; column < n; column += TILE) {
                int c = Math.min(column, n - TILE);
                multiplyTile(wide, 0, wide, (TILE + c) * k, y, yFrom + c * m + r, m, k);
            }
        }
    }

    private static void widen(short[] in, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Float.float16ToFloat(in[from + i]);
        }
    }

    public static void int8(byte[] w, byte[] x, int from, int[] y, int yFrom, int m, int k, int n) {
        ScalarGemm.check(w.length, x.length, from, y.length, yFrom, m, k, n);
        ScalarGemm.checkInt8Columns(k);
        if (m < TILE) {
            ScalarGemm.int8(w, x, from, y, yFrom, m, k, n);
            return;
        }
        for (int row = 0; row < m; row += TILE) {
            int r = Math.min(row, m - TILE);
            for (int column = 0; column < n; column++) {
                multiplyColumn(w, from + r * k, x, from + column * k, y, yFrom + column * m + r, k);
            }
        }
    }

    private static void multiplyColumn(byte[] w, int row, byte[] x, int column, int[] y, int out, int k) {
        int lanes = SHORTS.length();
        ShortVector bias = ShortVector.broadcast(SHORTS, (short) VectorDot.BIAS);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        IntVector pairs0 = IntVector.zero(INTS);
        IntVector upper0 = pairs0;
        IntVector pairs1 = pairs0;
        IntVector upper1 = pairs0;
        IntVector pairs2 = pairs0;
        IntVector upper2 = pairs0;
        IntVector pairs3 = pairs0;
        IntVector upper3 = pairs0;
        int i = 0;
        for (; i <= k - 2 * lanes; i += 2 * lanes) {
            ShortVector xa = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, x, column + i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector xb = (ShortVector) ByteVector.fromArray(HALF_BYTES, x, column + i + lanes)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector wa0 = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, w, row + i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector wb0 = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, w, row + i + lanes).convertShape(VectorOperators.B2S, SHORTS, 0);
            IntVector two0 = bias.add(wa0.mul(xa)).add(wb0.mul(xb)).reinterpretAsInts();
            pairs0 = pairs0.add(two0);
            upper0 = upper0.add(two0.lanewise(VectorOperators.LSHR, sixteen));
            ShortVector wa1 = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, w, row + k + i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector wb1 = (ShortVector) ByteVector.fromArray(HALF_BYTES, w, row + k + i + lanes)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            IntVector two1 = bias.add(wa1.mul(xa)).add(wb1.mul(xb)).reinterpretAsInts();
            pairs1 = pairs1.add(two1);
            upper1 = upper1.add(two1.lanewise(VectorOperators.LSHR, sixteen));
            ShortVector wa2 = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, w, row + 2 * k + i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector wb2 = (ShortVector) ByteVector.fromArray(HALF_BYTES, w, row + 2 * k + i + lanes)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            IntVector two2 = bias.add(wa2.mul(xa)).add(wb2.mul(xb)).reinterpretAsInts();
            pairs2 = pairs2.add(two2);
            upper2 = upper2.add(two2.lanewise(VectorOperators.LSHR, sixteen));
            ShortVector wa3 = (ShortVector)
                    ByteVector.fromArray(HALF_BYTES, w, row + 3 * k + i).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector wb3 = (ShortVector) ByteVector.fromArray(HALF_BYTES, w, row + 3 * k + i + lanes)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            IntVector two3 = bias.add(wa3.mul(xa)).add(wb3.mul(xb)).reinterpretAsInts();
            pairs3 = pairs3.add(two3);
            upper3 = upper3.add(two3.lanewise(VectorOperators.LSHR, sixteen));
        }
        int biases = i / 2 * VectorDot.BIAS;
        y[out] = pairs0.sub(upper0.lanewise(VectorOperators.LSHL, 16))
                        .add(upper0)
                        .reduceLanes(VectorOperators.ADD)
                - biases
                + (int) ScalarDot.dot(w, row + i, x, column + i, k - i);
        y[out + 1] = pairs1.sub(upper1.lanewise(VectorOperators.LSHL, 16))
                        .add(upper1)
                        .reduceLanes(VectorOperators.ADD)
                - biases
                + (int) ScalarDot.dot(w, row + k + i, x, column + i, k - i);
        y[out + 2] = pairs2.sub(upper2.lanewise(VectorOperators.LSHL, 16))
                        .add(upper2)
                        .reduceLanes(VectorOperators.ADD)
                - biases
                + (int) ScalarDot.dot(w, row + 2 * k + i, x, column + i, k - i);
        y[out + 3] = pairs3.sub(upper3.lanewise(VectorOperators.LSHL, 16))
                        .add(upper3)
                        .reduceLanes(VectorOperators.ADD)
                - biases
                + (int) ScalarDot.dot(w, row + 3 * k + i, x, column + i, k - i);
    }
}
