package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositTest {

    static IntStream allBits() {
        return IntStream.rangeClosed(3, 16);
    }

    /** Section 3 of the standard, on the digits of the pattern; of any number of bits, from 2 on. */
    private static double byDigits(int bits, int code) {
        String digits = Integer.toBinaryString(1 << bits | code).substring(1);
        if (!digits.contains("1")) {
            return 0;
        }
        if (digits.lastIndexOf('1') == 0) {
            return Double.NaN;
        }
        if (digits.startsWith("1")) {
            return -byDigits(bits, (1 << bits) - code);
        }
        String fields = digits.substring(1);
        int run = fields.replaceAll("^(0+|1+).*", "$1").length();
        double regime = Math.pow(16, fields.startsWith("1") ? run - 1 : -run);
        // Bits beyond the last are zeros.
        String rest = (fields + "0".repeat(4)).substring(run + 1);
        double value = regime * Math.pow(2, Integer.parseInt(rest.substring(0, 2), 2));
        double fraction = 1;
        for (int i = 2; i < rest.length(); i++) {
            fraction += rest.charAt(i) == '1' ? Math.pow(2, 1 - i) : 0;
        }
        return value * fraction;
    }

    @Test
    void somePatternsAreKnown() {
        Posit format = new Posit(8);
        assertEquals("posit8", format.name());
        int[] codes = {0x00, 0x01, 0x40, 0x44, 0x48, 0x50, 0x60, 0x7f, 0xc0, 0x81};
        double[] values = {0, 0x1p-24, 1, 1.5, 2, 4, 16, 0x1p24, -1, -0x1p24};
        for (int i = 0; i < codes.length; i++) {
            assertEquals(values[i], format.decode(codes[i]));
        }
        assertEquals(Double.NaN, format.decode(0x80));
        assertEquals(0x1p56, new Posit(16).greatest());
        // The closest to pi: 0 10 01 10010010001 (000...).
        assertEquals(0x4c91, new Posit(16).encode(Math.PI));
    }

    @ParameterizedTest
    @MethodSource("allBits")
    void everyPatternIsDecodedByItsDigits(int bits) {
        Posit format = new Posit(bits);
        for (int code = 0; code < format.codes(); code++) {
            assertEquals(byDigits(bits, code), format.decode(code));
        }
    }

    /**
     * Section 4.1 of the standard: between two neighbours, a number goes to the lower if it lies below the posit of one
     * bit more whose pattern is the lower's and a one, to the upper above it, and on it to the one with the even
     * pattern.
     */
    @ParameterizedTest
    @MethodSource("allBits")
    void numbersAreRoundedAsStringsOfBits(int bits) {
        Posit format = new Posit(bits);
        int last = format.codes() - 1;
        int greatest = last / 2;
        for (int n = -greatest; n < greatest; n++) {
            int lower = n & last;
            int upper = n + 1 & last;
            if (lower == 0 || upper == 0) {
                continue;
            }
            double middle = byDigits(bits + 1, 2 * lower + 1);
            assertEquals(lower, format.encode(Math.nextUp(format.decode(lower))));
            assertEquals(lower, format.encode(Math.nextDown(middle)));
            assertEquals((lower & 1) == 0 ? lower : upper, format.encode(middle));
            assertEquals(upper, format.encode(Math.nextUp(middle)));
            assertEquals(upper, format.encode(Math.nextDown(format.decode(upper))));
        }
    }

    @ParameterizedTest
    @MethodSource("allBits")
    void onlyZeroBecomesZeroAndOnlyWhatIsNoNumberNaR(int bits) {
        Posit format = new Posit(bits);
        int nar = format.codes() / 2;
        for (double small : new double[] {Double.MIN_VALUE, 1e-300, Math.nextDown(format.decode(1)), 0x1p-80}) {
            assertEquals(1, format.encode(small));
            assertEquals(format.codes() - 1, format.encode(-small));
        }
        assertEquals(nar - 1, format.encode(Double.MAX_VALUE));
        assertEquals(nar + 1, format.encode(-Double.MAX_VALUE));
        assertEquals(0, format.encode(0.0));
        assertEquals(0, format.encode(-0.0));
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertEquals(nar, format.encode(none));
        }
    }

    @Test
    void negatingANumberNegatesItsCode() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double value = Math.scalb(random.nextGaussian(), random.nextInt(60) - 30);
            for (int bits : new int[] {3, 6, 8, 16}) {
                Posit format = new Posit(bits);
                assertEquals(-format.encode(value) & format.codes() - 1, format.encode(-value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 17})
    void bitsAreChecked(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new Posit(bits));
    }
}
