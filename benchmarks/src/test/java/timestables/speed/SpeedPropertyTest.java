package timestables.speed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import timestables.contender.Operation;

/** Intervals and ratios of any times. */
class SpeedPropertyTest {

    private static final double ROUNDING = 1e-9;

    /** A round: what a fork took in it, and whether others disturbed that. */
    record Round(int number, double ns, boolean disturbed) {}

    @Provide
    Arbitrary<List<Round>> rounds() {
        return Arbitraries.randomValue(random -> {
            double noise = random.nextDouble() * random.nextDouble();
            double about = Math.scalb(1.0, random.nextInt(-3, 40));
            return IntStream.rangeClosed(1, random.nextInt(1, 40))
                    .mapToObj(number ->
                            new Round(number, about * Math.exp(noise * random.nextGaussian()), random.nextInt(8) == 0))
                    .toList();
        });
    }

    private static Series series(String contender, List<Round> rounds, double factor) {
        Case timed = new Case(Operation.DOT, contender, "1024");
        Series series = new Series(timed, Fork.AVERAGE_TIME);
        for (Round round : rounds) {
            series.add(
                    new Fork(
                            timed,
                            round.number,
                            1,
                            true,
                            round.disturbed,
                            null,
                            false,
                            Fork.AVERAGE_TIME,
                            "",
                            512,
                            "",
                            ""),
                    List.of(new Sample(timed, round.number, 1, factor * round.ns, null, !round.disturbed)));
        }
        return series;
    }

    private static <T> List<T> shuffled(List<T> list, long seed) {
        List<T> others = new ArrayList<>(list);
        Collections.shuffle(others, new Random(seed));
        return others;
    }

    private static double[] times(List<Round> rounds) {
        return rounds.stream().mapToDouble(Round::ns).toArray();
    }

    private static double[] ends(Interval interval) {
        return interval.low() == null
                ? new double[] {interval.middle()}
                : new double[] {interval.low(), interval.middle(), interval.high()};
    }

    private static void assertNear(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], ROUNDING * expected[i]);
        }
    }

    @Property(tries = 200)
    void anIntervalHoldsTheMedianAndDoesNotDependOnOrderOrUnit(
            @ForAll("rounds") List<Round> rounds, @ForAll long seed) {
        double[] times = times(rounds);
        Interval interval = Interval.of(times, 0.95);
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int n = times.length;
        assertNear(new double[] {Math.sqrt(sorted[(n - 1) / 2] * sorted[n / 2])}, new double[] {interval.middle()});
        assertEquals(interval, Interval.of(times(shuffled(rounds, seed)), 0.95));
        double[] ends = ends(interval);
        assertNear(
                Arrays.stream(ends).map(end -> 1e3 * end).toArray(),
                ends(Interval.of(Arrays.stream(times).map(time -> 1e3 * time).toArray(), 0.95)));
        // Of rates it is that of times, the other way round.
        double[] rates =
                ends(Interval.of(Arrays.stream(times).map(time -> 1 / time).toArray(), 0.95));
        assertNear(
                Arrays.stream(ends).map(end -> 1 / end).toArray(),
                IntStream.range(0, rates.length)
                        .mapToDouble(i -> rates[rates.length - 1 - i])
                        .toArray());
        if (n < 3) {
            assertNull(interval.low());
            assertNull(interval.high());
        } else {
            assertTrue(interval.low() <= interval.middle() && interval.middle() <= interval.high());
            Interval surer = Interval.of(times, 0.99);
            assertTrue(surer.low() <= interval.low() && interval.high() <= surer.high());
        }
    }

    @Property(tries = 200)
    void aContenderBesideItselfIsOneInEveryRound(@ForAll("rounds") List<Round> rounds, @ForAll long seed) {
        Series series = series("table4", rounds, 1);
        double[] ratios = series.ratios(series("float32", shuffled(rounds, seed), 1));
        assertEquals(series.isSteady() ? series.rounds() : 0, ratios.length);
        double[] ones = new double[ratios.length];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, ratios);
        if (ratios.length >= 3) {
            assertEquals(new Interval(1, 1.0, 1.0), Interval.of(ratios, 0.95));
            assertEquals(Verdict.SAME, Verdict.of(ratios));
        }
    }

    @Property(tries = 200)
    void ratiosAreOfRoundsInWhichBothCountAndLieBetweenTheEnds(
            @ForAll("rounds") List<Round> rounds, @ForAll("rounds") List<Round> others, @ForAll long seed) {
        Series contender = series("table4", rounds, 1);
        Series baseline = series("float32", others, 1);
        double[] expected = rounds.stream()
                .filter(round -> !round.disturbed)
                .flatMap(round -> others.stream()
                        .filter(other -> !other.disturbed && other.number == round.number)
                        .map(other -> other.ns / round.ns))
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] ratios = contender.ratios(baseline);
        if (!contender.isSteady() || !baseline.isSteady()) {
            assertEquals(0, ratios.length);
            return;
        }
        assertNear(expected, ratios);
        assertArrayEquals(
                ratios,
                series("table4", shuffled(rounds, seed), 1).ratios(series("float32", shuffled(others, seed), 1)));
        assertNear(
                Arrays.stream(ratios).map(ratio -> 2 * ratio).toArray(),
                contender.ratios(series("float32", others, 2)));
        assertNear(Arrays.stream(ratios).map(ratio -> 1 / ratio).toArray(), baseline.ratios(contender));
        if (ratios.length >= 3) {
            Interval interval = Interval.of(ratios, 0.95);
            assertTrue(interval.low() <= interval.middle() && interval.middle() <= interval.high());
        }
    }
}
