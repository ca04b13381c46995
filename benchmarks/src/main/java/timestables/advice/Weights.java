package timestables.advice;

import timestables.arithmetic.Range;
import timestables.format.Blocks;
import timestables.kernel.codec.Codec;

/**
 * Weights that were encoded.
 *
 * @param grid what their codes stand for
 * @param blocks the codes, and the scales as they are stored: those of the grid, but for what is common to all
 * @param hasBlockScales whether scales are part of the format
 */
record Weights(WeightGrid grid, Blocks blocks, boolean hasBlockScales) {

    /** Weights that each become what is nearest to them. */
    static Weights nearest(float[] numbers, WeightGrid grid) {
        return new Weights(grid, new Blocks(codes(numbers, grid), grid.scales(), 1), false);
    }

    private static byte[] codes(float[] numbers, WeightGrid grid) {
        Codec codec = Codec.best(grid.format());
        byte[] codes = new byte[numbers.length];
        float[] shares = new float[grid.blockLength()];
        for (int row = 0; row < grid.rows(); row++) {
            for (int from = 0; from < grid.columns(); from += grid.blockLength()) {
                int at = row * grid.columns() + from;
                int length = Math.min(grid.blockLength(), grid.columns() - from);
                int block = grid.block(row, from);
                for (int i = 0; i < length; i++) {
                    shares[i] = grid.share(block, numbers[at + i]);
                }
                codec.encode(shares, 0, codes, at, length);
            }
        }
        return codes;
    }

    /** The same with other codes. */
    Weights with(byte[] codes) {
        return new Weights(grid, new Blocks(codes, blocks.scales(), blocks.offsets(), blocks.global()), hasBlockScales);
    }

    /** The share of weights that are cut off: see {@link Range#of}. */
    double saturatedShare(float[] numbers) {
        Range range = Range.of(grid.format());
        long cut = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column += grid.blockLength()) {
                int from = row * grid.columns() + column;
                int to = from + Math.min(grid.blockLength(), grid.columns() - column);
                int block = grid.block(row, column);
                for (int i = from; i < to; i++) {
                    cut += range.excludes(grid.share(block, numbers[i])) ? 1 : 0;
                }
            }
        }
        return (double) cut / numbers.length;
    }

    /** The bytes of scales and offsets that a weight takes, where these are no part of its format. */
    double scaleBytes() {
        if (hasBlockScales || grid.isOfMatrix()) {
            return 0;
        }
        return Float.BYTES * (grid.hasOffsets() ? 2.0 : 1.0) / grid.columns();
    }
}
