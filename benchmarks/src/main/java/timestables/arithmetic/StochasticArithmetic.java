package timestables.arithmetic;

import timestables.kernel.codec.ScalarStochasticCodec;
import timestables.table.ProductTable;

/**
 * Codes that are rounded at random, operands and products alike. A table that does it has cells of more bits, of which
 * the lower ones tell how likely the code above is.
 */
final class StochasticArithmetic extends Arithmetic {

    private final ProductTable table;
    private final ScalarStochasticCodec left;
    private final ScalarStochasticCodec right;
    private final ScalarStochasticCodec products;
    private final double[] leftValues;
    private final double[] rightValues;
    private final double[] productValues;

    /** @param nearest the same with nearest rounding, of codes and cells of at most 8 bits */
    StochasticArithmetic(TableArithmetic nearest) {
        super(
                nearest.format(),
                Rounding.STOCHASTIC,
                nearest.accumulation(),
                nearest.table().orElseThrow());
        table = nearest.table().orElseThrow();
        left = new ScalarStochasticCodec(table.rowFormat());
        right = new ScalarStochasticCodec(table.columnFormat());
        products = new ScalarStochasticCodec(table.cellFormat());
        leftValues = table.rowFormat().values();
        rightValues = table.columnFormat().values();
        productValues = table.cellFormat().values();
    }

    /** Three random numbers for each product: for both operands, and for what they come to. */
    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        double[] x = new double[left.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = leftValues[this.left.encode(left[i], seed, 3L * i)];
        }
        double[] y = new double[right.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = rightValues[this.right.encode(right[i], seed, 3L * i + 1)];
        }
        return new EncodedReals(x, y, length) {
            @Override
            public double product(int left, int right) {
                return StochasticArithmetic.this.product(x[left] * y[right], seed, 3L * left + 2);
            }
        };
    }

    private double product(double exact, long seed, long position) {
        return productValues[products.encode(exact, seed, position)];
    }

    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        double[] x = {leftValues[left.encode(start, seed, -1)]};
        return i -> {
            double factor = leftValues[left.encode(factors[i], seed, 2L * i)];
            return x[0] = product(x[0] * factor, seed, 2L * i + 1);
        };
    }
}
