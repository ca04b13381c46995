package timestables.kernel.matrix;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;

/**
 * The loops of {@link TileScales}: they scale the sums of blocks and add them to results. A small array passes sums
 * from the loops that add up a block to these: in one method with those, the compiler runs out of room to inline, and
 * allocates vectors.
 *
 * <p>Each takes {@code blocks} blocks of half a tile: two vectors of rows. In {@code sums} there are two vectors for
 * each of them, as {@link PackedSums} leaves them; sums of bytes are numbers of 16 bits with a sign. They are
 * multiplied in the upper halves of ints: to leave a half where it is takes one instruction, to extend its sign
 * another. {@code units} has what the sums of a block are multiplied by, {@code scales} what those of each row are.
 *
 * <p>They differ in how scales are widened, and repeat the rest: with a method of its own for that, the compiler
 * allocates vectors, and {@code gemv} falls from 127 products/ns to 30.
 */
final class BlockSums {

    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = TileWeights.VECTOR_ROWS;
    private static final int TILE_ROWS = TileWeights.TILE_ROWS;
    private static final int HALF = SHORTS.length();
    private static final int QUARTER = INTS.length();

    // Scales for a vector of floats, or the fewest that a vector can have.
    private static final VectorSpecies<Byte> BYTES = scales(Byte.SIZE);
    private static final VectorSpecies<Byte> PAIRS = scales(Short.SIZE);
    private static final VectorSpecies<Byte> QUADS = scales(Float.SIZE);

    /** Bytes behind the last scale that may be read with it. */
    static final int READ_BEHIND = BYTES.length() - QUARTER;

    private static final float E4M3_BIAS = 0x1p120f;
    private static final float BINARY16_BIAS = 0x1p112f;

    private static final short[] BY_UPPER = Lanes.ofShorts(256);
    private static final int[] SIXTEENS = Lanes.ofInts(16);
    private static final int[] UPPER_HALVES = Lanes.ofInts(0xffff0000);
    private static final int[] SHIFT_E8M0 = Lanes.ofInts(23);
    private static final int[] LEAST_POWERS = Lanes.ofInts(Float.floatToRawIntBits(0x1p-127f));
    private static final int[] SHIFT_E4M3 = Lanes.ofInts(20);
    private static final int[] SHIFT_BINARY16 = Lanes.ofInts(13);
    private static final int[] BINARY16_MASK = Lanes.ofInts(0x8fffffff);

    private BlockSums() {}

    private static VectorSpecies<Byte> scales(int bits) {
        return VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(QUARTER * bits, 64)));
    }

    /** Scales are exponents of binary32, but for the least, which is subnormal there. */
    static void addE8M0(
            short[] sums, int at, int blocks, float[] units, int unit, byte[] scales, int scale, float[] y, int to) {
        ShortVector byUpper = ShortVector.fromArray(SHORTS, BY_UPPER, 0);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        IntVector upperHalf = IntVector.fromArray(INTS, UPPER_HALVES, 0);
        IntVector shift = IntVector.fromArray(INTS, SHIFT_E8M0, 0);
        IntVector least = IntVector.fromArray(INTS, LEAST_POWERS, 0);
        for (int vector = 0; vector < 2; vector++) {
            int out = to + vector * LANES;
            FloatVector y0 = FloatVector.fromArray(FLOATS, y, out);
            FloatVector y1 = FloatVector.fromArray(FLOATS, y, out + QUARTER);
            FloatVector y2 = FloatVector.fromArray(FLOATS, y, out + 2 * QUARTER);
            FloatVector y3 = FloatVector.fromArray(FLOATS, y, out + 3 * QUARTER);
            for (int block = 0; block < Math.min(blocks, PackedSums.BLOCKS); block++) {
                int from = at + block * PackedSums.BLOCK + vector * 2 * HALF;
                ShortVector upper = ShortVector.fromArray(SHORTS, sums, from + HALF);
                IntVector odd = upper.reinterpretAsInts();
                IntVector even = ShortVector.fromArray(SHORTS, sums, from)
                        .sub(upper.mul(byUpper))
                        .reinterpretAsInts();
                FloatVector factor = FloatVector.broadcast(FLOATS, units[unit + block]);
                int s = scale + (block * TILE_ROWS + vector * LANES);
                y0 = ((FloatVector) even.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .max(least)
                                        .reinterpretAsFloats(),
                                y0);
                y1 = ((FloatVector) odd.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .max(least)
                                        .reinterpretAsFloats(),
                                y1);
                y2 = ((FloatVector) even.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + 2 * QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .max(least)
                                        .reinterpretAsFloats(),
                                y2);
                y3 = ((FloatVector) odd.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + 3 * QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .max(least)
                                        .reinterpretAsFloats(),
                                y3);
            }
            y0.intoArray(y, out);
            y1.intoArray(y, out + QUARTER);
            y2.intoArray(y, out + 2 * QUARTER);
            y3.intoArray(y, out + 3 * QUARTER);
        }
    }

    /** Scales fill the upper bits of a magnitude in binary32, and have another bias. */
    static void addE4M3(
            short[] sums, int at, int blocks, float[] units, int unit, byte[] scales, int scale, float[] y, int to) {
        ShortVector byUpper = ShortVector.fromArray(SHORTS, BY_UPPER, 0);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        IntVector upperHalf = IntVector.fromArray(INTS, UPPER_HALVES, 0);
        IntVector shift = IntVector.fromArray(INTS, SHIFT_E4M3, 0);
        FloatVector bias = FloatVector.broadcast(FLOATS, E4M3_BIAS);
        for (int vector = 0; vector < 2; vector++) {
            int out = to + vector * LANES;
            FloatVector y0 = FloatVector.fromArray(FLOATS, y, out);
            FloatVector y1 = FloatVector.fromArray(FLOATS, y, out + QUARTER);
            FloatVector y2 = FloatVector.fromArray(FLOATS, y, out + 2 * QUARTER);
            FloatVector y3 = FloatVector.fromArray(FLOATS, y, out + 3 * QUARTER);
            for (int block = 0; block < Math.min(blocks, PackedSums.BLOCKS); block++) {
                int from = at + block * PackedSums.BLOCK + vector * 2 * HALF;
                ShortVector upper = ShortVector.fromArray(SHORTS, sums, from + HALF);
                IntVector odd = upper.reinterpretAsInts();
                IntVector even = ShortVector.fromArray(SHORTS, sums, from)
                        .sub(upper.mul(byUpper))
                        .reinterpretAsInts();
                FloatVector factor = FloatVector.broadcast(FLOATS, units[unit + block]);
                int s = scale + (block * TILE_ROWS + vector * LANES);
                y0 = ((FloatVector) even.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y0);
                y1 = ((FloatVector) odd.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y1);
                y2 = ((FloatVector) even.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + 2 * QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y2);
                y3 = ((FloatVector) odd.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(BYTES, scales, s + 3 * QUARTER)
                                                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y3);
            }
            y0.intoArray(y, out);
            y1.intoArray(y, out + QUARTER);
            y2.intoArray(y, out + 2 * QUARTER);
            y3.intoArray(y, out + 3 * QUARTER);
        }
    }

    /** The same with a sign, which extending a short has left in the bits between as well. */
    static void addBinary16(
            short[] sums, int at, int blocks, float[] units, int unit, byte[] scales, int scale, float[] y, int to) {
        ShortVector byUpper = ShortVector.fromArray(SHORTS, BY_UPPER, 0);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        IntVector upperHalf = IntVector.fromArray(INTS, UPPER_HALVES, 0);
        IntVector shift = IntVector.fromArray(INTS, SHIFT_BINARY16, 0);
        IntVector mask = IntVector.fromArray(INTS, BINARY16_MASK, 0);
        FloatVector bias = FloatVector.broadcast(FLOATS, BINARY16_BIAS);
        for (int vector = 0; vector < 2; vector++) {
            int out = to + vector * LANES;
            FloatVector y0 = FloatVector.fromArray(FLOATS, y, out);
            FloatVector y1 = FloatVector.fromArray(FLOATS, y, out + QUARTER);
            FloatVector y2 = FloatVector.fromArray(FLOATS, y, out + 2 * QUARTER);
            FloatVector y3 = FloatVector.fromArray(FLOATS, y, out + 3 * QUARTER);
            for (int block = 0; block < Math.min(blocks, PackedSums.BLOCKS); block++) {
                int from = at + block * PackedSums.BLOCK + vector * 2 * HALF;
                ShortVector upper = ShortVector.fromArray(SHORTS, sums, from + HALF);
                IntVector odd = upper.reinterpretAsInts();
                IntVector even = ShortVector.fromArray(SHORTS, sums, from)
                        .sub(upper.mul(byUpper))
                        .reinterpretAsInts();
                FloatVector factor = FloatVector.broadcast(FLOATS, units[unit + block]);
                int s = scale + (block * TILE_ROWS + vector * LANES) * Short.BYTES;
                y0 = ((FloatVector) even.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(PAIRS, scales, s)
                                                .reinterpretAsShorts()
                                                .convertShape(VectorOperators.S2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .and(mask)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y0);
                y1 = ((FloatVector) odd.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(PAIRS, scales, s + QUARTER * Short.BYTES)
                                                .reinterpretAsShorts()
                                                .convertShape(VectorOperators.S2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .and(mask)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y1);
                y2 = ((FloatVector) even.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(PAIRS, scales, s + 2 * QUARTER * Short.BYTES)
                                                .reinterpretAsShorts()
                                                .convertShape(VectorOperators.S2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .and(mask)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y2);
                y3 = ((FloatVector) odd.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ((IntVector) ByteVector.fromArray(PAIRS, scales, s + 3 * QUARTER * Short.BYTES)
                                                .reinterpretAsShorts()
                                                .convertShape(VectorOperators.S2I, INTS, 0))
                                        .lanewise(VectorOperators.LSHL, shift)
                                        .and(mask)
                                        .reinterpretAsFloats()
                                        .mul(bias),
                                y3);
            }
            y0.intoArray(y, out);
            y1.intoArray(y, out + QUARTER);
            y2.intoArray(y, out + 2 * QUARTER);
            y3.intoArray(y, out + 3 * QUARTER);
        }
    }

    /** Scales are binary32 numbers. */
    static void addBinary32(
            short[] sums, int at, int blocks, float[] units, int unit, byte[] scales, int scale, float[] y, int to) {
        ShortVector byUpper = ShortVector.fromArray(SHORTS, BY_UPPER, 0);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        IntVector upperHalf = IntVector.fromArray(INTS, UPPER_HALVES, 0);
        for (int vector = 0; vector < 2; vector++) {
            int out = to + vector * LANES;
            FloatVector y0 = FloatVector.fromArray(FLOATS, y, out);
            FloatVector y1 = FloatVector.fromArray(FLOATS, y, out + QUARTER);
            FloatVector y2 = FloatVector.fromArray(FLOATS, y, out + 2 * QUARTER);
            FloatVector y3 = FloatVector.fromArray(FLOATS, y, out + 3 * QUARTER);
            for (int block = 0; block < Math.min(blocks, PackedSums.BLOCKS); block++) {
                int from = at + block * PackedSums.BLOCK + vector * 2 * HALF;
                ShortVector upper = ShortVector.fromArray(SHORTS, sums, from + HALF);
                IntVector odd = upper.reinterpretAsInts();
                IntVector even = ShortVector.fromArray(SHORTS, sums, from)
                        .sub(upper.mul(byUpper))
                        .reinterpretAsInts();
                FloatVector factor = FloatVector.broadcast(FLOATS, units[unit + block]);
                int s = scale + (block * TILE_ROWS + vector * LANES) * Float.BYTES;
                y0 = ((FloatVector) even.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(ByteVector.fromArray(QUADS, scales, s).reinterpretAsFloats(), y0);
                y1 = ((FloatVector) odd.lanewise(VectorOperators.LSHL, sixteen).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ByteVector.fromArray(QUADS, scales, s + QUARTER * Float.BYTES)
                                        .reinterpretAsFloats(),
                                y1);
                y2 = ((FloatVector) even.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ByteVector.fromArray(QUADS, scales, s + 2 * QUARTER * Float.BYTES)
                                        .reinterpretAsFloats(),
                                y2);
                y3 = ((FloatVector) odd.and(upperHalf).convert(VectorOperators.I2F, 0))
                        .mul(factor)
                        .fma(
                                ByteVector.fromArray(QUADS, scales, s + 3 * QUARTER * Float.BYTES)
                                        .reinterpretAsFloats(),
                                y3);
            }
            y0.intoArray(y, out);
            y1.intoArray(y, out + QUARTER);
            y2.intoArray(y, out + 2 * QUARTER);
            y3.intoArray(y, out + 3 * QUARTER);
        }
    }
}
