package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.table.ProductTable;

/**
 * A quarter of a table, in vector registers, from which symmetry gives the rest: signs and magnitudes are multiplied
 * apart.
 *
 * <p>In a {@linkplain ProductTable#isSignSymmetric() sign-symmetric} table, complementing an operand's code complements
 * the cell. So each operand is folded into the lower half of its codes, the cell of the folded operands is looked up,
 * and complemented where one operand was folded and the other was not. A table that is not sign-symmetric is read as
 * that quarter of a table of one bit more: none of its codes is folded.
 *
 * <p>The quarter is cut by its rows into <em>leaves</em> of two vectors each, from which one shuffle selects; the row
 * tells which leaf's answer to keep.
 *
 * <p>Bytes: the quarter's. With vectors of 512 bits, for sign-symmetric tables of 5 and 6 bits: 4 and 16 registers, and
 * per 64 products 2 loads, 1 store and 15 and 31 instructions. Accepts square tables with cells of 8 bits, of codes of
 * at most 5 bits, and sign-symmetric ones of 6; with vectors of 256 bits, one bit less; of 128 bits, two bits less.
 */
public final class FoldedLayout implements Layout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final short[] EIGHTS = Lanes.ofShorts(8);
    private static final int LANES = BYTES.length();
    private static final int LEAF = 2 * LANES;

    /** Bits of the largest codes of which a quarter of the table fits two leaves. */
    private static final int SMALL_BITS = Integer.numberOfTrailingZeros(LANES) / 2 + 2;

    /**
     * Bits of the largest codes of which it fits eight leaves, where that is faster: with vectors of 128 bits, sums of
     * 1024 products took 370 ns, and scalar loads 311.
     */
    private static final int LARGE_BITS = LANES > 16 ? SMALL_BITS + 1 : SMALL_BITS;

    /** The greatest code. */
    private static final byte SMALL_LAST = (byte) ((1 << SMALL_BITS) - 1);

    private static final byte LARGE_LAST = (byte) ((1 << LARGE_BITS) - 1);

    /** The rows, and the columns, of the quarter. */
    private static final byte SMALL_HALF = (byte) (1 << SMALL_BITS - 1);

    private static final byte LARGE_HALF = (byte) (1 << LARGE_BITS - 1);

    /** The rows of a leaf. */
    private static final byte SMALL_ROWS = (byte) (LEAF / SMALL_HALF);

    private static final byte LARGE_ROWS = (byte) (LEAF / LARGE_HALF);

    // Constants, so that the compiler drops the leaves that this machine's vectors do not have.
    private static final int SMALL_LEAVES = SMALL_HALF / SMALL_ROWS;
    private static final int LARGE_LEAVES = LARGE_HALF / LARGE_ROWS;

    /**
     * Vectors of cells from one flush to the next. Each adds two bytes to every 16-bit lane: 128 x 2 x 255 < 65,536.
     */
    private static final int FLUSH_INTERVAL = 128;

    private final ScalarLayout scalar;
    private final boolean small;
    private final byte[] cells;

    /** The greatest code of a cell, in every lane. */
    private final byte[] lastCell;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public FoldedLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(("a folded table is square and has cells of 8 bits, and codes of 2 to %d"
                            + " bits on this machine, or of %d if it is sign-symmetric")
                    .formatted(LARGE_BITS - 1, LARGE_BITS));
        }
        scalar = new ScalarLayout(table);
        int bits = table.rowFormat().bits();
        small = bits < SMALL_BITS || bits == SMALL_BITS && table.isSignSymmetric();
        cells = new byte[(small ? 2 : 8) * LEAF];
        int half = Math.min(table.rowFormat().codes(), small ? SMALL_HALF : LARGE_HALF);
        for (int row = 0; row < half; row++) {
            for (int column = 0; column < half; column++) {
                int index = small
                        ? row * SMALL_HALF + column
                        : row / LARGE_ROWS * LEAF + (column * LARGE_ROWS + row) % LEAF;
                cells[index] = (byte) table.cell(row, column);
            }
        }
        lastCell = Lanes.ofBytes(table.cellFormat().codes() - 1);
    }

    /** Whether a quarter of {@code table}, or of one of one bit more, can lie in this machine's registers. */
    public static boolean accepts(ProductTable table) {
        int bits = table.rowFormat().bits();
        return bits == table.columnFormat().bits()
                && table.cellBits() == 8
                && LANES <= 64
                && (bits < LARGE_BITS || bits == LARGE_BITS && table.isSignSymmetric());
    }

    @Override
    public String name() {
        return "folded registers";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int stop = from + (to - from & -LANES);
        if (small) {
            multiplySmall(a, b, out, from, stop);
        } else {
            multiplyLarge(a, b, out, from, stop);
        }
        if (stop < to) {
            scalar.multiply(a, b, out, stop, to);
        }
    }

    private void multiplySmall(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector cells0 = vector(0);
        ByteVector cells1 = vector(1);
        ByteVector cells2 = vector(2);
        ByteVector cells3 = vector(3);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, SMALL_LAST));
            ByteVector lowColumn =
                    column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, SMALL_LAST));
            ByteVector index = lowRow.reinterpretAsShorts()
                    .mul(SMALL_HALF)
                    .reinterpretAsBytes()
                    .or(lowColumn);
            ByteVector cell = index.selectFrom(cells0, cells1);
            if (SMALL_LEAVES == 2) {
                cell = index.selectFrom(cells2, cells3).blend(cell, lowRow.lt(SMALL_ROWS));
            }
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.GE, SMALL_HALF);
            cell.lanewise(VectorOperators.XOR, complement, negative).intoArray(out, i);
        }
    }

    private void multiplyLarge(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector cells0 = vector(0);
        ByteVector cells1 = vector(1);
        ByteVector cells2 = vector(2);
        ByteVector cells3 = vector(3);
        ByteVector cells4 = vector(4);
        ByteVector cells5 = vector(5);
        ByteVector cells6 = vector(6);
        ByteVector cells7 = vector(7);
        ByteVector cells8 = vector(8);
        ByteVector cells9 = vector(9);
        ByteVector cells10 = vector(10);
        ByteVector cells11 = vector(11);
        ByteVector cells12 = vector(12);
        ByteVector cells13 = vector(13);
        ByteVector cells14 = vector(14);
        ByteVector cells15 = vector(15);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, LARGE_LAST));
            ByteVector lowColumn =
                    column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, LARGE_LAST));
            ByteVector index = lowColumn
                    .reinterpretAsShorts()
                    .mul(LARGE_ROWS)
                    .reinterpretAsBytes()
                    .add(lowRow);
            VectorMask<Byte> even = lowRow.and(LARGE_ROWS).eq((byte) 0);
            VectorMask<Byte> firstTwo = lowRow.and((byte) (2 * LARGE_ROWS)).eq((byte) 0);
            ByteVector cell = index.selectFrom(cells6, cells7)
                    .blend(index.selectFrom(cells4, cells5), even)
                    .blend(index.selectFrom(cells2, cells3).blend(index.selectFrom(cells0, cells1), even), firstTwo);
            if (LARGE_LEAVES == 8) {
                cell = index.selectFrom(cells14, cells15)
                        .blend(index.selectFrom(cells12, cells13), even)
                        .blend(
                                index.selectFrom(cells10, cells11).blend(index.selectFrom(cells8, cells9), even),
                                firstTwo)
                        .blend(cell, lowRow.lt((byte) (4 * LARGE_ROWS)));
            }
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.GE, LARGE_HALF);
            cell.lanewise(VectorOperators.XOR, complement, negative).intoArray(out, i);
        }
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (table().isSigned()) {
            // The vector loops add unsigned bytes.
            return scalar.dot(a, b, from, to);
        }
        long sum = 0;
        int i = from;
        while (i <= to - LANES) {
            int stop = i + Math.min(to - i & -LANES, FLUSH_INTERVAL * LANES);
            sum += small ? dotSmall(a, b, i, stop) : dotLarge(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private int dotSmall(byte[] a, byte[] b, int from, int to) {
        ByteVector cells0 = vector(0);
        ByteVector cells1 = vector(1);
        ByteVector cells2 = vector(2);
        ByteVector cells3 = vector(3);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, SMALL_LAST));
            ByteVector lowColumn =
                    column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, SMALL_LAST));
            ByteVector index = lowRow.reinterpretAsShorts()
                    .mul(SMALL_HALF)
                    .reinterpretAsBytes()
                    .or(lowColumn);
            ByteVector cell = index.selectFrom(cells0, cells1);
            if (SMALL_LEAVES == 2) {
                cell = index.selectFrom(cells2, cells3).blend(cell, lowRow.lt(SMALL_ROWS));
            }
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.GE, SMALL_HALF);
            ShortVector pair =
                    cell.lanewise(VectorOperators.XOR, complement, negative).reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(
                    Lanes.SHIFT_SHORTS
                            ? pair.lanewise(VectorOperators.LSHR, eight)
                            : pair.lanewise(VectorOperators.LSHR, 8));
        }
        // A pair is its lower byte and 256 times its upper one.
        IntVector sums = pairs.sub(upper.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }

    private int dotLarge(byte[] a, byte[] b, int from, int to) {
        ByteVector cells0 = vector(0);
        ByteVector cells1 = vector(1);
        ByteVector cells2 = vector(2);
        ByteVector cells3 = vector(3);
        ByteVector cells4 = vector(4);
        ByteVector cells5 = vector(5);
        ByteVector cells6 = vector(6);
        ByteVector cells7 = vector(7);
        ByteVector cells8 = vector(8);
        ByteVector cells9 = vector(9);
        ByteVector cells10 = vector(10);
        ByteVector cells11 = vector(11);
        ByteVector cells12 = vector(12);
        ByteVector cells13 = vector(13);
        ByteVector cells14 = vector(14);
        ByteVector cells15 = vector(15);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, LARGE_LAST));
            ByteVector lowColumn =
                    column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, LARGE_LAST));
            ByteVector index = lowColumn
                    .reinterpretAsShorts()
                    .mul(LARGE_ROWS)
                    .reinterpretAsBytes()
                    .add(lowRow);
            VectorMask<Byte> even = lowRow.and(LARGE_ROWS).eq((byte) 0);
            VectorMask<Byte> firstTwo = lowRow.and((byte) (2 * LARGE_ROWS)).eq((byte) 0);
            ByteVector cell = index.selectFrom(cells6, cells7)
                    .blend(index.selectFrom(cells4, cells5), even)
                    .blend(index.selectFrom(cells2, cells3).blend(index.selectFrom(cells0, cells1), even), firstTwo);
            if (LARGE_LEAVES == 8) {
                cell = index.selectFrom(cells14, cells15)
                        .blend(index.selectFrom(cells12, cells13), even)
                        .blend(
                                index.selectFrom(cells10, cells11).blend(index.selectFrom(cells8, cells9), even),
                                firstTwo)
                        .blend(cell, lowRow.lt((byte) (4 * LARGE_ROWS)));
            }
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.GE, LARGE_HALF);
            ShortVector pair =
                    cell.lanewise(VectorOperators.XOR, complement, negative).reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(
                    Lanes.SHIFT_SHORTS
                            ? pair.lanewise(VectorOperators.LSHR, eight)
                            : pair.lanewise(VectorOperators.LSHR, 8));
        }
        // A pair is its lower byte and 256 times its upper one.
        IntVector sums = pairs.sub(upper.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }

    private ByteVector vector(int at) {
        return ByteVector.fromArray(BYTES, cells, at * LANES);
    }
}
