package timestables.kernel.matrix;

import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.OffsetBinary;
import timestables.table.ProductTable;

/** A matrix in blocks whose products are looked up. */
abstract class TableBlockMatrix extends BlockMatrix {

    /** The most weights in a block: their sums, shifted into the upper half of an int, stay below 2^31. */
    private static final int LONGEST_BLOCK = 256;

    /** Sums come shifted by so much: that spares the kernels half of the instructions that take them apart. */
    static final int SHIFT = 16;

    private final ProductTable table;
    private final float unit;

    /** What a cell of zero is coded as. */
    private final int zero;

    /** See {@link BlockMatrix#best}. */
    TableBlockMatrix(BlockScaled format, ProductTable table, Blocks weights, int rows, int columns) {
        super(format, weights, rows, columns);
        if (format.blockLength() > LONGEST_BLOCK) {
            throw new IllegalArgumentException(
                    "a block has at most %d weights, not %d".formatted(LONGEST_BLOCK, format.blockLength()));
        }
        if (!(table.cellFormat() instanceof OffsetBinary cells) || cells.bits() > 8) {
            throw new IllegalArgumentException("blocks take cells in offset binary of at most 8 bits, not "
                    + table.cellFormat().name() + " of " + table.cellFormat().bits());
        }
        this.table = table;
        zero = cells.codes() / 2 - 1;
        unit = (float) Math.scalb(cells.maxRange() / zero * weights.global(), -SHIFT);
    }

    /** The cell of a product as it is stored, at least 0. */
    final int cell(int weight, int activation) {
        return table.cell(weight, activation);
    }

    /** What the stored cells of a block exceed their values by, all together. */
    final int excess(int block) {
        return zero * length(block);
    }

    /** What sums of the products with some activations are multiplied by. */
    final float unit(float xScale) {
        return xScale * unit;
    }
}
