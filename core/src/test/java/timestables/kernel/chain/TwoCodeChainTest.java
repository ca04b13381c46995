package timestables.kernel.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.MiniFloat;
import timestables.format.Unsigned;

class TwoCodeChainTest {

    /** Its values reach ten times as far above zero as below. */
    private static final Codebook ONE_SIDED = new Codebook(
            "one-sided", -0.1, -0.05, -0.02, 0.01, 0.03, 0.07, 0.1, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2);

    /** Whatever the higher code leaves out, above or below it, the lower one takes up. */
    @Test
    void lowerCodesReachHalfAGapToEitherSide() {
        TwoCodeChain chain = new TwoCodeChain(ONE_SIDED, 2);
        // Carried over, and not doubled, is what the lower code rounds away: half of its gap of 0.05, for the scale of
        // 0.25 / 0.1, and no more.
        double lowerHalfGap = 0.05 / 2 * 0.25 / 0.1 + 1e-9;
        int two = ONE_SIDED.encode(2);
        for (double start = 0.1; start <= 1; start += 0.001) {
            chain.start(start);
            assertEquals(ONE_SIDED.encode(start), chain.code(), "" + start);
            chain.multiply(two);
            double off = Math.abs(ONE_SIDED.decode(chain.code()) - 2 * start);
            double nearest = Math.abs(ONE_SIDED.decode(ONE_SIDED.encode(2 * start)) - 2 * start);
            assertTrue(off <= nearest + lowerHalfGap, off + " instead of " + nearest);
        }
    }

    @Test
    void statesGoOnToEightTimesTheRangeAndNoFarther() {
        Linear format = new Linear(8, 2);
        TwoCodeChain chain = new TwoCodeChain(format, 2);
        double tenth = format.decode(format.encode(0.1));
        chain.start(14);
        assertEquals(255, chain.code());
        chain.multiply(format.encode(0.1));
        assertEquals(14 * tenth, format.decode(chain.code()), 2.1 / 255);
        chain.start(-1e300);
        for (int i = 0; i < 5000; i++) {
            chain.multiply(255);
            assertEquals(0, chain.code());
        }
        chain.multiply(format.encode(0.1));
        assertEquals(-16 * tenth, format.decode(chain.code()), 2.1 / 255);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void startsThatAreNotFiniteAreRefused(double start) {
        TwoCodeChain chain = new TwoCodeChain(MiniFloat.E4M3, 2);
        assertThrows(IllegalArgumentException.class, () -> chain.start(start));
    }

    @Test
    void formatsWithoutValuesOfBothSignsAreRefused() {
        refuses(new Unsigned(8, 255), 255);
        refuses(new Linear(8, 2), 0.001);
        refuses(MiniFloat.E4M3, Double.MIN_VALUE);
        refuses(MiniFloat.E4M3, Double.NaN);
        refuses(new Codebook("far", -2, 0, 0.5, 1), 1);
    }

    private static void refuses(Format format, double maxRange) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new TwoCodeChain(format, maxRange));
        assertTrue(refusal.getMessage().contains(format.name()), refusal.getMessage());
    }
}
