package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledTest {

    @Test
    void valuesAreThoseOfTheFormatTimesTheScale() {
        Scaled format = new Scaled(MiniFloat.E4M3, 3);
        assertEquals("float8-e4m3", format.name());
        assertEquals(8, format.bits());
        for (int code = 0; code < 256; code++) {
            assertEquals(3 * MiniFloat.E4M3.decode(code), format.decode(code));
        }
        assertEquals(-1344, format.least());
        assertEquals(1344, format.greatest());
        assertTrue(format.saturates(1345));
        assertEquals(0x7f, format.encode(Double.NaN));
        assertEquals(0x80, format.encode(-0.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.74, 1.75, 1.76, 2, 448, 449, 1e-200, 1e300, 0x1.cp1000})
    void theScaleIsTheLeastPowerOfTwoThatReachesTheRange(double range) {
        for (Format format : new Format[] {MiniFloat.E4M3, MiniFloat.E3M2, new Unsigned(4, 1000), new Linear(3, 0.3)}) {
            Scaled scaled = Scaled.toReach(format, range);
            assertEquals(Math.scalb(1.0, Math.getExponent(scaled.scale())), scaled.scale());
            assertTrue(scaled.greatest() >= range);
            assertTrue(scaled.greatest() / 2 < range);
        }
    }

    /** Where the quotient by the scale leaves the range of binary64, in which posits make distinctions. */
    @Test
    void finiteNumbersStayNumbersAndNeverBecomeZero() {
        Format small = new Scaled(new Posit(8), 1e-100);
        assertEquals(0x7f, small.encode(1e300));
        assertEquals(0x81, small.encode(-1e300));
        assertEquals(0x80, small.encode(Double.POSITIVE_INFINITY));
        Format large = new Scaled(new Posit(8), 1e100);
        assertEquals(0x01, large.encode(1e-300));
        assertEquals(0xff, large.encode(-1e-300));
        assertEquals(0, large.encode(0));
    }

    @Test
    void aUnitInTheLastPlaceIsScaledToo() {
        assertEquals(OptionalDouble.of(3 * 0.125), new Scaled(MiniFloat.E4M3, 3).ulp(3 * 1.5));
        assertEquals(OptionalDouble.empty(), new Scaled(new Linear(4, 1), 3).ulp(1));
    }

    @Test
    void scalesAndRangesThatAreNoneAreRefusedWithTheReason() {
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Scaled(MiniFloat.E4M3, wrong))
                    .getMessage();
            assertEquals("a format's scale is positive and finite, not " + wrong, message);
            assertThrows(IllegalArgumentException.class, () -> Scaled.toReach(MiniFloat.E4M3, wrong));
        }
        String message = assertThrows(IllegalArgumentException.class, () -> new Scaled(MiniFloat.E4M3, 1e308))
                .getMessage();
        assertTrue(message.contains("float8-e4m3, 448.0, would be infinite"), message);
        assertThrows(IllegalArgumentException.class, () -> Scaled.toReach(MiniFloat.E4M3, Double.MAX_VALUE));
    }
}
