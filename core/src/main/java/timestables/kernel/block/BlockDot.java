package timestables.kernel.block;

import java.util.Arrays;
import java.util.Objects;
import timestables.format.BlockScaled;
import timestables.format.Format;
import timestables.format.OffsetBinary;
import timestables.table.ProductTable;

/**
 * Sums of products of operands in blocks, each block with a scale of its own, as {@link BlockScaled} makes them. The
 * cells of a block are added up exactly. The sum is scaled and added in binary32, that of block {@code k} to the
 * partial sum {@code k mod 16}: {@code p = fma(sum * aScale, bScale, p)}. So all implementations give the same bits;
 * {@link ScalarBlockDot} is the definition that the other is tested against.
 *
 * <p>Codes are one byte each, unsigned, below {@code 2^bits} of their format; for a greater code the result is
 * unspecified.
 */
public abstract class BlockDot {

    /** Partial sums, to which blocks are added in turn. */
    static final int PARTIAL_SUMS = 16;

    /** Bits of the integers that binary32 holds exactly, but for their sign. */
    private static final int EXACT_BITS = 24;

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[PARTIAL_SUMS]);

    private final ProductTable table;
    private final int blockLength;
    private final int zero;
    private final float unit;

    /** Checks what every implementation asks of a table. */
    BlockDot(ProductTable table, int blockLength) {
        if (!(table.cellFormat() instanceof OffsetBinary cells)) {
            throw new IllegalArgumentException("blocks take cells in offset binary, not "
                    + table.cellFormat().name());
        }
        if (Math.max(table.rowFormat().bits(), table.columnFormat().bits()) > 8) {
            throw new IllegalArgumentException("codes of more than 8 bits do not fit an array of bytes");
        }
        int longest = 1 << EXACT_BITS - cells.bits();
        if (blockLength < 1 || blockLength > longest) {
            throw new IllegalArgumentException("a block of cells of %d bits has 1 to %d operands, not %d"
                    .formatted(cells.bits(), longest, blockLength));
        }
        this.table = table;
        this.blockLength = blockLength;
        zero = cells.codes() / 2 - 1;
        unit = (float) (cells.maxRange() / zero);
    }

    /**
     * The products of operands in a format, to which {@link #best} applies scales. Cells have 8 bits, or 16 where
     * values have no negations: 256 products, whose rounding errors do not cancel then, would be wrong in their mean.
     */
    public static ProductTable table(BlockScaled format) {
        double reach = format.format().reach();
        OffsetBinary cells = new OffsetBinary(isOdd(format.format()) ? 8 : 16, reach * reach);
        return ProductTable.of(format.format(), format.format(), cells);
    }

    /** Whether values are those of an odd function, but for the least, which may lack a negation. */
    private static boolean isOdd(Format format) {
        double[] values =
                Arrays.stream(format.values()).filter(Double::isFinite).toArray();
        return Arrays.stream(values)
                .filter(value -> value > format.least())
                .allMatch(value -> Arrays.stream(values).anyMatch(other -> other == -value));
    }

    /**
     * The fastest implementation on this machine.
     *
     * @param table the {@link #table} of a format, or another of such codes with cells in {@link OffsetBinary}
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

    /** Adds all blocks of checked operands to the partial sums. */
    abstract void addBlocks(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, float[] sums);

    public final ProductTable table() {
        return table;
    }

    public final int blockLength() {
        return blockLength;
    }

    /**
     * Brings codes into the order in which {@link #dot} reads them, which differs between machines and is an
     * implementation detail. Call it once for the codes of each operand, over the range that is added up.
     *
     * @throws IndexOutOfBoundsException if {@code from .. to - 1} is no range of {@code codes}
     */
    public final void arrange(byte[] codes, int from, int to) {
        Objects.checkFromToIndex(from, to, codes.length);
        order(codes, from, to);
    }

    /**
     * The sum of the products of {@code a[i]} and {@code b[i]} for {@code i} from {@code from} to {@code to - 1}, where
     * the first blocks begin; the last ones may be shorter. The caller applies the factor that all scales share.
     *
     * @param a codes, {@linkplain #arrange arranged} over that range
     * @param aScales the scales of their blocks
     * @param b codes, likewise
     * @param bScales the scales of their blocks
     * @throws IndexOutOfBoundsException if that is no range of both arrays, or has more blocks than scales
     */
    public final float dot(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int blocks = Math.ceilDiv(to - from, blockLength);
        Objects.checkFromIndexSize(0, blocks, Math.min(aScales.length, bScales.length));
        float[] sums = SUMS.get();
        Arrays.fill(sums, 0);
        addBlocks(a, aScales, b, bScales, from, to, sums);
        float sum = 0;
        for (float partial : sums) {
            sum += partial;
        }
        return sum * unit;
    }

    /** What the stored cells of so many products exceed their values by, all together. */
    final int excess(int count) {
        return zero * count;
    }

    /** The sum of the stored cells of a block whose codes lie {@code stride} apart. */
    final int sum(byte[] a, byte[] b, int from, int count, int stride) {
        int sum = 0;
        for (int i = from; i < from + count * stride; i += stride) {
            sum += table.cell(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
        }
        return sum;
    }

    /** Adds the sum of the stored cells of block {@code block}. */
    final void add(int sum, int count, float aScale, float bScale, int block, float[] sums) {
        int partial = block % PARTIAL_SUMS;
        sums[partial] = Math.fma((sum - excess(count)) * aScale, bScale, sums[partial]);
    }

    /** The blocks from {@code first} on, whose codes lie in their own order from {@code from} on. */
    final void addInOrder(
            byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, int first, float[] sums) {
        for (int start = from, block = first; start < to; start += blockLength, block++) {
            int count = Math.min(to - start, blockLength);
            add(sum(a, b, start, count, 1), count, aScales[block], bScales[block], block, sums);
        }
    }
}
