package timestables.kernel.arithmetic;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise products by arithmetic, as fast as this machine allows: the same methods, and bits, as
 * {@link ScalarMultiply}.
 */
public final class VectorMultiply {

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    static final VectorSpecies<Byte> HALF_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

    private VectorMultiply() {}

    public static void float64(double[] a, double[] b, double[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int lanes = DOUBLES.length();
        int i = from;
        for (; i <= to - 2 * lanes; i += 2 * lanes) {
            DoubleVector first = DoubleVector.fromArray(DOUBLES, a, i).mul(DoubleVector.fromArray(DOUBLES, b, i));
            DoubleVector second =
                    DoubleVector.fromArray(DOUBLES, a, i + lanes).mul(DoubleVector.fromArray(DOUBLES, b, i + lanes));
            first.intoArray(out, i);
            second.intoArray(out, i + lanes);
        }
        if (i < to) {
            ScalarMultiply.float64(a, b, out, i, to);
        }
    }

    public static void float32(float[] a, float[] b, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int lanes = FLOATS.length();
        int i = from;
        for (; i <= to - 2 * lanes; i += 2 * lanes) {
            FloatVector first = FloatVector.fromArray(FLOATS, a, i).mul(FloatVector.fromArray(FLOATS, b, i));
            FloatVector second =
                    FloatVector.fromArray(FLOATS, a, i + lanes).mul(FloatVector.fromArray(FLOATS, b, i + lanes));
            first.intoArray(out, i);
            second.intoArray(out, i + lanes);
        }
        if (i < to) {
            ScalarMultiply.float32(a, b, out, i, to);
        }
    }

    /**
     * The product of two binary16 numbers is exact in binary32, so that converting, multiplying and converting back
     * rounds once, as the standard asks. The Vector API has no binary16 vectors, but the compiler makes vectors of this
     * loop: of binary16 products where the processor has them (AVX512-FP16), else of conversions (F16C).
     */
    public static void float16(short[] a, short[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        for (int i = from; i < to; i++) {
            out[i] = Float.floatToFloat16(Float.float16ToFloat(a[i]) * Float.float16ToFloat(b[i]));
        }
    }

    public static void int8(byte[] a, byte[] b, byte[] out, int fractionBits, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        ShortVector half = ShortVector.broadcast(SHORTS, (short) ScalarMultiply.halfUnit(fractionBits));
        ShortVector least = ShortVector.broadcast(SHORTS, Byte.MIN_VALUE);
        ShortVector greatest = ShortVector.broadcast(SHORTS, Byte.MAX_VALUE);
        int lanes = HALF_BYTES.length();
        int i = from;
        for (; i <= to - lanes; i += lanes) {
            ShortVector product = widen(a, i)
                    .mul(widen(b, i))
                    .add(half)
                    .lanewise(VectorOperators.ASHR, fractionBits)
                    .max(least)
                    .min(greatest);
            ((ByteVector) product.convertShape(VectorOperators.S2B, HALF_BYTES, 0)).intoArray(out, i);
        }
        if (i < to) {
            ScalarMultiply.int8(a, b, out, fractionBits, i, to);
        }
    }

    static ShortVector widen(byte[] codes, int i) {
        return (ShortVector) ByteVector.fromArray(HALF_BYTES, codes, i).convertShape(VectorOperators.B2S, SHORTS, 0);
    }
}
