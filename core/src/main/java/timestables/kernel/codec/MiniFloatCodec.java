package timestables.kernel.codec;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Format;
import timestables.format.MiniFloat;
import timestables.kernel.VectorWidth;

/**
 * Encodes floating point in at most 8 bits by arithmetic on the bits of binary32 numbers, whose fields are the same but
 * wider.
 *
 * <p>Normal numbers lose the lower bits of their significand, rounded by an addition that may carry into the exponent,
 * and the difference of the exponents' biases. Subnormal ones are rounded by the hardware: they are added to a number
 * whose last place is the least subnormal of the format. Numbers beyond the greatest one are moved there first.
 *
 * <p>{@link TableCodec} decodes, encodes as {@code short}s, encodes what is left of a range, and does everything on
 * machines where a quarter of a vector is no vector.
 *
 * <p>Registers: 4. Per 64 numbers, with vectors of 512 bits: 4 loads, 4 stores and 64 instructions, after the search
 * for NaNs.
 */
final class MiniFloatCodec implements Codec {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    /** A byte for each int of a vector. */
    private static final VectorSpecies<Byte> QUARTER_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, VectorWidth.bits() / 4)));

    private static final int LANES = INTS.length();

    /** Whether a quarter of a vector is itself a vector, of at least 64 bits. */
    private static final boolean WIDE = VectorWidth.bits() >= 256;

    private static final int SIGNIFICAND_BITS = Float.PRECISION - 1;

    private final MiniFloat format;
    private final TableCodec table;

    /** The bits of the greatest finite value, and of the least normal one, as binary32 numbers. */
    private final int greatest;

    private final int leastNormal;

    /** A number whose last place is the least subnormal. */
    private final float rounder;

    private MiniFloatCodec(MiniFloat format, StepFunction steps) {
        this.format = format;
        table = new TableCodec(format, steps);
        greatest = Float.floatToRawIntBits((float) format.greatest());
        leastNormal = Float.floatToRawIntBits((float) format.decode(1 << format.significandBits()));
        rounder = Math.scalb((float) format.decode(1), SIGNIFICAND_BITS);
    }

    /** The fastest codec of a floating-point format whose {@code encode} has the given steps. */
    static Codec of(MiniFloat format, StepFunction steps) {
        return WIDE && format.bits() <= 8 ? new MiniFloatCodec(format, steps) : new TableCodec(format, steps);
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public void encode(float[] in, int from, byte[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        NanScan.refuse(in, from, from + count);
        int dropped = SIGNIFICAND_BITS - format.significandBits();
        int leastNormalCode = 1 << format.significandBits();
        // Just below half of the last bit that is kept, plus the difference of the biases.
        int rounding = (1 << dropped - 1) - 1 - leastNormal + (leastNormalCode << dropped);
        int signShift = Integer.SIZE - format.bits();
        IntVector sign = IntVector.broadcast(INTS, format.codes() / 2);
        FloatVector rounder = FloatVector.broadcast(FLOATS, this.rounder);
        IntVector rounderBits = rounder.reinterpretAsInts();
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOATS, in, i).reinterpretAsInts();
            IntVector magnitude = bits.and(Integer.MAX_VALUE).min(greatest);
            IntVector normal = magnitude
                    .add(magnitude.lanewise(VectorOperators.LSHR, dropped).and(1))
                    .add(rounding)
                    .lanewise(VectorOperators.LSHR, dropped);
            IntVector subnormal = magnitude
                    .reinterpretAsFloats()
                    .add(rounder)
                    .reinterpretAsInts()
                    .sub(rounderBits);
            VectorMask<Integer> isSubnormal = magnitude.compare(VectorOperators.LT, leastNormal);
            IntVector codes = normal.blend(subnormal, isSubnormal)
                    .or(bits.lanewise(VectorOperators.LSHR, signShift).and(sign));
            ((ByteVector) codes.convertShape(VectorOperators.I2B, QUARTER_BYTES, 0)).intoArray(out, i + shift);
        }
        if (i < to) {
            table.encode(in, i, out, i + shift, to - i);
        }
    }

    @Override
    public void encode(float[] in, int from, short[] out, int outFrom, int count) {
        table.encode(in, from, out, outFrom, count);
    }

    @Override
    public void decode(byte[] in, int from, float[] out, int outFrom, int count) {
        table.decode(in, from, out, outFrom, count);
    }

    @Override
    public void decode(short[] in, int from, float[] out, int outFrom, int count) {
        table.decode(in, from, out, outFrom, count);
    }
}
