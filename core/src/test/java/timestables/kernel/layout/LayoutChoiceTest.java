package timestables.kernel.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.Symmetric;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/** Which tables each layout accepts, and which layout is the best of a table. */
class LayoutChoiceTest {

    private static final Symmetric SYMMETRIC = new Symmetric(8, 1);

    @Test
    void tablesWithAStructureOfTheirOwnAreBestReadByIt() {
        boolean wide = VectorWidth.bits() == 512;
        assertBest(wide ? QuarterSquareLayout.class : ScalarLayout.class, ProductTable.exact(SYMMETRIC));
        assertBest(wide ? LogAntilogLayout.class : ScalarLayout.class, ProductTable.logAntilog(SYMMETRIC, SYMMETRIC));
        assertBest(AdditiveLayout.class, ProductTable.closed(new Geometric(8, 1)));
        assertBest(wide ? SumDifferenceLayout.class : ScalarLayout.class, ProductTable.closed(new Linear(8, 1)));
        assertBest(ScalarLayout.class, ProductTable.closed(MiniFloat.E4M3));
    }

    private static void assertBest(Class<? extends Layout> expected, ProductTable table) {
        assertEquals(expected, Layout.best(table).getClass());
    }

    @Test
    void theBestLayoutIsTheOneWithTheFewestRegisters() {
        int width = VectorWidth.bits();
        for (int bits = 2; bits <= 8; bits++) {
            Format operand = new Linear(bits, 2);
            Format log = new Log(bits, 2);
            Class<?> plain = best(ProductTable.of(log, log, new FixedPoint(8, 5)));
            Class<?> symmetric = best(ProductTable.signSymmetric(log, log, new Linear(8, 3)));
            if (bits <= (width == 512 ? 4 : 3)) {
                assertEquals(RegisterLayout.class, plain);
                assertEquals(RegisterLayout.class, symmetric);
            } else {
                int most = width == 512 ? 6 : width == 256 ? 5 : 4;
                assertEquals(bits < most ? FoldedLayout.class : ScalarLayout.class, plain);
                assertEquals(bits <= most ? FoldedLayout.class : ScalarLayout.class, symmetric);
            }
        }
    }

    @Test
    void tablesOfLinearCodesFallApart() {
        for (int bits = 2; bits <= 8; bits++) {
            Format operand = new Linear(bits, 1);
            for (int cellBits = bits; cellBits <= 8; cellBits++) {
                assertTrue(SumDifferenceLayout.accepts(
                        ProductTable.signSymmetric(operand, operand, new Linear(cellBits, 1))));
            }
            assertTrue(SumDifferenceLayout.accepts(ProductTable.accumulating(operand)));
        }
        Format wide = new Linear(8, 2);
        ProductTable saturating = ProductTable.signSymmetric(wide, wide, wide);
        assertTrue(SumDifferenceLayout.accepts(saturating));
        Format six = new Linear(6, 2);
        refusesWithTheReason(
                SumDifferenceLayout::new,
                "fall apart",
                spoiled(saturating),
                ProductTable.signSymmetric(six, six, six),
                ProductTable.accumulating(new Log(5, 1)),
                ProductTable.closed(new Log(8, 1)),
                ProductTable.closed(MiniFloat.E4M3),
                ProductTable.of(new Linear(5, 1), new Linear(6, 1), new Linear(6, 1)),
                ProductTable.exact(new Linear(8, 1), new Linear(8, 1)),
                ProductTable.of(new Linear(9, 1), new Linear(9, 1), new Linear(8, 1)));
    }

    private static Class<?> best(ProductTable table) {
        return Layout.best(table).getClass();
    }

    @Test
    void tablesThatDoNotFitRegistersAreRefusedWithTheReason() {
        Format three = new Linear(3, 2);
        ProductTable[] others = {
            ProductTable.closed(new Linear(6, 2)),
            ProductTable.of(three, new Linear(4, 2), three),
            ProductTable.of(three, three, new Linear(16, 2))
        };
        refusesWithTheReason(RegisterLayout::new, "centrosymmetric", others);
        refusesWithTheReason(FoldedLayout::new, "sign-symmetric", others);
        refusesWithTheReason(RegisterLayout::new, "centrosymmetric", ProductTable.closed(new FixedPoint(4, 1)));
    }

    @Test
    void smallTablesOfWideCellsAreReadInTwoPlanes() {
        int most = VectorWidth.bits() == 512 ? 4 : 3;
        for (int bits = 2; bits <= 8; bits++) {
            Format operand = new Linear(bits, 2);
            Format uneven = new FixedPoint(bits, 1);
            Class<?> expected = bits <= most ? PlaneLayout.class : ScalarLayout.class;
            assertEquals(expected, best(ProductTable.accumulating(operand, operand, 16)));
            assertEquals(expected, best(ProductTable.accumulating(uneven, uneven, 16)));
        }
        Format three = new Linear(3, 2);
        refusesWithTheReason(
                PlaneLayout::new,
                "16 bits",
                ProductTable.accumulating(three),
                ProductTable.accumulating(three, new Linear(4, 2), 16),
                ProductTable.accumulating(new Linear(5, 2), new Linear(5, 2), 16));
    }

    /** The same formats and cells, but for one bit of one cell: the last that a check looks at. */
    private static ProductTable spoiled(ProductTable table) {
        return ProductTable.of(
                table.rowFormat(),
                table.columnFormat(),
                table.cellFormat(),
                (r, c) -> table.cell(r, c) ^ (r == 255 && c == 255 ? 1 : 0));
    }

    private static void refusesWithTheReason(Consumer<ProductTable> layout, String reason, ProductTable... tables) {
        for (ProductTable table : tables) {
            String message = assertThrows(IllegalArgumentException.class, () -> layout.accept(table))
                    .getMessage();
            assertTrue(message.contains(reason), message);
        }
    }

    @Test
    void onlyExactTablesAreReadByPartialProducts() {
        ProductTable exact = ProductTable.exact(SYMMETRIC);
        ProductTable unsigned =
                ProductTable.of(new Linear(8, 1), new Linear(8, 1), new Linear(16, 1), (r, c) -> exact.cell(r, c));
        ProductTable[] others = {
            spoiled(exact),
            unsigned,
            ProductTable.exact(new Symmetric(7, 1)),
            ProductTable.of(SYMMETRIC, SYMMETRIC, new Symmetric(16, 1)),
            ProductTable.closed(SYMMETRIC)
        };
        refusesWithTheReason(QuarterSquareLayout::new, "exact 16-bit products", others);
        refusesWithTheReason(NibbleLayout::new, "exact 16-bit products", others);
    }

    @Test
    void onlyLogAntilogTablesAreReadByLogarithms() {
        ProductTable logAntilog = ProductTable.logAntilog(SYMMETRIC, SYMMETRIC);
        Symmetric tiny = new Symmetric(8, 1e-3);
        refusesWithTheReason(
                LogAntilogLayout::new,
                "log/antilog table",
                spoiled(logAntilog),
                ProductTable.closed(SYMMETRIC),
                ProductTable.exact(SYMMETRIC),
                ProductTable.of(tiny, tiny, SYMMETRIC),
                ProductTable.closed(new Linear(8, 1)));
    }

    @Test
    void onlyTablesOfSumsAreReadByAdding() {
        ProductTable additive = ProductTable.closed(new Geometric(8, 1));
        refusesWithTheReason(
                AdditiveLayout::new,
                "saturating sum",
                spoiled(additive),
                ProductTable.closed(new Geometric(8, 2)),
                ProductTable.closed(new Geometric(7, 1)),
                ProductTable.closed(new Linear(8, 1)),
                ProductTable.exact(SYMMETRIC));
    }

    @Test
    void tablesOfWideCodesOrCellsAreNotGathered() {
        refusesWithTheReason(
                GatherLayout::new,
                "at most 8 bits",
                ProductTable.exact(SYMMETRIC),
                ProductTable.of(new Linear(9, 1), new Linear(8, 1), new Linear(8, 1)),
                ProductTable.of(new Linear(8, 1), new Linear(9, 1), new Linear(8, 1)));
    }
}
