package timestables.format;

/**
 * What formats share: the codes of {@code bits} bits divide [-1, 1] evenly. Both ends are codes, so an even number of
 * codes has neither an exact zero nor an exact one half.
 */
final class Scale {

    private Scale() {}

    /** Half the distance, in codes, between the first code and the last. */
    static double half(int bits) {
        return ((1 << bits) - 1) / 2.0;
    }

    /** The share of the range, in [-1, 1], that a code or a position between two stands for. */
    static double share(double position, int bits) {
        double half = half(bits);
        return (position - half) / half;
    }

    /** {@code value} moved into [-range, range]. */
    static double clip(double value, double range) {
        requireNumber(value);
        return Math.clamp(value, -range, range);
    }

    static void requireNumber(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("cannot encode NaN: it has no nearest value");
        }
    }

    static void check(int bits, double maxRange) {
        check(bits, 1, maxRange);
    }

    static void check(int bits, int fewestBits, double maxRange) {
        checkBits(bits, fewestBits, 16);
        checkRange(maxRange);
    }

    static void checkBits(int bits, int fewest, int most) {
        if (bits < fewest || bits > most) {
            throw new IllegalArgumentException("such a format has " + fewest + " to " + most + " bits, not " + bits);
        }
    }

    static void checkRange(double maxRange) {
        if (!(maxRange > 0 && maxRange < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a format's range is positive and finite, not " + maxRange);
        }
    }
}
