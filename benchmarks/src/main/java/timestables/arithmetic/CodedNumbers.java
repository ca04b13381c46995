package timestables.arithmetic;

import timestables.format.Format;
import timestables.kernel.codec.ScalarStochasticCodec;

/** Codes that are encoded and decoded, and not multiplied. */
public final class CodedNumbers extends Arithmetic {

    private final Format format;

    /** @param rounding nearest, or stochastic where the format has at most 8 bits */
    public CodedNumbers(Format format, Rounding rounding) {
        super(format.name(), rounding, Accumulation.NONE, format);
        this.format = format;
    }

    @Override
    public double[] roundTrip(double[] numbers, int from, long seed) {
        ScalarStochasticCodec random = rounding() == Rounding.STOCHASTIC ? new ScalarStochasticCodec(format) : null;
        double[] values = new double[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = format.decode(
                    random == null ? format.encode(numbers[i]) : random.encode(numbers[i], seed, from + i));
        }
        return values;
    }
}
