package timestables.kernel;

import java.util.Objects;
import timestables.table.ProductTable;

/**
 * Sums of products of operands in blocks, each block with a scale of its own, as {@link timestables.format.BlockScaled}
 * makes them. Within a block cells are added up exactly, by a {@link Layout}; what the blocks come to is scaled, and
 * added in binary64, in the order of the blocks. So the result has the same bits whatever the layout and the machine.
 *
 * @param layout reads the products; its table is accumulating
 * @param blockLength operands in a block, at least 1
 */
public record BlockDot(Layout layout, int blockLength) {

    public BlockDot {
        if (!layout.table().isAccumulating()) {
            throw new IllegalArgumentException(
                    "sums of " + layout.table().cellFormat().name() + " cells mean nothing");
        }
        if (blockLength < 1) {
            throw new IllegalArgumentException("a block has at least 1 operand, not " + blockLength);
        }
    }

    /**
     * The sum of the products of {@code a[i]} and {@code b[i]} for {@code i} from {@code from} to {@code to - 1}, in
     * real values.
     *
     * @param aScales the scales of the blocks of {@code a}, the first of which begins at {@code from}
     * @param bScales the scales of the blocks of {@code b}, likewise
     * @throws IndexOutOfBoundsException if that is no range of both arrays, or has more blocks than scales
     */
    public double dot(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int blocks = Math.ceilDiv(to - from, blockLength);
        Objects.checkFromIndexSize(0, blocks, Math.min(aScales.length, bScales.length));
        ProductTable table = layout.table();
        double sum = 0;
        for (int block = 0; block < blocks; block++) {
            int start = from + block * blockLength;
            int count = Math.min(blockLength, to - start);
            double products = table.decodeSum(layout.dot(a, b, start, start + count), count);
            sum += (double) aScales[block] * bScales[block] * products;
        }
        return sum;
    }
}
