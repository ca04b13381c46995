package timestables.walk;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import timestables.format.MiniFloat;

/** The floating-point types that tables are compared with: operands and every result of the reference are rounded. */
public enum Baseline {
    FLOAT8(MiniFloat.E4M3),
    FLOAT8_E5M2(MiniFloat.E5M2),
    FLOAT16(MiniFloat.BINARY16),
    FLOAT32(value -> (float) value, Float.MAX_VALUE),
    FLOAT64(value -> value, Double.MAX_VALUE);

    private final DoubleUnaryOperator rounding;
    private final double greatest;

    Baseline(MiniFloat format) {
        this(overflowing(format), format.greatest());
    }

    /** Encoding saturates; but what is nearer to the number that would come after the greatest is infinite. */
    private static DoubleUnaryOperator overflowing(MiniFloat format) {
        double greatest = format.greatest();
        double step = greatest - format.decode(format.encode(greatest) - 1);
        double limit = greatest + step / 2;
        return value ->
                Math.abs(value) >= limit ? value * Double.POSITIVE_INFINITY : format.decode(format.encode(value));
    }

    Baseline(DoubleUnaryOperator rounding, double greatest) {
        this.rounding = rounding;
        this.greatest = greatest;
    }

    /** The type of that name, such as {@code float16}. */
    public static Baseline named(String name) {
        return Arrays.stream(values())
                .filter(baseline -> baseline.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no baseline type '%s'; there are %s"
                        .formatted(
                                name, Arrays.stream(values()).map(Baseline::id).collect(Collectors.joining(", ")))));
    }

    /** The name on consoles and in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The nearest number of this type, ties to even; infinity where that would lie beyond the {@linkplain #greatest()
     * greatest}. A sum, product or quotient of two numbers of this type may be taken in doubles and then rounded: a
     * double has more than twice the digits, so that the result is the rounded exact one.
     */
    double round(double value) {
        return rounding.applyAsDouble(value);
    }

    /** The largest finite number of this type. */
    double greatest() {
        return greatest;
    }
}
