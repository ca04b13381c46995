package timestables.kernel.matrix;

import java.util.Arrays;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.OffsetBinary;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A matrix of weights in blocks along its rows, each block with a scale of its own, and the kernels that multiply it by
 * activations of 8 bits in blocks along their columns; both as {@link BlockScaled} makes them.
 *
 * <p>Products are looked up, see {@link #best}, or computed, see {@link #ofIntegers}. Those of a block are added up
 * exactly. The sum is scaled and added to the result in binary32, block after block, by one fused multiply-add each:
 * {@code y = fma(sum * (xScale * unit), weightScale, y)}, where the unit is what 1 stands for in a sum. Then come the
 * offsets of weights, if their format has any: {@code y = fma(weightOffset, xSum * xScale, y)}, block after block,
 * where the sum is that of the block's activations in units of their scale. So all implementations give the same bits;
 * {@link ScalarBlockMatrix} and {@link ScalarIntegerBlockMatrix} are the definitions that the others are tested
 * against.
 */
public abstract class BlockMatrix {

    /** Cells of 7 bits, of which two add up in a byte, cost weights of up to 6 bits some tenths of a decibel. */
    private static final int CELL_BITS = 7;

    private final BlockScaled format;
    private final int rows;
    private final int columns;

    /** Null if the format has none. */
    private final BlockOffsets offsets;

    /** Checks what every implementation asks of a matrix; see {@link #best}. */
    BlockMatrix(BlockScaled format, Blocks weights, int rows, int columns) {
        int blocks = format.blocks(columns);
        if (rows < 1
                || columns < 1
                || (long) rows * columns != weights.codes().length
                || (long) rows * blocks != weights.scales().length
                || weights.offsets().length != (format.scaling().hasOffsets() ? weights.scales().length : 0)) {
            throw new IllegalArgumentException(
                    "a matrix of %d x %d in blocks of %d%s does not have %d weights, %d scales and %d offsets"
                            .formatted(
                                    rows,
                                    columns,
                                    format.blockLength(),
                                    format.scaling().hasOffsets() ? " with offsets" : "",
                                    weights.codes().length,
                                    weights.scales().length,
                                    weights.offsets().length));
        }
        requireNumbers(format, weights);
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        offsets = format.scaling().hasOffsets() ? new BlockOffsets(format, weights.offsets(), rows, blocks) : null;
    }

    private static void requireNumbers(BlockScaled format, Blocks weights) {
        double[] values = format.format().values();
        for (byte code : weights.codes()) {
            int index = Byte.toUnsignedInt(code);
            if (index >= values.length || !Double.isFinite(values[index])) {
                throw new IllegalArgumentException("a weight has code %d, which stands for no finite number in %s"
                        .formatted(index, format.name()));
            }
        }
        for (float scale : weights.scales()) {
            format.scales().encode(scale);
        }
    }

    /** The products of weights in a format with activations of 8 bits, to which {@link #best} applies scales. */
    public static ProductTable table(BlockScaled format) {
        BlockScaled activations = format.activations();
        int bits = format.format().bits() <= 6 ? CELL_BITS : Byte.SIZE;
        double largest = format.format().reach() * activations.format().greatest();
        return ProductTable.of(format.format(), activations.format(), new OffsetBinary(bits, largest));
    }

    /**
     * The fastest implementation on this machine.
     *
     * @param format of the weights, in blocks of at most 256
     * @param table its {@link #table}, or another of such codes with cells in {@link OffsetBinary} of at most 8 bits
     * @param weights W, row by row
     * @param rows the rows of W
     * @param columns the columns of W
     * @throws IllegalArgumentException if weights or scales do not fit the shape, a scale is none of the format, or a
     *     code stands for no finite number
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    public static BlockMatrix best(BlockScaled format, ProductTable table, Blocks weights, int rows, int columns) {
        VectorWidth.requireVectors();
        return TiledBlockMatrix.accepts(format)
                ? new TiledBlockMatrix(format, table, weights, rows, columns)
                : new ScalarBlockMatrix(format, table, weights, rows, columns);
    }

    /**
     * The fastest implementation on this machine that computes products.
     *
     * @param format of the weights: of 8 bits, whose codes are in two's complement and in proportion to what they stand
     *     for, as {@link timestables.format.FixedPoint} and {@link timestables.format.Symmetric} have them
     * @param weights W, row by row
     * @param rows the rows of W
     * @param columns the columns of W
     * @throws IllegalArgumentException if the format is another, weights or scales do not fit the shape, a scale is
     *     none of the format, or the sum of a block could exceed an int
     */
    public static BlockMatrix ofIntegers(BlockScaled format, Blocks weights, int rows, int columns) {
        return new TiledIntegerBlockMatrix(format, weights, rows, columns);
    }

    /** The name that reports show. */
    public abstract String name();

    /** Bytes that the weights occupy, and their scales and offsets. */
    public final long byteSize() {
        return scaledSize() + (offsets == null ? 0 : offsets.byteSize());
    }

    /** Bytes of weights and scales. */
    abstract long scaledSize();

    /** Adds the products of checked operands to {@code y}, which holds zeros there. */
    abstract void addProducts(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom);

    public final BlockScaled format() {
        return format;
    }

    public final int rows() {
        return rows;
    }

    public final int columns() {
        return columns;
    }

    /** Blocks in a row. */
    final int blocks() {
        return format.blocks(columns);
    }

    /** Weights of a row in a block. */
    final int length(int block) {
        return Math.min(format.blockLength(), columns - block * format.blockLength());
    }

    /**
     * {@code Y = W X}, for {@code n} columns of activations.
     *
     * @param x X, column after column: {@code n * columns()} codes, as {@link BlockScaled#activations} has them
     * @param xFrom the position of the first of them
     * @param xScales their scales, column after column; each column begins a new block
     * @param xScalesFrom the position of the first of them
     * @param n how many columns X and Y have, at least 1
     * @param y Y, column after column: {@code n * rows()} numbers
     * @param yFrom the position of the first of them
     * @throws IllegalArgumentException before {@code y} is touched, if the arrays do not hold so many from these
     *     positions on
     */
    public final void gemm(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom) {
        if (n < 1
                || Math.min(Math.min(xFrom, xScalesFrom), yFrom) < 0
                || xFrom + (long) n * columns > x.length
                || xScalesFrom + (long) n * blocks() > xScales.length
                || yFrom + (long) n * rows > y.length) {
            throw new IllegalArgumentException(
                    "a matrix of %d x %d in blocks of %d times %d columns takes %d codes with %d scales and gives %d numbers; from positions %d, %d and %d, arrays of %d, %d and %d do not hold them"
                            .formatted(
                                    rows,
                                    columns,
                                    format.blockLength(),
                                    n,
                                    (long) n * columns,
                                    (long) n * blocks(),
                                    (long) n * rows,
                                    xFrom,
                                    xScalesFrom,
                                    yFrom,
                                    x.length,
                                    xScales.length,
                                    y.length));
        }
        Arrays.fill(y, yFrom, yFrom + n * rows, 0);
        addProducts(x, xFrom, xScales, xScalesFrom, n, y, yFrom);
        if (offsets != null) {
            addOffsets(x, xFrom, xScales, xScalesFrom, n, y, yFrom);
        }
    }

    private void addOffsets(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom) {
        int blocks = blocks();
        float[] sums = BlockOffsets.scratch(blocks);
        for (int column = 0; column < n; column++) {
            for (int block = 0; block < blocks; block++) {
                int from = xFrom + column * columns + block * format.blockLength();
                sums[block] = BlockOffsets.sum(x, from, length(block)) * xScales[xScalesFrom + column * blocks + block];
            }
            offsets.add(sums, y, yFrom + column * rows);
        }
    }
}
