package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * Exact products of signed 8-bit integers from four products of halves, as in long multiplication: with magnitudes
 * {@code 16 h + l}, {@code |a| * |b| = 256 ha hb + 16 (ha lb + la hb) + la lb}. An upper half has three bits, so that
 * three of the four products come from the first 128 entries of one table, by one shuffle.
 *
 * <p>Bytes: 256. Registers, with vectors of 512 bits: 4 for the entries and 8 for constants. Per 64 products: 2 loads,
 * 2 stores and 40 instructions. The shuffles of narrower vectors reach too few entries; there this layout is the scalar
 * one. Accepts the {@linkplain ProductTable#exact exact} table of 8-bit codes.
 */
public final class NibbleLayout implements Layout {

    private static final int LANES = QuarterSquareLayout.LANES;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    /** The products of two halves: of the first half's 16 values, an upper half has the first 8. */
    private static final byte[] PRODUCTS = new byte[4 * LANES];

    private static final byte[] SIGN = Lanes.ofBytes(0x80);
    private static final byte[] UPPER_HALF = Lanes.ofBytes(0x70);
    private static final byte[] LOWER_HALF = Lanes.ofBytes(0x0f);
    private static final short[] FOUR = Lanes.ofShorts(4);
    private static final short[] FIFTEEN = Lanes.ofShorts(15);

    static {
        for (int i = 0; i < PRODUCTS.length; i++) {
            PRODUCTS[i] = (byte) ((i >> 4) * (i & 0x0f));
        }
    }

    private final ScalarLayout scalar;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public NibbleLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "products of halves give the exact 16-bit products of signed 8-bit codes, and no others");
        }
        scalar = new ScalarLayout(table);
    }

    /** Whether every cell of {@code table} is the exact product of its codes, signed, with -128 as -127. */
    public static boolean accepts(ProductTable table) {
        return QuarterSquareLayout.accepts(table);
    }

    @Override
    public String name() {
        return "nibbles";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int done = VectorWidth.bits() == 512 ? multiplyVectors(a, b, out, from, to) : from;
        if (done < to) {
            scalar.multiply(a, b, out, done, to);
        }
    }

    private static int multiplyVectors(byte[] a, byte[] b, short[] out, int from, int to) {
        ByteVector products0 = ByteVector.fromArray(BYTES, PRODUCTS, 0);
        ByteVector products1 = ByteVector.fromArray(BYTES, PRODUCTS, LANES);
        ByteVector products2 = ByteVector.fromArray(BYTES, PRODUCTS, 2 * LANES);
        ByteVector products3 = ByteVector.fromArray(BYTES, PRODUCTS, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, QuarterSquareLayout.LEAST, 0);
        ByteVector sign = ByteVector.fromArray(BYTES, SIGN, 0);
        ByteVector upperHalf = ByteVector.fromArray(BYTES, UPPER_HALF, 0);
        ByteVector lowerHalf = ByteVector.fromArray(BYTES, LOWER_HALF, 0);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, QuarterSquareLayout.INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, QuarterSquareLayout.INTERLEAVE, LANES);
        ShortVector four = ShortVector.fromArray(SHORTS, FOUR, 0);
        ShortVector fifteen = ShortVector.fromArray(SHORTS, FIFTEEN, 0);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector x = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector y = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector signs = x.lanewise(VectorOperators.XOR, y).and(sign);
            ByteVector left = x.abs();
            ByteVector right = y.abs();
            ByteVector leftUpper = left.and(upperHalf);
            ByteVector rightLower = right.and(lowerHalf);
            // Bytes move by shifts of shorts: what comes in from the neighbour is masked off.
            ByteVector leftMoved = left.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, four)
                    .reinterpretAsBytes();
            ByteVector rightMoved = right.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, four)
                    .reinterpretAsBytes();
            ByteVector upper = leftUpper.or(rightMoved.and(lowerHalf)).selectFrom(products0, products1);
            ByteVector middle = leftUpper
                    .or(rightLower)
                    .selectFrom(products0, products1)
                    .add(right.and(upperHalf).or(left.and(lowerHalf)).selectFrom(products0, products1));
            ByteVector lowers = leftMoved.and(lowerHalf.not()).or(rightLower);
            ByteVector lower = lowers.selectFrom(products0, products1)
                    .blend(lowers.selectFrom(products2, products3), lowers.lt((byte) 0));
            // The sign is carried above the middle product, and shifted out when that moves to its place.
            ShortVector middle0 = firstHalf.selectFrom(middle, signs).reinterpretAsShorts();
            ShortVector middle1 = secondHalf.selectFrom(middle, signs).reinterpretAsShorts();
            ShortVector product0 = firstHalf
                    .selectFrom(lower, upper)
                    .reinterpretAsShorts()
                    .add(middle0.lanewise(VectorOperators.LSHL, four));
            ShortVector product1 = secondHalf
                    .selectFrom(lower, upper)
                    .reinterpretAsShorts()
                    .add(middle1.lanewise(VectorOperators.LSHL, four));
            ShortVector negative0 = middle0.lanewise(VectorOperators.ASHR, fifteen);
            ShortVector negative1 = middle1.lanewise(VectorOperators.ASHR, fifteen);
            product0.lanewise(VectorOperators.XOR, negative0).sub(negative0).intoArray(out, i);
            product1.lanewise(VectorOperators.XOR, negative1).sub(negative1).intoArray(out, i + LANES / 2);
        }
        return i;
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (VectorWidth.bits() != 512) {
            return scalar.dot(a, b, from, to);
        }
        long sum = 0;
        int i = from;
        while (i <= to - LANES) {
            int stop = i + Math.min(to - i & -LANES, QuarterSquareLayout.FLUSH_INTERVAL * LANES);
            sum += dotVectors(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private static long dotVectors(byte[] a, byte[] b, int from, int to) {
        ByteVector products0 = ByteVector.fromArray(BYTES, PRODUCTS, 0);
        ByteVector products1 = ByteVector.fromArray(BYTES, PRODUCTS, LANES);
        ByteVector products2 = ByteVector.fromArray(BYTES, PRODUCTS, 2 * LANES);
        ByteVector products3 = ByteVector.fromArray(BYTES, PRODUCTS, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, QuarterSquareLayout.LEAST, 0);
        ByteVector sign = ByteVector.fromArray(BYTES, SIGN, 0);
        ByteVector upperHalf = ByteVector.fromArray(BYTES, UPPER_HALF, 0);
        ByteVector lowerHalf = ByteVector.fromArray(BYTES, LOWER_HALF, 0);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, QuarterSquareLayout.INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, QuarterSquareLayout.INTERLEAVE, LANES);
        ShortVector four = ShortVector.fromArray(SHORTS, FOUR, 0);
        ShortVector fifteen = ShortVector.fromArray(SHORTS, FIFTEEN, 0);
        ShortVector bias = ShortVector.broadcast(SHORTS, QuarterSquareLayout.BIAS);
        IntVector pairs = IntVector.zero(INTS);
        IntVector uppers = pairs;
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector x = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector y = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector signs = x.lanewise(VectorOperators.XOR, y).and(sign);
            ByteVector left = x.abs();
            ByteVector right = y.abs();
            ByteVector leftUpper = left.and(upperHalf);
            ByteVector rightLower = right.and(lowerHalf);
            ByteVector leftMoved = left.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, four)
                    .reinterpretAsBytes();
            ByteVector rightMoved = right.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, four)
                    .reinterpretAsBytes();
            ByteVector upper = leftUpper.or(rightMoved.and(lowerHalf)).selectFrom(products0, products1);
            ByteVector middle = leftUpper
                    .or(rightLower)
                    .selectFrom(products0, products1)
                    .add(right.and(upperHalf).or(left.and(lowerHalf)).selectFrom(products0, products1));
            ByteVector lowers = leftMoved.and(lowerHalf.not()).or(rightLower);
            ByteVector lower = lowers.selectFrom(products0, products1)
                    .blend(lowers.selectFrom(products2, products3), lowers.lt((byte) 0));
            ShortVector middle0 = firstHalf.selectFrom(middle, signs).reinterpretAsShorts();
            ShortVector middle1 = secondHalf.selectFrom(middle, signs).reinterpretAsShorts();
            ShortVector product0 = firstHalf
                    .selectFrom(lower, upper)
                    .reinterpretAsShorts()
                    .add(middle0.lanewise(VectorOperators.LSHL, four));
            ShortVector product1 = secondHalf
                    .selectFrom(lower, upper)
                    .reinterpretAsShorts()
                    .add(middle1.lanewise(VectorOperators.LSHL, four));
            ShortVector negative0 = middle0.lanewise(VectorOperators.ASHR, fifteen);
            ShortVector negative1 = middle1.lanewise(VectorOperators.ASHR, fifteen);
            IntVector pair = product0.lanewise(VectorOperators.XOR, negative0)
                    .sub(negative0)
                    .add(product1.lanewise(VectorOperators.XOR, negative1).sub(negative1))
                    .add(bias)
                    .reinterpretAsInts();
            pairs = pairs.add(pair);
            uppers = uppers.add(pair.lanewise(VectorOperators.LSHR, sixteen));
        }
        IntVector pairsLower = pairs.sub(uppers.lanewise(VectorOperators.LSHL, 16));
        return pairsLower.add(uppers).reduceLanes(VectorOperators.ADD)
                - (long) (to - from) / 2 * QuarterSquareLayout.BIAS;
    }
}
