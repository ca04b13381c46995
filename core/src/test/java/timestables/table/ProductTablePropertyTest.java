package timestables.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import timestables.format.Format;
import timestables.format.NearestCode;
import timestables.format.RandomFormats;

/** Tables of any formats, against exact arithmetic. */
class ProductTablePropertyTest {

    private static final int CELLS = 30;

    /** Three formats, and what chooses cells of their table. */
    record Sample(Format row, Format column, Format cell, long seed) {}

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.randomValue(random -> new Sample(
                RandomFormats.next(random, 2, random.nextInt(10) == 0 ? 9 : 5),
                RandomFormats.next(random, 2, random.nextInt(10) == 0 ? 9 : 5),
                RandomFormats.next(random, 1, 9),
                random.nextLong()));
    }

    @Property(tries = 200)
    void everyCellIsTheCodeNearestToTheExactProduct(@ForAll("samples") Sample sample) {
        ProductTable table = ProductTable.of(sample.row, sample.column, sample.cell);
        NearestCode nearest = new NearestCode(sample.cell);
        Random random = new Random(sample.seed);
        for (int i = 0; i < CELLS; i++) {
            int r = random.nextInt(sample.row.codes());
            int c = random.nextInt(sample.column.codes());
            double a = sample.row.decode(r);
            double b = sample.column.decode(c);
            int cell = table.cell(r, c);
            if (Double.isNaN(a * b) && sample.cell.hasNaN()) {
                assertTrue(Double.isNaN(sample.cell.decode(cell)));
            } else if (Double.isNaN(a * b)) {
                nearest.check(BigDecimal.ZERO, cell);
            } else if (Double.isInfinite(a * b)) {
                assertEquals(sample.cell.encode(a * b), cell);
            } else {
                // One that float64 has to round may become a tie so, as 4/7 times 7/16 does.
                boolean isExact = Math.fma(a, b, -(a * b)) == 0;
                nearest.check(isExact ? new BigDecimal(a).multiply(new BigDecimal(b)) : new BigDecimal(a * b), cell);
            }
            assertEquals(sample.cell.decode(cell), table.product(r, c));
        }
    }
}
