package timestables.kernel.matrix;

import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.Format;

/** A matrix in blocks whose products are computed: of weights and activations that are integers of 8 bits. */
abstract class IntegerBlockMatrix extends BlockMatrix {

    /** With longer blocks, a sum of products of bytes could exceed an int. */
    private static final int LONGEST_BLOCK = Integer.MAX_VALUE / (128 * 128);

    private final float unit;

    /** See {@link BlockMatrix#ofIntegers}. */
    IntegerBlockMatrix(BlockScaled format, Blocks weights, int rows, int columns) {
        super(format, weights, rows, columns);
        if (length(0) > LONGEST_BLOCK) {
            throw new IllegalArgumentException("sums of %d products of bytes may exceed 31 bits; at most %d do not"
                    .formatted(length(0), LONGEST_BLOCK));
        }
        unit = (float) (step(format.format()) * weights.global());
    }

    /** What a code of 1 stands for. */
    private static double step(Format format) {
        double step = format.bits() == Byte.SIZE ? format.decode(1) : Double.NaN;
        for (int code = 0; code < format.codes(); code++) {
            // Of two quotients, either may be rounded.
            if (!(Math.abs(format.decode(code) - (byte) code * step) <= Math.ulp((byte) code * step))) {
                throw new IllegalArgumentException(
                        "integers are in two's complement of 8 bits, and in proportion to what they stand for; not %s of %d"
                                .formatted(format.name(), format.bits()));
            }
        }
        return step;
    }

    /** What sums of the products with some activations are multiplied by. */
    final float unit(float xScale) {
        return xScale * unit;
    }
}
