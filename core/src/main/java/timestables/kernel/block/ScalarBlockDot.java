package timestables.kernel.block;

import timestables.table.ProductTable;

/**
 * Operands in their own order, and one load of one cell a product: the definition of {@link BlockDot}. Accepts every
 * table that {@link BlockDot} does.
 */
public final class ScalarBlockDot extends BlockDot {

    /** See {@link BlockDot#best} for the arguments. */
    public ScalarBlockDot(ProductTable table, int blockLength) {
        super(table, blockLength);
    }

    @Override
    public String name() {
        return "scalar loads";
    }

    @Override
    void order(byte[] codes, int from, int to) {
        // The loop reads them in the order they have.
    }

    @Override
    void addBlocks(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, float[] sums) {
        addInOrder(a, aScales, b, bScales, from, to, 0, sums);
    }
}
