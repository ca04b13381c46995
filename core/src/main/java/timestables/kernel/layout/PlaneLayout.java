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
 * A small table with cells of 16 bits as two planes of bytes, the upper and the lower ones, each in vector registers.
 * One index finds both bytes of a cell, and a sum of cells is 256 times the sum of the upper bytes, plus that of the
 * lower ones: no lane has to be wider than those of a table with cells of 8 bits.
 *
 * <p>The index of a product is {@code row code << bits | column code}. Of a
 * {@linkplain ProductTable#isCentrosymmetric() centrosymmetric} table whose planes do not fit two vectors each, half is
 * kept, as {@link RegisterLayout} does; of any other, four vectors a plane.
 *
 * <p>Bytes: four vectors, or eight. With vectors of 512 bits, for codes of 4 bits: 4 registers if the table is
 * centrosymmetric, and per 64 sums 2 loads and 12 instructions, two shuffles of two vectors among them; else 8
 * registers, and 15 instructions with four such shuffles. Accepts square tables with cells of 16 bits, of codes of at
 * most 4 bits; with narrower vectors, of at most 3.
 */
public final class PlaneLayout implements Layout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final short[] EIGHTS = Lanes.ofShorts(8);
    private static final int LANES = BYTES.length();

    /** Bits of the largest codes whose planes fit four vectors. */
    private static final int MOST_BITS = LANES == 64 ? 4 : 3;

    /** Cells from one row to the next, whatever the codes of the table. */
    private static final short ROW = (short) (1 << MOST_BITS);

    private static final int VECTORS = 4;

    /** Vectors from the lower plane to the upper one. */
    private static final int UPPER = VECTORS;

    /** Indexes below it, unsigned, are in the first two vectors of a plane. */
    private static final byte FIRST_TWO = (byte) (2 * LANES);

    /**
     * Vectors of cells from one flush to the next. Each adds two bytes to every 16-bit lane: 128 x 2 x 255 < 65,536.
     */
    private static final int FLUSH_INTERVAL = 128;

    /** Selects from two vectors: a byte of the one, then a byte of the other. */
    private static final byte[] INTERLEAVE = new byte[2 * LANES];

    static {
        for (int i = 0; i < LANES; i++) {
            INTERLEAVE[2 * i] = (byte) i;
            INTERLEAVE[2 * i + 1] = (byte) (LANES + i);
        }
    }

    private final ScalarLayout scalar;
    private final boolean twoVectors;
    private final byte[] planes = new byte[2 * VECTORS * LANES];

    /** What complements an index, in every lane; zero where the whole table is kept. */
    private final byte[] complement;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public PlaneLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "a table in two planes is square and has cells of 16 bits, and codes of 2 to %d bits on this machine"
                            .formatted(MOST_BITS));
        }
        scalar = new ScalarLayout(table);
        int codes = table.rowFormat().codes();
        boolean whole = codes * ROW <= 2 * LANES;
        twoVectors = whole || table.isCentrosymmetric();
        complement = Lanes.ofBytes(twoVectors && !whole ? ROW * ROW - 1 : 0);
        for (int row = 0; row < codes; row++) {
            for (int column = 0; column < codes; column++) {
                int cell = table.cell(row, column);
                planes[row * ROW + column] = (byte) cell;
                planes[UPPER * LANES + row * ROW + column] = (byte) (cell >> 8);
            }
        }
    }

    /** Whether the planes of {@code table} fit this machine's registers. */
    public static boolean accepts(ProductTable table) {
        int bits = table.rowFormat().bits();
        return bits == table.columnFormat().bits() && table.cellBits() == 16 && LANES <= 64 && bits <= MOST_BITS;
    }

    @Override
    public String name() {
        return "registers, two planes";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int stop = from + (to - from & -LANES);
        if (twoVectors) {
            multiplyTwo(a, b, out, from, stop);
        } else {
            multiplyFour(a, b, out, from, stop);
        }
        if (stop < to) {
            scalar.multiply(a, b, out, stop, to);
        }
    }

    private void multiplyTwo(byte[] a, byte[] b, short[] out, int from, int to) {
        ByteVector lower0 = vector(0);
        ByteVector lower1 = vector(1);
        ByteVector upper0 = vector(UPPER);
        ByteVector upper1 = vector(UPPER + 1);
        ByteVector complement = ByteVector.fromArray(BYTES, this.complement, 0);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, INTERLEAVE, LANES);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector whole =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector index = whole.lanewise(VectorOperators.UMIN, whole.lanewise(VectorOperators.XOR, complement));
            ByteVector lower = index.selectFrom(lower0, lower1);
            ByteVector upper = index.selectFrom(upper0, upper1);
            firstHalf.selectFrom(lower, upper).reinterpretAsShorts().intoArray(out, i);
            secondHalf.selectFrom(lower, upper).reinterpretAsShorts().intoArray(out, i + LANES / 2);
        }
    }

    private void multiplyFour(byte[] a, byte[] b, short[] out, int from, int to) {
        ByteVector lower0 = vector(0);
        ByteVector lower1 = vector(1);
        ByteVector lower2 = vector(2);
        ByteVector lower3 = vector(3);
        ByteVector upper0 = vector(UPPER);
        ByteVector upper1 = vector(UPPER + 1);
        ByteVector upper2 = vector(UPPER + 2);
        ByteVector upper3 = vector(UPPER + 3);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, INTERLEAVE, LANES);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            VectorMask<Byte> lastTwo = index.compare(VectorOperators.UGE, FIRST_TWO);
            ByteVector lower = index.selectFrom(lower0, lower1).blend(index.selectFrom(lower2, lower3), lastTwo);
            ByteVector upper = index.selectFrom(upper0, upper1).blend(index.selectFrom(upper2, upper3), lastTwo);
            firstHalf.selectFrom(lower, upper).reinterpretAsShorts().intoArray(out, i);
            secondHalf.selectFrom(lower, upper).reinterpretAsShorts().intoArray(out, i + LANES / 2);
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
            sum += twoVectors ? dotTwo(a, b, i, stop) : dotFour(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private int dotTwo(byte[] a, byte[] b, int from, int to) {
        ByteVector lower0 = vector(0);
        ByteVector lower1 = vector(1);
        ByteVector upper0 = vector(UPPER);
        ByteVector upper1 = vector(UPPER + 1);
        ByteVector complement = ByteVector.fromArray(BYTES, this.complement, 0);
        ShortVector lowerPairs = ShortVector.zero(SHORTS);
        ShortVector lowerOdd = lowerPairs;
        ShortVector upperPairs = lowerPairs;
        ShortVector upperOdd = lowerPairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector whole =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector index = whole.lanewise(VectorOperators.UMIN, whole.lanewise(VectorOperators.XOR, complement));
            ShortVector lower = index.selectFrom(lower0, lower1).reinterpretAsShorts();
            ShortVector upper = index.selectFrom(upper0, upper1).reinterpretAsShorts();
            lowerPairs = lowerPairs.add(lower);
            lowerOdd = lowerOdd.add(
                    Lanes.SHIFT_SHORTS
                            ? lower.lanewise(VectorOperators.LSHR, eight)
                            : lower.lanewise(VectorOperators.LSHR, 8));
            upperPairs = upperPairs.add(upper);
            upperOdd = upperOdd.add(
                    Lanes.SHIFT_SHORTS
                            ? upper.lanewise(VectorOperators.LSHR, eight)
                            : upper.lanewise(VectorOperators.LSHR, 8));
        }
        // A pair is its lower byte and 256 times its upper one.
        IntVector lowerSums = lowerPairs.sub(lowerOdd.mul((short) 255)).reinterpretAsInts();
        IntVector upperSums = upperPairs.sub(upperOdd.mul((short) 255)).reinterpretAsInts();
        IntVector lower = lowerSums.and(0xffff).add(lowerSums.lanewise(VectorOperators.LSHR, 16));
        IntVector upper = upperSums.and(0xffff).add(upperSums.lanewise(VectorOperators.LSHR, 16));
        return upper.mul(256).add(lower).reduceLanes(VectorOperators.ADD);
    }

    private int dotFour(byte[] a, byte[] b, int from, int to) {
        ByteVector lower0 = vector(0);
        ByteVector lower1 = vector(1);
        ByteVector lower2 = vector(2);
        ByteVector lower3 = vector(3);
        ByteVector upper0 = vector(UPPER);
        ByteVector upper1 = vector(UPPER + 1);
        ByteVector upper2 = vector(UPPER + 2);
        ByteVector upper3 = vector(UPPER + 3);
        ShortVector lowerPairs = ShortVector.zero(SHORTS);
        ShortVector lowerOdd = lowerPairs;
        ShortVector upperPairs = lowerPairs;
        ShortVector upperOdd = lowerPairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            VectorMask<Byte> lastTwo = index.compare(VectorOperators.UGE, FIRST_TWO);
            ShortVector lower = index.selectFrom(lower0, lower1)
                    .blend(index.selectFrom(lower2, lower3), lastTwo)
                    .reinterpretAsShorts();
            ShortVector upper = index.selectFrom(upper0, upper1)
                    .blend(index.selectFrom(upper2, upper3), lastTwo)
                    .reinterpretAsShorts();
            lowerPairs = lowerPairs.add(lower);
            lowerOdd = lowerOdd.add(
                    Lanes.SHIFT_SHORTS
                            ? lower.lanewise(VectorOperators.LSHR, eight)
                            : lower.lanewise(VectorOperators.LSHR, 8));
            upperPairs = upperPairs.add(upper);
            upperOdd = upperOdd.add(
                    Lanes.SHIFT_SHORTS
                            ? upper.lanewise(VectorOperators.LSHR, eight)
                            : upper.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector lowerSums = lowerPairs.sub(lowerOdd.mul((short) 255)).reinterpretAsInts();
        IntVector upperSums = upperPairs.sub(upperOdd.mul((short) 255)).reinterpretAsInts();
        IntVector lower = lowerSums.and(0xffff).add(lowerSums.lanewise(VectorOperators.LSHR, 16));
        IntVector upper = upperSums.and(0xffff).add(upperSums.lanewise(VectorOperators.LSHR, 16));
        return upper.mul(256).add(lower).reduceLanes(VectorOperators.ADD);
    }

    private ByteVector vector(int at) {
        return ByteVector.fromArray(BYTES, planes, at * LANES);
    }
}
