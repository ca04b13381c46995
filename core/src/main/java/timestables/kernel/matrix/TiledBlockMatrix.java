package timestables.kernel.matrix;

import java.util.Arrays;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.table.ProductTable;

/**
 * A matrix of {@link TileWeights} in blocks, with its scales beside them.
 *
 * <p>Bytes: those of the format, rows padded to four vectors, and codes of 8 bits where vectors are read so. For each
 * block of 64 rows, some 35 instructions beside those that add it up. Accepts weights of 4 bits, or 4 to 8 where
 * vectors have 512, in blocks of 16 to 128 whose length is even.
 */
public final class TiledBlockMatrix extends TableBlockMatrix {

    private static final int TILE_ROWS = TileWeights.TILE_ROWS;

    private static final int SHORTEST_BLOCK = PackedSums.INTERVAL / PackedSums.BLOCKS;
    private static final int LONGEST_BLOCK = 128;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** The scratch buffers of a thread, kept from call to call. */
    private static final class Scratch {
        final Selection selection = new Selection();
        final short[] sums = PackedSums.allocate();
        final float[] units = new float[PackedSums.SHARED * PackedSums.BLOCKS];
        float[] results = new float[0];

        float[] results(int count) {
            if (results.length < count) {
                results = new float[count];
            }
            return results;
        }
    }

    private final TileWeights weights;
    private final TileScales scales;

    /** See {@link BlockMatrix#best} for the arguments. */
    public TiledBlockMatrix(BlockScaled format, ProductTable table, Blocks weights, int rows, int columns) {
        super(format, table, weights, rows, columns);
        if (!accepts(format)) {
            throw new IllegalArgumentException(
                    "tiles have weights of 4 bits, or to 8 where vectors have 512, in blocks of %d to %d; not %d in blocks of %d"
                            .formatted(
                                    SHORTEST_BLOCK,
                                    LONGEST_BLOCK,
                                    format.format().bits(),
                                    format.blockLength()));
        }
        this.weights = TileWeights.of(table, this::cell, weights.codes(), rows, columns);
        scales = new TileScales(format.scales(), weights.scales(), rows, blocks());
    }

    /** Whether this machine's registers hold what an activation fixes of a table, and 16 bits the sum of a block. */
    public static boolean accepts(BlockScaled format) {
        int bits = format.format().bits();
        int length = format.blockLength();
        return bits >= 4
                && TileWeights.accepts(bits, Byte.SIZE)
                && length % 2 == 0
                && length >= SHORTEST_BLOCK
                && length <= LONGEST_BLOCK;
    }

    @Override
    public String name() {
        return weights.name() + ", in blocks";
    }

    @Override
    long scaledSize() {
        return weights.byteSize() + scales.byteSize();
    }

    @Override
    void addProducts(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom) {
        Scratch scratch = SCRATCH.get();
        int column = 0;
        while (column < n) {
            int together = weights.together(n - column);
            addColumns(
                    together,
                    x,
                    xFrom + column * columns(),
                    xScales,
                    xScalesFrom + column * blocks(),
                    y,
                    yFrom + column * rows(),
                    scratch);
            column += together;
        }
    }

    /** {@code n} columns of activations: one, or as many as share weights. */
    private void addColumns(
            int n, byte[] x, int xFrom, float[] xScales, int xScalesFrom, float[] y, int yFrom, Scratch scratch) {
        int padded = Math.ceilDiv(rows(), TILE_ROWS) * TILE_ROWS;
        boolean isWhole = padded == rows();
        float[] results = isWhole ? y : scratch.results(n * padded);
        int resultsFrom = isWhole ? yFrom : 0;
        if (!isWhole) {
            Arrays.fill(results, 0, n * padded, 0);
        }
        int length = format().blockLength();
        int step = weights.interval(n) / length;
        for (int first = 0; first < blocks(); first += step) {
            int last = Math.min(first + step, blocks());
            int index = first * length;
            int count = Math.min(last * length, weights.indexes()) - index;
            for (int i = 0; i < n; i++) {
                int from = xFrom + i * columns();
                int to = from + columns();
                weights.select(0, x, from + index, to, count, scratch.selection, i);
                for (int block = first; block < last; block++) {
                    float xScale = xScales[xScalesFrom + i * blocks() + block];
                    scratch.units[i * PackedSums.BLOCKS + block - first] = unit(xScale);
                }
            }
            int whole = length(last - 1) == length ? last : last - 1;
            for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
                int to = resultsFrom + tile * TILE_ROWS;
                addBlocks(tile, first, whole - first, length, 0, n, results, to, padded, scratch);
                if (whole < last) {
                    int left = count - (whole - first) * length;
                    addBlocks(tile, whole, 1, left, whole - first, n, results, to, padded, scratch);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            if (!isWhole) {
                System.arraycopy(results, i * padded, y, yFrom + i * rows(), rows());
            }
            scales.spreadNaN(y, yFrom + i * rows());
        }
    }

    /**
     * Adds {@code blocks} blocks of {@code count} indexes.
     *
     * @param first how many blocks before these have been selected
     */
    private void addBlocks(
            int tile,
            int block,
            int blocks,
            int count,
            int first,
            int n,
            float[] y,
            int to,
            int apart,
            Scratch scratch) {
        short[] sums = scratch.sums;
        float[] units = scratch.units;
        int index = block * format().blockLength();
        int selected = first * format().blockLength();
        int start = -excess(block);
        if (n == 1) {
            weights.sums(tile, index, blocks, count, scratch.selection, selected, start, sums);
        }
        for (int half = 0; half < 2; half++) {
            int out = to + half * TILE_ROWS / 2;
            if (n == 1) {
                int at = PackedSums.SUMS + half * PackedSums.PART;
                scales.add(tile, half, block, blocks, sums, at, units, first, y, out);
                continue;
            }
            weights.sumsOfShared(tile, half, index, blocks, count, scratch.selection, selected, start, sums);
            for (int i = 0; i < n; i++) {
                int at = PackedSums.SUMS + i * PackedSums.PART;
                int unit = i * PackedSums.BLOCKS + first;
                scales.add(tile, half, block, blocks, sums, at, units, unit, y, out + i * apart);
            }
        }
    }
}
