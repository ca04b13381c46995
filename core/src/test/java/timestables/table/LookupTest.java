package timestables.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;

class LookupTest {

    private static Lookup lookup(int bits, double range, boolean log) {
        Format operand = new Linear(bits, range);
        int cellBits = bits > 8 ? 16 : bits;
        return new Lookup(
                ProductTable.of(operand, operand, log ? new Log(cellBits, range) : new Linear(cellBits, range)));
    }

    /** Products that the playground gives. */
    @Test
    void productsAreThePlaygrounds() {
        Lookup linear = lookup(8, 2, false);
        assertEquals(-1.4980392156862745, linear.nearest(1.5, -1.0), 1e-15);
        assertEquals(-1.503921568627451, linear.interpolated(1.5, -1.0), 1e-15);
        assertEquals(0.2431372549019608, linear.nearest(0.5, 0.5), 1e-15);
        assertEquals(0.25269607843137276, linear.interpolated(0.5, 0.5), 1e-15);
        assertEquals(-1.5035503587777026, lookup(8, 2, true).nearest(1.5, -1.0), 1e-15);
    }

    /** The playground's formulas, in its order of operations, at operands on and off the grid. */
    @ParameterizedTest
    @CsvSource({"2, 2", "3, 0.5", "4, 1.7", "5, 2", "6, 0.8", "7, 10", "8, 2", "8, 0.3", "9, 2", "9, 3.3"})
    void lookupsFollowTheFormulas(int bits, double range) {
        Random random = new Random(bits);
        for (boolean log : new boolean[] {false, true}) {
            Lookup lookup = lookup(bits, range, log);
            int last = (1 << bits) - 1;
            for (int i = 0; i < 1000; i++) {
                double a = (random.nextDouble() * 2.4 - 1.2) * range;
                double b = (random.nextDouble() * 2.4 - 1.2) * range;
                double x = (Math.clamp(a, -range, range) + range) * last / (2 * range);
                double y = (Math.clamp(b, -range, range) + range) * last / (2 * range);
                ProductTable table = lookup.table();
                int nearest = table.cell((int) Math.rint(x), (int) Math.rint(y));
                assertEquals(decode(nearest, range, bits, log), lookup.nearest(a, b), 1e-12 * range);
                int x0 = (int) x;
                int y0 = (int) y;
                int x1 = Math.min(x0 + 1, last);
                int y1 = Math.min(y0 + 1, last);
                double above = table.cell(x0, y0) * (1 - (x - x0)) + table.cell(x1, y0) * (x - x0);
                double below = table.cell(x0, y1) * (1 - (x - x0)) + table.cell(x1, y1) * (x - x0);
                double blend = above * (1 - (y - y0)) + below * (y - y0);
                assertEquals(decode(blend, range, bits, log), lookup.interpolated(a, b), 1e-10 * range);
            }
        }
    }

    private static double decode(double cell, double range, int bits, boolean log) {
        double full = bits > 8 ? 65535 : (1 << bits) - 1;
        if (!log) {
            return cell / full * 2 * range - range;
        }
        double z = cell / (full / 2) - 1;
        return Math.signum(z) * (Math.pow(10, Math.abs(z)) - 1) / 9 * range;
    }

    /** On the grid all three ways read the same cell, whatever is drawn, but for the last digits of a position. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void onTheGridAllLookupsAgree(int bits) {
        Lookup lookup = lookup(bits, 3.3, false);
        Format format = lookup.table().rowFormat();
        for (int row = 0; row < format.codes(); row++) {
            for (int column = 0; column < format.codes(); column++) {
                double a = format.decode(row);
                double b = format.decode(column);
                double product = lookup.table().product(row, column);
                assertEquals(product, lookup.nearest(a, b));
                assertEquals(product, lookup.interpolated(a, b), 1e-12);
                assertEquals(product, lookup.stochastic(a, b, () -> 1e-9));
                assertEquals(product, lookup.stochastic(a, b, () -> 1 - 1e-9));
            }
        }
    }

    @Test
    void stochasticLookupsDrawForTheLeftOperandFirst() {
        Lookup lookup = lookup(2, 3, false);
        // Codes stand for -3, -1, 1, 3; 0.5 lies three quarters of the way from -1 to 1.
        double[] draws = {0.2, 0.3, 0.3, 0.2};
        int[] drawn = {0};
        ProductTable table = lookup.table();
        assertEquals(table.product(1, 2), lookup.stochastic(0.5, 0.5, () -> draws[drawn[0]++]));
        assertEquals(table.product(2, 1), lookup.stochastic(0.5, 0.5, () -> draws[drawn[0]++]));
        assertEquals(4, drawn[0]);
    }

    /** Where the sum of a position and what is drawn is rounded up. */
    @Test
    void theLargestDrawAboveTheLastCodesIsNoCodeBeyond() {
        Lookup lookup = lookup(2, 3, false);
        assertEquals(lookup.table().product(3, 3), lookup.stochastic(3, 3, () -> Math.nextDown(1.0)));
    }

    @Test
    void stochasticLookupsAreRightOnAverage() {
        Lookup lookup = lookup(4, 2, false);
        Random random = new Random(1);
        double sum = 0;
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            sum += lookup.stochastic(0.37, 1.0, random::nextDouble);
        }
        double nearest = Math.abs(lookup.nearest(0.37, 1.0) - 0.37);
        assertEquals(lookup.interpolated(0.37, 1.0), sum / draws, 0.005);
        assertTrue(Math.abs(sum / draws - 0.37) < nearest / 2, "off by " + (sum / draws - 0.37));
    }

    @Test
    void whatHasNoPositionsIsRefused() {
        Format linear = new Linear(4, 2);
        Format geometric = new Geometric(4, 2);
        assertThrows(IllegalArgumentException.class, () -> new Lookup(ProductTable.of(linear, linear, geometric)));
        assertThrows(IllegalArgumentException.class, () -> new Lookup(ProductTable.of(linear, geometric, linear)));
        assertThrows(IllegalArgumentException.class, () -> lookup(4, 2, false).nearest(Double.NaN, 1));
        assertEquals(5, new Lookup(ProductTable.of(linear, linear, geometric), cell -> 5).nearest(1, 1));
    }
}
