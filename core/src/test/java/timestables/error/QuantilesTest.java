package timestables.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QuantilesTest {

    @Test
    void quantilesAreThoseOfSpreadsheets() {
        Quantiles quantiles = new Quantiles(new double[] {40, 10, 30, 20});
        assertEquals(10, quantiles.at(0));
        assertEquals(11.5, quantiles.at(0.05), 1e-12);
        assertEquals(25, quantiles.median());
        assertEquals(38.5, quantiles.at(0.95), 1e-12);
        assertEquals(40, quantiles.max());
    }

    @Test
    void oneNumberIsAllItsQuantiles() {
        Quantiles quantiles = new Quantiles(new double[] {7});
        assertEquals(7, quantiles.at(0));
        assertEquals(7, quantiles.median());
        assertEquals(7, quantiles.max());
    }

    @Test
    void whatHasNoQuantilesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Quantiles(new double[0]));
        Quantiles quantiles = new Quantiles(new double[] {1});
        assertThrows(IllegalArgumentException.class, () -> quantiles.at(-0.1));
        assertThrows(IllegalArgumentException.class, () -> quantiles.at(Double.NaN));
    }
}
