package timestables.kernel.matrix;

import java.util.Arrays;
import timestables.format.BlockScaled;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.RangeFit;
import timestables.format.Staircase;
import timestables.kernel.codec.ActivationCodec;
import timestables.kernel.codec.Codec;
import timestables.table.ProductTable;

/**
 * A matrix of weights that is quantised once, and multiplied by activations in binary32: these are encoded in 8 bits,
 * multiplied by the fastest {@link MatrixLayout} or {@link BlockMatrix}, and the results decoded.
 *
 * <p>A product allocates room for codes and sums, a few bytes a row and a column. Matrices may be multiplied by several
 * threads at once.
 */
public abstract sealed class QuantisedMatrix {

    /** The most weights that a range is fitted to: with more, it hardly changes. */
    private static final int MOST_SAMPLED = 1 << 20;

    private static final int ACTIVATION_BITS = 8;

    private final int rows;
    private final int columns;

    private QuantisedMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Quantises weights under one scale for the matrix: linear codes, over the range with the least mean squared error,
     * beyond which weights saturate.
     *
     * @param weights W, row by row: {@code rows * columns} finite numbers
     * @param rows the rows of W
     * @param columns the columns of W
     * @param bits of a weight, 2 to 8
     * @throws IllegalArgumentException if the shape and the number of weights differ, a weight is not finite, there are
     *     more columns than sums in an int allow, or codes have another number of bits
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    public static QuantisedMatrix of(float[] weights, int rows, int columns, int bits) {
        requireMatrix(weights, rows, columns);
        if (bits < 2 || bits > Byte.SIZE) {
            throw new IllegalArgumentException("a weight has 2 to 8 bits, not " + bits);
        }
        return new OneScale(weights, rows, columns, bits);
    }

    /**
     * Quantises weights in blocks along the rows that have scales of their own.
     *
     * @param weights W, row by row: {@code rows * columns} finite numbers
     * @param rows the rows of W
     * @param columns the columns of W
     * @param format such as {@link BlockScaled#Q4_0}
     * @throws IllegalArgumentException if the shape and the number of weights differ, or a weight is not finite
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    public static QuantisedMatrix of(float[] weights, int rows, int columns, BlockScaled format) {
        requireMatrix(weights, rows, columns);
        return new InBlocks(weights, rows, columns, format);
    }

    private static void requireMatrix(float[] weights, int rows, int columns) {
        if (rows < 1 || columns < 1 || (long) rows * columns != weights.length) {
            throw new IllegalArgumentException(
                    "a matrix of " + rows + " x " + columns + " does not have " + weights.length + " weights");
        }
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new IllegalArgumentException("weight %d of row %d is %s; weights are finite"
                        .formatted(i % columns, i / columns, weights[i]));
            }
        }
    }

    public final int rows() {
        return rows;
    }

    public final int columns() {
        return columns;
    }

    /** Bytes that the weights occupy, with their scales. */
    public abstract long byteSize();

    /**
     * {@code y = W x}.
     *
     * @param x {@code columns()} finite numbers
     * @return {@code rows()} numbers
     * @throws IllegalArgumentException if {@code x} has another length, or a number that is not finite
     */
    public final float[] multiply(float[] x) {
        float[] y = new float[rows];
        multiply(x, 1, y);
        return y;
    }

    /**
     * {@code Y = W X}, for {@code n} columns of activations.
     *
     * @param x X, column after column: {@code n * columns()} finite numbers
     * @param n how many columns X and Y have, at least 1
     * @param y Y, column after column: {@code n * rows()} numbers
     * @throws IllegalArgumentException before {@code y} is touched, if an array has another length, or a number of X is
     *     not finite
     */
    public final void multiply(float[] x, int n, float[] y) {
        if (n < 1 || x.length != (long) n * columns || y.length != (long) n * rows) {
            throw new IllegalArgumentException(
                    "a matrix of %d x %d times %d columns takes %d numbers and gives %d, not %d and %d"
                            .formatted(rows, columns, n, (long) n * columns, (long) n * rows, x.length, y.length));
        }
        multiplyChecked(x, n, y);
    }

    abstract void multiplyChecked(float[] x, int n, float[] y);

    private static final class OneScale extends QuantisedMatrix {

        private final MatrixLayout layout;
        private final Codec activations;

        OneScale(float[] weights, int rows, int columns, int bits) {
            super(rows, columns);
            Linear weight = new Linear(bits, range(weights, bits));
            Format activation = new Linear(ACTIVATION_BITS, 1);
            Linear cell = new Linear(MatrixLayout.cellBits(weight), weight.maxRange());
            ProductTable table = ProductTable.of(weight, activation, cell);
            byte[] codes = new byte[weights.length];
            Codec.best(weight).encode(weights, 0, codes, 0, codes.length);
            layout = MatrixLayout.best(table, codes, rows, columns);
            activations = Codec.best(activation);
        }

        private static double range(float[] weights, int bits) {
            double[] sample = new double[Math.min(weights.length, MOST_SAMPLED)];
            Arrays.setAll(sample, i -> weights[(int) ((long) i * weights.length / sample.length)]);
            RangeFit fit = new RangeFit(sample);
            return fit.largest() == 0 ? 1 : fit.bestFactor(Staircase.of(new Linear(bits, 1)));
        }

        @Override
        public long byteSize() {
            return layout.byteSize();
        }

        /** Each column of X is divided by its largest magnitude, by which its results are multiplied. */
        @Override
        void multiplyChecked(float[] x, int n, float[] y) {
            float[] largest = new float[n];
            float[] shares = new float[x.length];
            for (int column = 0; column < n; column++) {
                int from = column * columns();
                for (int i = from; i < from + columns(); i++) {
                    largest[column] = Math.max(largest[column], Math.abs(x[i]));
                }
                if (!(largest[column] < Float.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("column " + column + " has a number that is not finite");
                }
                float divisor = largest[column] == 0 ? 1 : largest[column];
                for (int i = from; i < from + columns(); i++) {
                    shares[i] = x[i] / divisor;
                }
            }
            byte[] codes = new byte[x.length];
            int[] sums = new int[y.length];
            activations.encode(shares, 0, codes, 0, codes.length);
            layout.gemm(codes, 0, n, sums, 0);
            for (int i = 0; i < y.length; i++) {
                float scale = largest[i / rows()];
                y[i] = scale == 0 ? 0 : (float) (layout.table().decodeSum(sums[i], columns()) * scale);
            }
        }
    }

    private static final class InBlocks extends QuantisedMatrix {

        private final BlockMatrix matrix;
        private final ActivationCodec activations;

        InBlocks(float[] weights, int rows, int columns, BlockScaled format) {
            super(rows, columns);
            matrix =
                    BlockMatrix.best(format, BlockMatrix.table(format), format.encode(weights, columns), rows, columns);
            activations = new ActivationCodec(format.blockLength());
        }

        @Override
        public long byteSize() {
            return matrix.byteSize();
        }

        @Override
        void multiplyChecked(float[] x, int n, float[] y) {
            byte[] codes = new byte[x.length];
            float[] scales = new float[n * matrix.blocks()];
            for (int column = 0; column < n; column++) {
                int from = column * columns();
                activations.encode(x, from, columns(), codes, from, scales, column * matrix.blocks());
            }
            matrix.gemm(codes, 0, scales, 0, n, y, 0);
        }
    }
}
