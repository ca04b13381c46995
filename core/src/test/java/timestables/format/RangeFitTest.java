package timestables.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RangeFitTest {

    private static double[] sample(int count, double scale) {
        Random random = new Random(7);
        return random.doubles(count).map(u -> scale * (2 * u - 1) * u * u * u).toArray();
    }

    private static double squaredError(Format format, double[] sample) {
        return Arrays.stream(sample)
                .map(value -> format.decode(format.encode(value)) - value)
                .map(error -> error * error)
                .sum();
    }

    @Test
    void squaredErrorsAreThoseOfEncodingEveryNumber() {
        double[] sample = sample(2000, 3);
        RangeFit fit = new RangeFit(sample.clone());
        for (double range : new double[] {0.01, 0.5, 2.9, 3, 4}) {
            for (Format format : StaircaseTest.formats(range)) {
                double expected = squaredError(format, sample) / (fit.largest() * fit.largest());
                assertEquals(
                        expected,
                        fit.squaredError(Staircase.of(format), 1),
                        1e-9 * expected + 1e-12,
                        format.toString());
            }
        }
    }

    @Test
    void noRangeOfThoseThatAreTriedIsBetter() {
        double[] sample = sample(500, 1e-3);
        RangeFit fit = new RangeFit(sample.clone());
        Format best = fit.best(range -> new Linear(3, range));
        for (int i = 0; i < 128; i++) {
            Format other = new Linear(3, fit.largest() * Math.pow(2, -i / 8.0));
            assertTrue(squaredError(best, sample) <= squaredError(other, sample) * (1 + 1e-9), other.toString());
        }
    }

    @Test
    void anOutlierSaturatesIfTheOthersAreMany() {
        double[] sample = new double[100_000];
        Arrays.setAll(sample, i -> i % 2 == 0 ? 1 : -1);
        sample[0] = 32;
        RangeFit fit = new RangeFit(sample);
        assertEquals(32, fit.largest());
        // A range of 3 has the values -3, -1, 1 and 3.
        assertEquals(3, fit.best(range -> new Linear(2, range)).greatest(), 0.1);
        assertEquals(
                32,
                new RangeFit(new double[] {1, -1, 32})
                        .best(range -> new Linear(8, range))
                        .greatest());
    }

    @Test
    void numbersThatAreAllAlikeHaveTheirMagnitudeForRange() {
        RangeFit fit = new RangeFit(new double[] {-5, -5, -5});
        assertEquals(new Linear(4, 5), fit.best(range -> new Linear(4, range)));
    }

    /** The symmetric values are the integers from -7 to 7, of which numbers are to be halves. */
    @Test
    void theBestFactorIsTheLargestOfThoseThatFit() {
        Staircase integers = Staircase.of(new Symmetric(4, 7));
        RangeFit halves = new RangeFit(new double[] {0.5, 1, 3.5});
        assertEquals(0.5, halves.bestFactor(integers));
        assertEquals(0.5, halves.bestFactor(integers, 3.5), "an octave below the first that is tried");
        assertEquals(1, halves.bestFactor(integers, 3.5, 1, 1), "the only one that is tried");
        assertEquals(2, new RangeFit(new double[] {4}).bestFactor(integers, 2), "1 would do as well");
        double tiny = Double.MIN_VALUE;
        assertEquals(
                tiny, new RangeFit(new double[] {7 * tiny}).bestFactor(integers), "none is tried below normal ones");
    }

    @Test
    void numbersThatBeginAStepBelongToIt() {
        for (Format format : List.of(new Geometric(4, 3), new Log(4, 3))) {
            Staircase stairs = Staircase.of(format);
            // Below zero, errors are those of the steps next to these.
            double[] positive =
                    Arrays.stream(stairs.starts()).filter(start -> start > 0).toArray();
            RangeFit fit = new RangeFit(positive.clone());
            double expected = squaredError(format, positive) / (fit.largest() * fit.largest());
            assertEquals(expected, fit.squaredError(stairs, 1), 1e-12);
        }
    }

    @Test
    void endsAndDifferentNumbersAreThoseOfTheSample() {
        RangeFit fit = new RangeFit(new double[] {2, -7, 2, 5});
        assertEquals(-7, fit.least());
        assertEquals(5, fit.greatest());
        assertEquals(7, fit.largest());
        assertTrue(fit.hasValues(3));
        assertFalse(fit.hasValues(4));
    }

    @Test
    void aSampleOfManyNumbersIsEvenlySpacedByRank() {
        assertArrayEquals(new double[] {1, 2, 3}, new RangeFit(new double[] {3, 1, 2}).sample());
        double[] many = IntStream.range(0, 4 << 16).asDoubleStream().toArray();
        double[] sample = new RangeFit(many).sample();
        assertEquals(1 << 16, sample.length);
        for (int i = 0; i < sample.length; i++) {
            assertEquals(4 * i + 2, sample[i]);
        }
    }
}
