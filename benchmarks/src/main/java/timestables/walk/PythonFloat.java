package timestables.walk;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as Python prints them, which file names and consoles of the playground show. */
public final class PythonFloat {

    private PythonFloat() {}

    /**
     * The shortest digits that read as the same number, such as {@code 2.0}, {@code 0.25} and {@code 1e-05}.
     *
     * @param value finite
     */
    public static String text(double value) {
        // Java and Python choose the same digits, but use exponents for different ranges.
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (value == 0) {
            return Double.toString(value);
        }
        if (exponent >= -4 && exponent < 16) {
            return digits.setScale(Math.max(1, digits.scale())).toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /**
     * The number with so many digits behind the point. Its exact value is rounded, ties to even; Java's own formats
     * round its shortest decimal form, ties up.
     *
     * @param value finite
     */
    public static String text(double value, int digits) {
        String magnitude = new BigDecimal(Math.abs(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        return Math.copySign(1, value) < 0 ? "-" + magnitude : magnitude;
    }
}
