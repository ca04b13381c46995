package timestables.format;

/**
 * Values over [-maxRange, maxRange], evenly spaced near zero and ever coarser towards the ends: a value {@code v} lies
 * at {@code asinh(gain v) / asinh(gain maxRange)} of [-1, 1], and the codes divide that interval evenly. Where
 * {@code gain |v|} is below 1 the scale is nearly linear, above it nearly logarithmic.
 *
 * <p>This is the scale of asinh magnitudes (R. H. Lupton, J. E. Gunn and A. S. Szalay, <em>A Modified Magnitude
 * System</em>, Astronomical Journal 118, 1999).
 *
 * @param bits bits in a code, 1 to 16
 * @param maxRange the largest value, positive and finite
 * @param gain the reciprocal of the value at which the scale bends; its product with {@code maxRange} is from 1e-300 to
 *     1e150
 */
public record Asinh(int bits, double maxRange, double gain) implements Companded {

    public Asinh {
        Scale.check(bits, maxRange);
        if (!(gain * maxRange >= 1e-300 && gain * maxRange <= 1e150)) {
            throw new IllegalArgumentException(
                    "a gain is between 1e-300 and 1e150 times the range's reciprocal, not " + gain);
        }
    }

    @Override
    public String name() {
        return "asinh";
    }

    @Override
    public double position(double value) {
        double bent = asinh(gain * Scale.clip(value, maxRange)) / asinh(gain * maxRange);
        double half = Scale.half(bits);
        return bent * half + half;
    }

    @Override
    public double at(double position) {
        return StrictMath.sinh(Scale.share(position, bits) * asinh(gain * maxRange)) / gain;
    }

    /** log(x + sqrt(x x + 1)) for positive x, arranged so that small ones keep their digits. */
    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        double square = magnitude * magnitude;
        return Math.copySign(StrictMath.log1p(magnitude + square / (1 + Math.sqrt(square + 1))), x);
    }

    @Override
    public double least() {
        return decode(0);
    }

    @Override
    public double greatest() {
        return decode(codes() - 1);
    }
}
