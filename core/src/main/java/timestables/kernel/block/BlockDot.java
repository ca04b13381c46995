package timestables.kernel.block;

import java.util.Arrays;
import java.util.Objects;
import timestables.table.ProductTable;

/**
 * Sums of products of operands in blocks, each block with a scale of its own, as {@link timestables.format.BlockScaled}
 * makes them. Within a block, the cells of a table are added up exactly. The sums of blocks are scaled, and added in
 * binary64, block {@code k} to the partial sum {@code k mod 8}. So all implementations give the same bits on every
 * machine; {@link ScalarBlockDot} is the definition that the other is tested against.
 *
 * <p>Codes are one byte each, unsigned, below {@code 2^bits} of their format; for a greater code the result is
 * unspecified.
 */
public abstract class BlockDot {

    /** Partial sums, to which blocks are added in turn. */
    static final int PARTIAL_SUMS = 8;

    private static final ThreadLocal<double[]> SUMS = ThreadLocal.withInitial(() -> new double[PARTIAL_SUMS]);

    private final ProductTable table;
    private final int blockLength;

    private final double halfUnit;
    private final int twiceOffset;

    /** Checks what every implementation asks of a table. */
    BlockDot(ProductTable table, int blockLength) {
        if (!table.isAccumulating()) {
            throw new IllegalArgumentException("sums of " + table.cellFormat().name() + " cells mean nothing");
        }
        if (Math.max(table.rowFormat().bits(), table.columnFormat().bits()) > 8) {
            throw new IllegalArgumentException("codes of more than 8 bits do not fit an array of bytes");
        }
        // Twice the sum of 16-bit cells has to fit an int: 2 x 16,384 x 65,535 < 2^31.
        if (blockLength < 1 || blockLength > 1 << 14) {
            throw new IllegalArgumentException("a block has 1 to 16384 operands, not " + blockLength);
        }
        this.table = table;
        this.blockLength = blockLength;
        halfUnit = halfUnit(table);
        twiceOffset = twiceOffset(table);
    }

    /** What 1 stands for in twice a sum of addends, in real values. */
    static double halfUnit(ProductTable table) {
        return table.decodeSum(1, 0) / 2;
    }

    /** What is added for every cell to twice a sum of addends, so that it counts half units of the values. */
    static int twiceOffset(ProductTable table) {
        return (int) Math.rint(table.decodeSum(0, 1) / halfUnit(table));
    }

    /**
     * The fastest implementation on this machine.
     *
     * @param table cells that can be summed, of codes of at most 8 bits
     * @param blockLength operands in a block
     */
    public static BlockDot best(ProductTable table, int blockLength) {
        return LaneBlockDot.accepts(table, blockLength)
                ? new LaneBlockDot(table, blockLength)
                : new ScalarBlockDot(table, blockLength);
    }

    /** The name that reports show. */
    public abstract String name();

    /** Brings checked codes into the order in which {@link #addBlocks} reads them. */
    abstract void order(byte[] codes, int from, int to);

    /** Adds all blocks of checked operands to the partial sums, in half units. */
    abstract void addBlocks(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, double[] sums);

    public final ProductTable table() {
        return table;
    }

    public final int blockLength() {
        return blockLength;
    }

    /**
     * Brings codes into the order in which {@link #dot} reads them, which differs between machines and is an
     * implementation detail. To be called once for the codes of each operand, over the range that is summed.
     *
     * @throws IndexOutOfBoundsException if {@code from .. to - 1} is no range of {@code codes}
     */
    public final void arrange(byte[] codes, int from, int to) {
        Objects.checkFromToIndex(from, to, codes.length);
        order(codes, from, to);
    }

    /**
     * The sum, in real values, of the products of {@code a[i]} and {@code b[i]} for {@code i} from {@code from} to
     * {@code to - 1}, where the first blocks begin; the last ones may be shorter.
     *
     * @param a codes, {@linkplain #arrange arranged} over that range
     * @param aScales the scales of their blocks
     * @param b codes, likewise
     * @param bScales the scales of their blocks
     * @throws IndexOutOfBoundsException if that is no range of both arrays, or has more blocks than scales
     */
    public final double dot(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int blocks = Math.ceilDiv(to - from, blockLength);
        Objects.checkFromIndexSize(0, blocks, Math.min(aScales.length, bScales.length));
        double[] sums = SUMS.get();
        Arrays.fill(sums, 0);
        addBlocks(a, aScales, b, bScales, from, to, sums);
        double sum = 0;
        for (double partial : sums) {
            sum += partial;
        }
        return sum * halfUnit;
    }

    /** The value, in half units, of a sum of addends over {@code count} cells. */
    final int halfUnits(int sum, int count) {
        return 2 * sum + twiceOffset * count;
    }

    /** The blocks from {@code first} on, whose codes lie in their own order from {@code from} on. */
    final void addInOrder(
            byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, int first, double[] sums) {
        for (int start = from, block = first; start < to; start += blockLength, block++) {
            int stop = Math.min(to - start, blockLength) + start;
            int sum = 0;
            for (int i = start; i < stop; i++) {
                sum += table.addend(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
            }
            double scale = (double) aScales[block] * bScales[block];
            sums[block % PARTIAL_SUMS] += scale * halfUnits(sum, stop - start);
        }
    }
}
