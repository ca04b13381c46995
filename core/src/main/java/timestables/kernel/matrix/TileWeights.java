package timestables.kernel.matrix;

import java.util.function.IntBinaryOperator;
import jdk.incubator.vector.ByteVector;
import timestables.table.ProductTable;

/**
 * Weights in the order in which kernels read them, tile by tile, and the cells that they look up. A tile has as many
 * rows as four vectors have bytes. An activation fixes one column of the table; its cells stay in vector registers as a
 * <em>look-up row</em>, while the weights of one matrix column stream past them as indexes of byte shuffles.
 */
abstract sealed class TileWeights permits PackedWeights, ByteWeights {

    /** Rows of the matrix that a vector of indexes holds, each in a lane. */
    static final int VECTOR_ROWS = ByteVector.SPECIES_PREFERRED.length();

    static final int TILE_ROWS = 4 * VECTOR_ROWS;

    /** Every how many rows lie in neighbouring lanes, so that sums come out in order; see {@link PackedSums}. */
    private static final int QUARTER = VECTOR_ROWS / 4;

    /** Bits of the largest weights that are packed on this machine. */
    private static final int PACKED_BITS = VECTOR_ROWS == 64 ? 6 : 4;

    /** Bits of the largest weights that are taken. */
    private static final int MOST_BITS = VECTOR_ROWS == 64 ? 8 : PACKED_BITS;

    /** The name that reports show. */
    abstract String name();

    abstract long byteSize();

    /** Parts that cells are summed in, one after the other, the upper ones first. */
    abstract int digits();

    abstract int digitBits();

    /** Weights that one index looks up. */
    abstract int group();

    /** Indexes in a row of the matrix. */
    abstract int indexes();

    /**
     * Columns of indexes that are selected, and then summed in 16 bits, at once.
     *
     * @param n how many columns of activations are summed {@linkplain #together together}
     */
    abstract int interval(int n);

    /**
     * How many of {@code n} columns of activations are summed at once: 1 by {@link #sums}, or {@link PackedSums#SHARED}
     * by {@link #sumsOfShared}.
     */
    int together(int n) {
        return 1;
    }

    /**
     * Selects the look-up rows of {@code count} indexes.
     *
     * @param x activations of a column, from that of the first index at position {@code from} on, up to {@code to}
     * @param column which of the columns that share weights it is
     */
    abstract void select(int digit, byte[] x, int from, int to, int count, Selection selection, int column);

    /**
     * Sums {@code blocks} blocks of {@code count} indexes each, from {@code index} on, in the rows of a tile; as
     * {@link PackedSums} says. Those of the second half of the tile come {@link PackedSums#PART} after those of the
     * first.
     *
     * @param first the index in {@code selection} of the first
     */
    abstract void sums(
            int tile, int index, int blocks, int count, Selection selection, int first, int start, short[] sums);

    /**
     * The same for half of a tile and {@link PackedSums#SHARED} columns of activations, whose selections lie
     * {@link PackedSums#SHARED_INTERVAL} apart, and whose sums {@link PackedSums#PART}.
     */
    void sumsOfShared(
            int tile,
            int half,
            int index,
            int blocks,
            int count,
            Selection selection,
            int first,
            int start,
            short[] sums) {
        throw new UnsupportedOperationException(name());
    }

    /** Whether {@link #of} takes products of codes of so many bits on this machine. */
    static boolean accepts(int weightBits, int activationBits) {
        return activationBits <= 8 && weightBits <= MOST_BITS;
    }

    /**
     * @param cells what a weight and an activation add to a sum, at least 0
     * @param codes the weights, row by row
     */
    static TileWeights of(ProductTable table, IntBinaryOperator cells, byte[] codes, int rows, int columns) {
        return table.rowFormat().bits() <= PACKED_BITS
                ? new PackedWeights(table, cells, codes, rows, columns)
                : new ByteWeights(table, cells, codes, rows, columns);
    }

    /** The lane of a row among those of its vector. */
    static int laneOf(int row) {
        return row % QUARTER * 4 + row / QUARTER;
    }
}
