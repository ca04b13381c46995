package timestables.format;

import java.util.Objects;

/**
 * A format whose codes are evenly spaced on a scale of its own: a companding law bends the scale of the values, and a
 * uniform quantiser divides it (W. R. Bennett, <em>Spectra of Quantized Signals</em>, Bell System Technical Journal 27,
 * 1948). Between two codes there are {@linkplain #position positions}, which interpolation and stochastic rounding
 * need.
 */
public interface Companded extends Format {

    /**
     * Where a value lies among the codes: a fractional code, from 0 to {@code 2^bits - 1}, which a value outside
     * {@link #least()} .. {@link #greatest()} does not leave.
     *
     * @throws IllegalArgumentException if {@code value} is not a number
     */
    double position(double value);

    /** The value at a position, from 0 to {@code 2^bits - 1}. */
    double at(double position);

    @Override
    default int encode(double value) {
        return (int) Math.rint(position(value));
    }

    @Override
    default double decode(int code) {
        return at(Objects.checkIndex(code, codes()));
    }
}
