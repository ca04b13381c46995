package timestables.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {

    /** Largest numbers, what still rounds to them, and what does not. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT8, 448, 463.9, 464",
        "FLOAT8_E5M2, 57344, 61439, 61440",
        "FLOAT16, 65504, 65519.99, 65520",
        "FLOAT32, 3.4028234663852886e38, 3.4028235677973362e38, 3.4028235677973366e38"
    })
    void infinityBeginsHalfAStepAboveTheGreatestNumber(Baseline type, double greatest, double rounded, double beyond) {
        assertEquals(greatest, type.greatest());
        assertEquals(greatest, type.round(greatest));
        assertEquals(greatest, type.round(rounded));
        assertEquals(-greatest, type.round(-rounded));
        assertEquals(Double.POSITIVE_INFINITY, type.round(beyond));
        assertEquals(Double.NEGATIVE_INFINITY, type.round(-beyond));
    }

    /** Products, sums and quotients of binary16 numbers are those that the JDK's conversion of binary32 gives. */
    @Test
    void resultsInBinary16AreRoundedOnce() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float a = Float.float16ToFloat((short) random.nextInt());
            float b = Float.float16ToFloat((short) random.nextInt());
            if (Float.isFinite(a) && Float.isFinite(b) && b != 0) {
                // In binary32 these are exact, or rounded to more than twice the digits.
                assertEquals(half(a * b), Baseline.FLOAT16.round((double) a * b));
                assertEquals(half(a + b), Baseline.FLOAT16.round((double) a + b));
                assertEquals(half(a / b), Baseline.FLOAT16.round((double) a / b));
            }
        }
        // A double next to a tie is no tie, though its nearest binary32 number is.
        assertEquals(1 + 0x1p-10, Baseline.FLOAT16.round(1 + 0x1p-11 + 0x1p-50));
        assertEquals(1, Baseline.FLOAT16.round(1 + 0x1p-11));
    }

    private static double half(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }

    @Test
    void typesHaveTheNamesOfTheOriginal() {
        for (String name : new String[] {"float8", "float8-e5m2", "float16", "float32", "float64"}) {
            assertEquals(name, Baseline.named(name).id());
        }
        String message = assertThrows(IllegalArgumentException.class, () -> Baseline.named("FLOAT16"))
                .getMessage();
        assertTrue(message.contains("FLOAT16") && message.contains("float8-e5m2"), message);
    }
}
