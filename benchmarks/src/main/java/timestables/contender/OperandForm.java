package timestables.contender;

import java.util.Arrays;
import java.util.Locale;
import timestables.arithmetic.FloatingPoint.Precision;

/** What is timed starts from operands in this form, and ends with results in it. Weights of matrices stay packed. */
public enum OperandForm {
    /** Operands are encoded before, and results decoded after. */
    CODES,
    /** Numbers in binary32, which are encoded and decoded inside what is timed. */
    FLOATS;

    /**
     * The form that files show so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static OperandForm of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("operands must be codes or floats, not '%s'".formatted(name)));
    }

    /** What reals become before anything is done with them. */
    double[] of(double[] reals) {
        return this == CODES
                ? reals
                : Arrays.stream(reals).map(Precision.FLOAT32::round).toArray();
    }

    /** The rounding that results have after their definition. */
    double lastPlace(double result) {
        return this == CODES ? 0 : Math.ulp((float) result);
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
