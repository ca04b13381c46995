package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import timestables.format.Linear;
import timestables.format.MiniFloat;
import timestables.format.Scaled;

class TableErrorsTest {

    /** Correctly rounded products are half a unit in the last place off, at most, and some are. */
    @Test
    void productsOfFloatsAreHalfAnUlpOffAtMost() {
        for (MiniFloat format : new MiniFloat[] {MiniFloat.E4M3, MiniFloat.E5M2, MiniFloat.E2M3, MiniFloat.E2M1}) {
            TableErrors.Row row = TableErrors.row(Scaled.toReach(format, 2));
            assertEquals(0.5, row.maxUlpError(), format.name());
            assertTrue(row.meanUlpError() < 0.5, format.name());
            assertTrue(row.saturatedShare() > 0, format.name());
        }
    }

    /** Of E4M3, 254 codes are numbers. */
    @Test
    void onlyNumbersAreMultiplied() {
        assertEquals(
                254 * 254, TableErrors.row(Scaled.toReach(MiniFloat.E4M3, 2)).pairs());
    }

    /** Of its 16 products, 4 saturate by 2, 8 round 4/3 to 2 or 2/3, and 4 round 4/9 to 2/3. */
    @Test
    void errorsOfTwoBitsAreThoseWorkedOutByHand() {
        TableErrors.Row row = TableErrors.row(new Linear(2, 2));
        double sum = 4 * 2 + 8 * 2 / 3.0 + 4 * 2 / 9.0;
        assertEquals(sum / 16, row.meanAbsError(), 1e-15);
        assertEquals(2, row.maxAbsError());
        assertEquals((4 * 4 + 8 * 4 / 9.0 + 4 * 4 / 81.0) / 16, row.meanSquaredError(), 1e-15);
        assertEquals(0.5, row.maxRelError(), 1e-15);
        assertEquals(1, row.errorProbability());
        assertEquals(0.25, row.saturatedShare());
        assertEquals(0, row.bias(), 1e-15);
        assertEquals(2, row.greatest());
        assertNull(row.maxUlpError());
    }
}
