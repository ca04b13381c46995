package timestables.contender;

import timestables.format.Format;
import timestables.kernel.ScalarStochasticCodec;

/**
 * Products of codes that are rounded at random, operands and products alike. A table that does it has cells of more
 * bits, of which the lower ones tell how likely the code above is.
 */
public final class StochasticTable {

    private final ScalarStochasticCodec operands;
    private final ScalarStochasticCodec products;
    private final double[] operandValues;
    private final double[] productValues;

    /** @param operand, product formats of at most 8 bits */
    public StochasticTable(Format operand, Format product) {
        operands = new ScalarStochasticCodec(operand);
        products = new ScalarStochasticCodec(product);
        operandValues = operand.values();
        productValues = product.values();
    }

    /** What an operand is rounded to. */
    public double operand(double value, long seed, long position) {
        return operandValues[operands.encode(value, seed, position)];
    }

    /** What the product of two such operands is rounded to. */
    public double product(double a, double b, long seed, long position) {
        return productValues[products.encode(a * b, seed, position)];
    }

    /** The product of two reals, operands and product being rounded by three random numbers of the {@code i}-th. */
    public double productOfReals(double a, double b, long seed, int i) {
        return product(operand(a, seed, 3L * i), operand(b, seed, 3L * i + 1), seed, 3L * i + 2);
    }
}
