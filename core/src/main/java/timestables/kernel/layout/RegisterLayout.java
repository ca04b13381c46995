package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.table.ProductTable;

/**
 * A table small enough for one byte shuffle, which looks up as many products as a vector has bytes.
 *
 * <p>The index of a product is {@code row code << bits | column code}. A small table lies in one vector as it is. A
 * larger one, if it is {@linkplain ProductTable#isCentrosymmetric() centrosymmetric}, has the same cells from either
 * end: half of it is kept, which the smaller of an index and its complement reads, and which may take two vectors,
 * since there are shuffles of two.
 *
 * <p>Bytes: one or two vectors. With vectors of 512 bits, for codes of 2 and 3 bits: 1 register, and per 64 products 2
 * loads, 1 store and 3 instructions; for codes of 4 bits: 2 registers and 6 instructions. Accepts square tables with
 * cells of 8 bits, of codes of at most 3 bits, and centrosymmetric ones of 4; with narrower vectors, of at most 2, and
 * centrosymmetric ones of 3.
 */
public final class RegisterLayout implements Layout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final short[] EIGHTS = Lanes.ofShorts(8);
    private static final int LANES = BYTES.length();

    /** Bits of the index of a lane. */
    private static final int LANE_BITS = Integer.numberOfTrailingZeros(LANES);

    /** Bits of the largest codes whose table fits a vector. */
    private static final int WHOLE_BITS = LANE_BITS / 2;

    /** Bits of the largest codes of which half a table fits two vectors. */
    private static final int HALVED_BITS = LANE_BITS / 2 + 1;

    /** Cells from one row to the next, whatever the codes of the table. */
    private static final short WHOLE_ROW = (short) (1 << WHOLE_BITS);

    private static final short HALVED_ROW = (short) (1 << HALVED_BITS);
    private static final byte LAST_INDEX = (byte) ((1 << 2 * HALVED_BITS) - 1);

    /**
     * Vectors of cells from one flush to the next. Each adds two bytes to every 16-bit lane: 128 x 2 x 255 < 65,536.
     */
    private static final int FLUSH_INTERVAL = 128;

    private final ScalarLayout scalar;
    private final boolean whole;
    private final byte[] cells = new byte[2 * LANES];

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public RegisterLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    ("a table in one shuffle is square and has cells of 8 bits, and codes of 2"
                                    + " to %d bits on this machine, or of %d if it is centrosymmetric")
                            .formatted(WHOLE_BITS, HALVED_BITS));
        }
        scalar = new ScalarLayout(table);
        whole = table.rowFormat().bits() <= WHOLE_BITS;
        int codes = table.rowFormat().codes();
        int rows = whole ? codes : codes / 2;
        int length = whole ? WHOLE_ROW : HALVED_ROW;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < codes; column++) {
                cells[row * length + column] = (byte) table.cell(row, column);
            }
        }
    }

    /** Whether one shuffle of this machine can read {@code table}. */
    public static boolean accepts(ProductTable table) {
        int bits = table.rowFormat().bits();
        return bits == table.columnFormat().bits()
                && table.cellBits() == 8
                && LANES <= 64
                && (bits <= WHOLE_BITS || bits == HALVED_BITS && table.isCentrosymmetric());
    }

    @Override
    public String name() {
        return "registers";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int stop = from + (to - from & -LANES);
        // A loop for each shape: a loop that chose the shape inside would keep its vectors on the heap.
        if (whole) {
            multiplyWhole(a, b, out, from, stop);
        } else {
            multiplyHalved(a, b, out, from, stop);
        }
        if (stop < to) {
            scalar.multiply(a, b, out, stop, to);
        }
    }

    private void multiplyWhole(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector table = ByteVector.fromArray(BYTES, cells, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index = row.reinterpretAsShorts()
                    .mul(WHOLE_ROW)
                    .reinterpretAsBytes()
                    .or(column);
            index.selectFrom(table).intoArray(out, i);
        }
    }

    private void multiplyHalved(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index = row.reinterpretAsShorts()
                    .mul(HALVED_ROW)
                    .reinterpretAsBytes()
                    .or(column);
            index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1)
                    .intoArray(out, i);
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
            sum += whole ? dotWhole(a, b, i, stop) : dotHalved(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private int dotWhole(byte[] a, byte[] b, int from, int to) {
        ByteVector table = ByteVector.fromArray(BYTES, cells, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index = row.reinterpretAsShorts()
                    .mul(WHOLE_ROW)
                    .reinterpretAsBytes()
                    .or(column);
            ShortVector pair = index.selectFrom(table).reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(
                    Lanes.SHIFT_SHORTS
                            ? pair.lanewise(VectorOperators.LSHR, eight)
                            : pair.lanewise(VectorOperators.LSHR, 8));
        }
        // A pair is its lower byte and 256 times its upper one. As a method for all such loops, these lines left
        // vectors on the heap in two runs of three: 1024 products took 0.6 and 12 us instead of 57 ns (Zen 3).
        IntVector sums = pairs.sub(upper.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }

    private int dotHalved(byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index = row.reinterpretAsShorts()
                    .mul(HALVED_ROW)
                    .reinterpretAsBytes()
                    .or(column);
            ShortVector pair = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1)
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(
                    Lanes.SHIFT_SHORTS
                            ? pair.lanewise(VectorOperators.LSHR, eight)
                            : pair.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector sums = pairs.sub(upper.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }
}
