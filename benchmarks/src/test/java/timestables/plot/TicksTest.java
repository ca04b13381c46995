package timestables.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void numbersAreShownAsTheyAreWhereTheseAreShort() {
        assertEquals("-20,000", Ticks.labels(22000).apply(-20000.0));
        assertEquals("0.0005", Ticks.labels(0.0011).apply(0.0005));
        assertEquals("0.3", Ticks.labels(1.1).apply(0.1 + 0.2));
        assertEquals("1,000,000", Ticks.plain(1e6));
    }

    @Test
    void othersArePowersOfTen() {
        assertEquals("-1e6", Ticks.labels(1.1e6).apply(-1e6));
        assertEquals("2.5e-51", Ticks.labels(1.1e-50).apply(0.25 * 1e-50));
        assertEquals("0", Ticks.labels(1.1e6).apply(0.0));
    }
}
