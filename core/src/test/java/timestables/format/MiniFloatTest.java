package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniFloatTest {

    static final List<MiniFloat> FORMATS =
            List.of(MiniFloat.E4M3, MiniFloat.E5M2, MiniFloat.E2M3, MiniFloat.E3M2, MiniFloat.E2M1, MiniFloat.BINARY16);

    /** The largest and the smallest numbers as the OFP8 specification lists them, in its table 1. */
    @Test
    void float8PatternsAreThoseOfTheSpecification() {
        assertEquals(448, MiniFloat.E4M3.decode(0x7e));
        assertEquals(0x1p-6, MiniFloat.E4M3.decode(0x08));
        assertEquals(0.875 * 0x1p-6, MiniFloat.E4M3.decode(0x07));
        assertEquals(0x1p-9, MiniFloat.E4M3.decode(0x01));
        assertEquals(-0.0, MiniFloat.E4M3.decode(0x80));
        assertEquals(Double.NaN, MiniFloat.E4M3.decode(0x7f));
        assertEquals(Double.NaN, MiniFloat.E4M3.decode(0xff));
        assertEquals(57344, MiniFloat.E5M2.decode(0x7b));
        assertEquals(0x1p-14, MiniFloat.E5M2.decode(0x04));
        assertEquals(0.75 * 0x1p-14, MiniFloat.E5M2.decode(0x03));
        assertEquals(0x1p-16, MiniFloat.E5M2.decode(0x01));
        assertEquals(Double.POSITIVE_INFINITY, MiniFloat.E5M2.decode(0x7c));
        assertEquals(Double.NEGATIVE_INFINITY, MiniFloat.E5M2.decode(0xfc));
        for (int nan : new int[] {0x7d, 0x7e, 0x7f, 0xfd, 0xfe, 0xff}) {
            assertEquals(Double.NaN, MiniFloat.E5M2.decode(nan));
        }
    }

    @Test
    void miniFloatTiesGoToTheEvenSignificandInEveryBinade() {
        for (MiniFloat format : FORMATS) {
            for (int code = 0; format.decode(code) < format.greatest(); code++) {
                double halfWay = (format.decode(code) + format.decode(code + 1)) / 2;
                int even = code + (code & 1);
                assertEquals(even, format.encode(halfWay));
                assertEquals(even | format.codes() / 2, format.encode(-halfWay));
                assertEquals(code, format.encode(Math.nextDown(halfWay)));
                assertEquals(code + 1, format.encode(Math.nextUp(halfWay)));
            }
        }
    }

    /** In the saturating mode of the specification, its table 2. */
    @Test
    void float8SaturatesAndKeepsTheSignOfZero() {
        for (double beyond : new double[] {448, Math.nextUp(448), 464, 465, 1e9, 1.0 / 0}) {
            assertEquals(0x7e, MiniFloat.E4M3.encode(beyond));
            assertEquals(0xfe, MiniFloat.E4M3.encode(-beyond));
        }
        for (double beyond : new double[] {57344, 61440, 65536, 1e9, 1.0 / 0}) {
            assertEquals(0x7b, MiniFloat.E5M2.encode(beyond));
            assertEquals(0xfb, MiniFloat.E5M2.encode(-beyond));
        }
        for (MiniFloat format : List.of(MiniFloat.E4M3, MiniFloat.E5M2)) {
            assertEquals(0, format.encode(0));
            assertEquals(0x80, format.encode(-0.0));
            assertEquals(0x80, format.encode(-Double.MIN_VALUE));
        }
    }

    @Test
    void binary16IsTheHardwares() {
        for (int code = 0; code < 1 << 16; code++) {
            assertEquals(Float.float16ToFloat((short) code), MiniFloat.BINARY16.decode(code));
        }
    }

    /** E5M2 is binary16 without its lower byte. */
    @Test
    void e5m2IsTheUpperByteOfBinary16() {
        for (int code = 0; code < 256; code++) {
            assertEquals(Float.float16ToFloat((short) (code << 8)), MiniFloat.E5M2.decode(code));
        }
    }

    /** The largest and the smallest numbers as the MX specification lists them, in its tables of FP6 and FP4. */
    @Test
    void smallPatternsAreThoseOfTheSpecification() {
        assertEquals(7.5, MiniFloat.E2M3.decode(0x1f));
        assertEquals(1, MiniFloat.E2M3.decode(0x08));
        assertEquals(0.875, MiniFloat.E2M3.decode(0x07));
        assertEquals(0.125, MiniFloat.E2M3.decode(0x01));
        assertEquals(28, MiniFloat.E3M2.decode(0x1f));
        assertEquals(0.25, MiniFloat.E3M2.decode(0x04));
        assertEquals(0.1875, MiniFloat.E3M2.decode(0x03));
        assertEquals(0.0625, MiniFloat.E3M2.decode(0x01));
        double[] magnitudes = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
        for (int code = 0; code < 8; code++) {
            assertEquals(magnitudes[code], MiniFloat.E2M1.decode(code));
            assertEquals(-magnitudes[code], MiniFloat.E2M1.decode(8 | code));
        }
        assertEquals(8, MiniFloat.E2M1.encode(-0.0));
        assertEquals(List.of(6, 6, 4), List.of(MiniFloat.E2M3.bits(), MiniFloat.E3M2.bits(), MiniFloat.E2M1.bits()));
    }

    @Test
    void nanIsEncodedAsOnePatternWithoutASign() {
        double negativeNan = Double.longBitsToDouble(0xfff8000000000001L);
        for (double nan : new double[] {Double.NaN, negativeNan}) {
            assertEquals(0x7f, MiniFloat.E4M3.encode(nan));
            assertEquals(0x7e, MiniFloat.E5M2.encode(nan));
            assertEquals(0x7e00, MiniFloat.BINARY16.encode(nan));
        }
        assertEquals(0x7e00, Float.floatToFloat16(Float.NaN));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 17})
    void fieldsOfMiniFloatsAreChecked(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new MiniFloat("x", bits, 3, MiniFloat.Specials.IEEE));
        int significandBits = bits == 1 ? 11 : bits;
        assertThrows(
                IllegalArgumentException.class, () -> new MiniFloat("x", 4, significandBits, MiniFloat.Specials.IEEE));
    }

    @Test
    void theSmallestAndTheLargestFieldsAreAllowed() {
        assertEquals(4, new MiniFloat("x", 2, 1, MiniFloat.Specials.NONE).bits());
        assertEquals(16, new MiniFloat("x", 5, 10, MiniFloat.Specials.NONE).bits());
        assertThrows(IllegalArgumentException.class, () -> new MiniFloat("x", 6, 3, MiniFloat.Specials.NONE));
    }

    @Test
    void aUnitInTheLastPlaceIsTheDistanceToTheNextValue() {
        for (MiniFloat format :
                List.of(MiniFloat.E4M3, MiniFloat.E5M2, MiniFloat.E2M3, MiniFloat.E3M2, MiniFloat.E2M1)) {
            for (int code = 0; format.decode(code) < format.greatest(); code++) {
                double value = format.decode(code);
                assertEquals(format.decode(code + 1) - value, format.ulp(value), format.name() + " " + value);
                assertEquals(format.ulp(value), format.ulp(-value));
            }
        }
    }
}
