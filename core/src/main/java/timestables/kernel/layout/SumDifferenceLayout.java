package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A table that falls apart into two lists, one of the sum of the codes and one of how far they are apart, as those of
 * linear codes do: {@code a * b} is a quarter of {@code (a + b)^2}, less a quarter of {@code (a - b)^2}. So two short
 * tables of one index stand for the whole table of two, rounding included.
 *
 * <p>Entries have 16 bits, and a cell is the upper byte of the sum of two; the lower bytes carry the fraction that
 * rounding cuts off. {@link SumDifferenceEntries} finds them from the cells alone, and a table that has none is
 * refused. Upper and lower bytes lie in registers of their own. The lower ones matter for the carry alone: there is one
 * if that of a sum is above the complement of that of a difference, which is what is kept.
 *
 * <p>A table of at most 6 bits is read whole if it falls apart so. Else operands are folded into the lower half of
 * their codes, as in {@link FoldedLayout}. Entries are added so that they saturate at the greatest byte: products may,
 * too, if cells have 8 bits.
 *
 * <p>With vectors of 512 bits, a whole table takes four bytes a code, 4 registers, and per 64 products 2 loads, 1 store
 * and 14 instructions, of which the 4 shuffles are of one register each. A folded one takes three bytes a code, 12
 * registers and 25 instructions. Narrower vectors would need too many shuffles; there this layout is the scalar one.
 * Accepts square tables with cells of 8 bits, of codes of at most 6 bits, and sign-symmetric ones of at most 8.
 */
public final class SumDifferenceLayout implements Layout {

    /** The lanes of a vector of 512 bits, the only one that is used. */
    private static final int LANES = 64;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final short[] EIGHTS = Lanes.ofShorts(8);
    private static final byte[] ONES = Lanes.ofBytes(1);

    /** Bits of the largest codes whose entries fit one vector: those of sums above the middle repeat those below. */
    private static final int WHOLE_BITS = 6;

    /** Bits of the largest codes of which entries of folded operands fit four and two vectors. */
    private static final int FOLDED_BITS = 8;

    /**
     * Vectors of cells from one flush to the next. Each adds two bytes to every 16-bit lane: 128 x 2 x 255 < 65,536.
     */
    private static final int FLUSH_INTERVAL = 128;

    private final ScalarLayout scalar;
    private final boolean whole;
    private final byte[] upperSums = new byte[4 * LANES];
    private final byte[] lowerSums = new byte[4 * LANES];
    private final byte[] upperDifferences = new byte[2 * LANES];
    private final byte[] carriesFrom = new byte[2 * LANES];
    private final byte[] lastSum;
    private final byte[] lastCode;
    private final byte[] halfOfCodes;
    private final byte[] lastCell;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public SumDifferenceLayout(ProductTable table) {
        SumDifferenceEntries entries = entries(table);
        if (entries == null) {
            throw new IllegalArgumentException(("a table of sums and differences is square and has cells of 8 bits that"
                            + " fall apart into two lists, and codes of at most %d bits, or of %d if it is sign-symmetric")
                    .formatted(WHOLE_BITS, FOLDED_BITS));
        }
        scalar = new ScalarLayout(table);
        whole = !entries.areFolded();
        for (int i = 0; i < entries.sums().length; i++) {
            upperSums[i] = (byte) (entries.sums()[i] >> 8);
            lowerSums[i] = (byte) entries.sums()[i];
        }
        for (int i = 0; i < entries.differences().length; i++) {
            upperDifferences[i] = (byte) (entries.differences()[i] >> 8);
            carriesFrom[i] = (byte) ~entries.differences()[i];
        }
        int codes = table.rowFormat().codes();
        lastSum = Lanes.ofBytes(2 * (codes - 1));
        lastCode = Lanes.ofBytes(codes - 1);
        halfOfCodes = Lanes.ofBytes(codes / 2);
        lastCell = Lanes.ofBytes(table.cellFormat().codes() - 1);
    }

    /** Whether {@code table} falls apart so. */
    public static boolean accepts(ProductTable table) {
        return entries(table) != null;
    }

    private static SumDifferenceEntries entries(ProductTable table) {
        int bits = table.rowFormat().bits();
        if (bits != table.columnFormat().bits() || bits > FOLDED_BITS || table.cellBits() != 8) {
            return null;
        }
        SumDifferenceEntries whole = bits <= WHOLE_BITS ? SumDifferenceEntries.whole(table) : null;
        return whole == null && table.isSignSymmetric() ? SumDifferenceEntries.folded(table) : whole;
    }

    @Override
    public String name() {
        return "sums and differences";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int stop = from + (to - from & -LANES);
        if (VectorWidth.bits() != 512) {
            stop = from;
        } else if (whole) {
            multiplyWhole(a, b, out, from, stop);
        } else {
            multiplyFolded(a, b, out, from, stop);
        }
        if (stop < to) {
            scalar.multiply(a, b, out, stop, to);
        }
    }

    private void multiplyWhole(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector upperSum = ByteVector.fromArray(BYTES, upperSums, 0);
        ByteVector lowerSum = ByteVector.fromArray(BYTES, lowerSums, 0);
        ByteVector upperDifference = ByteVector.fromArray(BYTES, upperDifferences, 0);
        ByteVector carryFrom = ByteVector.fromArray(BYTES, carriesFrom, 0);
        ByteVector last = ByteVector.fromArray(BYTES, lastSum, 0);
        ByteVector one = ByteVector.fromArray(BYTES, ONES, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector difference = row.sub(column).abs();
            ByteVector full = row.add(column);
            ByteVector sum = full.lanewise(VectorOperators.UMIN, last.sub(full));
            VectorMask<Byte> carry =
                    sum.selectFrom(lowerSum).compare(VectorOperators.UGT, difference.selectFrom(carryFrom));
            sum.selectFrom(upperSum)
                    .lanewise(VectorOperators.SUADD, difference.selectFrom(upperDifference))
                    .lanewise(VectorOperators.SUADD, one, carry)
                    .intoArray(out, i);
        }
    }

    private void multiplyFolded(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector upperSum0 = ByteVector.fromArray(BYTES, upperSums, 0);
        ByteVector upperSum1 = ByteVector.fromArray(BYTES, upperSums, LANES);
        ByteVector upperSum2 = ByteVector.fromArray(BYTES, upperSums, 2 * LANES);
        ByteVector upperSum3 = ByteVector.fromArray(BYTES, upperSums, 3 * LANES);
        ByteVector lowerSum0 = ByteVector.fromArray(BYTES, lowerSums, 0);
        ByteVector lowerSum1 = ByteVector.fromArray(BYTES, lowerSums, LANES);
        ByteVector lowerSum2 = ByteVector.fromArray(BYTES, lowerSums, 2 * LANES);
        ByteVector lowerSum3 = ByteVector.fromArray(BYTES, lowerSums, 3 * LANES);
        ByteVector upperDifference0 = ByteVector.fromArray(BYTES, upperDifferences, 0);
        ByteVector upperDifference1 = ByteVector.fromArray(BYTES, upperDifferences, LANES);
        ByteVector carryFrom0 = ByteVector.fromArray(BYTES, carriesFrom, 0);
        ByteVector carryFrom1 = ByteVector.fromArray(BYTES, carriesFrom, LANES);
        ByteVector last = ByteVector.fromArray(BYTES, lastCode, 0);
        ByteVector half = ByteVector.fromArray(BYTES, halfOfCodes, 0);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        ByteVector one = ByteVector.fromArray(BYTES, ONES, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.UGE, half);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, last));
            ByteVector lowColumn = column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, last));
            ByteVector difference = lowRow.sub(lowColumn).abs();
            ByteVector sum = lowRow.add(lowColumn);
            VectorMask<Byte> upperHalf = sum.lt((byte) 0);
            ByteVector upper =
                    sum.selectFrom(upperSum0, upperSum1).blend(sum.selectFrom(upperSum2, upperSum3), upperHalf);
            ByteVector lower =
                    sum.selectFrom(lowerSum0, lowerSum1).blend(sum.selectFrom(lowerSum2, lowerSum3), upperHalf);
            VectorMask<Byte> carry = lower.compare(VectorOperators.UGT, difference.selectFrom(carryFrom0, carryFrom1));
            upper.lanewise(VectorOperators.SUADD, difference.selectFrom(upperDifference0, upperDifference1))
                    .lanewise(VectorOperators.SUADD, one, carry)
                    .lanewise(VectorOperators.XOR, complement, negative)
                    .intoArray(out, i);
        }
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (VectorWidth.bits() != 512 || table().isSigned()) {
            // The vector loops add unsigned bytes.
            return scalar.dot(a, b, from, to);
        }
        long sum = 0;
        int i = from;
        while (i <= to - LANES) {
            int stop = i + Math.min(to - i & -LANES, FLUSH_INTERVAL * LANES);
            sum += whole ? dotWhole(a, b, i, stop) : dotFolded(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private int dotWhole(byte[] a, byte[] b, int from, int to) {
        ByteVector upperSum = ByteVector.fromArray(BYTES, upperSums, 0);
        ByteVector lowerSum = ByteVector.fromArray(BYTES, lowerSums, 0);
        ByteVector upperDifference = ByteVector.fromArray(BYTES, upperDifferences, 0);
        ByteVector carryFrom = ByteVector.fromArray(BYTES, carriesFrom, 0);
        ByteVector last = ByteVector.fromArray(BYTES, lastSum, 0);
        ByteVector one = ByteVector.fromArray(BYTES, ONES, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector uppers = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector difference = row.sub(column).abs();
            ByteVector full = row.add(column);
            ByteVector sum = full.lanewise(VectorOperators.UMIN, last.sub(full));
            VectorMask<Byte> carry =
                    sum.selectFrom(lowerSum).compare(VectorOperators.UGT, difference.selectFrom(carryFrom));
            ShortVector pair = sum.selectFrom(upperSum)
                    .lanewise(VectorOperators.SUADD, difference.selectFrom(upperDifference))
                    .lanewise(VectorOperators.SUADD, one, carry)
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            uppers = uppers.add(pair.lanewise(VectorOperators.LSHR, eight));
        }
        // A pair is its lower byte and 256 times its upper one: less 255 times that, the sum of both.
        IntVector sums = pairs.sub(uppers.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }

    private int dotFolded(byte[] a, byte[] b, int from, int to) {
        ByteVector upperSum0 = ByteVector.fromArray(BYTES, upperSums, 0);
        ByteVector upperSum1 = ByteVector.fromArray(BYTES, upperSums, LANES);
        ByteVector upperSum2 = ByteVector.fromArray(BYTES, upperSums, 2 * LANES);
        ByteVector upperSum3 = ByteVector.fromArray(BYTES, upperSums, 3 * LANES);
        ByteVector lowerSum0 = ByteVector.fromArray(BYTES, lowerSums, 0);
        ByteVector lowerSum1 = ByteVector.fromArray(BYTES, lowerSums, LANES);
        ByteVector lowerSum2 = ByteVector.fromArray(BYTES, lowerSums, 2 * LANES);
        ByteVector lowerSum3 = ByteVector.fromArray(BYTES, lowerSums, 3 * LANES);
        ByteVector upperDifference0 = ByteVector.fromArray(BYTES, upperDifferences, 0);
        ByteVector upperDifference1 = ByteVector.fromArray(BYTES, upperDifferences, LANES);
        ByteVector carryFrom0 = ByteVector.fromArray(BYTES, carriesFrom, 0);
        ByteVector carryFrom1 = ByteVector.fromArray(BYTES, carriesFrom, LANES);
        ByteVector last = ByteVector.fromArray(BYTES, lastCode, 0);
        ByteVector half = ByteVector.fromArray(BYTES, halfOfCodes, 0);
        ByteVector complement = ByteVector.fromArray(BYTES, lastCell, 0);
        ByteVector one = ByteVector.fromArray(BYTES, ONES, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector uppers = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            VectorMask<Byte> negative =
                    row.lanewise(VectorOperators.XOR, column).compare(VectorOperators.UGE, half);
            ByteVector lowRow = row.lanewise(VectorOperators.UMIN, row.lanewise(VectorOperators.XOR, last));
            ByteVector lowColumn = column.lanewise(VectorOperators.UMIN, column.lanewise(VectorOperators.XOR, last));
            ByteVector difference = lowRow.sub(lowColumn).abs();
            ByteVector sum = lowRow.add(lowColumn);
            VectorMask<Byte> upperHalf = sum.lt((byte) 0);
            ByteVector upper =
                    sum.selectFrom(upperSum0, upperSum1).blend(sum.selectFrom(upperSum2, upperSum3), upperHalf);
            ByteVector lower =
                    sum.selectFrom(lowerSum0, lowerSum1).blend(sum.selectFrom(lowerSum2, lowerSum3), upperHalf);
            VectorMask<Byte> carry = lower.compare(VectorOperators.UGT, difference.selectFrom(carryFrom0, carryFrom1));
            ShortVector pair = upper.lanewise(
                            VectorOperators.SUADD, difference.selectFrom(upperDifference0, upperDifference1))
                    .lanewise(VectorOperators.SUADD, one, carry)
                    .lanewise(VectorOperators.XOR, complement, negative)
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            uppers = uppers.add(pair.lanewise(VectorOperators.LSHR, eight));
        }
        IntVector sums = pairs.sub(uppers.mul((short) 255)).reinterpretAsInts();
        return sums.and(0xffff).add(sums.lanewise(VectorOperators.LSHR, 16)).reduceLanes(VectorOperators.ADD);
    }
}
