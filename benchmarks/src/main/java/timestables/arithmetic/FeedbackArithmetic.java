package timestables.arithmetic;

import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.chain.FactorEncoder;
import timestables.kernel.chain.FeedbackChain;
import timestables.kernel.chain.TwoCodeChain;
import timestables.table.ProductTable;

/** Chains of codes that carry on what rounding leaves out: in integers for linear codes, else in real numbers. */
public final class FeedbackArithmetic extends Arithmetic {

    private final Format format;
    private final double maxRange;

    /**
     * @param format of operands and products, of at most 8 bits
     * @param maxRange the magnitude that numbers stay below
     */
    public FeedbackArithmetic(Format format, double maxRange) {
        super(format.name(), Rounding.FEEDBACK, Accumulation.NONE, table(format), Range.of(format));
        this.format = format;
        this.maxRange = maxRange;
    }

    /** Cells hold all that a product is, or nearly so. */
    private static ProductTable table(Format format) {
        return format instanceof Linear linear
                ? ProductTable.exact(linear, linear)
                : ProductTable.accumulating(format, format, 16);
    }

    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        double[] values = format.values();
        FactorEncoder encoder = new FactorEncoder(format);
        if (format instanceof Linear linear) {
            FeedbackChain chain = new FeedbackChain(linear);
            chain.start(start);
            return new Carrying(
                    i -> chain.multiply(encoder.encode(factors[i])), () -> values[chain.code()], chain::held);
        }
        TwoCodeChain chain = new TwoCodeChain(format, maxRange);
        chain.start(start);
        return new Carrying(i -> chain.multiply(encoder.encode(factors[i])), () -> values[chain.code()], chain::held);
    }

    /** A chain whose result is not all that it holds. */
    private record Carrying(IntConsumer step, DoubleSupplier result, DoubleSupplier held) implements RunningChain {

        @Override
        public double multiply(int i) {
            step.accept(i);
            return result.getAsDouble();
        }

        @Override
        public double state(double result) {
            return held.getAsDouble();
        }
    }
}
