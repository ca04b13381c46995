package timestables.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.table.Lookup;
import timestables.table.ProductTable;
import timestables.walk.Settings;

class KindTest {

    /** The playground's own formulas, cell by cell; at 9 bits it spreads its cells over 16. */
    private static double raw(Kind kind, int x, int y, int size, double range) {
        double half = (size - 1) / 2.0;
        double unit = (x - half) / half * ((y - half) / half);
        double product = (x - half) / half * range * ((y - half) / half * range);
        double clipped = Math.clamp(product, -range, range) / range;
        return switch (kind) {
            case UNSIGNED -> (double) x / size * ((double) y / size) * (size - 1);
            case SIGNED -> (unit + 1) * ((size - 1) / 2.0);
            case SIGNED_EXT -> clipped * half + half;
            case SIGNED_LOG -> (Math.signum(clipped) * (Math.log1p(9 * Math.abs(clipped)) / Math.log(10)) + 1) * half;
            case SIGNED_EXT_WARPED ->
                (Math.signum(product) * asinh(20 * Math.abs(product)) / asinh(20 * (range * range)) * 0.5 + 0.5)
                        * (size - 1);
        };
    }

    private static double asinh(double x) {
        return x < 1e-4 ? x - x * x * x / 6 : Math.log(x + Math.sqrt(x * x + 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 1, 0.8, 0.5, 0.4, 0.1, 1.7, 3.3, 4, 6, 100, 1e-9, 1e40})
    void tablesFollowThePlaygroundsFormulas(double range) {
        for (Kind kind : Kind.values()) {
            for (int bits = Kind.LEAST_BITS; bits <= Kind.MOST_BITS; bits++) {
                ProductTable table = kind.table(bits, range);
                int size = 1 << bits;
                double scale = bits > 8 ? 65535.0 / (size - 1) : 1;
                for (int x = 0; x < size; x++) {
                    for (int y = 0; y < size; y++) {
                        double cell = raw(kind, x, y, size, range) * scale;
                        if (cell != table.cell(x, y) && Math.rint(cell) != table.cell(x, y)) {
                            // Logarithms of two libraries may fall on either side of a tie.
                            double offTie = Math.abs(Math.abs(cell - table.cell(x, y)) - 0.5);
                            assertEquals(0, kind == Kind.SIGNED_EXT ? 1 : offTie, 1e-9, kind + " " + x + " " + y);
                        }
                    }
                }
            }
        }
    }

    /** A lookup at full scale is right to a step, whatever the kind and however small the range. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.8, 1, 2})
    void everyKindCanBeLookedUp(double range) {
        for (Kind kind : Kind.values()) {
            Lookup lookup = new Lookup(kind.table(8, range));
            double a = 0.41 * lookup.table().rowFormat().greatest();
            double b = 0.77 * lookup.table().columnFormat().greatest();
            assertEquals(a * b, lookup.nearest(a, b), 0.03 * range * range, kind.id());
            assertEquals(a * b, lookup.interpolated(a, b), 0.03 * range * range, kind.id());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -2, 1e-51, 1e51, 1e308, Double.NaN, Double.POSITIVE_INFINITY})
    void rangesThatTablesCannotHaveAreRefused(double range) {
        assertThrows(IllegalArgumentException.class, () -> Settings.checkRange(range));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-50, 1e50})
    void tablesCanHaveTheWidestRanges(double range) {
        for (Kind kind : Kind.values()) {
            assertDoesNotThrow(() -> kind.table(4, Settings.checkRange(range)));
        }
    }
}
