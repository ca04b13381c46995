package timestables.kernel;

import java.util.Objects;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products by arithmetic, as fast as this machine allows: the same methods as {@link ScalarDot}. Integer sums have
 * the same bits; floating-point sums are taken in another order, with fused multiply-adds, and have a smaller error.
 */
public final class VectorDot {

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

    private VectorDot() {}

    public static double float64(double[] a, double[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int lanes = DOUBLES.length();
        DoubleVector sum0 = DoubleVector.zero(DOUBLES);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        int i = from;
        for (; i <= to - 4 * lanes; i += 4 * lanes) {
            sum0 = fma(a, b, i, sum0);
            sum1 = fma(a, b, i + lanes, sum1);
            sum2 = fma(a, b, i + 2 * lanes, sum2);
            sum3 = fma(a, b, i + 3 * lanes, sum3);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD) + ScalarDot.float64(a, b, i, to);
    }

    private static DoubleVector fma(double[] a, double[] b, int i, DoubleVector sum) {
        return DoubleVector.fromArray(DOUBLES, a, i).fma(DoubleVector.fromArray(DOUBLES, b, i), sum);
    }

    public static float float32(float[] a, float[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int lanes = FLOATS.length();
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = from;
        for (; i <= to - 4 * lanes; i += 4 * lanes) {
            sum0 = fma(a, b, i, sum0);
            sum1 = fma(a, b, i + lanes, sum1);
            sum2 = fma(a, b, i + 2 * lanes, sum2);
            sum3 = fma(a, b, i + 3 * lanes, sum3);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD) + ScalarDot.float32(a, b, i, to);
    }

    private static FloatVector fma(float[] a, float[] b, int i, FloatVector sum) {
        return FloatVector.fromArray(FLOATS, a, i).fma(FloatVector.fromArray(FLOATS, b, i), sum);
    }

    public static float float16(short[] a, short[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int lanes = SHORTS.length();
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = even;
        int i = from;
        for (; i <= to - lanes; i += lanes) {
            IntVector left = pairs(a, i);
            IntVector right = pairs(b, i);
            odd = upper(left).fma(upper(right), odd);
            even = lower(left).fma(lower(right), even);
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD) + ScalarDot.float16(a, b, i, to);
    }

    private static IntVector pairs(short[] halves, int i) {
        return ShortVector.fromArray(SHORTS, halves, i).reinterpretAsInts();
    }

    private static FloatVector lower(IntVector pairs) {
        return upper(pairs.lanewise(VectorOperators.LSHL, 16));
    }

    /**
     * The binary16 number in the upper half of each int. Its exponent and fraction, moved to where binary32 has them,
     * make the number too small by 2^112, the difference of the two exponent biases.
     */
    private static FloatVector upper(IntVector pairs) {
        return pairs.lanewise(VectorOperators.ASHR, 3)
                .and(0x8fffe000)
                .reinterpretAsFloats()
                .mul(0x1p112f);
    }

    public static long int8(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        int lanes = SHORTS.length();
        long sum = 0;
        int i = from;
        while (i <= to - 2 * lanes) {
            int stop = (int) Math.min(to, i + (long) BLOCK * 2 * lanes);
            IntVector raw = IntVector.zero(INTS);
            IntVector high = raw;
            ShortVector bias = ShortVector.broadcast(SHORTS, (short) BIAS);
            int start = i;
            for (; i <= stop - 2 * lanes; i += 2 * lanes) {
                IntVector two =
                        bias.add(product(a, b, i)).add(product(a, b, i + lanes)).reinterpretAsInts();
                raw = raw.add(two);
                high = high.add(two.lanewise(VectorOperators.LSHR, 16));
            }
            IntVector low = raw.sub(high.lanewise(VectorOperators.LSHL, 16));
            sum += low.reduceLanes(VectorOperators.ADD) + high.reduceLanes(VectorOperators.ADD);
            sum -= (long) (i - start) / 2 * BIAS;
        }
        return sum + ScalarDot.int8(a, b, i, to);
    }

    private static final int BIAS = 32512;
    private static final int BLOCK = 1024;

    private static ShortVector product(byte[] a, byte[] b, int i) {
        return VectorMultiply.widen(a, i).mul(VectorMultiply.widen(b, i));
    }
}
