package timestables.kernel.arithmetic;

import java.util.Objects;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;

/**
 * Dot products by arithmetic, as fast as this machine allows: the same methods as {@link ScalarDot}. Integer sums have
 * the same bits; floating-point sums are taken in another order, with fused multiply-adds, and have a smaller error.
 */
public final class VectorDot {

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int[] THREES = Lanes.ofInts(3);
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    /** The bits of a binary16 number that was moved from the upper half of an int to the place of a binary32 number. */
    private static final int BINARY16 = 0x8fffe000;

    /** The difference of the exponent biases, 127 - 15, as a power of two. */
    private static final float REBIAS = 0x1p112f;

    /** All bits of a binary16 number but its sign. */
    private static final short MAGNITUDE = 0x7fff;

    /** The magnitude of infinity in binary16; those of NaNs are greater. */
    private static final short INFINITY = 0x7c00;

    /**
     * Twice the largest magnitude of a negative product. Added to the sum of two products, it makes that an unsigned
     * 16-bit integer: 2 x 128 x 127 + 2 x 128 x 128 = 65,280.
     */
    static final int BIAS = 2 * 128 * 127;

    /**
     * Iterations from one flush to the next. Each adds at most 32 unsigned 16-bit integers, and 1,024 x 32 x 65,535 <
     * 2^31.
     */
    private static final int FLUSH_INTERVAL = 1024;

    private VectorDot() {}

    public static double float64(double[] a, double[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static double dot(double[] a, int aFrom, double[] b, int bFrom, int count) {
        int lanes = DOUBLES.length();
        int to = aFrom + count;
        int bShift = bFrom - aFrom;
        DoubleVector sum0 = DoubleVector.zero(DOUBLES);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        int i = aFrom;
        for (; i <= to - 4 * lanes; i += 4 * lanes) {
            int j = i + bShift;
            sum0 = fma(a, i, b, j, sum0);
            sum1 = fma(a, i + lanes, b, j + lanes, sum1);
            sum2 = fma(a, i + 2 * lanes, b, j + 2 * lanes, sum2);
            sum3 = fma(a, i + 3 * lanes, b, j + 3 * lanes, sum3);
        }
        double sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        return i < to ? sum + ScalarDot.dot(a, i, b, i + bShift, to - i) : sum;
    }

    private static DoubleVector fma(double[] a, int i, double[] b, int j, DoubleVector sum) {
        return DoubleVector.fromArray(DOUBLES, a, i).fma(DoubleVector.fromArray(DOUBLES, b, j), sum);
    }

    public static float float32(float[] a, float[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static float dot(float[] a, int aFrom, float[] b, int bFrom, int count) {
        int lanes = FLOATS.length();
        int to = aFrom + count;
        int bShift = bFrom - aFrom;
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = aFrom;
        for (; i <= to - 4 * lanes; i += 4 * lanes) {
            int j = i + bShift;
            sum0 = fma(a, i, b, j, sum0);
            sum1 = fma(a, i + lanes, b, j + lanes, sum1);
            sum2 = fma(a, i + 2 * lanes, b, j + 2 * lanes, sum2);
            sum3 = fma(a, i + 3 * lanes, b, j + 3 * lanes, sum3);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        return i < to ? sum + ScalarDot.dot(a, i, b, i + bShift, to - i) : sum;
    }

    private static FloatVector fma(float[] a, int i, float[] b, int j, FloatVector sum) {
        return FloatVector.fromArray(FLOATS, a, i).fma(FloatVector.fromArray(FLOATS, b, j), sum);
    }

    public static float float16(short[] a, short[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        return dot(a, from, b, from, to - from);
    }

    static float dot(short[] a, int aFrom, short[] b, int bFrom, int count) {
        int lanes = SHORTS.length();
        IntVector three = IntVector.fromArray(INTS, THREES, 0);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = even;
        ShortVector greatest = ShortVector.zero(SHORTS);
        int i = 0;
        for (; i <= count - lanes; i += lanes) {
            // Two binary16 numbers in each int. The upper one's exponent and fraction, moved to where binary32 has
            // them, make the number too small by 2^112, the difference of the exponent biases.
            ShortVector leftPair = ShortVector.fromArray(SHORTS, a, aFrom + i);
            ShortVector rightPair = ShortVector.fromArray(SHORTS, b, bFrom + i);
            IntVector left = leftPair.reinterpretAsInts();
            IntVector right = rightPair.reinterpretAsInts();
            greatest = greatest.max(leftPair.and(MAGNITUDE)).max(rightPair.and(MAGNITUDE));
            FloatVector leftOdd = left.lanewise(VectorOperators.ASHR, three)
                    .and(BINARY16)
                    .reinterpretAsFloats()
                    .mul(REBIAS);
            FloatVector rightOdd = right.lanewise(VectorOperators.ASHR, three)
                    .and(BINARY16)
                    .reinterpretAsFloats()
                    .mul(REBIAS);
            odd = leftOdd.fma(rightOdd, odd);
            FloatVector leftEven = left.lanewise(VectorOperators.LSHL, sixteen)
                    .lanewise(VectorOperators.ASHR, three)
                    .and(BINARY16)
                    .reinterpretAsFloats()
                    .mul(REBIAS);
            FloatVector rightEven = right.lanewise(VectorOperators.LSHL, sixteen)
                    .lanewise(VectorOperators.ASHR, three)
                    .and(BINARY16)
                    .reinterpretAsFloats()
                    .mul(REBIAS);
            even = leftEven.fma(rightEven, even);
        }
        if (greatest.reduceLanes(VectorOperators.MAX) >= INFINITY) {
            // Moved like that, infinities and NaNs would become numbers.
            return ScalarDot.dot(a, aFrom, b, bFrom, count);
        }
        float sum = even.add(odd).reduceLanes(VectorOperators.ADD);
        return i < count ? sum + ScalarDot.dot(a, aFrom + i, b, bFrom + i, count - i) : sum;
    }

    /**
     * The instructions that add two products of 16 bits, {@code vpmaddwd} and VNNI's {@code vpdpwssd}, are not in the
     * Vector API. C2 makes them of plain loops over shorts that store each pair's sum in an array of ints, but JDK 25
     * leaves a loop scalar that adds them all up, or several pairs. On a Zen 4 core, 4,096 elements in a first-level
     * cache: 2.5 products/ns where they are added up; 28 where they are only stored, and with vectors of 256 bits 41,
     * from operands of two bytes and before the sums are added. This method does 28 at 1,024.
     */
    public static long int8(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int lanes = SHORTS.length();
        long sum = 0;
        int i = from;
        while (i <= to - 2 * lanes) {
            int stop = (int) Math.min(to, i + (long) FLUSH_INTERVAL * 2 * lanes);
            IntVector raw = IntVector.zero(INTS);
            IntVector high = raw;
            IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
            ShortVector bias = ShortVector.broadcast(SHORTS, (short) BIAS);
            int start = i;
            for (; i <= stop - 2 * lanes; i += 2 * lanes) {
                IntVector two =
                        bias.add(product(a, b, i)).add(product(a, b, i + lanes)).reinterpretAsInts();
                raw = raw.add(two);
                high = high.add(two.lanewise(VectorOperators.LSHR, sixteen));
            }
            IntVector low = raw.sub(high.lanewise(VectorOperators.LSHL, 16));
            sum += low.reduceLanes(VectorOperators.ADD) + high.reduceLanes(VectorOperators.ADD);
            sum -= (long) (i - start) / 2 * BIAS;
        }
        return i < to ? sum + ScalarDot.int8(a, b, i, to) : sum;
    }

    private static ShortVector product(byte[] a, byte[] b, int i) {
        return VectorMultiply.widen(a, i).mul(VectorMultiply.widen(b, i));
    }
}
