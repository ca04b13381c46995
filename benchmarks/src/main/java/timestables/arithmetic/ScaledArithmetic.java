package timestables.arithmetic;

import java.util.Arrays;

/** Another arithmetic, of operands that are divided before by a scale of the left ones, and one of the right ones. */
public final class ScaledArithmetic extends Arithmetic {

    private final Arithmetic scaled;
    private final double left;
    private final double right;

    private ScaledArithmetic(Arithmetic scaled, double left, double right, Range operands) {
        super(
                scaled.format(),
                scaled.rounding(),
                scaled.accumulation(),
                scaled.operand().orElseThrow(),
                null,
                operands.by(left),
                operands.by(right),
                scaled.accumulation() == Accumulation.NONE ? operands.by(left * right) : Range.ALL);
        this.scaled = scaled;
        this.left = left;
        this.right = right;
    }

    /**
     * Integers of 8 bits for operands of any range.
     *
     * @param scaled products or sums of {@link Int8}
     * @param left what left operands are divided by, so that they lie in its range
     * @param right the same of right operands
     */
    public static ScaledArithmetic of(Int8 scaled, double left, double right) {
        return new ScaledArithmetic(
                scaled, left, right, Range.of(scaled.operand().orElseThrow()));
    }

    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        Encoded encoded = scaled.encode(over(left, this.left), over(right, this.right), length, seed);
        double product = this.left * this.right;
        return new Encoded() {
            @Override
            public double left(int i) {
                return encoded.left(i) * ScaledArithmetic.this.left;
            }

            @Override
            public double right(int i) {
                return encoded.right(i) * ScaledArithmetic.this.right;
            }

            @Override
            public double product(int left, int right) {
                return encoded.product(left, right) * product;
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                return encoded.sum(leftRow, rightRow) * product;
            }
        };
    }

    private static double[] over(double[] numbers, double scale) {
        return Arrays.stream(numbers).map(number -> number / scale).toArray();
    }
}
