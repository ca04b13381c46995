package timestables.walk;

import java.util.stream.LongStream;

/**
 * What is simulated.
 *
 * @param type what is done with the products
 * @param maxRange the largest operand of the tables
 * @param steps how many products
 * @param baseline the type of the reference
 * @param seed the first seed
 * @param seeds how many seeds, one after the other
 * @param compat whether to follow the playground where it errs: cells are decoded by the largest of the table, and
 *     below a range of 1 nearest lookups stay deterministic
 */
public record Settings(
        SimulationType type, double maxRange, int steps, Baseline baseline, long seed, int seeds, boolean compat) {

    /** Steps of all seeds: their operands, kept for all variants, take up to 24 bytes a step, and results 8 more. */
    private static final int MOST_STEPS = 5_000_000;

    private static final int MOST_SEEDS = 10_000;

    /** Ranges so small or large that their squares, times the gain of a bent scale, do not vanish or overflow. */
    private static final double LEAST_RANGE = 1e-50;

    private static final double GREATEST_RANGE = 1e50;

    public Settings {
        checkRange(maxRange);
        if (steps < 1) {
            throw new IllegalArgumentException("a simulation takes at least one step, not " + steps);
        }
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new IllegalArgumentException(
                    "a simulation takes 1 to %,d seeds, not %d".formatted(MOST_SEEDS, seeds));
        }
        if ((long) steps * seeds > MOST_STEPS) {
            throw new IllegalArgumentException("%,d steps x %,d seeds are more than the %,d that are kept in memory"
                    .formatted(steps, seeds, MOST_STEPS));
        }
        MersenneTwister.checkSeed(seed);
        if (maxRange > baseline.greatest()) {
            throw new IllegalArgumentException("a range of %s is too large for %s, whose greatest number is %s"
                    .formatted(PythonFloat.text(maxRange), baseline.id(), PythonFloat.text(baseline.greatest())));
        }
        if (baseline.round(maxRange / 4) == 0) {
            throw new IllegalArgumentException("a range of %s is too small for %s, which rounds its operands to zero"
                    .formatted(PythonFloat.text(maxRange), baseline.id()));
        }
    }

    /**
     * Returns a range that tables can have.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public static double checkRange(double maxRange) {
        if (!(maxRange >= LEAST_RANGE && maxRange <= GREATEST_RANGE)) {
            throw new IllegalArgumentException("a table's range lies between %s and %s, not at %s"
                    .formatted(PythonFloat.text(LEAST_RANGE), PythonFloat.text(GREATEST_RANGE), maxRange));
        }
        return maxRange;
    }

    /** All seeds; after the last integer of 32 bits comes zero. */
    public LongStream allSeeds() {
        return LongStream.range(seed, seed + seeds).map(s -> s % MersenneTwister.SEEDS);
    }

    /**
     * Whether nearest lookups round stochastically: in a range below 1, products of many operands lie below half a step
     * and would all be read as the same cell.
     */
    public boolean isStochastic() {
        return maxRange < 1 && !compat;
    }
}
