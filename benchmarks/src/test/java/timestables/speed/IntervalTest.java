package timestables.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The method is tried on forks whose truth is known: what it promises is counted. */
class IntervalTest {

    private static final int TRIALS = 2000;

    private static final double CONFIDENCE = 0.95;

    /** What makes forks of the same program differ. */
    enum Forks {
        QUIET(random -> Math.exp(0.01 * random.nextGaussian())),
        LOG_NORMAL(random -> Math.exp(0.05 * random.nextGaussian())),
        WIDE(random -> Math.exp(0.2 * random.nextGaussian())),
        OUTLIERS(random -> noise(random) * (random.nextDouble() < 0.1 ? 1.5 + 1.5 * random.nextDouble() : 1)),
        BIMODAL(random -> noise(random) * (random.nextDouble() < 0.3 ? 1.3 : 1)),
        FAR_MODE(random -> noise(random) * (random.nextDouble() < 0.2 ? 1.9 : 1));

        private final ToDoubleFunction<Random> time;

        Forks(ToDoubleFunction<Random> time) {
            this.time = time;
        }

        private static double noise(Random random) {
            return Math.exp(0.03 * random.nextGaussian());
        }

        /** Ratios of so many rounds, in which the machine gets slower by a twentieth from each to the next. */
        double[] ratios(Random random, int rounds, double speedup) {
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, round -> {
                double drift = Math.pow(1.05, round);
                return speedup * drift * time.applyAsDouble(random) / (drift * time.applyAsDouble(random));
            });
            return ratios;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theIntervalCoversTheTruth(Forks forks) {
        for (int rounds : new int[] {3, 4, 5, 6, 8, 12, 20, 30}) {
            Random random = new Random(rounds);
            int covered = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                Interval interval = Interval.of(forks.ratios(random, rounds, 1.4), CONFIDENCE);
                covered += interval.low() <= 1.4 && 1.4 <= interval.high() ? 1 : 0;
            }
            assertTrue(covered >= 0.93 * TRIALS, covered + " of " + TRIALS + " with " + rounds + " rounds");
        }
    }

    /** Judged after every round, as a tour does, until there is a verdict. */
    @ParameterizedTest
    @EnumSource
    void aContenderIsNeitherFasterNorSlowerThanItself(Forks forks) {
        Random random = new Random(1);
        int wrong = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] ratios = forks.ratios(random, 20, 1);
            for (int rounds = 3; rounds <= ratios.length; rounds++) {
                Verdict verdict = Verdict.of(Arrays.copyOf(ratios, rounds));
                if (verdict != Verdict.UNDECIDED) {
                    wrong += verdict == Verdict.SAME ? 0 : 1;
                    break;
                }
            }
        }
        assertTrue(wrong <= 0.03 * TRIALS, wrong + " of " + TRIALS);
    }

    @Test
    void whatIsMuchFasterIsSoonSaidToBe() {
        Random random = new Random(1);
        int found = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            found += Verdict.of(Forks.LOG_NORMAL.ratios(random, 3, 2)) == Verdict.FASTER ? 1 : 0;
        }
        assertTrue(found >= 0.75 * TRIALS, found + " of " + TRIALS);
    }

    @Test
    void whatIsTheSameIsSaidToBeInTheEnd() {
        Random random = new Random(1);
        int found = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            found += Verdict.of(Forks.QUIET.ratios(random, 30, 1.005)) == Verdict.SAME ? 1 : 0;
        }
        assertTrue(found >= 0.9 * TRIALS, found + " of " + TRIALS);
    }

    @Test
    void manyRoundsHaveTheIntervalBetweenOrderStatistics() {
        // Of 9 values the median is beyond the second from an end in 2 * 10 of 512 cases, beyond the third in 92.
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertEquals(new Interval(5, 2.0, 8.0), rounded(Interval.of(values, CONFIDENCE)));
        Interval ofSix = rounded(Interval.of(new double[] {1, 2, 3, 4, 5, 6}, CONFIDENCE));
        assertEquals(List.of(1.0, 6.0), List.of(ofSix.low(), ofSix.high()));
    }

    private static Interval rounded(Interval interval) {
        return new Interval(
                Math.rint(1e9 * interval.middle()) / 1e9,
                Math.rint(1e9 * interval.low()) / 1e9,
                Math.rint(1e9 * interval.high()) / 1e9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fewerThanThreeRoundsHaveNoInterval(int rounds) {
        double[] values = new double[rounds];
        Arrays.fill(values, 4);
        Interval interval = Interval.of(values, CONFIDENCE);
        assertEquals(4, interval.middle(), 1e-12);
        assertNull(interval.low());
        assertNull(interval.high());
        assertEquals(Verdict.UNDECIDED, Verdict.of(values));
    }

    @Test
    void borderlinesAreUndecided() {
        assertEquals(Verdict.SAME, Verdict.of(new double[] {1.01, 1.01, 1.01}));
        assertEquals(Verdict.FASTER, Verdict.of(new double[] {1.04, 1.04, 1.04}));
        assertEquals(Verdict.SLOWER, Verdict.of(new double[] {0.96, 0.96, 0.96}));
        assertEquals(Verdict.UNDECIDED, Verdict.of(new double[] {1.02, 1.04, 1.05}));
        assertEquals(Verdict.SAME, Verdict.within(1 / 1.03, 1.03), "the borders belong to what is the same");
        assertEquals(Verdict.UNDECIDED, Verdict.within(1.03, 1.2));
        assertEquals(Verdict.UNDECIDED, Verdict.within(0.8, 1 / 1.03));
    }
}
