package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Symmetric;
import timestables.table.ProductTable;

/** Which tables each layout accepts, and which layout is the best of a table. */
class LayoutChoiceTest {

    private static final Symmetric SYMMETRIC = new Symmetric(8, 1);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void smallTablesLieInRegistersAtEveryWidth(int bits) {
        assertBest(RegisterLayout.class, ProductTable.closed(new Linear(bits, 2)));
    }

    @Test
    void tablesWithAStructureOfTheirOwnAreBestReadByIt() {
        boolean wide = VectorWidth.bits() == 512;
        assertBest(wide ? QuarterSquareLayout.class : ScalarLayout.class, ProductTable.exact(SYMMETRIC));
        assertBest(wide ? LogLayout.class : ScalarLayout.class, ProductTable.logarithmic(SYMMETRIC, SYMMETRIC));
        assertBest(AdditiveLayout.class, ProductTable.closed(new Geometric(8, 1)));
        assertBest(ScalarLayout.class, ProductTable.closed(new Linear(8, 1)));
    }

    private static void assertBest(Class<? extends Layout> expected, ProductTable table) {
        assertEquals(expected, Layout.best(table).getClass());
    }

    @Test
    void largerTablesLieInRegistersWhereTheseAreWide() {
        ProductTable table = ProductTable.closed(new Linear(5, 2));
        assertEquals(VectorWidth.bits() == 512, RegisterLayout.accepts(table));
    }

    @Test
    void tablesThatDoNotFitRegistersAreRefusedWithTheReason() {
        for (ProductTable table : new ProductTable[] {
            ProductTable.closed(new Linear(6, 2)),
            ProductTable.of(new Linear(3, 2), new Linear(4, 2), new Linear(4, 2)),
            ProductTable.of(new Linear(3, 2), new Linear(3, 2), new Linear(16, 2))
        }) {
            String reason = assertThrows(IllegalArgumentException.class, () -> new RegisterLayout(table))
                    .getMessage();
            assertTrue(reason.contains("2 to 5 bits"), reason);
        }
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
    void onlyLogarithmicTablesAreReadByLogarithms() {
        ProductTable logarithmic = ProductTable.logarithmic(SYMMETRIC, SYMMETRIC);
        Symmetric tiny = new Symmetric(8, 1e-3);
        refusesWithTheReason(
                LogLayout::new,
                "logarithmic table",
                spoiled(logarithmic),
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
