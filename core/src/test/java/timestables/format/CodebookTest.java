package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodebookTest {

    /** A sample of the normal distribution. */
    static double[] normal(int size) {
        Random random = new Random(1);
        double[] sample = new double[size];
        Arrays.setAll(sample, i -> random.nextGaussian());
        return sample;
    }

    private static double[] values(Format format) {
        return IntStream.range(0, format.codes()).mapToDouble(format::decode).toArray();
    }

    @Test
    void everyNumberGoesToTheNearestValueAndATieToTheEvenCode() {
        double[] values = {-8, -1, 0, 0.5, 0.75, 3, 3.5, 100};
        Codebook format = new Codebook("x", values);
        assertEquals(3, format.bits());
        for (int code = 0; code < 7; code++) {
            double middle = (values[code] + values[code + 1]) / 2;
            assertEquals(code, format.encode(Math.nextDown(middle)));
            assertEquals(code + (code & 1), format.encode(middle));
            assertEquals(code + 1, format.encode(Math.nextUp(middle)));
        }
    }

    /** Where neither the middle of two values nor their difference is a binary64 number. */
    @Test
    void middlesAreExact() {
        double tiny = Double.MIN_VALUE;
        assertEquals(0, new Codebook("x", 0, tiny).encode(0));
        assertEquals(1, new Codebook("x", 0, tiny).encode(tiny));
        Codebook far = new Codebook("x", -Double.MAX_VALUE, Math.nextDown(Double.MAX_VALUE));
        assertEquals(0, far.encode(-Math.ulp(Double.MAX_VALUE) / 2));
        assertEquals(1, far.encode(Math.nextUp(-Math.ulp(Double.MAX_VALUE) / 2)));
        // The middle is a quarter of the last place of 1 above a number, or three quarters.
        Codebook uneven = new Codebook("x", -1, 4 + 2 * Math.ulp(4.0), 5, 6);
        assertEquals(0, uneven.encode(1.5 + Math.ulp(4.0)));
        assertEquals(1, uneven.encode(Math.nextUp(1.5 + Math.ulp(4.0))));
        Codebook between = new Codebook("x", 1, 2 + Math.ulp(2.0) * 3);
        double middle = 1.5 + Math.ulp(2.0) * 1.5;
        assertEquals(0, between.encode(middle));
        assertEquals(1, between.encode(Math.nextUp(middle)));
    }

    @Test
    void valuesThatDoNotAscendOrAreNotFiniteOrNoPowerOfTwoAreRefusedWithThePosition() {
        assertRefused("not 3", 1, 2, 3);
        assertRefused("not 1", 1);
        assertRefused("not 0");
        assertRefused("not 512", IntStream.range(0, 512).asDoubleStream().toArray());
        assertRefused("position 2 there is NaN", 1, 2, Double.NaN, 3);
        assertRefused("position 3 there is Infinity", 1, 2, 3, Double.POSITIVE_INFINITY);
        assertRefused("2.0, at position 2, does not exceed 2.0", 1, 2, 2, 3);
        assertRefused("0.0, at position 1, does not exceed -0.0", -0.0, 0.0);
    }

    private static void assertRefused(String reason, double... values) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Codebook("x", values))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aCodebookIsAValue() {
        double[] values = {-0.0, 1};
        Codebook format = new Codebook("x", values);
        values[1] = 7;
        assertEquals(1, format.decode(1));
        assertEquals(new Codebook("x", 0, 1), format);
        assertEquals(new Codebook("x", 0, 1).hashCode(), format.hashCode());
        assertNotEquals(new Codebook("y", 0, 1), format);
        assertNotEquals(new Codebook("x", 0, 2), format);
        assertEquals("x[0.0, 1.0]", format.toString());
    }

    @Test
    void normalFloatsReachTheRangeAndHaveAZero() {
        Codebook format = Codebook.normalFloat4(2);
        assertEquals("nf4", format.name());
        assertEquals(4, format.bits());
        assertEquals(-2, format.least());
        assertEquals(2, format.greatest());
        assertEquals(0, format.decode(7));
        assertEquals(2 * 0.24611230194568634, format.decode(10));
        for (double range : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Codebook.normalFloat4(range))
                    .getMessage();
            assertEquals("a format's range is positive and finite, not " + range, message);
        }
    }

    /** Signal to noise in dB, as J. Max lists it for the normal distribution; of 256 values by Panter and Dite. */
    @ParameterizedTest
    @CsvSource({"1, 4.40", "2, 9.30", "3, 14.62", "4, 20.22", "5, 26.01", "8, 43.8"})
    void learnedCodebooksAreOptimalForTheNormalDistribution(int bits, double decibels) {
        double[] sample = normal(1 << 16);
        Codebook format = Codebook.learned(bits, sample);
        double learned = squaredError(format, sample);
        double variance = Arrays.stream(sample).map(x -> x * x).sum();
        assertEquals(decibels, 10 * Math.log10(variance / learned), bits < 8 ? 0.1 : 0.5);
        for (double range = 0.5; range < 5; range += 0.25) {
            assertTrue(learned < squaredError(new Linear(bits, range), sample) * (bits == 1 ? 1.0001 : 1));
        }
    }

    private static double squaredError(Format format, double[] sample) {
        return Arrays.stream(sample)
                .map(x -> x - format.decode(format.encode(x)))
                .map(error -> error * error)
                .sum();
    }

    /** The two conditions of Lloyd: each number has the nearest value, and each value is the mean of its numbers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyLearnedValueIsTheMeanOfItsNumbers(int bits) {
        double[] sample = normal(10_000);
        // Numbers that occur several times count as often.
        System.arraycopy(sample, 0, sample, 5000, 3000);
        Codebook format = Codebook.learned(bits, sample);
        for (int code = 0; code < format.codes(); code++) {
            int c = code;
            double mean = Arrays.stream(sample)
                    .filter(x -> format.encode(x) == c)
                    .average()
                    .orElseThrow();
            assertEquals(mean, format.decode(code), 1e-12);
        }
    }

    @Test
    void theOrderOfASampleDoesNotMatter() {
        double[] sample = normal(1000);
        double[] original = sample.clone();
        Codebook format = Codebook.learned(4, sample);
        assertEquals("learned", format.name());
        assertTrue(Arrays.equals(original, sample));
        Arrays.sort(sample);
        assertEquals(format, Codebook.learned(4, sample));
    }

    @Test
    void aSampleOfAsManyDistinctNumbersIsLearnedExactly() {
        double[][] samples = {{4, 1, 3, 2, 3, 3}, {-1e300, 1, 2, 3}, {1e308, -1e308, 0, 1}, {0, 4.9e-324, 1e-323, 1}};
        for (double[] sample : samples) {
            double[] distinct = Arrays.stream(sample).sorted().distinct().toArray();
            assertTrue(Arrays.equals(distinct, values(Codebook.learned(2, sample))));
        }
        double[] large = {-1.7e308, 1e308, 1.5e308, 1.7e308};
        assertEquals(1.4e308, Codebook.learned(1, large).decode(1), 1e295);
    }

    /** With both neighbours close, the cell of 0 and 10 would lose both. */
    @Test
    void noCellEndsEmpty() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[] sample =
                    random.doubles(40).map(x -> Math.rint(Math.pow(2, 12 * x))).toArray();
            Codebook format = Codebook.learned(4, sample);
            long used =
                    Arrays.stream(sample).mapToInt(format::encode).distinct().count();
            assertEquals(16, used);
        }
    }

    @Test
    void samplesThatCannotBeLearnedFromAreRefusedWithTheReason() {
        assertNotLearned(2, "4 values", "not from 0");
        assertNotLearned(2, "4 values", "not from 3", 1, 2, 2, 3, 3);
        assertNotLearned(1, "2 values", "not from 1", 0.0, -0.0);
        assertNotLearned(1, "position 1", "NaN", 1, Double.NaN, 2);
        assertNotLearned(1, "position 0", "-Infinity", Double.NEGATIVE_INFINITY, 1, 2);
        assertNotLearned(0, "1 to 8 bits", "not 0", 1, 2);
        assertNotLearned(9, "1 to 8 bits", "not 9", 1, 2);
    }

    private static void assertNotLearned(int bits, String what, String reason, double... sample) {
        String message = assertThrows(IllegalArgumentException.class, () -> Codebook.learned(bits, sample))
                .getMessage();
        assertTrue(message.contains(what) && message.contains(reason), message);
    }
}
