package timestables.plot;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * An axis whose ticks are powers of two: what is drawn on it are exponents, and labels show the numbers. XChart's own
 * logarithmic axes have decades alone, of which ratios span hardly one.
 */
public record PowersOfTwo(double least, double most) {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private static final int UNIT = 10;

    /** An axis that reaches from the power below some numbers to the power above them. */
    public PowersOfTwo {
        least = Math.floor(exponent(least));
        most = Math.max(least + 1, Math.ceil(exponent(most)));
    }

    /** Where a number is on it. */
    public static double exponent(double number) {
        return Math.log(number) / Math.log(2);
    }

    /** Gives an axis these ends. */
    public void label(Consumer<Double> min, Consumer<Double> max) {
        min.accept(least);
        max.accept(most);
    }

    /** The number at a tick, such as {@code 4} or {@code 1/4}; none between powers. */
    public static String number(double exponent) {
        if (exponent != Math.rint(exponent)) {
            return " ";
        }
        return exponent < 0 ? "1/" + power(-exponent) : power(exponent);
    }

    /** The same, as a ratio. */
    public static String ratio(double exponent) {
        String number = number(exponent);
        return number.isBlank() ? number : number + "x";
    }

    /** The same, as bytes. */
    public static String bytes(double exponent) {
        int unit = Math.clamp((long) Math.floor(exponent / UNIT), 0, UNITS.length - 1);
        String number = number(exponent - UNIT * unit);
        return number.isBlank() ? number : number + " " + UNITS[unit];
    }

    private static String power(double exponent) {
        return String.format(Locale.ROOT, "%.0f", Math.pow(2, exponent));
    }
}
