package timestables.kernel.block;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A block in each lane: of {@value #LANES} blocks, the first codes lie side by side, then the second ones, and so on.
 * So blocks are summed without one addition across lanes, and 64 sums are done at once. Where fewer blocks are left,
 * they lie side by side likewise; a last, shorter block stays in its own order.
 *
 * <p>The table lies in registers: cells of 8 bits in four, or half of them in two, where negating both operands flips
 * some bits of their codes, the first among them, as it does with a sign and a magnitude; cells of 16 bits in eight, as
 * two planes of bytes.
 *
 * <p>Per 64 products: 2 loads, and 8 instructions, 9 or 13; and some 20 for every 64 blocks. Accepts square tables of
 * codes of 4 bits, and blocks of at most 256 operands, where vectors have 512 bits.
 */
public final class LaneBlockDot extends BlockDot {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;

    /** The lanes of a vector of bytes. */
    static final int LANES = 64;

    private static final int QUARTER = LANES / 4;
    private static final int BITS = 4;
    private static final int CELLS = 1 << 2 * BITS;

    /** Operands in the longest block, whose bytes are added up in 16 bits: 256 x 255 < 65,536. */
    private static final int LONGEST_BLOCK = 256;

    private static final short[] FOURS = Lanes.ofShorts(BITS);
    private static final short[] EIGHTS = Lanes.ofShorts(8);
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    private static final ThreadLocal<int[]> SUMS = ThreadLocal.withInitial(() -> new int[2 * LANES]);

    private final boolean planes;

    /** By row and column: their lower bytes, and behind them the upper ones, if there are any. */
    private final byte[] cells = new byte[2 * CELLS];

    /** The bits of an index that may all be flipped, in every lane; zeros where there are none. */
    private final byte[] flip;

    /** See {@link BlockDot#best} for the arguments. */
    public LaneBlockDot(ProductTable table, int blockLength) {
        super(table, blockLength);
        if (!accepts(table, blockLength)) {
            throw new IllegalArgumentException(
                    "blocks in lanes have at most 256 operands, vectors of 512 bits, and codes of 4");
        }
        planes = table.cellBits() == 16;
        for (int i = 0; i < CELLS; i++) {
            int cell = table.cell(i >> BITS, i & (1 << BITS) - 1);
            cells[i] = (byte) cell;
            cells[CELLS + i] = (byte) (cell >> 8);
        }
        flip = Lanes.ofBytes(flip());
    }

    /** Whether this machine's registers hold {@code table}, and a lane the sum of a block. */
    public static boolean accepts(ProductTable table, int blockLength) {
        return VectorWidth.bits() == 512
                && blockLength <= LONGEST_BLOCK
                && table.rowFormat().bits() == BITS
                && table.columnFormat().bits() == BITS;
    }

    /** Bits, the first among them, that lead from each index to one with the same cell; 0 if there are none. */
    private int flip() {
        for (int bits = CELLS / 2; bits < CELLS; bits++) {
            boolean isSame = true;
            for (int i = 0; i < CELLS / 2; i++) {
                isSame &= cells[i] == cells[i ^ bits];
            }
            if (isSame) {
                return bits;
            }
        }
        return 0;
    }

    private boolean isHalf() {
        return flip[0] != 0;
    }

    @Override
    public String name() {
        if (planes) {
            return "registers, two planes, blocks in lanes";
        }
        return isHalf() ? "registers, half a table, blocks in lanes" : "registers, blocks in lanes";
    }

    /**
     * The lane of a block. The sums of every fourth lane come out side by side, and so the blocks of these are
     * neighbours.
     */
    private static int laneOf(int block) {
        return block % QUARTER * 4 + block / QUARTER;
    }

    /** The position that lane {@code lane} of the sums comes out at: the inverse of {@link #laneOf}. */
    private static int sumOf(int lane) {
        return lane % 4 * QUARTER + lane / 4;
    }

    @Override
    void order(byte[] codes, int from, int to) {
        int length = blockLength();
        byte[] copy = new byte[LANES * length];
        for (int start = from; start < to; start += LANES * length) {
            int blocks = Math.min((to - start) / length, LANES);
            System.arraycopy(codes, start, copy, 0, blocks * length);
            for (int i = 0; i < blocks * length; i++) {
                int lane = blocks == LANES ? laneOf(i / length) : i / length;
                codes[start + i % length * blocks + lane] = copy[i];
            }
        }
    }

    @Override
    void addBlocks(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, float[] sums) {
        int length = blockLength();
        int group = LANES * length;
        int[] blocks = SUMS.get();
        int start = from;
        int block = 0;
        for (; start <= to - group; start += group, block += LANES) {
            sum(a, b, start, LANES, blocks);
            scale(blocks, aScales, bScales, block, excess(length), sums);
        }
        int left = (to - start) / length;
        if (left > 0) {
            sumLeft(a, b, start, left, blocks);
            for (int i = 0; i < left; i++) {
                add(blocks[sumOf(i)], length, aScales[block + i], bScales[block + i], block + i, sums);
            }
        }
        addInOrder(a, aScales, b, bScales, start + left * length, to, block + left, sums);
    }

    /** Sums fewer blocks than there are lanes; the other lanes read what lies behind, and their sums are not used. */
    private void sumLeft(byte[] a, byte[] b, int from, int left, int[] blocks) {
        int last = from + (blockLength() - 1) * left;
        if (last + LANES <= Math.min(a.length, b.length)) {
            sum(a, b, from, left, blocks);
            return;
        }
        for (int lane = 0; lane < left; lane++) {
            blocks[sumOf(lane)] = sum(a, b, from + lane, blockLength(), left);
        }
    }

    /** Sums a block in each lane; the codes of a block lie {@code stride} apart. */
    private void sum(byte[] a, byte[] b, int from, int stride, int[] blocks) {
        int to = from + blockLength() * stride;
        if (planes) {
            sumOfPlanes(a, b, from, to, stride, blocks);
        } else if (isHalf()) {
            sumOfHalf(a, b, from, to, stride, blocks);
        } else {
            sumOfWhole(a, b, from, to, stride, blocks);
        }
    }

    private void sumOfHalf(byte[] a, byte[] b, int from, int to, int stride, int[] blocks) {
        ByteVector cells0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector cells1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector flip = ByteVector.fromArray(BYTES, this.flip, 0);
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        for (int i = from; i < to; i += stride) {
            ByteVector index = ByteVector.fromArray(BYTES, a, i)
                    .reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, four)
                    .reinterpretAsBytes()
                    .or(ByteVector.fromArray(BYTES, b, i));
            // The lesser of both indexes lies in the first half of the table.
            ShortVector pair = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, flip))
                    .selectFrom(cells0, cells1)
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(pair.lanewise(VectorOperators.LSHR, eight));
        }
        // A pair is its lower byte and 256 times its upper one.
        pairs.sub(upper.lanewise(VectorOperators.LSHL, eight))
                .reinterpretAsInts()
                .intoArray(blocks, 0);
        upper.reinterpretAsInts().intoArray(blocks, QUARTER);
        split(blocks);
    }

    private void sumOfWhole(byte[] a, byte[] b, int from, int to, int stride, int[] blocks) {
        ByteVector cells0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector cells1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector cells2 = ByteVector.fromArray(BYTES, cells, 2 * LANES);
        ByteVector cells3 = ByteVector.fromArray(BYTES, cells, 3 * LANES);
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        for (int i = from; i < to; i += stride) {
            ByteVector index = ByteVector.fromArray(BYTES, a, i)
                    .reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, four)
                    .reinterpretAsBytes()
                    .or(ByteVector.fromArray(BYTES, b, i));
            ShortVector pair = index.selectFrom(cells0, cells1)
                    .blend(index.selectFrom(cells2, cells3), index.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(pair.lanewise(VectorOperators.LSHR, eight));
        }
        pairs.sub(upper.lanewise(VectorOperators.LSHL, eight))
                .reinterpretAsInts()
                .intoArray(blocks, 0);
        upper.reinterpretAsInts().intoArray(blocks, QUARTER);
        split(blocks);
    }

    private void sumOfPlanes(byte[] a, byte[] b, int from, int to, int stride, int[] blocks) {
        ByteVector lower0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector lower1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector lower2 = ByteVector.fromArray(BYTES, cells, 2 * LANES);
        ByteVector lower3 = ByteVector.fromArray(BYTES, cells, 3 * LANES);
        ByteVector upper0 = ByteVector.fromArray(BYTES, cells, 4 * LANES);
        ByteVector upper1 = ByteVector.fromArray(BYTES, cells, 5 * LANES);
        ByteVector upper2 = ByteVector.fromArray(BYTES, cells, 6 * LANES);
        ByteVector upper3 = ByteVector.fromArray(BYTES, cells, 7 * LANES);
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector lowerPairs = ShortVector.zero(SHORTS);
        ShortVector lowerOdd = lowerPairs;
        ShortVector upperPairs = lowerPairs;
        ShortVector upperOdd = lowerPairs;
        for (int i = from; i < to; i += stride) {
            ByteVector index = ByteVector.fromArray(BYTES, a, i)
                    .reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, four)
                    .reinterpretAsBytes()
                    .or(ByteVector.fromArray(BYTES, b, i));
            VectorMask<Byte> lastTwo = index.test(VectorOperators.IS_NEGATIVE);
            ShortVector lower = index.selectFrom(lower0, lower1)
                    .blend(index.selectFrom(lower2, lower3), lastTwo)
                    .reinterpretAsShorts();
            ShortVector upper = index.selectFrom(upper0, upper1)
                    .blend(index.selectFrom(upper2, upper3), lastTwo)
                    .reinterpretAsShorts();
            lowerPairs = lowerPairs.add(lower);
            lowerOdd = lowerOdd.add(lower.lanewise(VectorOperators.LSHR, eight));
            upperPairs = upperPairs.add(upper);
            upperOdd = upperOdd.add(upper.lanewise(VectorOperators.LSHR, eight));
        }
        upperPairs
                .sub(upperOdd.lanewise(VectorOperators.LSHL, eight))
                .reinterpretAsInts()
                .intoArray(blocks, 0);
        upperOdd.reinterpretAsInts().intoArray(blocks, QUARTER);
        split(blocks);
        for (int i = 0; i < LANES; i += QUARTER) {
            IntVector.fromArray(INTS, blocks, i).mul(256).intoArray(blocks, LANES + i);
        }
        lowerPairs
                .sub(lowerOdd.lanewise(VectorOperators.LSHL, eight))
                .reinterpretAsInts()
                .intoArray(blocks, 0);
        lowerOdd.reinterpretAsInts().intoArray(blocks, QUARTER);
        split(blocks);
        for (int i = 0; i < LANES; i += QUARTER) {
            IntVector.fromArray(INTS, blocks, i)
                    .add(IntVector.fromArray(INTS, blocks, LANES + i))
                    .intoArray(blocks, i);
        }
    }

    /** Takes two vectors of sums of 16 bits apart, into four. */
    private static void split(int[] blocks) {
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        for (int i = 0; i < 2 * QUARTER; i += QUARTER) {
            IntVector both = IntVector.fromArray(INTS, blocks, i);
            both.and(0xffff).intoArray(blocks, i);
            both.lanewise(VectorOperators.LSHR, sixteen).intoArray(blocks, i + 2 * QUARTER);
        }
    }

    /** Scales the sums of {@value #LANES} blocks and adds them, {@value #QUARTER} at a time. */
    private static void scale(int[] blocks, float[] aScales, float[] bScales, int first, int excess, float[] sums) {
        FloatVector sum = FloatVector.fromArray(FLOATS, sums, 0);
        for (int i = 0; i < LANES; i += PARTIAL_SUMS) {
            FloatVector cells = (FloatVector)
                    IntVector.fromArray(INTS, blocks, i).sub(excess).convert(VectorOperators.I2F, 0);
            sum = cells.mul(FloatVector.fromArray(FLOATS, aScales, first + i))
                    .fma(FloatVector.fromArray(FLOATS, bScales, first + i), sum);
        }
        sum.intoArray(sums, 0);
    }
}
