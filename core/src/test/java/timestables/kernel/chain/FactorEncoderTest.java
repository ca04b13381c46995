package timestables.kernel.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Linear;
import timestables.format.MiniFloat;
import timestables.format.Posit;

class FactorEncoderTest {

    /** Formats with NaN would encode it. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void factorsThatAreNotFiniteAreRefusedAndForgotten(double factor) {
        FactorEncoder encoder = new FactorEncoder(MiniFloat.E4M3);
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(factor));
        byte[] codes = {7, 7, 7};
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> encoder.encode(new double[] {1.03, 1.03, factor}, codes, 0, 3));
        assertTrue(refusal.getMessage().contains("factor 2 is " + factor), refusal.getMessage());
        assertArrayEquals(new byte[] {7, 7, 7}, codes);
        assertEquals(new FactorEncoder(MiniFloat.E4M3).encode(1.03), encoder.encode(1.03));
    }

    @Test
    void zeroEndsWhatIsCarried() {
        FactorEncoder encoder = new FactorEncoder(MiniFloat.E4M3);
        encoder.encode(1.06);
        assertEquals(0, MiniFloat.E4M3.decode(encoder.encode(0)));
        assertEquals(MiniFloat.E4M3.encode(1), encoder.encode(1));
        encoder.encode(1.06);
        assertEquals(-0.0, MiniFloat.E4M3.decode(encoder.encode(-0.0)));
        assertEquals(MiniFloat.E4M3.encode(1), encoder.encode(1));
    }

    @Test
    void factorsThatSaturateForEverDoNotBecomeNaN() {
        FactorEncoder encoder = new FactorEncoder(new Linear(8, 2));
        for (int i = 0; i < 5000; i++) {
            assertEquals(255, encoder.encode(1e300));
        }
        assertEquals(127.5, encoder.encode(0), 0.5);
        assertEquals(127.5, encoder.encode(-0.0), 0.5);
        // Posits encode infinity as no number.
        Posit posit = new Posit(8);
        FactorEncoder posits = new FactorEncoder(posit);
        for (int i = 0; i < 5000; i++) {
            assertEquals(posit.greatest(), posit.decode(posits.encode(Double.MAX_VALUE)));
        }
    }
}
