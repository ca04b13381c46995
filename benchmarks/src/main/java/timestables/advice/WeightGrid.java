package timestables.advice;

import timestables.format.Format;

/**
 * What the codes of a matrix of weights stand for: a weight is its block's offset plus its block's scale times what its
 * code stands for in the format. Blocks lie along rows, each of which begins a new one; with blocks as long as a row,
 * each row has one scale.
 *
 * @param format of at most 8 bits
 * @param columns weights in a row
 * @param blockLength weights in a block; the last block of a row may be shorter
 * @param scales row by row, block by block; not negative but where a format has them so
 * @param offsets likewise
 */
record WeightGrid(Format format, int columns, int blockLength, float[] scales, float[] offsets) {

    /** Blocks in a row. */
    int blocks() {
        return Math.ceilDiv(columns, blockLength);
    }

    /** Rows of the matrix. */
    int rows() {
        return scales.length / blocks();
    }

    /** The position of the scale and the offset of a weight. */
    int block(int row, int column) {
        return row * blocks() + column / blockLength;
    }

    /** What a weight in a block is encoded as, before it is rounded. */
    float share(int block, float weight) {
        return scales[block] == 0 ? 0 : (weight - offsets[block]) / scales[block];
    }

    /** Whether all weights have one scale and one offset. */
    boolean isOfMatrix() {
        for (int i = 1; i < scales.length; i++) {
            if (scales[i] != scales[0] || offsets[i] != offsets[0]) {
                return false;
            }
        }
        return true;
    }

    boolean hasOffsets() {
        for (float offset : offsets) {
            if (offset != 0) {
                return true;
            }
        }
        return false;
    }
}
