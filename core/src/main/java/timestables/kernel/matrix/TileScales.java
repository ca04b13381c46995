package timestables.kernel.matrix;

import java.util.Arrays;
import timestables.format.ScaleFormat;

/**
 * The scales of a matrix in blocks, in the bytes that their format has: tile by tile, block by block, row by row. Rows
 * are padded to whole tiles.
 */
final class TileScales {

    private static final int TILE_ROWS = TileWeights.TILE_ROWS;

    private final ScaleFormat format;
    private final int blocks;
    private final byte[] bytes;

    /** The rows that have a NaN among their scales. */
    private final int[] rowsOfNaN;

    /** Of scales row by row, {@code blocks} in each. */
    TileScales(ScaleFormat format, float[] scales, int rows, int blocks) {
        this.format = format;
        this.blocks = blocks;
        long size = (long) Math.ceilDiv(rows, TILE_ROWS) * TILE_ROWS * blocks * format.bytes();
        bytes = CacheLine.allocate(size + BlockSums.READ_BEHIND, rows, blocks);
        int[] found = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            boolean isNumber = true;
            for (int block = 0; block < blocks; block++) {
                float scale = scales[row * blocks + block];
                isNumber &= !Float.isNaN(scale);
                int bits = format.encode(scale);
                int at = at(row / TILE_ROWS, block) + row % TILE_ROWS * format.bytes();
                for (int i = 0; i < format.bytes(); i++) {
                    bytes[at + i] = (byte) (bits >> 8 * i);
                }
            }
            if (!isNumber) {
                found[count++] = row;
            }
        }
        rowsOfNaN = Arrays.copyOf(found, count);
    }

    private int at(int tile, int block) {
        return CacheLine.START + (tile * blocks + block) * TILE_ROWS * format.bytes();
    }

    long byteSize() {
        return bytes.length;
    }

    /** What the kernels leave out: results of rows with a scale that is NaN are NaN. */
    void spreadNaN(float[] y, int yFrom) {
        for (int row : rowsOfNaN) {
            y[yFrom + row] = Float.NaN;
        }
    }

    /**
     * Scales the sums of some blocks in half of a tile and adds them to results; see {@link BlockSums}.
     *
     * @param half 0 or 1
     */
    void add(
            int tile,
            int half,
            int block,
            int blocks,
            short[] sums,
            int at,
            float[] units,
            int unit,
            float[] y,
            int to) {
        int scale = at(tile, block) + half * TILE_ROWS / 2 * format.bytes();
        switch (format) {
            case E8M0 -> BlockSums.addE8M0(sums, at, blocks, units, unit, bytes, scale, y, to);
            case E4M3 -> BlockSums.addE4M3(sums, at, blocks, units, unit, bytes, scale, y, to);
            case BINARY16 -> BlockSums.addBinary16(sums, at, blocks, units, unit, bytes, scale, y, to);
            case BINARY32 -> BlockSums.addBinary32(sums, at, blocks, units, unit, bytes, scale, y, to);
        }
    }
}
