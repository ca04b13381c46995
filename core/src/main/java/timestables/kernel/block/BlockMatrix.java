package timestables.kernel.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import timestables.kernel.matrix.MatrixLayout;
import timestables.kernel.matrix.ScalarMatrix;
import timestables.table.ProductTable;

/**
 * A matrix of weight codes in blocks along its rows, each block with a scale of its own, and the kernel that multiplies
 * it by activations in blocks along their columns: see {@link timestables.format.BlockScaled}.
 *
 * <p>Each {@code blockLength} columns of the matrix are a {@link MatrixLayout} of their own, which adds cells up
 * exactly. Its sums are scaled, once for every weight block and activation column, and added in binary64, in the order
 * of the blocks. So the layout does not change a bit of the result.
 *
 * <p>Bytes: those of the layouts, and 4 for the scale of each block. Accepts tables as layouts of matrices do.
 */
public final class BlockMatrix {

    private final int rows;
    private final int columns;
    private final int blockLength;

    /** The matrix, {@link #blockLength} columns each. */
    private final List<MatrixLayout> blocks;

    /** By block and row. */
    private final float[] scales;

    private final double halfUnit;
    private final int twiceOffset;

    /** Scratch buffers for the activations and the sums of one block, kept for the next call. */
    private final ThreadLocal<Scratch> scratches = new ThreadLocal<>();

    private record Scratch(byte[] activations, int[] sums) {}

    private interface Packing {
        MatrixLayout pack(ProductTable table, byte[] weights, int rows, int columns);
    }

    private BlockMatrix(
            ProductTable table,
            byte[] weights,
            float[] scales,
            int rows,
            int columns,
            int blockLength,
            Packing packing) {
        if (rows < 1 || columns < 1 || blockLength < 1 || (long) rows * columns != weights.length) {
            throw new IllegalArgumentException("a matrix of %d x %d in blocks of %d does not have %d weights"
                    .formatted(rows, columns, blockLength, weights.length));
        }
        int count = Math.ceilDiv(columns, blockLength);
        if ((long) rows * count != scales.length) {
            throw new IllegalArgumentException("a matrix of %d x %d in blocks of %d has %d scales, not %d"
                    .formatted(rows, columns, blockLength, (long) rows * count, scales.length));
        }
        this.rows = rows;
        this.columns = columns;
        this.blockLength = blockLength;
        this.scales = new float[scales.length];
        blocks = new ArrayList<>(count);
        for (int block = 0; block < count; block++) {
            int length = length(block);
            byte[] part = new byte[rows * length];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(weights, row * columns + block * blockLength, part, row * length, length);
                this.scales[block * rows + row] = scales[row * count + block];
            }
            blocks.add(packing.pack(table, part, rows, length));
        }
        halfUnit = BlockDot.halfUnit(table);
        twiceOffset = BlockDot.twiceOffset(table);
    }

    private int length(int block) {
        return Math.min(blockLength, columns - block * blockLength);
    }

    /**
     * With the fastest layouts of this machine.
     *
     * @param table cells by weight code and activation code
     * @param weights W, row by row, one code each
     * @param scales the scales of the weights, row by row; each row begins a new block
     * @param rows the rows of W
     * @param columns the columns of W
     * @param blockLength weights in a block; the last of a row may have fewer
     * @throws IllegalArgumentException if weights or scales do not fit the shape, or as {@link MatrixLayout#best} does
     */
    public static BlockMatrix best(
            ProductTable table, byte[] weights, float[] scales, int rows, int columns, int blockLength) {
        return new BlockMatrix(table, weights, scales, rows, columns, blockLength, MatrixLayout::best);
    }

    /**
     * The definition that {@link #best} is tested against, with blocks that are {@link ScalarMatrix}es. Arguments as
     * for {@link #best}.
     */
    public static BlockMatrix scalar(
            ProductTable table, byte[] weights, float[] scales, int rows, int columns, int blockLength) {
        return new BlockMatrix(table, weights, scales, rows, columns, blockLength, ScalarMatrix::new);
    }

    /** The name that reports show. */
    public String name() {
        return blocks.getFirst().name() + ", in blocks";
    }

    /** Bytes that the weights occupy, and their scales. */
    public long byteSize() {
        return (long) Float.BYTES * scales.length
                + blocks.stream().mapToLong(MatrixLayout::byteSize).sum();
    }

    /**
     * {@code Y = W X}, for {@code n} columns of activations.
     *
     * @param x X, column after column: {@code n * columns} activation codes
     * @param xFrom the position of the first of them
     * @param xScales their scales, column after column; each column begins a new block
     * @param n how many columns X and Y have, at least 1
     * @param y Y, column after column: {@code n * rows} real values
     * @param yFrom the position of the first of them
     * @throws IllegalArgumentException before {@code y} is touched, if the arrays do not hold so many from these
     *     positions on, or a code exceeds the table
     */
    public void gemm(byte[] x, int xFrom, float[] xScales, int n, double[] y, int yFrom) {
        int count = blocks.size();
        if (n < 1
                || Math.min(xFrom, yFrom) < 0
                || xFrom + (long) n * columns > x.length
                || (long) n * count > xScales.length
                || yFrom + (long) n * rows > y.length) {
            throw new IllegalArgumentException(
                    "a matrix of %d x %d in blocks of %d times %d columns takes %d codes with %d scales and gives %d values; from positions %d, 0 and %d, arrays of %d, %d and %d do not hold them"
                            .formatted(
                                    rows,
                                    columns,
                                    blockLength,
                                    n,
                                    (long) n * columns,
                                    (long) n * count,
                                    (long) n * rows,
                                    xFrom,
                                    yFrom,
                                    x.length,
                                    xScales.length,
                                    y.length));
        }
        blocks.getFirst().requireActivations(x, xFrom, n * columns);
        Arrays.fill(y, yFrom, yFrom + n * rows, 0);
        Scratch scratch = scratch(n);
        for (int block = 0; block < count; block++) {
            int length = length(block);
            for (int column = 0; column < n; column++) {
                int from = xFrom + column * columns + block * blockLength;
                System.arraycopy(x, from, scratch.activations, column * length, length);
            }
            blocks.get(block).gemm(scratch.activations, 0, n, scratch.sums, 0);
            for (int column = 0; column < n; column++) {
                addScaled(
                        scratch.sums, column * rows, block, xScales[column * count + block], y, yFrom + column * rows);
            }
        }
    }

    private Scratch scratch(int n) {
        Scratch scratch = scratches.get();
        if (scratch == null || scratch.sums.length < n * rows) {
            scratch = new Scratch(new byte[n * length(0)], new int[n * rows]);
            scratches.set(scratch);
        }
        return scratch;
    }

    private void addScaled(int[] sums, int from, int block, float xScale, double[] y, int yFrom) {
        int offset = twiceOffset * length(block);
        double scale = xScale * halfUnit;
        float[] scales = this.scales;
        int first = block * rows;
        for (int row = 0; row < rows; row++) {
            y[yFrom + row] += scale * scales[first + row] * (2.0 * sums[from + row] + offset);
        }
    }
}
