package timestables.arithmetic;

import timestables.table.Lookup;

/** Operands between codes: a product is the bilinear blend of the four cells around them. */
final class InterpolatedArithmetic extends Arithmetic {

    private final Lookup lookup;

    /** @param nearest the same with nearest rounding, of companded operands and cells */
    InterpolatedArithmetic(TableArithmetic nearest) {
        super(
                nearest.format(),
                Rounding.INTERPOLATED,
                nearest.accumulation(),
                nearest.table().orElseThrow());
        lookup = new Lookup(nearest.table().orElseThrow());
    }

    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        return new EncodedReals(left, right, length) {
            @Override
            public double product(int leftAt, int rightAt) {
                return lookup.interpolated(left[leftAt], right[rightAt]);
            }
        };
    }

    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        double[] x = {start};
        return i -> x[0] = lookup.interpolated(x[0], factors[i]);
    }
}
