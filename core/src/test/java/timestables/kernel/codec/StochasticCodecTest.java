package timestables.kernel.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import timestables.format.Asinh;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.Symmetric;
import timestables.format.Unsigned;
import timestables.kernel.Ranges;

class StochasticCodecTest {

    static Stream<Format> formats() {
        return Stream.concat(
                IntStream.rangeClosed(1, 8).mapToObj(bits -> new Linear(bits, 2)),
                Stream.of(
                        new Linear(8, 127.5),
                        new Linear(8, 0.3),
                        new Linear(8, 1e-40),
                        new Linear(8, 1e300),
                        new Linear(8, Double.MIN_VALUE),
                        new Log(8, 2),
                        new Geometric(8, 1),
                        new Symmetric(8, 2),
                        new FixedPoint(8, 6),
                        new Unsigned(8, 255),
                        new Asinh(8, 4, 20),
                        MiniFloat.E4M3,
                        MiniFloat.E5M2));
    }

    /** Numbers of every kind, most of them within the range. */
    private static float[] numbers(Format format, int length, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[length];
        float[] kinds = {0, -0f, 1, -1, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, -1f / 0};
        for (int i = 0; i < length; i++) {
            numbers[i] = i % 32 < kinds.length
                    ? kinds[i % 32]
                    : (float) ((random.nextDouble() * 2.2 - 1.1) * format.greatest());
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void vectorsHaveTheBitsOfTheDefinitionHoweverARangeIsSplit(Format format) {
        StochasticCodec vectors = new StochasticCodec(format);
        float[] numbers = numbers(format, Ranges.LENGTH, 1);
        byte[] whole = new byte[Ranges.LENGTH];
        new ScalarStochasticCodec(format).encode(numbers, whole, 0, Ranges.LENGTH, 5);
        for (Ranges range : Ranges.all()) {
            byte[] expected = new byte[Ranges.LENGTH];
            Arrays.fill(expected, (byte) 0xa5);
            byte[] out = expected.clone();
            System.arraycopy(whole, range.from(), expected, range.from(), range.to() - range.from());
            vectors.encode(numbers, out, range.from(), range.to(), 5);
            assertArrayEquals(expected, out, range::toString);
        }
        float[] many = numbers(format, 100_000, 2);
        byte[] expected = new byte[many.length];
        byte[] out = new byte[many.length];
        new ScalarStochasticCodec(format).encode(many, expected, 0, many.length, -1);
        vectors.encode(many, out, 0, many.length, -1);
        assertArrayEquals(expected, out);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyCodeIsThatOfOneOfTheTwoNeighbours(Format format) {
        float[] numbers = numbers(format, 10_000, 3);
        byte[] codes = new byte[numbers.length];
        new StochasticCodec(format).encode(numbers, codes, 0, numbers.length, 6);
        double[] values = IntStream.range(0, format.codes())
                .mapToDouble(format::decode)
                .filter(value -> value >= format.least() && value <= format.greatest())
                .toArray();
        for (int i = 0; i < numbers.length; i++) {
            double number = Math.clamp(numbers[i], format.least(), format.greatest());
            double value = format.decode(Byte.toUnsignedInt(codes[i]));
            double between = Arrays.stream(values)
                    .filter(other -> other > Math.min(number, value) && other < Math.max(number, value))
                    .count();
            // The number itself may be a value, but for how decode rounds it.
            double rounding = Math.abs(number) * 1e-14;
            if (between != 0 || Arrays.stream(values).anyMatch(other -> other == number)) {
                assertEquals(number, value, rounding);
            }
        }
    }

    /** A value is its own code, and what is beyond the range that of the nearer end, for whatever seed. */
    @ParameterizedTest
    @MethodSource("formats")
    void valuesAndWhatIsBeyondThemAreNotLeftToChance(Format format) {
        double[] exact = IntStream.range(0, format.codes())
                .mapToDouble(format::decode)
                .filter(value -> (float) value == value && Math.abs(value) <= format.greatest())
                .toArray();
        float[] numbers = new float[exact.length + 2];
        byte[] expected = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i < exact.length ? (float) exact[i] : i == exact.length ? -1f / 0 : 1f / 0;
            expected[i] = (byte) format.encode(numbers[i]);
        }
        for (long seed = 0; seed < 1000; seed++) {
            byte[] codes = new byte[numbers.length];
            new StochasticCodec(format).encode(numbers, codes, 0, numbers.length, seed);
            assertArrayEquals(expected, codes);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void valuesOfCodesAreRightOnAverage(Format format) {
        if (format.greatest() < Float.MIN_NORMAL || format.greatest() > Float.MAX_VALUE) {
            return;
        }
        Random random = new Random(4);
        int repeats = 20_000;
        for (int trial = 0; trial < 20; trial++) {
            float number = (float) ((random.nextDouble() * (format.greatest() - format.least()) + format.least()) / 2);
            float[] numbers = new float[repeats];
            Arrays.fill(numbers, number);
            byte[] codes = new byte[repeats];
            // Half of them by position, half by seed.
            StochasticCodec codec = new StochasticCodec(format);
            codec.encode(numbers, codes, 0, repeats / 2, trial);
            for (int i = repeats / 2; i < repeats; i++) {
                codec.encode(numbers, codes, i, i + 1, i);
            }
            double[] values = new double[repeats];
            Arrays.setAll(values, i -> format.decode(Byte.toUnsignedInt(codes[i])));
            double gap = Arrays.stream(values).max().orElseThrow()
                    - Arrays.stream(values).min().orElseThrow();
            double mean = Arrays.stream(values).average().orElseThrow();
            // The standard deviation of the mean is at most half a gap over the root of the number of repeats.
            double bound = 5 * gap / 2 / Math.sqrt(repeats) + Math.abs(number) * 1e-6;
            assertTrue(Math.abs(mean - number) <= bound, format + ": " + number + " is " + mean + " on average");
        }
    }

    /** As they would not be if random bits began elsewhere than steps do. */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.75})
    void sharesOfAStepAreRightOnAverage(double share) {
        for (Format format : new Format[] {new FixedPoint(8, 0), new Linear(8, 127.5)}) {
            for (int sign : new int[] {1, -1}) {
                double number = sign * (format.decode(format.encode(3.1)) + share);
                float[] numbers = new float[1_000_000];
                Arrays.fill(numbers, (float) number);
                byte[] codes = new byte[numbers.length];
                new StochasticCodec(format).encode(numbers, codes, 0, numbers.length, 7);
                double sum = 0;
                for (byte code : codes) {
                    sum += format.decode(Byte.toUnsignedInt(code));
                }
                double deviation = Math.sqrt(share * (1 - share) / numbers.length);
                assertEquals(number, sum / numbers.length, 4 * deviation);
            }
        }
    }

    @Test
    void notANumberAndRangesOutsideAnyArrayAreRefusedBeforeTheOutputIsTouched() {
        for (Format format : new Format[] {new Linear(8, 2), new Log(8, 2)}) {
            StochasticCodec codec = new StochasticCodec(format);
            float[] numbers = new float[100];
            byte[] out = new byte[100];
            Arrays.fill(out, (byte) 0xa5);
            byte[] untouched = out.clone();
            numbers[99] = Float.NaN;
            assertThrows(IllegalArgumentException.class, () -> codec.encode(numbers, out, 0, 100, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(numbers, out, 0, 101, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(new float[99], out, 0, 100, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> codec.encode(numbers, out, -1, 3, 0));
            assertArrayEquals(untouched, out);
        }
    }

    @Test
    void longerCodesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StochasticCodec(new Linear(9, 2)));
        assertThrows(IllegalArgumentException.class, () -> new ScalarStochasticCodec(MiniFloat.BINARY16));
    }
}
