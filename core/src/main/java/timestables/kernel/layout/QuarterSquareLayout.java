package timestables.kernel.layout;

import java.util.Objects;
import java.util.stream.IntStream;
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
 * Exact products of signed 8-bit integers by a table of quarter squares: with {@code q(x) = floor(x * x / 4)},
 * {@code |a| * |b| = q(|a| + |b|) - q(||a| - |b||)}, because both roundings take off the same. So 256 entries stand for
 * all 65,536 products. In hardware, this is E. L. Johnson, <em>A Digital Quarter Square Multiplier</em>, IEEE Trans.
 * Computers 29 (1980).
 *
 * <p>Bytes: 512. Registers, with vectors of 512 bits: 8 for the entries, whose lower and upper bytes are looked up
 * apart, and 3 for constants. Per 64 products: 2 loads, 2 stores and 28 instructions. The shuffles of narrower vectors
 * reach too few entries; there this layout is the scalar one. Accepts the {@linkplain ProductTable#exact exact} table
 * of 8-bit codes.
 */
public final class QuarterSquareLayout implements Layout {

    /** The greatest magnitude, which -128 counts as. */
    static final int LIMIT = 127;

    /** The lanes of a vector of 512 bits, the only one that is used. */
    static final int LANES = 64;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    /** {@code -LIMIT} in every lane. */
    static final byte[] LEAST = Lanes.ofBytes(-LIMIT);

    /** Selects from two vectors: a byte of the one, then a byte of the other. */
    static final byte[] INTERLEAVE = new byte[2 * LANES];

    /** The lower bytes of the quarter squares. */
    private static final byte[] LOWER = new byte[4 * LANES];

    /** The upper bytes of the quarter squares. */
    private static final byte[] UPPER = new byte[4 * LANES];

    static {
        for (int i = 0; i < LANES; i++) {
            INTERLEAVE[2 * i] = (byte) i;
            INTERLEAVE[2 * i + 1] = (byte) (LANES + i);
        }
        for (int x = 0; x < 4 * LANES; x++) {
            LOWER[x] = (byte) (x * x / 4);
            UPPER[x] = (byte) (x * x / 4 >> 8);
        }
    }

    /** Added to the sum of two products, it makes that an unsigned 16-bit integer. */
    static final short BIAS = 2 * LIMIT * LIMIT;

    /**
     * Vectors of products from one flush to the next. Each adds 32 unsigned 16-bit integers, and 1,024 x 32 x 65,535 <
     * 2^31.
     */
    static final int FLUSH_INTERVAL = 1024;

    private final ScalarLayout scalar;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public QuarterSquareLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "quarter squares give the exact 16-bit products of signed 8-bit codes, and no others");
        }
        scalar = new ScalarLayout(table);
    }

    /** Whether every cell of {@code table} is the exact product of its codes, signed, with -128 as -127. */
    public static boolean accepts(ProductTable table) {
        return table.rowFormat().bits() == 8
                && table.columnFormat().bits() == 8
                && table.cellBits() == 16
                && IntStream.range(0, 1 << 16)
                        .allMatch(i -> table.addend(i >> 8, i & 0xff)
                                == Math.max((byte) (i >> 8), -LIMIT) * Math.max((byte) i, -LIMIT));
    }

    @Override
    public String name() {
        return "quarter squares";
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
        ByteVector lower0 = ByteVector.fromArray(BYTES, LOWER, 0);
        ByteVector lower1 = ByteVector.fromArray(BYTES, LOWER, LANES);
        ByteVector lower2 = ByteVector.fromArray(BYTES, LOWER, 2 * LANES);
        ByteVector lower3 = ByteVector.fromArray(BYTES, LOWER, 3 * LANES);
        ByteVector upper0 = ByteVector.fromArray(BYTES, UPPER, 0);
        ByteVector upper1 = ByteVector.fromArray(BYTES, UPPER, LANES);
        ByteVector upper2 = ByteVector.fromArray(BYTES, UPPER, 2 * LANES);
        ByteVector upper3 = ByteVector.fromArray(BYTES, UPPER, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, LEAST, 0);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, INTERLEAVE, LANES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector left = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector right = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector sum = left.abs().add(right.abs());
            ByteVector difference = left.abs().sub(right.abs()).abs();
            VectorMask<Byte> large = sum.lt((byte) 0);
            ByteVector sumLower = sum.selectFrom(lower0, lower1).blend(sum.selectFrom(lower2, lower3), large);
            ByteVector sumUpper = sum.selectFrom(upper0, upper1).blend(sum.selectFrom(upper2, upper3), large);
            ByteVector differenceLower = difference.selectFrom(lower0, lower1);
            ByteVector differenceUpper = difference.selectFrom(upper0, upper1);
            // A negative product is the difference with its operands exchanged.
            VectorMask<Byte> negative =
                    left.lanewise(VectorOperators.XOR, right).lt((byte) 0);
            ByteVector plusLower = sumLower.blend(differenceLower, negative);
            ByteVector plusUpper = sumUpper.blend(differenceUpper, negative);
            ByteVector minusLower = differenceLower.blend(sumLower, negative);
            ByteVector minusUpper = differenceUpper.blend(sumUpper, negative);
            ShortVector plus0 = firstHalf.selectFrom(plusLower, plusUpper).reinterpretAsShorts();
            ShortVector plus1 = secondHalf.selectFrom(plusLower, plusUpper).reinterpretAsShorts();
            ShortVector minus0 = firstHalf.selectFrom(minusLower, minusUpper).reinterpretAsShorts();
            ShortVector minus1 = secondHalf.selectFrom(minusLower, minusUpper).reinterpretAsShorts();
            plus0.sub(minus0).intoArray(out, i);
            plus1.sub(minus1).intoArray(out, i + LANES / 2);
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
            int stop = i + Math.min(to - i & -LANES, FLUSH_INTERVAL * LANES);
            sum += dotVectors(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private static long dotVectors(byte[] a, byte[] b, int from, int to) {
        ByteVector lower0 = ByteVector.fromArray(BYTES, LOWER, 0);
        ByteVector lower1 = ByteVector.fromArray(BYTES, LOWER, LANES);
        ByteVector lower2 = ByteVector.fromArray(BYTES, LOWER, 2 * LANES);
        ByteVector lower3 = ByteVector.fromArray(BYTES, LOWER, 3 * LANES);
        ByteVector upper0 = ByteVector.fromArray(BYTES, UPPER, 0);
        ByteVector upper1 = ByteVector.fromArray(BYTES, UPPER, LANES);
        ByteVector upper2 = ByteVector.fromArray(BYTES, UPPER, 2 * LANES);
        ByteVector upper3 = ByteVector.fromArray(BYTES, UPPER, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, LEAST, 0);
        ByteVector firstHalf = ByteVector.fromArray(BYTES, INTERLEAVE, 0);
        ByteVector secondHalf = ByteVector.fromArray(BYTES, INTERLEAVE, LANES);
        ShortVector bias = ShortVector.broadcast(SHORTS, BIAS);
        IntVector pairs = IntVector.zero(INTS);
        IntVector uppers = pairs;
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector left = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector right = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector sum = left.abs().add(right.abs());
            ByteVector difference = left.abs().sub(right.abs()).abs();
            VectorMask<Byte> large = sum.lt((byte) 0);
            ByteVector sumLower = sum.selectFrom(lower0, lower1).blend(sum.selectFrom(lower2, lower3), large);
            ByteVector sumUpper = sum.selectFrom(upper0, upper1).blend(sum.selectFrom(upper2, upper3), large);
            ByteVector differenceLower = difference.selectFrom(lower0, lower1);
            ByteVector differenceUpper = difference.selectFrom(upper0, upper1);
            VectorMask<Byte> negative =
                    left.lanewise(VectorOperators.XOR, right).lt((byte) 0);
            ByteVector plusLower = sumLower.blend(differenceLower, negative);
            ByteVector plusUpper = sumUpper.blend(differenceUpper, negative);
            ByteVector minusLower = differenceLower.blend(sumLower, negative);
            ByteVector minusUpper = differenceUpper.blend(sumUpper, negative);
            ShortVector plus0 = firstHalf.selectFrom(plusLower, plusUpper).reinterpretAsShorts();
            ShortVector plus1 = secondHalf.selectFrom(plusLower, plusUpper).reinterpretAsShorts();
            ShortVector minus0 = firstHalf.selectFrom(minusLower, minusUpper).reinterpretAsShorts();
            ShortVector minus1 = secondHalf.selectFrom(minusLower, minusUpper).reinterpretAsShorts();
            IntVector pair = plus0.sub(minus0).add(plus1.sub(minus1)).add(bias).reinterpretAsInts();
            pairs = pairs.add(pair);
            uppers = uppers.add(pair.lanewise(VectorOperators.LSHR, sixteen));
        }
        IntVector lowers = pairs.sub(uppers.lanewise(VectorOperators.LSHL, 16));
        return lowers.add(uppers).reduceLanes(VectorOperators.ADD) - (long) (to - from) / 2 * BIAS;
    }
}
