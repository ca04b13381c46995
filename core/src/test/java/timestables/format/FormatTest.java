package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

    static Stream<Format> formats() {
        List<Format> formats = new ArrayList<>();
        for (int bits = 1; bits <= 16; bits++) {
            for (double range : new double[] {0.5, 0.8, 1, 2, 3.3, 1e-300, 1e308}) {
                formats.add(new Linear(bits, range));
                formats.add(new Log(bits, range));
            }
            if (bits > 1) {
                for (double range : new double[] {0.5, 1, 3.3, 1e-300, 1e308}) {
                    formats.add(new Symmetric(bits, range));
                    formats.add(new OffsetBinary(bits, range));
                    formats.add(new Geometric(bits, range));
                }
            }
            formats.add(new FixedPoint(bits, 0));
            formats.add(new FixedPoint(bits, bits - 1));
            formats.add(new Unsigned(bits, 1 << bits));
            formats.add(new Unsigned(bits, Math.max(1, (1 << bits) - 1)));
            formats.add(new Affine(bits, 0));
            formats.add(new Affine(bits, (1 << bits) / 3));
            formats.add(new Affine(bits, (1 << bits) - 1));
            formats.add(new Asinh(bits, 4, 20));
            formats.add(new Asinh(bits, 1e-50, 1e60));
        }
        for (int bits = 3; bits <= 16; bits++) {
            formats.add(new Posit(bits));
            formats.add(Scaled.toReach(new Posit(bits), 1e-200));
        }
        for (MiniFloat format : MiniFloatTest.FORMATS) {
            formats.add(format);
            formats.add(Scaled.toReach(format, 2));
            formats.add(new Scaled(format, 0.3));
        }
        formats.add(new Scaled(new Linear(8, 1e-100), 1e300));
        formats.add(Codebook.normalFloat4(3.3));
        formats.add(new Codebook("odd", -1e308, -0.0, Double.MIN_VALUE, 1e308));
        for (int bits = 1; bits <= 8; bits++) {
            formats.add(Codebook.learned(bits, CodebookTest.normal(1000)));
        }
        return formats.stream();
    }

    /** The codes that encoding yields, from the smallest value to the largest. */
    private static int[] ascending(Format format) {
        int codes = format.codes();
        int half = codes / 2;
        IntStream ascending = IntStream.range(0, codes);
        if (format instanceof Scaled scaled) {
            return ascending(scaled.format());
        } else if (format instanceof Posit) {
            // Two's complement, of which the first pattern is no number.
            ascending = ascending.skip(1).map(i -> i + half & codes - 1);
        } else if (format instanceof FixedPoint) {
            // Two's complement wraps once in between,
            ascending = ascending.map(i -> i + half & codes - 1);
        } else if (format instanceof Symmetric) {
            // and its most negative pattern is not used here.
            ascending = ascending.skip(1).map(i -> i + half & codes - 1);
        } else if (format instanceof OffsetBinary) {
            // The last code is not used.
            ascending = ascending.limit(codes - 1);
        } else if (format instanceof Geometric) {
            // Sign and level: the smallest value has the sign and the first level.
            ascending = ascending.map(i -> i < half ? i + half : codes - 1 - i);
        } else if (format instanceof MiniFloat) {
            // Sign and magnitude, less the patterns that are no finite numbers.
            ascending = ascending
                    .map(i -> i < half ? codes - 1 - i : i - half)
                    .filter(code -> Double.isFinite(format.decode(code)));
        }
        return ascending.toArray();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyCodeSurvivesARoundTrip(Format format) {
        for (int code : ascending(format)) {
            assertEquals(code, format.encode(format.decode(code)));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void valuesAscend(Format format) {
        int[] codes = ascending(format);
        for (int i = 1; i < codes.length; i++) {
            // Of two zeros, the negative one comes first.
            assertTrue(Double.compare(format.decode(codes[i - 1]), format.decode(codes[i])) < 0);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void encodingIsMonotone(Format format) {
        int[] codes = ascending(format);
        for (int i = 1; i < codes.length; i++) {
            double low = format.decode(codes[i - 1]);
            double high = format.decode(codes[i]);
            int last = codes[i - 1];
            for (double share : new double[] {0.1, 0.49, 0.51, 0.9}) {
                int code = format.encode(low + (high - low) * share);
                assertTrue(code == codes[i - 1] && last == code || code == codes[i]);
                last = code;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatLiesOutsideGoesToTheNearerEnd(Format format) {
        int[] codes = ascending(format);
        int first = codes[0];
        int last = codes[codes.length - 1];
        assertEquals(format.least(), format.decode(first));
        assertEquals(format.greatest(), format.decode(last));
        for (double beyond : new double[] {Math.nextUp(format.greatest()), Double.MAX_VALUE}) {
            assertEquals(last, format.encode(beyond));
            assertTrue(format.saturates(beyond));
        }
        for (double beyond : new double[] {Math.nextDown(format.least()), -Double.MAX_VALUE}) {
            assertEquals(first, format.encode(beyond));
            assertTrue(format.saturates(beyond));
        }
        // To posits, infinity is no number.
        if (!format.name().startsWith("posit")) {
            assertEquals(last, format.encode(Double.POSITIVE_INFINITY));
            assertEquals(first, format.encode(Double.NEGATIVE_INFINITY));
        }
        assertTrue(format.saturates(Double.POSITIVE_INFINITY) && format.saturates(Double.NEGATIVE_INFINITY));
        assertFalse(format.saturates(format.least()) || format.saturates(format.greatest()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void codesOutsideAreRefused(Format format) {
        assertThrows(IndexOutOfBoundsException.class, () -> format.decode(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> format.decode(format.codes()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void nanBecomesACodeOfItsOwnOrIsRefused(Format format) {
        boolean decoded = IntStream.range(0, format.codes()).anyMatch(code -> Double.isNaN(format.decode(code)));
        assertEquals(decoded, format.hasNaN());
        if (format.hasNaN()) {
            assertTrue(Double.isNaN(format.decode(format.encode(Double.NaN))));
        } else {
            assertThrows(IllegalArgumentException.class, () -> format.encode(Double.NaN));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 16})
    void tiesOfTheLinearFormatGoToTheEvenCode(int bits) {
        // With this range code i stands for 2i - (2^bits - 1), and every even number lies half way between two.
        Linear format = new Linear(bits, (1 << bits) - 1);
        for (int code = 0; code < format.codes() - 1; code++) {
            double halfWay = format.decode(code) + 1;
            assertEquals(code + (code & 1), format.encode(halfWay));
            assertEquals(code, format.encode(halfWay - 1e-6));
            assertEquals(code + 1, format.encode(halfWay + 1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 16})
    void zeroLiesHalfWayBetweenTheMiddleCodesOfTheLogFormat(int bits) {
        Log format = new Log(bits, 2);
        assertEquals(bits == 1 ? 0 : format.codes() / 2, format.encode(0.0));
    }

    @Test
    void tiesOfFixedPointGoToTheEvenInteger() {
        FixedPoint format = new FixedPoint(8, 6);
        for (int n = -128; n < 127; n++) {
            int even = (n & 1) == 0 ? n : n + 1;
            assertEquals(even & 0xff, format.encode((n + 0.5) / 64));
        }
    }

    @Test
    void fixedPointCodesAreTwosComplement() {
        FixedPoint format = new FixedPoint(8, 6);
        for (int n = -128; n <= 127; n++) {
            assertEquals(n / 64.0, format.decode(n & 0xff));
        }
    }

    @Test
    void anEvenGridHasNeitherZeroNorOne() {
        Linear format = new Linear(8, 2);
        for (int code = 0; code < format.codes(); code++) {
            assertTrue(format.decode(code) != 0 && format.decode(code) != 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 9, 16})
    void symmetricCodesAreIntegersAndTiesGoToTheEvenOne(int bits) {
        int limit = (1 << bits - 1) - 1;
        // With this range an integer stands for itself.
        Symmetric format = new Symmetric(bits, limit);
        assertEquals(limit, format.greatestAddend());
        for (int n = -limit; n <= limit; n++) {
            int code = n & format.codes() - 1;
            assertEquals(n, format.addend(code));
            assertEquals(n, format.decode(code));
            assertEquals(code, format.encode(n));
            int even = (n & 1) == 0 ? n : n + 1;
            assertEquals(Math.min(even, limit) & format.codes() - 1, format.encode(n + 0.5));
            assertEquals(Math.min(even, limit) + limit, new OffsetBinary(bits, limit).encode(n + 0.5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 9, 16})
    void theMostNegativeSymmetricPatternIsDecodedAndNeverEncoded(int bits) {
        Symmetric format = new Symmetric(bits, 1);
        int pattern = format.codes() / 2;
        assertEquals(-pattern, format.addend(pattern));
        assertEquals(-(double) pattern / (pattern - 1), format.decode(pattern));
        assertTrue(format.saturates(format.decode(pattern)));
        assertEquals(pattern + 1, format.encode(format.decode(pattern)));
    }

    @Test
    void geometricLevelsAreSixteenthsOfAnOctaveAndTheLastIsZero() {
        Geometric format = new Geometric(8, 2);
        for (int octave = 0; octave < 8; octave++) {
            assertEquals(Math.scalb(2.0, -octave), format.decode(16 * octave));
            assertEquals(Math.scalb(-2.0, -octave), format.decode(0x80 | 16 * octave));
        }
        assertEquals(0.0, format.decode(127));
        assertEquals(-0.0, format.decode(255));
        assertEquals(127, format.encode(0.0));
        assertEquals(255, format.encode(-0.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 9, 16})
    void geometricValuesGoToTheNearestLevelOfTheLogarithmicScale(int bits) {
        Geometric format = new Geometric(bits, 3);
        int half = format.codes() / 2;
        for (int level = 0; level < half - 1; level++) {
            // The last level being zero, what would be its value is worked out.
            double next = 3 * StrictMath.pow(2, -8.0 * (level + 1) / half);
            double middle = Math.sqrt(format.decode(level) * next);
            assertEquals(level, format.encode(middle * (1 + 1e-9)));
            assertEquals(level + 1, format.encode(middle * (1 - 1e-9)));
            assertEquals(half | level, format.encode(-middle * (1 + 1e-9)));
            assertEquals(half | level + 1, format.encode(-middle * (1 - 1e-9)));
        }
        assertEquals(half - 1, format.encode(Double.MIN_VALUE));
        assertEquals(format.codes() - 1, format.encode(-Double.MIN_VALUE));
    }

    static Stream<Summable> formatsWithZero() {
        return IntStream.of(2, 4, 8, 16)
                .boxed()
                .flatMap(bits -> Stream.of(new Symmetric(bits, 2), new OffsetBinary(bits, 2), new Unsigned(bits, 3)));
    }

    @ParameterizedTest
    @MethodSource("formatsWithZero")
    void sumsOfCodesWithAZeroAreSumsOfValues(Summable format) {
        assertEquals(0, format.decode(format.encode(0)));
        long sum = 0;
        double values = 0;
        for (int count = 1; count <= 1000; count++) {
            int code = count * 31 % format.codes();
            sum += format.addend(code);
            values += format.decode(code);
            assertEquals(values, format.decodeSum(sum, count), 1e-12 * count);
        }
        assertEquals(0, format.decodeSum(0, 0));
    }

    @Test
    void addendsOfCodesOutsideAreRefused() {
        for (Summable format : new Summable[] {new Linear(8, 1), new Symmetric(8, 1), new OffsetBinary(8, 1)}) {
            assertThrows(IndexOutOfBoundsException.class, () -> format.addend(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> format.addend(256));
        }
        assertEquals(255, new Linear(8, 1).addend(255));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void sumsOfLinearCodesAreSumsOfValues(int bits) {
        Linear format = new Linear(bits, 2);
        long codes = 0;
        double values = 0;
        for (int count = 1; count <= 1000; count++) {
            int code = count * 31 % format.codes();
            codes += code;
            values += format.decode(code);
            assertEquals(values, format.decodeSum(codes, count), 1e-12 * count);
        }
        assertEquals(0, format.decodeSum(0, 0));
        assertEquals(2.0e9, format.decodeSum(1_000_000_000L * (format.codes() - 1), 1_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void rangesAreCheckedWhenAFormatIsMade(double range) {
        assertThrows(IllegalArgumentException.class, () -> new Linear(8, range));
        assertThrows(IllegalArgumentException.class, () -> new Log(8, range));
        assertThrows(IllegalArgumentException.class, () -> new Symmetric(8, range));
        assertThrows(IllegalArgumentException.class, () -> new Geometric(8, range));
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, range, 1));
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1, range));
    }

    /** Where it is zero, all numbers have one code. */
    @Test
    void theProductOfGainAndRangeIsCheckedWhenAnAsinhFormatIsMade() {
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1e-200, 1e-200));
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1e100, 1e100));
        assertEquals(255, new Asinh(8, 1e-150, 1e-150).encode(1));
        assertEquals(255, new Asinh(8, 1e75, 1e75).encode(1e75));
    }

    @Test
    void asinhCodesAreEvenlySpacedOnTheirScale() {
        Asinh format = new Asinh(8, 4, 20);
        for (int code = 0; code < 256; code++) {
            double x = 20 * format.decode(code);
            double asinh = Math.log(x + Math.sqrt(x * x + 1));
            assertEquals((code - 127.5) / 127.5 * Math.log(80 + Math.sqrt(6401)), asinh, 1e-12);
        }
    }

    @Test
    void gainsTimesRangesStayWithinTheirBounds() {
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1, Math.nextUp(1e150)));
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1, Math.nextDown(1e-300)));
        assertEquals(255, new Asinh(8, 1, 1e150).encode(1));
        assertEquals(255, new Asinh(8, 1, 1e-300).encode(1));
        assertThrows(IllegalArgumentException.class, () -> new Asinh(8, 1e80, 1e80));
        assertEquals(1e60, new Asinh(8, 1e60, 1e80).greatest(), 1e48);
    }

    @Test
    void formatsAreNamedAsReportsShowThem() {
        assertEquals(
                List.of(
                        "affine",
                        "asinh",
                        "fixed",
                        "geometric",
                        "linear",
                        "log",
                        "offset",
                        "posit8",
                        "symmetric",
                        "unsigned"),
                Stream.of(
                                new Affine(8, 1),
                                new Asinh(8, 1, 1),
                                new FixedPoint(8, 1),
                                new Geometric(8, 1),
                                new Linear(8, 1),
                                new Log(8, 1),
                                new OffsetBinary(8, 1),
                                new Posit(8),
                                new Symmetric(8, 1),
                                new Unsigned(8, 1))
                        .map(Format::name)
                        .toList());
    }

    @Test
    void unsignedCodesAreFractionsOfTheirUnit() {
        assertEquals(3 / 16.0, new Unsigned(4, 16).decode(3));
        assertEquals(1, new Unsigned(8, 255).greatest());
        assertEquals(0, new Unsigned(8, 255).encode(-0.3));
        assertEquals(2, new Unsigned(4, 15).encode(0.5 / 3));
        assertThrows(IllegalArgumentException.class, () -> new Unsigned(4, 0));
    }

    @Test
    void anAffineFormatHasZeroWhereItIsAskedTo() {
        Format format = new Affine(4, 3);
        assertEquals(0, format.decode(3));
        assertEquals(3, format.encode(-0.0));
        assertEquals(-3, format.least());
        assertEquals(12, format.greatest());
        assertEquals(4, format.encode(0.5), "the even code of two that are as near");
        assertEquals(4, format.encode(1.5), "likewise");
        assertEquals(4, format.encode(1.5 - 1e-9));
        assertEquals(3, format.encode(Math.nextUp(-0.5)));
        assertEquals(0, format.encode(Double.NEGATIVE_INFINITY));
        assertThrows(IndexOutOfBoundsException.class, () -> new Affine(4, 16));
        assertThrows(IndexOutOfBoundsException.class, () -> format.decode(16));
    }

    /** Positions are codes and what lies between: both ways, and at both ends. */
    @ParameterizedTest
    @MethodSource("formats")
    void positionsAreFractionalCodes(Format format) {
        if (format instanceof Companded companded) {
            int last = format.codes() - 1;
            for (double position : new double[] {0, 0.25 * last, 0.3 * last, 0.5 * last, 0.9 * last, last}) {
                assertEquals(position, companded.position(companded.at(position)), 1e-9 * last);
            }
            assertEquals(0, companded.position(Double.NEGATIVE_INFINITY));
            assertEquals(last, companded.position(Double.POSITIVE_INFINITY), 1e-12 * last);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void bitsAreCheckedWhenAFormatIsMade(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new Linear(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new Log(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new FixedPoint(bits, 0));
        assertThrows(IllegalArgumentException.class, () -> new Affine(bits, 0));
        assertThrows(IllegalArgumentException.class, () -> new Unsigned(bits, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 17})
    void aSignTakesABitOfItsOwn(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new Symmetric(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new OffsetBinary(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new Geometric(bits, 2));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void valuesAreThoseOfAllCodesAndReachTheLargestThatEncodingYields(Format format) {
        double[] values = format.values();
        assertEquals(format.codes(), values.length);
        for (int code = 0; code < values.length; code++) {
            assertEquals(format.decode(code), values[code]);
        }
        double largest = IntStream.of(ascending(format))
                .mapToDouble(code -> Math.abs(values[code]))
                .max()
                .orElseThrow();
        assertEquals(largest, format.reach());
    }
}
