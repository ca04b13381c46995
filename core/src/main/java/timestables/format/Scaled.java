package timestables.format;

import java.util.OptionalDouble;

/**
 * Another format, with all of its values multiplied by one number, as are the elements of a block in the <em>OCP
 * Microscaling Formats (MX) Specification</em>, version 1.0 (2023). It has that format's name, codes and rounding.
 *
 * @param format the format that is scaled
 * @param scale what its values are multiplied by, positive and finite, as its product with the greatest must be; exact
 *     where it is a power of two and no value becomes subnormal in binary64
 */
public record Scaled(Format format, double scale) implements Format {

    public Scaled {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a format's scale is positive and finite, not " + scale);
        }
        double greatest = format.reach();
        if (greatest * scale == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("scaled by " + scale + ", the greatest value of " + format.name() + ", "
                    + greatest + ", would be infinite; the scale is to be smaller");
        }
    }

    /**
     * A format scaled by the least power of two with which its greatest value reaches {@code maxRange}.
     *
     * @param format a format whose greatest value is positive
     * @param maxRange the value to reach, positive, finite and not subnormal
     * @throws IllegalArgumentException if {@code maxRange} is not positive and finite, or the scale or the greatest
     *     scaled value would not be
     */
    public static Scaled toReach(Format format, double maxRange) {
        Scale.checkRange(maxRange);
        double scale = Math.scalb(1.0, Math.getExponent(maxRange) - Math.getExponent(format.greatest()));
        // The exponents are equal now, so the significands decide.
        return new Scaled(format, format.greatest() * scale < maxRange ? 2 * scale : scale);
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public int bits() {
        return format.bits();
    }

    @Override
    public boolean hasNaN() {
        return format.hasNaN();
    }

    @Override
    public double decode(int code) {
        return format.decode(code) * scale;
    }

    @Override
    public int encode(double value) {
        double quotient = value / scale;
        if (Double.isInfinite(quotient) && !Double.isInfinite(value)) {
            quotient = Math.copySign(Double.MAX_VALUE, value);
        } else if (quotient == 0 && value != 0) {
            // Posits, for example, do not encode the least number as zero.
            quotient = Math.copySign(Double.MIN_VALUE, value);
        }
        return format.encode(quotient);
    }

    /**
     * The unit in the last place of a number, where the format that is scaled is a {@link MiniFloat}.
     *
     * @param number finite
     */
    public OptionalDouble ulp(double number) {
        return format instanceof MiniFloat mini
                ? OptionalDouble.of(mini.ulp(number / scale) * scale)
                : OptionalDouble.empty();
    }

    @Override
    public double least() {
        return format.least() * scale;
    }

    @Override
    public double greatest() {
        return format.greatest() * scale;
    }
}
