package timestables.kernel.matrix;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;

/**
 * The loops of {@link PackedWeights}: sums of cells that packed weights, as indexes, look up in rows that activations
 * have selected.
 *
 * <p>Each loop reads {@code count} columns of weights from {@code at} on, an even number, and as many look-up rows from
 * {@code rowsAt} on. It writes, for each of its vectors of indexes, two vectors of 16-bit sums, modulo 65,536: of all
 * bytes in pairs, and of the pairs' upper bytes. Sums of bytes begin at {@code start}. The bits above an index need not
 * be cleared: a shuffle takes the low bits alone, and look-up rows repeat.
 *
 * <p>A bound on {@code count} that the compiler can see spares it an outer loop, whose variables it would keep in
 * registers that the inner one needs: 175 products/ns against 154.
 */
final class PackedSums {

    /**
     * Columns of weights whose cells add up in 16 bits. Two of them are added in a byte, and these in 16 bits: with
     * cells of at most 7 bits, 256 x 2 x 127 < 65,536.
     */
    static final int INTERVAL = 512;

    /** Columns of X that share each vector of unpacked weights. */
    static final int SHARED = 4;

    /** From the selection of one of them to that of the next. */
    static final int SHARED_INTERVAL = INTERVAL;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final int HALF = SHORTS.length();

    private static final int[] INT_FOURS = Lanes.ofInts(4);
    private static final short[] TWOS = Lanes.ofShorts(2);
    private static final short[] FOURS = Lanes.ofShorts(4);
    private static final short[] SIXES = Lanes.ofShorts(6);
    private static final short[] EIGHTS = Lanes.ofShorts(8);

    /**
     * Whether look-up rows are read where they are kept. Shorter ones are copied side by side: bounds checks of rows
     * that lie anywhere cost as much.
     */
    static final boolean READ_IN_PLACE = LANES == 64;

    /** Where sums begin in their array: at a cache line. */
    static final int SUMS = CacheLine.START / Short.BYTES;

    /** Shorts that the sums of a block take, in half of a tile. */
    static final int BLOCK = 4 * HALF;

    /** Blocks that are summed before any is added to results. */
    static final int BLOCKS = 32;

    /** Shorts from the sums of one half of a tile, or of one column, to those of the next. */
    static final int PART = BLOCKS * BLOCK;

    /** A scratch buffer for sums. */
    static short[] allocate() {
        return new short[SUMS + SHARED * PART];
    }

    private PackedSums() {}

    /**
     * Four vectors of indexes of 4 bits, two to a byte: the first two in the low halves of two vectors of weights, the
     * others in the high halves.
     */
    static void fourBitIndexes(
            byte[] weights,
            int at,
            int count,
            byte[] rows,
            int[] selected,
            int first,
            int start,
            short[] sums,
            int to) {
        IntVector four = IntVector.fromArray(INTS, INT_FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector pairs0 = ShortVector.broadcast(SHORTS, (short) (start + (start << 8)));
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = ShortVector.broadcast(SHORTS, (short) start);
        ShortVector upper1 = upper0;
        ShortVector upper2 = upper0;
        ShortVector upper3 = upper0;
        int end = Math.min(count, INTERVAL);
        for (int i = 0; i < end; i += 2) {
            int row = READ_IN_PLACE ? selected[first + i] : CacheLine.START + (first + i) * LANES;
            int next = READ_IN_PLACE ? selected[first + i + 1] : row + LANES;
            ByteVector r = ByteVector.fromArray(BYTES, rows, row);
            ByteVector s = ByteVector.fromArray(BYTES, rows, next);
            int w = at + i * 2 * LANES;
            ByteVector v0 = ByteVector.fromArray(BYTES, weights, w);
            ByteVector v1 = ByteVector.fromArray(BYTES, weights, w + LANES);
            ByteVector u0 = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector u1 = ByteVector.fromArray(BYTES, weights, w + 3 * LANES);
            // A shuffle takes the low bits of an index, and each look-up row repeats: what is above need not be
            // cleared.
            ShortVector p0 = v0.selectFrom(r).add(u0.selectFrom(s)).reinterpretAsShorts();
            ShortVector p1 = v1.selectFrom(r).add(u1.selectFrom(s)).reinterpretAsShorts();
            ShortVector p2 = v0.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 4)
                    .reinterpretAsBytes()
                    .selectFrom(r)
                    .add(u0.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 4)
                            .reinterpretAsBytes()
                            .selectFrom(s))
                    .reinterpretAsShorts();
            ShortVector p3 = v1.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 4)
                    .reinterpretAsBytes()
                    .selectFrom(r)
                    .add(u1.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 4)
                            .reinterpretAsBytes()
                            .selectFrom(s))
                    .reinterpretAsShorts();
            pairs0 = pairs0.add(p0);
            upper0 = upper0.add(
                    Lanes.SHIFT_SHORTS
                            ? p0.lanewise(VectorOperators.LSHR, eight)
                            : p0.lanewise(VectorOperators.LSHR, 8));
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(
                    Lanes.SHIFT_SHORTS
                            ? p1.lanewise(VectorOperators.LSHR, eight)
                            : p1.lanewise(VectorOperators.LSHR, 8));
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(
                    Lanes.SHIFT_SHORTS
                            ? p2.lanewise(VectorOperators.LSHR, eight)
                            : p2.lanewise(VectorOperators.LSHR, 8));
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(
                    Lanes.SHIFT_SHORTS
                            ? p3.lanewise(VectorOperators.LSHR, eight)
                            : p3.lanewise(VectorOperators.LSHR, 8));
        }
        pairs0.intoArray(sums, to + 0 * HALF);
        upper0.intoArray(sums, to + 1 * HALF);
        pairs1.intoArray(sums, to + PART + 0 * HALF);
        upper1.intoArray(sums, to + PART + 1 * HALF);
        pairs2.intoArray(sums, to + 2 * HALF);
        upper2.intoArray(sums, to + 3 * HALF);
        pairs3.intoArray(sums, to + PART + 2 * HALF);
        upper3.intoArray(sums, to + PART + 3 * HALF);
    }

    /**
     * Four vectors of indexes of 6 bits in three vectors of weights: the first three in the low bits, the last in the
     * upper two bits of all.
     */
    static void sixBitIndexes(
            byte[] weights,
            int at,
            int count,
            byte[] rows,
            int[] selected,
            int first,
            int start,
            short[] sums,
            int to) {
        ShortVector two = ShortVector.fromArray(SHORTS, TWOS, 0);
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector six = ShortVector.fromArray(SHORTS, SIXES, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector pairs0 = ShortVector.broadcast(SHORTS, (short) (start + (start << 8)));
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = ShortVector.broadcast(SHORTS, (short) start);
        ShortVector upper1 = upper0;
        ShortVector upper2 = upper0;
        ShortVector upper3 = upper0;
        int end = Math.min(count, INTERVAL);
        for (int i = 0; i < end; i += 2) {
            ByteVector r = ByteVector.fromArray(BYTES, rows, selected[first + i]);
            ByteVector s = ByteVector.fromArray(BYTES, rows, selected[first + i + 1]);
            int w = at + i * 3 * LANES;
            ByteVector v0 = ByteVector.fromArray(BYTES, weights, w);
            ByteVector v1 = ByteVector.fromArray(BYTES, weights, w + LANES);
            ByteVector v2 = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector u0 = ByteVector.fromArray(BYTES, weights, w + 3 * LANES);
            ByteVector u1 = ByteVector.fromArray(BYTES, weights, w + 4 * LANES);
            ByteVector u2 = ByteVector.fromArray(BYTES, weights, w + 5 * LANES);
            // The fourth index lies in the upper two bits of three bytes.
            ByteVector v3 = v0.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, six)
                    .reinterpretAsBytes()
                    .and((byte) 0x03)
                    .or(v1.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, four)
                            .reinterpretAsBytes()
                            .and((byte) 0x0c))
                    .or(v2.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, two)
                            .reinterpretAsBytes()
                            .and((byte) 0x30));
            ByteVector u3 = u0.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, six)
                    .reinterpretAsBytes()
                    .and((byte) 0x03)
                    .or(u1.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, four)
                            .reinterpretAsBytes()
                            .and((byte) 0x0c))
                    .or(u2.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, two)
                            .reinterpretAsBytes()
                            .and((byte) 0x30));
            ShortVector p0 = v0.selectFrom(r).add(u0.selectFrom(s)).reinterpretAsShorts();
            ShortVector p1 = v1.selectFrom(r).add(u1.selectFrom(s)).reinterpretAsShorts();
            ShortVector p2 = v2.selectFrom(r).add(u2.selectFrom(s)).reinterpretAsShorts();
            ShortVector p3 = v3.selectFrom(r).add(u3.selectFrom(s)).reinterpretAsShorts();
            pairs0 = pairs0.add(p0);
            upper0 = upper0.add(p0.lanewise(VectorOperators.LSHR, eight));
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(p1.lanewise(VectorOperators.LSHR, eight));
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(p2.lanewise(VectorOperators.LSHR, eight));
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(p3.lanewise(VectorOperators.LSHR, eight));
        }
        pairs0.intoArray(sums, to + 0 * HALF);
        upper0.intoArray(sums, to + 1 * HALF);
        pairs1.intoArray(sums, to + 2 * HALF);
        upper1.intoArray(sums, to + 3 * HALF);
        pairs2.intoArray(sums, to + PART + 0 * HALF);
        upper2.intoArray(sums, to + PART + 1 * HALF);
        pairs3.intoArray(sums, to + PART + 2 * HALF);
        upper3.intoArray(sums, to + PART + 3 * HALF);
    }

    /**
     * As {@link #fourBitIndexes}, but for {@value #SHARED} columns of X, whose look-up rows lie
     * {@link #SHARED_INTERVAL} apart, and for one of the two vectors of weights: two vectors of indexes.
     */
    static void sharedFourBitIndexes(
            byte[] weights,
            int at,
            int count,
            byte[] rows,
            int[] selected,
            int first,
            int start,
            short[] sums,
            int to) {
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector lowPairs0 = ShortVector.broadcast(SHORTS, (short) (start + (start << 8)));
        ShortVector lowUpper0 = ShortVector.broadcast(SHORTS, (short) start);
        ShortVector highPairs0 = lowPairs0;
        ShortVector highUpper0 = lowUpper0;
        ShortVector lowPairs1 = lowPairs0;
        ShortVector lowUpper1 = lowUpper0;
        ShortVector highPairs1 = lowPairs0;
        ShortVector highUpper1 = lowUpper0;
        ShortVector lowPairs2 = lowPairs0;
        ShortVector lowUpper2 = lowUpper0;
        ShortVector highPairs2 = lowPairs0;
        ShortVector highUpper2 = lowUpper0;
        ShortVector lowPairs3 = lowPairs0;
        ShortVector lowUpper3 = lowUpper0;
        ShortVector highPairs3 = lowPairs0;
        ShortVector highUpper3 = lowUpper0;
        int end = Math.min(count, INTERVAL);
        for (int i = 0; i < end; i += 2) {
            int w = at + i * 2 * LANES;
            ByteVector v = ByteVector.fromArray(BYTES, weights, w);
            ByteVector u = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector vHigh =
                    v.reinterpretAsShorts().lanewise(VectorOperators.LSHR, four).reinterpretAsBytes();
            ByteVector uHigh =
                    u.reinterpretAsShorts().lanewise(VectorOperators.LSHR, four).reinterpretAsBytes();
            int column = first + i;
            ByteVector r0 = ByteVector.fromArray(BYTES, rows, selected[column]);
            ByteVector s0 = ByteVector.fromArray(BYTES, rows, selected[column + 1]);
            ShortVector low0 = v.selectFrom(r0).add(u.selectFrom(s0)).reinterpretAsShorts();
            lowPairs0 = lowPairs0.add(low0);
            lowUpper0 = lowUpper0.add(low0.lanewise(VectorOperators.LSHR, eight));
            ShortVector high0 = vHigh.selectFrom(r0).add(uHigh.selectFrom(s0)).reinterpretAsShorts();
            highPairs0 = highPairs0.add(high0);
            highUpper0 = highUpper0.add(high0.lanewise(VectorOperators.LSHR, eight));
            ByteVector r1 = ByteVector.fromArray(BYTES, rows, selected[column + SHARED_INTERVAL]);
            ByteVector s1 = ByteVector.fromArray(BYTES, rows, selected[column + 1 + SHARED_INTERVAL]);
            ShortVector low1 = v.selectFrom(r1).add(u.selectFrom(s1)).reinterpretAsShorts();
            lowPairs1 = lowPairs1.add(low1);
            lowUpper1 = lowUpper1.add(low1.lanewise(VectorOperators.LSHR, eight));
            ShortVector high1 = vHigh.selectFrom(r1).add(uHigh.selectFrom(s1)).reinterpretAsShorts();
            highPairs1 = highPairs1.add(high1);
            highUpper1 = highUpper1.add(high1.lanewise(VectorOperators.LSHR, eight));
            ByteVector r2 = ByteVector.fromArray(BYTES, rows, selected[column + 2 * SHARED_INTERVAL]);
            ByteVector s2 = ByteVector.fromArray(BYTES, rows, selected[column + 1 + 2 * SHARED_INTERVAL]);
            ShortVector low2 = v.selectFrom(r2).add(u.selectFrom(s2)).reinterpretAsShorts();
            lowPairs2 = lowPairs2.add(low2);
            lowUpper2 = lowUpper2.add(low2.lanewise(VectorOperators.LSHR, eight));
            ShortVector high2 = vHigh.selectFrom(r2).add(uHigh.selectFrom(s2)).reinterpretAsShorts();
            highPairs2 = highPairs2.add(high2);
            highUpper2 = highUpper2.add(high2.lanewise(VectorOperators.LSHR, eight));
            ByteVector r3 = ByteVector.fromArray(BYTES, rows, selected[column + 3 * SHARED_INTERVAL]);
            ByteVector s3 = ByteVector.fromArray(BYTES, rows, selected[column + 1 + 3 * SHARED_INTERVAL]);
            ShortVector low3 = v.selectFrom(r3).add(u.selectFrom(s3)).reinterpretAsShorts();
            lowPairs3 = lowPairs3.add(low3);
            lowUpper3 = lowUpper3.add(low3.lanewise(VectorOperators.LSHR, eight));
            ShortVector high3 = vHigh.selectFrom(r3).add(uHigh.selectFrom(s3)).reinterpretAsShorts();
            highPairs3 = highPairs3.add(high3);
            highUpper3 = highUpper3.add(high3.lanewise(VectorOperators.LSHR, eight));
        }
        lowPairs0.intoArray(sums, to + 0 * HALF);
        lowUpper0.intoArray(sums, to + 1 * HALF);
        highPairs0.intoArray(sums, to + 2 * HALF);
        highUpper0.intoArray(sums, to + 3 * HALF);
        lowPairs1.intoArray(sums, to + 1 * PART + 0 * HALF);
        lowUpper1.intoArray(sums, to + 1 * PART + 1 * HALF);
        highPairs1.intoArray(sums, to + 1 * PART + 2 * HALF);
        highUpper1.intoArray(sums, to + 1 * PART + 3 * HALF);
        lowPairs2.intoArray(sums, to + 2 * PART + 0 * HALF);
        lowUpper2.intoArray(sums, to + 2 * PART + 1 * HALF);
        highPairs2.intoArray(sums, to + 2 * PART + 2 * HALF);
        highUpper2.intoArray(sums, to + 2 * PART + 3 * HALF);
        lowPairs3.intoArray(sums, to + 3 * PART + 0 * HALF);
        lowUpper3.intoArray(sums, to + 3 * PART + 1 * HALF);
        highPairs3.intoArray(sums, to + 3 * PART + 2 * HALF);
        highUpper3.intoArray(sums, to + 3 * PART + 3 * HALF);
    }
}
