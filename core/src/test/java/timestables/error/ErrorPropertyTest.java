package timestables.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Meters of any numbers, against exact arithmetic. */
class ErrorPropertyTest {

    private static final MathContext DIGITS = MathContext.DECIMAL128;

    private static final double ROUNDING = 1e-12;

    /** Pairs of numbers of many magnitudes, with zeros and repetitions among them. */
    record Pairs(double[] a, double[] b) {

        private BigDecimal sum(Term term) {
            return IntStream.range(0, a.length)
                    .mapToObj(i -> term.of(new BigDecimal(a[i]), new BigDecimal(b[i])))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private double mean(Term term) {
            return sum(term).divide(BigDecimal.valueOf(a.length), DIGITS).doubleValue();
        }

        @Override
        public String toString() {
            return Arrays.toString(a) + " and " + Arrays.toString(b);
        }
    }

    private interface Term {
        BigDecimal of(BigDecimal a, BigDecimal b);
    }

    @Provide
    Arbitrary<Pairs> pairs() {
        return Arbitraries.randomValue(random -> {
            int count = random.nextInt(4) == 0 ? 100 * random.nextInt(1, 4) : random.nextInt(1, 200);
            return new Pairs(numbers(random, count), numbers(random, count));
        });
    }

    private static double[] numbers(Random random, int count) {
        int reach = random.nextInt(1, 60);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = switch (random.nextInt(10)) {
                case 0 -> 0;
                case 1 -> numbers[random.nextInt(count)];
                default -> Math.scalb(2 * random.nextDouble() - 1, random.nextInt(-reach, reach));
            };
        }
        return numbers;
    }

    @Property(tries = 100)
    void theErrorMeterSummarisesAnyResults(@ForAll("pairs") Pairs pairs) {
        ErrorMeter meter = new ErrorMeter();
        for (int i = 0; i < pairs.a.length; i++) {
            meter.add(pairs.a[i], pairs.b[i]);
        }
        ErrorMeter.Summary summary = meter.summary();
        double[] magnitudes = Arrays.stream(pairs.b).map(Math::abs).sorted().toArray();
        int n = magnitudes.length;
        assertEquals(n, summary.count());
        assertNear(pairs.mean((exact, error) -> error.abs()), summary.meanAbsolute());
        double meanSquare = pairs.mean((exact, error) -> error.multiply(error));
        double meanSquaredValue = pairs.mean((exact, error) -> exact.multiply(exact));
        assertNear(meanSquare, summary.meanSquare());
        assertNear(Math.sqrt(meanSquare), summary.rootMeanSquare());
        assertEquals(10 * Math.log10(meanSquaredValue / meanSquare), summary.signalToNoise(), 1e-9);
        assertEquals(pairs.mean((exact, error) -> error), summary.bias(), ROUNDING * magnitudes[n - 1]);
        assertEquals(magnitudes[n - 1], summary.maxAbsolute());
        // The least magnitude that 99 in 100 do not exceed.
        long within = Arrays.stream(magnitudes)
                .filter(each -> each <= summary.p99Absolute())
                .count();
        long below = Arrays.stream(magnitudes)
                .filter(each -> each < summary.p99Absolute())
                .count();
        assertTrue(100 * within >= 99L * n && 100 * below < 99L * n);
        assertEquals(
                Arrays.stream(pairs.b).filter(error -> error != 0).count() / (double) n, summary.errorProbability());
        double[] relative = IntStream.range(0, n)
                .filter(i -> pairs.a[i] != 0)
                .mapToDouble(i -> Math.abs(pairs.b[i] / pairs.a[i]))
                .sorted()
                .toArray();
        if (relative.length > 0) {
            assertEquals(relative[relative.length - 1], summary.maxRelative());
            assertNear(Arrays.stream(relative).average().orElseThrow(), summary.meanRelative());
        }
        double results = Math.sqrt(pairs.mean((exact, error) -> exact.add(error).pow(2)));
        double cosine =
                pairs.mean((exact, error) -> exact.multiply(exact.add(error))) / results / Math.sqrt(meanSquaredValue);
        // Where errors cancel the values, few digits are left.
        if (meanSquare < 1e3 * results * results) {
            assertEquals(cosine, summary.cosine(), 1e-9);
        }
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, ROUNDING * Math.abs(expected));
    }

    @Property(tries = 100)
    void dotProductsHaveTwiceThePrecisionOfDouble(@ForAll("pairs") Pairs pairs) {
        ExactDot dot = ExactDot.of(pairs.a, pairs.b);
        BigDecimal exact = pairs.sum(BigDecimal::multiply);
        // The bound of the paper: a rounding of the result, and n^2 of twice the precision.
        BigDecimal magnitudes = pairs.sum((a, b) -> a.multiply(b).abs());
        BigDecimal bound = magnitudes.multiply(new BigDecimal(2.0 * pairs.a.length * pairs.a.length * 0x1p-106));
        BigDecimal sum = new BigDecimal(dot.high()).add(new BigDecimal(dot.low()));
        assertTrue(sum.subtract(exact).abs().compareTo(bound) <= 0);
        assertEquals(exact.doubleValue(), dot.high(), Math.ulp(dot.high()) + bound.doubleValue());
        double result = pairs.a[0];
        double error = new BigDecimal(result).subtract(exact).doubleValue();
        assertEquals(error, dot.errorOf(result), 2 * Math.ulp(error) + Math.ulp(dot.low()) + bound.doubleValue());
    }

    @Property(tries = 200)
    void quantilesLieBetweenTheMembersOfTheirRank(@ForAll("pairs") Pairs pairs) {
        double[] sorted = pairs.a.clone();
        Arrays.sort(sorted);
        double[] shuffled = pairs.a.clone();
        Quantiles quantiles = new Quantiles(shuffled);
        int last = sorted.length - 1;
        for (double share : new double[] {0, 0.01, 1 / 3.0, 0.5, 0.99, 1}) {
            BigDecimal rank = new BigDecimal(share).multiply(BigDecimal.valueOf(last));
            BigDecimal below = new BigDecimal(sorted[rank.intValue()]);
            BigDecimal above = new BigDecimal(sorted[Math.min(rank.intValue() + 1, last)]);
            BigDecimal between = above.subtract(below).multiply(rank.remainder(BigDecimal.ONE));
            double width = Math.max(Math.abs(sorted[0]), Math.abs(sorted[last]));
            assertEquals(below.add(between).doubleValue(), quantiles.at(share), ROUNDING * width);
        }
        assertEquals(sorted[0], quantiles.at(0));
        assertEquals(sorted[last], quantiles.max());
    }
}
