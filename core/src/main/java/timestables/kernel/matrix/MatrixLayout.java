package timestables.kernel.matrix;

import java.util.Arrays;
import timestables.format.Format;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A way for a matrix of weight codes to lie in memory, with the kernels that multiply it by activation codes: each
 * product is a cell of one table, whose row is the weight's code and whose column the activation's, and each result is
 * the exact sum of its cells. All layouts of a matrix give the same sums; {@link ScalarMatrix} is the definition that
 * the others are tested against.
 *
 * <p>A weight matrix W has {@code rows} x {@code columns} codes. Activations are one byte each. Sums are exact
 * integers, which {@link ProductTable#decodeSum} turns into real values, once a sum.
 */
public abstract class MatrixLayout {

    private final ProductTable table;
    private final int rows;
    private final int columns;

    /** The least addend of any product. */
    private final int least;

    /**
     * Checks what every layout asks of a matrix.
     *
     * @throws IllegalArgumentException if the shape and the number of weights differ, a code exceeds the table, or a
     *     sum could exceed an int
     */
    MatrixLayout(ProductTable table, byte[] weights, int rows, int columns) {
        if (rows < 1 || columns < 1 || (long) rows * columns != weights.length) {
            throw new IllegalArgumentException(
                    "a matrix of " + rows + " x " + columns + " does not have " + weights.length + " weights");
        }
        if (!table.isAccumulating()) {
            throw new IllegalArgumentException("sums of " + table.cellFormat().name() + " cells mean nothing");
        }
        if (columns > Integer.MAX_VALUE >> table.cellFormat().bits()) {
            throw new IllegalArgumentException(
                    "sums of " + columns + " cells of " + table.cellFormat().bits() + " bits may exceed 31 bits");
        }
        requireCodes(weights, 0, weights.length, table.rowFormat(), "weight");
        this.table = table;
        this.least = table.isSigned() ? -1 << table.cellFormat().bits() - 1 : 0;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * The fastest layout of a matrix on this machine.
     *
     * @param table cells by weight code and activation code
     * @param weights W, row by row, one code each
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    public static MatrixLayout best(ProductTable table, byte[] weights, int rows, int columns) {
        VectorWidth.requireVectors();
        return TiledMatrix.accepts(table)
                ? new TiledMatrix(table, weights, rows, columns)
                : new ScalarMatrix(table, weights, rows, columns);
    }

    /**
     * Bits of cells as wide as the packed kernels read in one pass: 6 where two weights are looked up at once, 7 with
     * up to 6 bits a weight, and else 8.
     */
    public static int cellBits(Format weight) {
        return weight.bits() < 4 ? 6 : weight.bits() <= 6 ? 7 : Byte.SIZE;
    }

    /** The name that reports show. */
    public abstract String name();

    /** Bytes that the weights occupy. */
    public abstract long byteSize();

    /**
     * Adds the sums of checked operands to {@code y}, which holds zeros there. Cells are those that {@link #cell}
     * gives, none of which is negative.
     */
    abstract void addProducts(byte[] x, int xFrom, int n, int[] y, int yFrom);

    /** The addend of a product, less the least addend of any. */
    final int cell(int weight, int activation) {
        return table.addend(weight, activation) - least;
    }

    public final ProductTable table() {
        return table;
    }

    public final int rows() {
        return rows;
    }

    public final int columns() {
        return columns;
    }

    /** {@code y = W x}: {@link #gemm} with one column. */
    public final void gemv(byte[] x, int xFrom, int[] y, int yFrom) {
        gemm(x, xFrom, 1, y, yFrom);
    }

    /**
     * {@code Y = W X}: sums of cells for {@code n} columns of activations.
     *
     * @param x X, column after column: {@code n * columns()} activation codes
     * @param xFrom the position of the first of them
     * @param n how many columns X and Y have, at least 1
     * @param y Y, column after column: {@code n * rows()} sums
     * @param yFrom the position of the first of them
     * @throws IllegalArgumentException before {@code y} is touched, if the arrays do not hold so many from these
     *     positions on, or a code exceeds the table
     */
    public final void gemm(byte[] x, int xFrom, int n, int[] y, int yFrom) {
        if (n < 1
                || Math.min(xFrom, yFrom) < 0
                || xFrom + (long) n * columns > x.length
                || yFrom + (long) n * rows > y.length) {
            throw new IllegalArgumentException(
                    "a matrix of %d x %d times %d columns takes %d codes and gives %d sums; from positions %d and %d, arrays of %d and %d do not hold them"
                            .formatted(
                                    rows,
                                    columns,
                                    n,
                                    (long) n * columns,
                                    (long) n * rows,
                                    xFrom,
                                    yFrom,
                                    x.length,
                                    y.length));
        }
        requireActivations(x, xFrom, n * columns);
        int yTo = yFrom + n * rows;
        Arrays.fill(y, yFrom, yTo, 0);
        addProducts(x, xFrom, n, y, yFrom);
        if (least != 0) {
            for (int i = yFrom; i < yTo; i++) {
                y[i] += columns * least;
            }
        }
    }

    /**
     * Refuses activations that {@link #gemm} would refuse, {@code count} of them from position {@code from} on.
     *
     * @throws IllegalArgumentException if a code exceeds the table
     */
    public final void requireActivations(byte[] x, int from, int count) {
        requireCodes(x, from, count, table.columnFormat(), "activation");
    }

    /** Shifts sums left, so that those of the next lower digit of cells can be added. */
    static void shift(int[] sums, int from, int count, int digitBits) {
        for (int i = from; i < from + count; i++) {
            sums[i] <<= digitBits;
        }
    }

    private static void requireCodes(byte[] codes, int from, int count, Format format, String what) {
        if (format.bits() > 8) {
            throw new IllegalArgumentException("codes of " + format.bits() + " bits do not fit an array of bytes");
        }
        if (format.bits() < 8) {
            for (int i = from; i < from + count; i++) {
                int code = Byte.toUnsignedInt(codes[i]);
                if (code >= format.codes()) {
                    throw new IllegalArgumentException(
                            "%s code %d is not below %d".formatted(what, code, format.codes()));
                }
            }
        }
    }
}
