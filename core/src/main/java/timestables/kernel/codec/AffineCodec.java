package timestables.kernel.codec;

import java.util.Objects;
import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Format;
import timestables.kernel.VectorWidth;

/**
 * Arithmetic on vectors, for formats with evenly spaced values: a value's code is its position among them, an affine
 * function of the value, rounded to an integer. Encoding computes in binary64, decoding in binary32 with a correction.
 *
 * <p>Accepts the formats for which that has the bits of the definition, and finds out by comparing: every code is
 * decoded, and the least and the greatest number of every code are encoded, between which both agree because neither
 * decreases as the number increases.
 *
 * <p>Bytes: none. Registers: 7 to encode, 4 to decode. Per 64 elements, with vectors of 512 bits: 8 loads, 4 stores and
 * 48 instructions to encode, after the search for NaNs; 4 loads, 4 stores and 24 instructions to decode. With vectors
 * of 128 bits, and for what is left of a range, the plain loops.
 */
final class AffineCodec implements Codec {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    /** As many numbers as a vector has doubles. */
    private static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, part(2));

    private static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, part(2));

    /** As many codes as a vector has floats. */
    private static final VectorSpecies<Short> HALF_SHORTS = VectorSpecies.of(short.class, part(2));

    private static final VectorSpecies<Byte> QUARTER_BYTES = VectorSpecies.of(byte.class, part(4));

    private static final int LANES = FLOATS.length();
    private static final int HALF_LANES = LANES / 2;

    /** Whether a quarter of a vector is itself a vector, of at least 64 bits. */
    private static final boolean WIDE = VectorWidth.bits() >= 256;

    /** Added to a small double, rounds it to an integer, which then is in the lowest bits of the sum. */
    private static final double ROUND = 0x1.8p52;

    /** Where the lowest byte of every 8 in two vectors is. */
    private static final byte[] LOWEST_BYTES = new byte[BYTES.length()];

    /** Where the lowest short of every 4 in two vectors is. */
    private static final short[] LOWEST_SHORTS = new short[SHORTS.length()];

    static {
        for (int lane = 0; lane < LANES; lane++) {
            LOWEST_BYTES[lane] = (byte) (lane * Double.BYTES);
            LOWEST_SHORTS[lane] = (short) (lane * Double.BYTES / Short.BYTES);
        }
    }

    private final ScalarCodec scalar;

    /**
     * Exclusive or with it turns codes into positions and back: the top bit where codes are in two's complement, else
     * 0.
     */
    private final int flip;

    /** How many codes apart two values are whose difference is 1. */
    private final double scale;

    /** The position of zero. */
    private final double zero;

    /** The distance of two values, as the sum of two floats. */
    private final float step;

    private final float stepRest;

    /** Greatest number of the first code, and least of the last: where numbers are clamped to. Negative, positive. */
    private final float least;

    private final float greatest;

    private AffineCodec(Format format, StepFunction steps) {
        scalar = new ScalarCodec(format);
        int last = format.codes() - 1;
        flip = format.decode(0) < format.decode(last) ? 0 : format.codes() / 2;
        double range = format.decode(last ^ flip) - format.decode(flip);
        scale = last / range;
        zero = Math.rint(-2 * format.decode(flip) * scale) / 2;
        step = (float) (range / last);
        stepRest = (float) (range / last - step);
        least = Math.min(-0f, steps.greatest(0));
        greatest = Math.max(0f, steps.threshold(steps.count() - 1));
    }

    /** The codec of {@code format}, whose {@code encode} has the given steps, unless its bits would be others. */
    static Optional<Codec> of(Format format, StepFunction steps) {
        AffineCodec codec = new AffineCodec(format, steps);
        for (int code = 0; code < format.codes(); code++) {
            if (Float.floatToRawIntBits(codec.decode(code)) != Float.floatToRawIntBits((float) format.decode(code))) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < steps.count(); i++) {
            if (codec.encode(steps.threshold(i)) != steps.code(i) || codec.encode(steps.greatest(i)) != steps.code(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(codec);
    }

    private float decode(int code) {
        float position = (float) ((code ^ flip) - zero);
        return Math.fma(position, step, position * stepRest);
    }

    private int encode(float number) {
        double clamped = Math.min(Math.max(number, least), greatest);
        return (int) Math.rint(Math.fma(clamped, scale, zero)) ^ flip;
    }

    @Override
    public Format format() {
        return scalar.format();
    }

    @Override
    public void encode(float[] in, int from, byte[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        scalar.requireByteCodes();
        NanScan.refuse(in, from, from + count);
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        if (WIDE) {
            // As integers, negative numbers are less than positive ones, and in reverse order among themselves.
            IntVector greatest = IntVector.broadcast(HALF_INTS, Float.floatToRawIntBits(this.greatest));
            IntVector least = IntVector.broadcast(HALF_INTS, Float.floatToRawIntBits(this.least));
            DoubleVector scale = DoubleVector.broadcast(DOUBLES, this.scale);
            DoubleVector zero = DoubleVector.broadcast(DOUBLES, this.zero);
            DoubleVector round = DoubleVector.broadcast(DOUBLES, ROUND);
            ByteVector lowest = ByteVector.fromArray(BYTES, LOWEST_BYTES, 0);
            ByteVector flip = ByteVector.broadcast(BYTES, (byte) this.flip);
            for (; i <= to - LANES; i += LANES) {
                // Loaded as two halves: with a whole vector, of which one half and then the other is converted, it took
                // 1.05 times as long.
                FloatVector lower = FloatVector.fromArray(HALF_FLOATS, in, i)
                        .reinterpretAsInts()
                        .min(greatest)
                        .lanewise(VectorOperators.UMIN, least)
                        .reinterpretAsFloats();
                FloatVector upper = FloatVector.fromArray(HALF_FLOATS, in, i + HALF_LANES)
                        .reinterpretAsInts()
                        .min(greatest)
                        .lanewise(VectorOperators.UMIN, least)
                        .reinterpretAsFloats();
                ByteVector lowerCodes = ((DoubleVector) lower.convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero)
                        .add(round)
                        .reinterpretAsBytes();
                ByteVector upperCodes = ((DoubleVector) upper.convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero)
                        .add(round)
                        .reinterpretAsBytes();
                ByteVector codes = lowest.selectFrom(lowerCodes, upperCodes).lanewise(VectorOperators.XOR, flip);
                ((ByteVector) codes.reinterpretShape(QUARTER_BYTES, 0)).intoArray(out, i + shift);
            }
        }
        if (i < to) {
            scalar.encode(in, i, out, i + shift, to - i);
        }
    }

    @Override
    public void encode(float[] in, int from, short[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        NanScan.refuse(in, from, from + count);
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        if (WIDE) {
            IntVector greatest = IntVector.broadcast(HALF_INTS, Float.floatToRawIntBits(this.greatest));
            IntVector least = IntVector.broadcast(HALF_INTS, Float.floatToRawIntBits(this.least));
            DoubleVector scale = DoubleVector.broadcast(DOUBLES, this.scale);
            DoubleVector zero = DoubleVector.broadcast(DOUBLES, this.zero);
            DoubleVector round = DoubleVector.broadcast(DOUBLES, ROUND);
            ShortVector lowest = ShortVector.fromArray(SHORTS, LOWEST_SHORTS, 0);
            ShortVector flip = ShortVector.broadcast(SHORTS, (short) this.flip);
            for (; i <= to - LANES; i += LANES) {
                FloatVector lower = FloatVector.fromArray(HALF_FLOATS, in, i)
                        .reinterpretAsInts()
                        .min(greatest)
                        .lanewise(VectorOperators.UMIN, least)
                        .reinterpretAsFloats();
                FloatVector upper = FloatVector.fromArray(HALF_FLOATS, in, i + HALF_LANES)
                        .reinterpretAsInts()
                        .min(greatest)
                        .lanewise(VectorOperators.UMIN, least)
                        .reinterpretAsFloats();
                ShortVector lowerCodes = ((DoubleVector) lower.convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero)
                        .add(round)
                        .reinterpretAsShorts();
                ShortVector upperCodes = ((DoubleVector) upper.convertShape(VectorOperators.F2D, DOUBLES, 0))
                        .fma(scale, zero)
                        .add(round)
                        .reinterpretAsShorts();
                ShortVector codes = lowest.selectFrom(lowerCodes, upperCodes).lanewise(VectorOperators.XOR, flip);
                ((ShortVector) codes.reinterpretShape(HALF_SHORTS, 0)).intoArray(out, i + shift);
            }
        }
        if (i < to) {
            scalar.encode(in, i, out, i + shift, to - i);
        }
    }

    @Override
    public void decode(byte[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        scalar.requireByteCodes();
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        if (WIDE) {
            IntVector flip = IntVector.broadcast(INTS, this.flip);
            FloatVector zero = FloatVector.broadcast(FLOATS, (float) this.zero);
            FloatVector step = FloatVector.broadcast(FLOATS, this.step);
            FloatVector stepRest = FloatVector.broadcast(FLOATS, this.stepRest);
            for (; i <= to - LANES; i += LANES) {
                IntVector codes = (IntVector) ByteVector.fromArray(QUARTER_BYTES, in, i)
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                FloatVector positions = ((FloatVector)
                                codes.lanewise(VectorOperators.XOR, flip).convertShape(VectorOperators.I2F, FLOATS, 0))
                        .sub(zero);
                positions.fma(step, positions.mul(stepRest)).intoArray(out, i + shift);
            }
        }
        if (i < to) {
            scalar.decode(in, i, out, i + shift, to - i);
        }
    }

    @Override
    public void decode(short[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        if (WIDE) {
            IntVector flip = IntVector.broadcast(INTS, this.flip);
            FloatVector zero = FloatVector.broadcast(FLOATS, (float) this.zero);
            FloatVector step = FloatVector.broadcast(FLOATS, this.step);
            FloatVector stepRest = FloatVector.broadcast(FLOATS, this.stepRest);
            for (; i <= to - LANES; i += LANES) {
                IntVector codes = (IntVector) ShortVector.fromArray(HALF_SHORTS, in, i)
                        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
                FloatVector positions = ((FloatVector)
                                codes.lanewise(VectorOperators.XOR, flip).convertShape(VectorOperators.I2F, FLOATS, 0))
                        .sub(zero);
                positions.fma(step, positions.mul(stepRest)).intoArray(out, i + shift);
            }
        }
        if (i < to) {
            scalar.decode(in, i, out, i + shift, to - i);
        }
    }

    private static VectorShape part(int divisor) {
        return VectorShape.forBitSize(Math.max(64, VectorWidth.bits() / divisor));
    }
}
