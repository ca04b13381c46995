package timestables.kernel.block;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A block in each lane: of {@value #LANES} blocks, the first codes lie side by side, then the second ones, and so on.
 * So blocks are summed without one addition across lanes, and 64 sums are done at once. Where fewer blocks are left,
 * they lie side by side likewise; a last, shorter block stays in its own order.
 *
 * <p>The table lies in registers, as in {@link timestables.kernel.layout.RegisterLayout} and
 * {@link timestables.kernel.layout.PlaneLayout}: half of a centrosymmetric one with cells of 8 bits, in two; both
 * planes of one with cells of 16 bits, in eight.
 *
 * <p>Per 64 products: 2 loads, and 8 or 13 instructions; and about 60 for every 64 blocks. Accepts square tables of
 * codes of at most 4 bits, where those of 4 bits with cells of 8 are centrosymmetric, and blocks of at most 128
 * operands, where vectors have 512 bits.
 */
public final class LaneBlockDot extends BlockDot {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
    private static final VectorSpecies<Integer> HALF_INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Float> HALF_FLOATS = FloatVector.SPECIES_256;

    /** The lanes of a vector of bytes. */
    static final int LANES = 64;

    private static final int QUARTER = LANES / 4;

    /** Cells from one row to the next. */
    private static final short ROW = 16;

    private static final int VECTORS = 4;

    /** Operands in the longest block, whose bytes are added up in 16 bits: 128 x 255 < 65,536. */
    private static final int LONGEST_BLOCK = 128;

    private static final ThreadLocal<int[]> SUMS = ThreadLocal.withInitial(() -> new int[LANES]);

    private final boolean planes;
    private final byte[] cells = new byte[2 * VECTORS * LANES];

    /** What complements an index, in every lane; zero where the whole table is kept. */
    private final byte[] complement = new byte[LANES];

    /** See {@link BlockDot#best} for the arguments. */
    public LaneBlockDot(ProductTable table, int blockLength) {
        super(table, blockLength);
        if (!accepts(table, blockLength)) {
            throw new IllegalArgumentException(
                    "blocks in lanes have at most 128 operands, and vectors of 512 bits,"
                            + " and a square table of codes of 2 to 4 bits, which is centrosymmetric if they have 4 and cells 8");
        }
        planes = table.cellBits() == 16;
        int codes = table.rowFormat().codes();
        for (int row = 0; row < codes; row++) {
            for (int column = 0; column < codes; column++) {
                int cell = table.cell(row, column);
                cells[row * ROW + column] = (byte) cell;
                cells[VECTORS * LANES + row * ROW + column] = (byte) (cell >> 8);
            }
        }
        if (codes == ROW) {
            Arrays.fill(complement, (byte) (ROW * ROW - 1));
        }
    }

    /** Whether this machine's registers hold {@code table}, and a lane the sum of a block. */
    public static boolean accepts(ProductTable table, int blockLength) {
        int bits = table.rowFormat().bits();
        return VectorWidth.bits() == 512
                && blockLength <= LONGEST_BLOCK
                && bits <= 4
                && bits == table.columnFormat().bits()
                && !table.isSigned()
                && (bits < 4 || table.cellBits() == 16 || table.isCentrosymmetric());
    }

    @Override
    public String name() {
        return planes ? "registers, two planes, blocks in lanes" : "registers, blocks in lanes";
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
    void addBlocks(byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to, double[] sums) {
        int group = LANES * blockLength();
        int[] blocks = SUMS.get();
        int start = from;
        int block = 0;
        for (; start <= to - group; start += group, block += LANES) {
            sum(a, b, start, LANES, blocks);
            scale(blocks, aScales, bScales, block, sums);
        }
        int left = (to - start) / blockLength();
        if (left > 0) {
            sumLeft(a, b, start, left, blocks);
            for (int i = 0; i < left; i++) {
                double scale = (double) aScales[block + i] * bScales[block + i];
                sums[i % PARTIAL_SUMS] += scale * halfUnits(blocks[sumOf(i)], blockLength());
            }
        }
        addInOrder(a, aScales, b, bScales, start + left * blockLength(), to, block + left, sums);
    }

    /** Sums fewer blocks than there are lanes; the other lanes read what lies behind, and their sums are not used. */
    private void sumLeft(byte[] a, byte[] b, int from, int left, int[] blocks) {
        int last = from + (blockLength() - 1) * left;
        if (last + LANES <= Math.min(a.length, b.length)) {
            sum(a, b, from, left, blocks);
            return;
        }
        for (int lane = 0; lane < left; lane++) {
            int sum = 0;
            for (int i = from + lane; i <= last + lane; i += left) {
                sum += table().addend(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
            }
            blocks[sumOf(lane)] = sum;
        }
    }

    /** Sums a block in each lane; the codes of a block lie {@code stride} apart. */
    private void sum(byte[] a, byte[] b, int from, int stride, int[] blocks) {
        int to = from + blockLength() * stride;
        if (planes) {
            sumPlanes(a, b, from, to, stride, blocks);
        } else {
            sumBytes(a, b, from, to, stride, blocks);
        }
    }

    private void sumBytes(byte[] a, byte[] b, int from, int to, int stride, int[] blocks) {
        ByteVector cells0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector cells1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector complement = ByteVector.fromArray(BYTES, this.complement, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector odd = pairs;
        for (int i = from; i < to; i += stride) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector whole =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ShortVector pair = whole.lanewise(VectorOperators.UMIN, whole.lanewise(VectorOperators.XOR, complement))
                    .selectFrom(cells0, cells1)
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            odd = odd.add(pair.lanewise(VectorOperators.LSHR, 8));
        }
        // A pair is its lower byte and 256 times its upper one.
        IntVector evens = pairs.sub(odd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsInts();
        IntVector odds = odd.reinterpretAsInts();
        evens.and(0xffff).intoArray(blocks, 0);
        odds.and(0xffff).intoArray(blocks, QUARTER);
        evens.lanewise(VectorOperators.LSHR, 16).intoArray(blocks, 2 * QUARTER);
        odds.lanewise(VectorOperators.LSHR, 16).intoArray(blocks, 3 * QUARTER);
    }

    private void sumPlanes(byte[] a, byte[] b, int from, int to, int stride, int[] blocks) {
        ByteVector lower0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector lower1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector lower2 = ByteVector.fromArray(BYTES, cells, 2 * LANES);
        ByteVector lower3 = ByteVector.fromArray(BYTES, cells, 3 * LANES);
        ByteVector upper0 = ByteVector.fromArray(BYTES, cells, 4 * LANES);
        ByteVector upper1 = ByteVector.fromArray(BYTES, cells, 5 * LANES);
        ByteVector upper2 = ByteVector.fromArray(BYTES, cells, 6 * LANES);
        ByteVector upper3 = ByteVector.fromArray(BYTES, cells, 7 * LANES);
        ShortVector lowerPairs = ShortVector.zero(SHORTS);
        ShortVector lowerOdd = lowerPairs;
        ShortVector upperPairs = lowerPairs;
        ShortVector upperOdd = lowerPairs;
        for (int i = from; i < to; i += stride) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            VectorMask<Byte> lastTwo = index.test(VectorOperators.IS_NEGATIVE);
            ShortVector lower = index.selectFrom(lower0, lower1)
                    .blend(index.selectFrom(lower2, lower3), lastTwo)
                    .reinterpretAsShorts();
            ShortVector upper = index.selectFrom(upper0, upper1)
                    .blend(index.selectFrom(upper2, upper3), lastTwo)
                    .reinterpretAsShorts();
            lowerPairs = lowerPairs.add(lower);
            lowerOdd = lowerOdd.add(lower.lanewise(VectorOperators.LSHR, 8));
            upperPairs = upperPairs.add(upper);
            upperOdd = upperOdd.add(upper.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector lowerEvens =
                lowerPairs.sub(lowerOdd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsInts();
        IntVector upperEvens =
                upperPairs.sub(upperOdd.lanewise(VectorOperators.LSHL, 8)).reinterpretAsInts();
        IntVector lowerOdds = lowerOdd.reinterpretAsInts();
        IntVector upperOdds = upperOdd.reinterpretAsInts();
        upperEvens.and(0xffff).mul(256).add(lowerEvens.and(0xffff)).intoArray(blocks, 0);
        upperOdds.and(0xffff).mul(256).add(lowerOdds.and(0xffff)).intoArray(blocks, QUARTER);
        upperEvens
                .lanewise(VectorOperators.LSHR, 16)
                .mul(256)
                .add(lowerEvens.lanewise(VectorOperators.LSHR, 16))
                .intoArray(blocks, 2 * QUARTER);
        upperOdds
                .lanewise(VectorOperators.LSHR, 16)
                .mul(256)
                .add(lowerOdds.lanewise(VectorOperators.LSHR, 16))
                .intoArray(blocks, 3 * QUARTER);
    }

    /** Scales the sums of {@value #LANES} blocks and adds them, eight at a time. */
    private void scale(int[] blocks, float[] aScales, float[] bScales, int first, double[] sums) {
        int offset = halfUnits(0, blockLength());
        DoubleVector sum = DoubleVector.fromArray(DOUBLES, sums, 0);
        for (int i = 0; i < LANES; i += PARTIAL_SUMS) {
            DoubleVector halfUnits = (DoubleVector) IntVector.fromArray(HALF_INTS, blocks, i)
                    .mul(2)
                    .add(offset)
                    .convertShape(VectorOperators.I2D, DOUBLES, 0);
            DoubleVector aScale = (DoubleVector) FloatVector.fromArray(HALF_FLOATS, aScales, first + i)
                    .convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector bScale = (DoubleVector) FloatVector.fromArray(HALF_FLOATS, bScales, first + i)
                    .convertShape(VectorOperators.F2D, DOUBLES, 0);
            sum = sum.add(aScale.mul(bScale).mul(halfUnits));
        }
        sum.intoArray(sums, 0);
    }
}
