package timestables.kernel.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;

class FeedbackChainTest {

    private static final int STEPS = 20_000;

    static Stream<Format> formats() {
        return Stream.of(
                new Linear(8, 2), new Linear(4, 2), new Log(8, 2), new Geometric(8, 2), MiniFloat.E4M3, MiniFloat.E5M2);
    }

    /** Factors that keep a chain from 1 on between 1/4 and 2. */
    private static double[] factors(long seed) {
        Random random = new Random(seed);
        double[] factors = new double[STEPS];
        double x = 1;
        for (int i = 0; i < STEPS; i++) {
            double factor = 0.9 + 0.2 * random.nextDouble();
            factors[i] = x * factor > 2 || x * factor < 0.25 ? 1 / factor : factor;
            x *= factors[i];
        }
        return factors;
    }

    /** By code, half the distance to the farther neighbour: what rounding to its value leaves out at most. */
    private static double[] halfGaps(Format format) {
        double[] sorted = IntStream.range(0, format.codes())
                .mapToDouble(format::decode)
                .filter(Double::isFinite)
                .distinct()
                .sorted()
                .toArray();
        return IntStream.range(0, format.codes())
                .mapToDouble(code -> {
                    int at = Arrays.binarySearch(sorted, format.decode(code));
                    double below = at > 0 ? sorted[at] - sorted[at - 1] : 0;
                    double above = at >= 0 && at < sorted.length - 1 ? sorted[at + 1] - sorted[at] : 0;
                    return Math.max(below, above) / 2;
                })
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatTheFactorsLeaveOutIsOnlyThatOfTheLast(Format format) {
        FactorEncoder encoder = new FactorEncoder(format);
        double logOfRatio = 0;
        double[] halfGaps = halfGaps(format);
        double[] factors = factors(1);
        for (double factor : factors) {
            int code = encoder.encode(factor);
            logOfRatio += Math.log(factor / format.decode(code));
            double wanted = format.decode(code) * Math.exp(logOfRatio);
            assertTrue(Math.abs(wanted - format.decode(code)) <= halfGaps[code] * (1 + 1e-9), "" + factor);
        }
    }

    @Test
    void factorsInArraysAreThoseOneByOne() {
        Format format = new Linear(6, 2);
        double[] factors = factors(2);
        byte[] codes = new byte[STEPS];
        FactorEncoder some = new FactorEncoder(format);
        some.encode(factors, codes, 0, 100);
        some.encode(factors, codes, 100, STEPS);
        FactorEncoder each = new FactorEncoder(format);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(each.encode(factors[i]), codes[i], "" + i);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> some.encode(factors, codes, 0, STEPS + 1));
    }

    /** The product of what the codes stand for, to half a step and what the rests add up to in 20,000. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8})
    void theResultIsTheNearestCodeOfTheExactProduct(int bits) {
        Linear format = new Linear(bits, 2);
        double step = 4.0 / (format.codes() - 1);
        FactorEncoder encoder = new FactorEncoder(format);
        FeedbackChain chain = new FeedbackChain(format);
        chain.start(1);
        double exact = 1;
        for (double factor : factors(3)) {
            int code = encoder.encode(factor);
            chain.multiply(code);
            exact *= format.decode(code);
            double inside = Math.clamp(exact, -2, 2);
            assertEquals(inside, format.decode(chain.code()), 0.65 * step, bits + " bits");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 3.7, 1e6})
    void anyRangeWillDo(double range) {
        Linear format = new Linear(8, range);
        FeedbackChain chain = new FeedbackChain(format);
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            double start = (2 * random.nextDouble() - 1) * range;
            int factor = random.nextInt(256);
            chain.start(start);
            assertEquals(start, format.decode(chain.code()), range / 255 * 1.01);
            chain.multiply(factor);
            double product = Math.clamp(start * format.decode(factor), -range, range);
            assertEquals(product, format.decode(chain.code()), range / 255 * 1.02);
        }
    }

    /** Right to half a step and the rest, of up to half a step over n, which is carried over and not multiplied. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 8})
    void oneProductIsRightToHalfAStepAndTheRestOfItsStart(int bits) {
        Linear format = new Linear(bits, 2);
        int n = format.codes() - 1;
        double step = 4.0 / n;
        FeedbackChain chain = new FeedbackChain(format);
        for (double start = -2; start <= 2; start += 1 / 64.0) {
            for (int code = 0; code <= n; code++) {
                double factor = format.decode(code);
                chain.start(start);
                chain.multiply(code);
                double rest = (1 + Math.abs(factor - 1)) / (2 * n) + 1.0 / (n * n);
                assertEquals(
                        Math.clamp(start * factor, -2, 2),
                        format.decode(chain.code()),
                        (0.5 + rest) * step,
                        start + " times " + factor);
            }
        }
    }

    /** Ranges that are no powers of two leave something to round after every product. */
    @ParameterizedTest
    @ValueSource(doubles = {1.2, 3.7, 5})
    void manyStepsAreRightAtAnyRange(double range) {
        Linear format = new Linear(6, range);
        FactorEncoder encoder = new FactorEncoder(format);
        FeedbackChain chain = new FeedbackChain(format);
        chain.start(1);
        double exact = 1;
        for (double factor : factors(7)) {
            int code = encoder.encode(factor);
            chain.multiply(code);
            exact *= format.decode(code);
            assertEquals(Math.clamp(exact, -range, range), format.decode(chain.code()), 0.75 * 2 * range / 63);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1})
    void severalStepsAreRightAtRangesThatShrinkProducts(double range) {
        Linear format = new Linear(8, range);
        FeedbackChain chain = new FeedbackChain(format);
        Random random = new Random(8);
        for (int i = 0; i < 1000; i++) {
            double exact = (2 * random.nextDouble() - 1) * range;
            chain.start(exact);
            for (int step = 0; step < 5; step++) {
                int factor = random.nextInt(256);
                chain.multiply(factor);
                exact *= format.decode(factor);
                assertEquals(exact, format.decode(chain.code()), 1.05 * range / 255);
            }
        }
    }

    /** Whatever it is multiplied by, a number vanishes in the smallest ranges and saturates in the largest. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-50, 1e50})
    void extremeRangesVanishAndSaturate(double range) {
        Linear format = new Linear(8, range);
        FeedbackChain chain = new FeedbackChain(format);
        for (int start = 0; start < 256; start++) {
            for (int factor = 0; factor < 256; factor++) {
                chain.start(format.decode(start));
                assertEquals(start, chain.code());
                chain.multiply(factor);
                chain.multiply(255);
                double product = format.decode(start) * format.decode(factor) * range;
                double expected = Math.clamp(product, -range, range);
                assertEquals(expected, format.decode(chain.code()), 1.01 * range / 255);
            }
        }
    }

    @Test
    void statesOfSevenTimesTheRangeComeBack() {
        Linear format = new Linear(8, 2);
        FeedbackChain chain = new FeedbackChain(format);
        int tenth = format.encode(0.1);
        for (int sign : new int[] {-1, 1}) {
            chain.start(sign * 14);
            assertEquals(sign * 2, format.decode(chain.code()));
            chain.multiply(tenth);
            assertEquals(sign * 14 * format.decode(tenth), format.decode(chain.code()), 1.02 * 2 / 255);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void startsThatAreNotFiniteAreRefused(double start) {
        FeedbackChain chain = new FeedbackChain(new Linear(8, 2));
        assertThrows(IllegalArgumentException.class, () -> chain.start(start));
    }

    /** 8 times the range is as far as the state goes. */
    @Test
    void productsComeBackFromBeyondTheRange() {
        Linear format = new Linear(8, 2);
        FeedbackChain chain = new FeedbackChain(format);
        chain.start(1.5);
        int two = format.encode(2);
        int half = format.encode(0.5);
        double back = 1.5 * 2 * 2 * format.decode(half) * format.decode(half);
        chain.multiply(new byte[] {(byte) two, (byte) two}, 0, 2);
        assertEquals(255, chain.code());
        chain.multiply(new byte[] {(byte) half, (byte) half}, 0, 2);
        assertEquals(back, format.decode(chain.code()), 0.5 * 4 / 255 * 1.01);
        chain.start(-1.9);
        for (int i = 0; i < 100; i++) {
            chain.multiply(two);
            assertEquals(0, chain.code());
        }
    }

    /** In real numbers as in integers, but for ties and what the third digit rounds. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 8})
    void bothDefinitionsAgreeOnLinearCodes(int bits) {
        Linear format = new Linear(bits, 2);
        FactorEncoder encoder = new FactorEncoder(format);
        FeedbackChain integers = new FeedbackChain(format);
        TwoCodeChain reals = new TwoCodeChain(format, 2);
        integers.start(1);
        reals.start(1);
        int different = 0;
        for (double factor : Arrays.copyOf(factors(4), 2000)) {
            int code = encoder.encode(factor);
            integers.multiply(code);
            reals.multiply(code);
            assertTrue(Math.abs(integers.code() - reals.code()) <= 1, "more than a code apart");
            different += integers.code() == reals.code() ? 0 : 1;
        }
        assertTrue(different < 100, different + " of 2000 differ");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noFormatDriftsWithTwoCodes(Format format) {
        FactorEncoder encoder = new FactorEncoder(format);
        TwoCodeChain chain = new TwoCodeChain(format, 2);
        double[] halfGaps = halfGaps(format);
        chain.start(1);
        double exact = 1;
        for (double factor : Arrays.copyOf(factors(6), 1000)) {
            int code = encoder.encode(factor);
            chain.multiply(code);
            exact *= format.decode(code);
            double error = Math.abs(format.decode(chain.code()) - Math.clamp(exact, -2, 2));
            assertTrue(error <= 1.5 * halfGaps[chain.code()], error + " from " + exact);
        }
    }

    @Test
    void moreThanEightBitsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FeedbackChain(new Linear(9, 2)));
        FeedbackChain chain = new FeedbackChain(new Linear(4, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> chain.multiply(new byte[3], 1, 4));
        assertEquals(256, chain.table().byteSize());
    }
}
