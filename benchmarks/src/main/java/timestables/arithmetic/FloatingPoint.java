package timestables.arithmetic;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import timestables.format.MiniFloat;

/**
 * Floating point of IEEE 754. Sums are in the numbers' own precision, but for those of binary16 numbers, whose products
 * and sums are in binary32.
 */
public final class FloatingPoint extends Arithmetic {

    /** A precision: the name that files show, the greatest number, rounding to it, and the fused multiply-add. */
    public enum Precision {
        FLOAT64(Double.MAX_VALUE, value -> value, Math::fma),
        FLOAT32(Float.MAX_VALUE, value -> (float) value, (a, b, c) -> Math.fma((float) a, (float) b, (float) c)),
        FLOAT16(
                MiniFloat.BINARY16.greatest(),
                value -> Float.float16ToFloat(Float.floatToFloat16((float) value)),
                FLOAT32.fusedMultiplyAdd);

        private final double greatest;
        private final DoubleUnaryOperator rounding;
        private final FusedMultiplyAdd fusedMultiplyAdd;

        Precision(double greatest, DoubleUnaryOperator rounding, FusedMultiplyAdd fusedMultiplyAdd) {
            this.greatest = greatest;
            this.rounding = rounding;
            this.fusedMultiplyAdd = fusedMultiplyAdd;
        }

        /** The nearest number, ties to even. */
        public double round(double value) {
            return rounding.applyAsDouble(value);
        }

        private Range range() {
            return new Range(-greatest, greatest);
        }

        private Precision ofSums() {
            return this == FLOAT16 ? FLOAT32 : this;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private interface FusedMultiplyAdd {
        double of(double a, double b, double c);
    }

    private final Precision precision;
    private final int partialSums;

    private FloatingPoint(Precision precision, Accumulation accumulation, int partialSums) {
        super(
                precision.toString(),
                Rounding.NEAREST,
                accumulation,
                null,
                null,
                precision.range(),
                precision.range(),
                ofProducts(precision, accumulation).range());
        this.precision = precision;
        this.partialSums = partialSums;
    }

    /** Products. */
    public static FloatingPoint products(Precision precision) {
        return new FloatingPoint(precision, Accumulation.NONE, 1);
    }

    /** Sums in the order of the elements. */
    public static FloatingPoint sums(Precision precision) {
        return sums(precision, 1);
    }

    /**
     * Sums by fused multiply-adds into {@code partialSums} sums in turn, as a vector loop with so many lanes in flight
     * takes them.
     */
    public static FloatingPoint sums(Precision precision, int partialSums) {
        return new FloatingPoint(
                precision, Accumulation.valueOf(precision.ofSums().name()), partialSums);
    }

    /** What products are rounded to. */
    private static Precision ofProducts(Precision precision, Accumulation accumulation) {
        return accumulation == Accumulation.NONE ? precision : precision.ofSums();
    }

    private double[] rounded(double[] numbers) {
        return Arrays.stream(numbers).map(precision.rounding).toArray();
    }

    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        double[] x = rounded(left);
        double[] y = rounded(right);
        return new EncodedReals(x, y, length) {
            @Override
            public double product(int left, int right) {
                return ofProducts(precision, accumulation()).round(x[left] * y[right]);
            }

            @Override
            public double add(double sum, int left, int right) {
                Precision ofSums = precision.ofSums();
                return ofSums.round(sum + ofSums.round(x[left] * y[right]));
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                return partialSums == 1
                        ? super.sum(leftRow, rightRow)
                        : sumInTurn(x, leftRow * length, y, rightRow * length, length);
            }
        };
    }

    private double sumInTurn(double[] x, int xFrom, double[] y, int yFrom, int length) {
        double[] sums = new double[partialSums];
        for (int i = 0; i < length; i++) {
            int lane = i % partialSums;
            sums[lane] = precision.fusedMultiplyAdd.of(x[xFrom + i], y[yFrom + i], sums[lane]);
        }
        double sum = 0;
        for (double partial : sums) {
            sum = precision.ofSums().round(sum + partial);
        }
        return sum;
    }

    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        double[] x = {precision.round(start)};
        return i -> x[0] = precision.round(x[0] * precision.round(factors[i]));
    }
}
