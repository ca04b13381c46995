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
            formats.add(new FixedPoint(bits, 0));
            formats.add(new FixedPoint(bits, bits - 1));
        }
        return formats.stream();
    }

    /** The codes from the smallest value to the largest: two's complement wraps once in between. */
    private static int[] ascending(Format format) {
        int half = format.codes() / 2;
        return format instanceof FixedPoint
                ? IntStream.range(0, format.codes())
                        .map(i -> i + half & format.codes() - 1)
                        .toArray()
                : IntStream.range(0, format.codes()).toArray();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyCodeSurvivesARoundTrip(Format format) {
        for (int code = 0; code < format.codes(); code++) {
            assertEquals(code, format.encode(format.decode(code)));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void valuesAscend(Format format) {
        int[] codes = ascending(format);
        for (int i = 1; i < codes.length; i++) {
            assertTrue(format.decode(codes[i - 1]) < format.decode(codes[i]));
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
        for (double beyond :
                new double[] {Math.nextUp(format.greatest()), Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            assertEquals(last, format.encode(beyond));
            assertTrue(format.saturates(beyond));
        }
        for (double beyond :
                new double[] {Math.nextDown(format.least()), -Double.MAX_VALUE, Double.NEGATIVE_INFINITY}) {
            assertEquals(first, format.encode(beyond));
            assertTrue(format.saturates(beyond));
        }
        assertFalse(format.saturates(format.least()) || format.saturates(format.greatest()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void codesOutsideAndNaNAreRefused(Format format) {
        assertThrows(IndexOutOfBoundsException.class, () -> format.decode(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> format.decode(format.codes()));
        assertThrows(IllegalArgumentException.class, () -> format.encode(Double.NaN));
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
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void bitsAreCheckedWhenAFormatIsMade(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new Linear(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new Log(bits, 2));
        assertThrows(IllegalArgumentException.class, () -> new FixedPoint(bits, 0));
    }
}
