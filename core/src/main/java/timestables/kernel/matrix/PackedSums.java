package timestables.kernel.matrix;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link PackedMatrix}: sums of cells that packed weights, as indexes, look up in rows that activations
 * have selected.
 *
 * <p>Each loop reads {@code count} columns of weights from {@code at} on, an even number, and as many look-up rows. It
 * writes, for each of its vectors of indexes, two vectors of 16-bit sums: of all bytes in pairs, and of the pairs'
 * upper bytes. The bits above an index need not be cleared: a shuffle takes the low bits alone, and look-up rows
 * repeat.
 */
final class PackedSums {

    /**
     * Columns of weights from one flush to the next. Two of them are added in a byte, and these in 16 bits: with cells
     * of at most 7 bits, 256 x 2 x 127 < 65,536.
     */
    static final int FLUSH_INTERVAL = 512;

    /** Columns of X that share each vector of unpacked weights. */
    static final int SHARED = 4;

    /**
     * The same for each of them, so much shorter that their look-up rows together, 512 x 64 bytes, fit a first-level
     * cache.
     */
    static final int SHARED_INTERVAL = FLUSH_INTERVAL / SHARED;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final int HALF = SHORTS.length();

    private static final short[] FOURS = new short[HALF];
    private static final short[] EIGHTS = new short[HALF];

    static {
        Arrays.fill(FOURS, (short) 4);
        Arrays.fill(EIGHTS, (short) 8);
    }

    private PackedSums() {}

    /**
     * Four vectors of indexes of 4 bits, two to a byte: the first two in the low halves of two vectors of weights, the
     * others in the high halves.
     */
    static void fourBitIndexes(byte[] weights, int at, int count, byte[] lookUpRows, short[] sums) {
        ShortVector pairs0 = ShortVector.zero(SHORTS);
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = pairs0;
        ShortVector upper1 = pairs0;
        ShortVector upper2 = pairs0;
        ShortVector upper3 = pairs0;
        for (int i = 0; i < count; i += 2) {
            ByteVector r = ByteVector.fromArray(BYTES, lookUpRows, CacheLine.START + i * LANES);
            ByteVector s = ByteVector.fromArray(BYTES, lookUpRows, CacheLine.START + i * LANES + LANES);
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
            upper0 = upper0.add(p0.lanewise(VectorOperators.LSHR, 8));
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(p1.lanewise(VectorOperators.LSHR, 8));
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(p2.lanewise(VectorOperators.LSHR, 8));
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(p3.lanewise(VectorOperators.LSHR, 8));
        }
        pairs0.intoArray(sums, 0 * HALF);
        upper0.intoArray(sums, 1 * HALF);
        pairs1.intoArray(sums, 2 * HALF);
        upper1.intoArray(sums, 3 * HALF);
        pairs2.intoArray(sums, 4 * HALF);
        upper2.intoArray(sums, 5 * HALF);
        pairs3.intoArray(sums, 6 * HALF);
        upper3.intoArray(sums, 7 * HALF);
    }

    /**
     * Four vectors of indexes of 6 bits in three vectors of weights: the first three in the low bits, the last in the
     * upper two bits of all.
     */
    static void sixBitIndexes(byte[] weights, int at, int count, byte[] lookUpRows, short[] sums) {
        ShortVector pairs0 = ShortVector.zero(SHORTS);
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = pairs0;
        ShortVector upper1 = pairs0;
        ShortVector upper2 = pairs0;
        ShortVector upper3 = pairs0;
        for (int i = 0; i < count; i += 2) {
            ByteVector r = ByteVector.fromArray(BYTES, lookUpRows, CacheLine.START + i * LANES);
            ByteVector s = ByteVector.fromArray(BYTES, lookUpRows, CacheLine.START + i * LANES + LANES);
            int w = at + i * 3 * LANES;
            ByteVector v0 = ByteVector.fromArray(BYTES, weights, w);
            ByteVector v1 = ByteVector.fromArray(BYTES, weights, w + LANES);
            ByteVector v2 = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector u0 = ByteVector.fromArray(BYTES, weights, w + 3 * LANES);
            ByteVector u1 = ByteVector.fromArray(BYTES, weights, w + 4 * LANES);
            ByteVector u2 = ByteVector.fromArray(BYTES, weights, w + 5 * LANES);
            // The fourth index lies in the upper two bits of three bytes.
            ByteVector v3 = v0.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 6)
                    .reinterpretAsBytes()
                    .and((byte) 0x03)
                    .or(v1.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 4)
                            .reinterpretAsBytes()
                            .and((byte) 0x0c))
                    .or(v2.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 2)
                            .reinterpretAsBytes()
                            .and((byte) 0x30));
            ByteVector u3 = u0.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 6)
                    .reinterpretAsBytes()
                    .and((byte) 0x03)
                    .or(u1.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 4)
                            .reinterpretAsBytes()
                            .and((byte) 0x0c))
                    .or(u2.reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 2)
                            .reinterpretAsBytes()
                            .and((byte) 0x30));
            ShortVector p0 = v0.selectFrom(r).add(u0.selectFrom(s)).reinterpretAsShorts();
            ShortVector p1 = v1.selectFrom(r).add(u1.selectFrom(s)).reinterpretAsShorts();
            ShortVector p2 = v2.selectFrom(r).add(u2.selectFrom(s)).reinterpretAsShorts();
            ShortVector p3 = v3.selectFrom(r).add(u3.selectFrom(s)).reinterpretAsShorts();
            pairs0 = pairs0.add(p0);
            upper0 = upper0.add(p0.lanewise(VectorOperators.LSHR, 8));
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(p1.lanewise(VectorOperators.LSHR, 8));
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(p2.lanewise(VectorOperators.LSHR, 8));
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(p3.lanewise(VectorOperators.LSHR, 8));
        }
        pairs0.intoArray(sums, 0 * HALF);
        upper0.intoArray(sums, 1 * HALF);
        pairs1.intoArray(sums, 2 * HALF);
        upper1.intoArray(sums, 3 * HALF);
        pairs2.intoArray(sums, 4 * HALF);
        upper2.intoArray(sums, 5 * HALF);
        pairs3.intoArray(sums, 6 * HALF);
        upper3.intoArray(sums, 7 * HALF);
    }

    /**
     * As {@link #fourBitIndexes}, but for {@value #SHARED} columns of X, whose look-up rows lie
     * {@link #SHARED_INTERVAL} apart, and for one of the two vectors of weights: two vectors of indexes.
     */
    static void sharedFourBitIndexes(byte[] weights, int at, int count, byte[] lookUpRows, short[] sums) {
        // A shift by a vector of counts is one instruction, one by a constant two: 189 products/ns against 178.
        ShortVector four = ShortVector.fromArray(SHORTS, FOURS, 0);
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector lowPairs0 = ShortVector.zero(SHORTS);
        ShortVector lowUpper0 = lowPairs0;
        ShortVector highPairs0 = lowPairs0;
        ShortVector highUpper0 = lowPairs0;
        ShortVector lowPairs1 = lowPairs0;
        ShortVector lowUpper1 = lowPairs0;
        ShortVector highPairs1 = lowPairs0;
        ShortVector highUpper1 = lowPairs0;
        ShortVector lowPairs2 = lowPairs0;
        ShortVector lowUpper2 = lowPairs0;
        ShortVector highPairs2 = lowPairs0;
        ShortVector highUpper2 = lowPairs0;
        ShortVector lowPairs3 = lowPairs0;
        ShortVector lowUpper3 = lowPairs0;
        ShortVector highPairs3 = lowPairs0;
        ShortVector highUpper3 = lowPairs0;
        for (int i = 0; i < count; i += 2) {
            int w = at + i * 2 * LANES;
            ByteVector v = ByteVector.fromArray(BYTES, weights, w);
            ByteVector u = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector vHigh =
                    v.reinterpretAsShorts().lanewise(VectorOperators.LSHR, four).reinterpretAsBytes();
            ByteVector uHigh =
                    u.reinterpretAsShorts().lanewise(VectorOperators.LSHR, four).reinterpretAsBytes();
            int row = CacheLine.START + i * LANES;
            ByteVector r0 = ByteVector.fromArray(BYTES, lookUpRows, row);
            ByteVector s0 = ByteVector.fromArray(BYTES, lookUpRows, row + LANES);
            ShortVector low0 = v.selectFrom(r0).add(u.selectFrom(s0)).reinterpretAsShorts();
            lowPairs0 = lowPairs0.add(low0);
            lowUpper0 = lowUpper0.add(low0.lanewise(VectorOperators.LSHR, eight));
            ShortVector high0 = vHigh.selectFrom(r0).add(uHigh.selectFrom(s0)).reinterpretAsShorts();
            highPairs0 = highPairs0.add(high0);
            highUpper0 = highUpper0.add(high0.lanewise(VectorOperators.LSHR, eight));
            ByteVector r1 = ByteVector.fromArray(BYTES, lookUpRows, row + SHARED_INTERVAL * LANES);
            ByteVector s1 = ByteVector.fromArray(BYTES, lookUpRows, row + LANES + SHARED_INTERVAL * LANES);
            ShortVector low1 = v.selectFrom(r1).add(u.selectFrom(s1)).reinterpretAsShorts();
            lowPairs1 = lowPairs1.add(low1);
            lowUpper1 = lowUpper1.add(low1.lanewise(VectorOperators.LSHR, eight));
            ShortVector high1 = vHigh.selectFrom(r1).add(uHigh.selectFrom(s1)).reinterpretAsShorts();
            highPairs1 = highPairs1.add(high1);
            highUpper1 = highUpper1.add(high1.lanewise(VectorOperators.LSHR, eight));
            ByteVector r2 = ByteVector.fromArray(BYTES, lookUpRows, row + 2 * SHARED_INTERVAL * LANES);
            ByteVector s2 = ByteVector.fromArray(BYTES, lookUpRows, row + LANES + 2 * SHARED_INTERVAL * LANES);
            ShortVector low2 = v.selectFrom(r2).add(u.selectFrom(s2)).reinterpretAsShorts();
            lowPairs2 = lowPairs2.add(low2);
            lowUpper2 = lowUpper2.add(low2.lanewise(VectorOperators.LSHR, eight));
            ShortVector high2 = vHigh.selectFrom(r2).add(uHigh.selectFrom(s2)).reinterpretAsShorts();
            highPairs2 = highPairs2.add(high2);
            highUpper2 = highUpper2.add(high2.lanewise(VectorOperators.LSHR, eight));
            ByteVector r3 = ByteVector.fromArray(BYTES, lookUpRows, row + 3 * SHARED_INTERVAL * LANES);
            ByteVector s3 = ByteVector.fromArray(BYTES, lookUpRows, row + LANES + 3 * SHARED_INTERVAL * LANES);
            ShortVector low3 = v.selectFrom(r3).add(u.selectFrom(s3)).reinterpretAsShorts();
            lowPairs3 = lowPairs3.add(low3);
            lowUpper3 = lowUpper3.add(low3.lanewise(VectorOperators.LSHR, eight));
            ShortVector high3 = vHigh.selectFrom(r3).add(uHigh.selectFrom(s3)).reinterpretAsShorts();
            highPairs3 = highPairs3.add(high3);
            highUpper3 = highUpper3.add(high3.lanewise(VectorOperators.LSHR, eight));
        }
        lowPairs0.intoArray(sums, 0 * HALF);
        lowUpper0.intoArray(sums, 1 * HALF);
        highPairs0.intoArray(sums, 2 * HALF);
        highUpper0.intoArray(sums, 3 * HALF);
        lowPairs1.intoArray(sums, 4 * HALF);
        lowUpper1.intoArray(sums, 5 * HALF);
        highPairs1.intoArray(sums, 6 * HALF);
        highUpper1.intoArray(sums, 7 * HALF);
        lowPairs2.intoArray(sums, 8 * HALF);
        lowUpper2.intoArray(sums, 9 * HALF);
        highPairs2.intoArray(sums, 10 * HALF);
        highUpper2.intoArray(sums, 11 * HALF);
        lowPairs3.intoArray(sums, 12 * HALF);
        lowUpper3.intoArray(sums, 13 * HALF);
        highPairs3.intoArray(sums, 14 * HALF);
        highUpper3.intoArray(sums, 15 * HALF);
    }
}
