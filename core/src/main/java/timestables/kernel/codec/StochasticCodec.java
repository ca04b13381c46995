package timestables.kernel.codec;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Format;
import timestables.kernel.VectorWidth;

/**
 * Encodes at random, with the bits of {@link ScalarStochasticCodec}: for linear formats with vectors of at least 256
 * bits, else by that plain loop.
 *
 * <p>Positions are computed in binary64, and come out in units of {@code 2^-24} as integers of 32 bits, of which 8 are
 * the code; random numbers are computed in ints.
 *
 * <p>Registers: 7. Per 64 numbers, with vectors of 512 bits: 8 loads, 4 stores and 130 instructions, after the search
 * for NaNs.
 */
public final class StochasticCodec {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    /** As many numbers as a vector has doubles. */
    private static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, part(2));

    /** A byte for each int of a vector. */
    private static final VectorSpecies<Byte> QUARTER_BYTES = VectorSpecies.of(byte.class, part(4));

    private static final int LANES = INTS.length();

    /** Whether a quarter of a vector is itself a vector, of at least 64 bits. */
    private static final boolean WIDE = VectorWidth.bits() >= 256;

    /** Added to a small double, rounds it to an integer, which then is in the lower half of the sum. */
    private static final double ROUND = 0x1.8p52;

    /** Where the lower int of every double in two vectors is. */
    private static final int[] LOWER_INTS = new int[LANES];

    private static final int[] IOTA = new int[LANES];

    static {
        for (int lane = 0; lane < LANES; lane++) {
            LOWER_INTS[lane] = 2 * lane;
            IOTA[lane] = lane;
        }
    }

    private final ScalarStochasticCodec scalar;

    /** @throws IllegalArgumentException if codes of the format do not fit bytes */
    public StochasticCodec(Format format) {
        scalar = new ScalarStochasticCodec(format);
    }

    /** The format of the codes. */
    public Format format() {
        return scalar.format();
    }

    /** The same as {@link ScalarStochasticCodec#encode}. */
    public void encode(float[] in, byte[] out, int from, int to, long seed) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        int i = from;
        if (WIDE && scalar.isAffine()) {
            NanScan.refuse(in, from, to);
            long keys = CounterRandom.keys(seed, 0);
            int firstKey = (int) keys;
            int secondKey = (int) (keys >>> Integer.SIZE);
            IntVector iota = IntVector.fromArray(INTS, IOTA, 0);
            IntVector lowerInts = IntVector.fromArray(INTS, LOWER_INTS, 0);
            DoubleVector scale = DoubleVector.broadcast(DOUBLES, scalar.scale());
            DoubleVector zero = DoubleVector.broadcast(DOUBLES, scalar.zero());
            DoubleVector first = DoubleVector.zero(DOUBLES);
            DoubleVector last = zero.add(zero);
            DoubleVector round = DoubleVector.broadcast(DOUBLES, ROUND);
            for (; i <= to - LANES; i += LANES) {
                DoubleVector lower = ((DoubleVector)
                                FloatVector.fromArray(HALF_FLOATS, in, i).convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero);
                DoubleVector upper = ((DoubleVector) FloatVector.fromArray(HALF_FLOATS, in, i + LANES / 2)
                                .convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero);
                // Not min and max, which take several instructions to order zeros and NaNs as Java wants them.
                lower = lower.blend(first, lower.compare(VectorOperators.LT, first));
                upper = upper.blend(first, upper.compare(VectorOperators.LT, first));
                lower = lower.blend(last, lower.compare(VectorOperators.GT, last));
                upper = upper.blend(last, upper.compare(VectorOperators.GT, last));
                IntVector position = lowerInts.selectFrom(
                        lower.add(round).reinterpretAsInts(), upper.add(round).reinterpretAsInts());
                IntVector random = iota.add(i).lanewise(VectorOperators.XOR, firstKey);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT1))
                        .mul(CounterRandom.FACTOR1);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT2))
                        .mul(CounterRandom.FACTOR2);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT3))
                        .add(secondKey);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT1))
                        .mul(CounterRandom.FACTOR1);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT2))
                        .mul(CounterRandom.FACTOR2);
                random = random.lanewise(
                                VectorOperators.XOR, random.lanewise(VectorOperators.LSHR, CounterRandom.SHIFT3))
                        .lanewise(VectorOperators.LSHR, Integer.SIZE - CounterRandom.BITS);
                IntVector codes = position.add(random).lanewise(VectorOperators.LSHR, CounterRandom.BITS);
                ((ByteVector) codes.convertShape(VectorOperators.I2B, QUARTER_BYTES, 0)).intoArray(out, i);
            }
        }
        if (i < to) {
            scalar.encode(in, out, i, to, seed);
        }
    }

    private static VectorShape part(int divisor) {
        return VectorShape.forBitSize(Math.max(64, VectorWidth.bits() / divisor));
    }
}
