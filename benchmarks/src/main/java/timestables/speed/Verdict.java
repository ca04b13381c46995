package timestables.speed;

import java.util.Locale;

/** What rounds say of a contender beside its baseline. */
public enum Verdict {
    FASTER,
    SLOWER,
    /** Within {@link #BAND}. */
    SAME,
    /** The interval lies on both sides of a border, or there are fewer than three rounds. */
    UNDECIDED,
    /** It does not settle, or not twice on one speed: there is no figure to judge. */
    UNSTEADY;

    /** Ratios that nobody would change a program for. */
    static final double BAND = 1.03;

    /** Stricter than the interval that is shown: verdicts are looked at after every round, and the first one stays. */
    static final double CONFIDENCE = 0.99;

    /** @param ratios baseline over contender, one a round */
    static Verdict of(double[] ratios) {
        if (ratios.length < Interval.LEAST_ROUNDS) {
            return UNDECIDED;
        }
        Interval interval = Interval.of(ratios, CONFIDENCE);
        return within(interval.low(), interval.high());
    }

    /** What an interval of a ratio says. */
    public static Verdict within(double low, double high) {
        if (low > BAND) {
            return FASTER;
        }
        if (high < 1 / BAND) {
            return SLOWER;
        }
        return low >= 1 / BAND && high <= BAND ? SAME : UNDECIDED;
    }

    /**
     * Makes sure that a speed-up has both ends of its interval or none, and has them if it is decided.
     *
     * @throws IllegalArgumentException if it has not
     */
    public void requireInterval(Double speedup, Double low, Double high) {
        boolean isWhole = speedup != null && low != null && high != null;
        boolean isNone = low == null && high == null;
        if (!isWhole && (!isNone || this != UNDECIDED && this != UNSTEADY)) {
            throw new IllegalArgumentException(
                    "it is %s, and its speed-up lacks an end of its interval".formatted(this));
        }
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
