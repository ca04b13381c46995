package timestables.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Symmetric;

class ProductTableTest {

    private static ProductTable table(String cells, int bits, double range) {
        int cellBits = bits > 8 ? 16 : bits;
        Format operand = new Linear(bits, range);
        return ProductTable.of(
                operand, operand, cells.equals("log") ? new Log(cellBits, range) : new Linear(cellBits, range));
    }

    /** SHA-256, its first 16 digits, of the cells of the playground's tables at range 2. */
    @ParameterizedTest
    @CsvSource({
        "linear, 2, 1df705db3b1f9e5c",
        "linear, 3, a2146e33ae7bd96b",
        "linear, 4, 9dfb155780d1e828",
        "linear, 5, bc9fae5219280dcf",
        "linear, 6, 18a39e5b6124cdf2",
        "linear, 7, 9fd42411b6409643",
        "linear, 8, 65bf90a03cd9fd71",
        "linear, 9, 42e9a05d53823284",
        "log, 2, 28e816ab34679321",
        "log, 3, 5be669e0c00048ee",
        "log, 4, 4f23a11f58fe4a26",
        "log, 5, a8eac24498434614",
        "log, 6, d4f64a66bb665950",
        "log, 7, fff5601f19841fc4",
        "log, 8, 79cd9342aeeea060",
        "log, 9, 8ce753906b9eb341"
    })
    void tablesEqualThePlaygrounds(String cells, int bits, String hash) throws NoSuchAlgorithmException {
        byte[] bytes = table(cells, bits, 2).cells().toArray(ValueLayout.JAVA_BYTE);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertEquals(hash, digest.substring(0, 16));
    }

    @Test
    void smallTablesReadAsWritten() {
        assertCells(table("linear", 2, 2), new int[][] {{3, 2, 0, 0}, {2, 2, 1, 0}, {0, 1, 2, 2}, {0, 0, 2, 3}});
        assertCells(table("log", 2, 2), new int[][] {{3, 3, 0, 0}, {3, 2, 1, 0}, {0, 1, 2, 3}, {0, 0, 3, 3}});
    }

    @Test
    void signSymmetricTablesRoundNegativeProductsAsPositiveOnes() {
        Format operand = new Linear(2, 2);
        assertCells(
                ProductTable.signSymmetric(operand, operand, operand),
                new int[][] {{3, 2, 1, 0}, {2, 2, 1, 1}, {1, 1, 2, 2}, {0, 1, 2, 3}});
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5", "3, 0.8", "4, 2", "5, 2", "6, 2", "7, 2", "8, 3.3", "9, 2"})
    void signSymmetricTablesAreSoAndRoundToANearestCell(int bits, double range) {
        for (String cells : new String[] {"linear", "log"}) {
            ProductTable table = table(cells, bits, range);
            ProductTable symmetric =
                    ProductTable.signSymmetric(table.rowFormat(), table.columnFormat(), table.cellFormat());
            assertTrue(symmetric.isSignSymmetric());
            assertTrue(symmetric.isCentrosymmetric());
            int last = table.cellFormat().codes() - 1;
            for (int row = 0; row < 1 << bits; row++) {
                for (int column = 0; column < 1 << bits; column++) {
                    boolean negative = row < 1 << bits - 1 != column < 1 << bits - 1;
                    int opposite = table.cell((1 << bits) - 1 - row, column);
                    assertEquals(negative ? last - opposite : table.cell(row, column), symmetric.cell(row, column));
                }
            }
        }
    }

    @Test
    void tablesAreEvenWhereComplementsNegate() {
        assertTrue(table("linear", 2, 2).isCentrosymmetric());
        assertTrue(table("log", 5, 2).isCentrosymmetric());
        assertFalse(table("linear", 2, 2).isSignSymmetric());
        assertTrue(ProductTable.accumulating(new Linear(4, 2)).isSignSymmetric());
        Format fixed = new FixedPoint(4, 2);
        assertFalse(ProductTable.closed(fixed).isCentrosymmetric());
        assertFalse(ProductTable.of(new Linear(4, 2), fixed, new Linear(4, 2)).isSignSymmetric());
        Format linear = new Linear(4, 2);
        assertFalse(
                ProductTable.of(linear, linear, linear, (r, c) -> r < 8 ? 0 : 15)
                        .isSignSymmetric(),
                "complementing a column code has to complement the cell too");
    }

    @Test
    void signSymmetricTablesNeedFormatsWhoseCodesNegateByComplement() {
        Format good = new Linear(4, 2);
        Format fixed = new FixedPoint(4, 2);
        assertThrows(IllegalArgumentException.class, () -> ProductTable.signSymmetric(fixed, good, good));
        assertThrows(IllegalArgumentException.class, () -> ProductTable.signSymmetric(good, fixed, good));
        assertThrows(IllegalArgumentException.class, () -> ProductTable.signSymmetric(good, good, fixed));
    }

    private static void assertCells(ProductTable table, int[][] expected) {
        for (int row = 0; row < expected.length; row++) {
            int[] cells = new int[expected[row].length];
            for (int column = 0; column < cells.length; column++) {
                cells[column] = table.cell(row, column);
            }
            assertArrayEquals(expected[row], cells);
        }
    }

    @Test
    void singleProductsEqualThePlaygrounds() {
        assertEquals(-1.4980392156862745, product(table("linear", 8, 2), 1.5, -1.0));
        assertEquals(0.2431372549019608, product(table("linear", 8, 2), 0.5, 0.5), 1e-16);
        assertEquals(-1.5035503587777026, product(table("log", 8, 2), 1.5, -1.0), 1e-15);
    }

    private static double product(ProductTable table, double x, double y) {
        return table.product(table.rowFormat().encode(x), table.columnFormat().encode(y));
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5", "3, 0.8", "4, 1.5", "5, 2", "8, 3.3", "9, 2"})
    void everyCellIsTheProductOfItsOperands(int bits, double range) {
        for (String cells : new String[] {"linear", "log"}) {
            ProductTable table = table(cells, bits, range);
            for (int row = 0; row < 1 << bits; row++) {
                for (int column = 0; column < 1 << bits; column++) {
                    double product =
                            table.rowFormat().decode(row) * table.columnFormat().decode(column);
                    assertEquals(table.cellFormat().encode(product), table.cell(row, column));
                    assertEquals(table.cellFormat().decode(table.cell(row, column)), table.product(row, column));
                }
            }
        }
    }

    @Test
    void theThreeFormatsAreIndependent() {
        ProductTable table = ProductTable.of(new Linear(3, 1), new Log(5, 4), new Linear(10, 8));
        assertEquals(8 * 32 * 2, table.byteSize());
        assertEquals(16, table.cellBits());
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 32; column++) {
                double product = new Linear(3, 1).decode(row) * new Log(5, 4).decode(column);
                assertEquals(new Linear(10, 8).encode(product), table.cell(row, column));
            }
        }
    }

    @Test
    void cellsWithTwoBytesHaveTheLowOneFirst() {
        ProductTable table = table("linear", 9, 2);
        byte[] bytes = table.cells().toArray(ValueLayout.JAVA_BYTE);
        int cell = table.cell(0, 0);
        assertEquals(0xffff, cell);
        assertEquals(table.cell(0, 300), Byte.toUnsignedInt(bytes[600]) | Byte.toUnsignedInt(bytes[601]) << 8);
    }

    @Test
    void closedTablesHaveCodesOfAtMostEightBits() {
        assertThrows(IllegalArgumentException.class, () -> ProductTable.closed(new Linear(9, 2)));
    }

    @Test
    void onlySummableCellsAddUp() {
        ProductTable table = ProductTable.accumulating(new Linear(4, 2));
        assertTrue(table.isAccumulating());
        double sum = table.product(3, 4) + table.product(15, 15) + table.product(0, 15);
        assertEquals(sum, table.decodeSum(table.cell(3, 4) + table.cell(15, 15) + table.cell(0, 15), 3), 1e-15);
        ProductTable companded = table("log", 4, 2);
        assertFalse(companded.isAccumulating());
        assertThrows(IllegalStateException.class, () -> companded.decodeSum(1, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    void accumulatingTablesNeitherSaturateNorBiasASum(int bits) {
        Format operand = new Linear(bits, 2);
        ProductTable table = ProductTable.accumulating(operand);
        assertEquals(bits == 9 ? 16 : 8, table.cellFormat().bits());
        long sum = 0;
        for (int row = 0; row < operand.codes(); row++) {
            for (int column = 0; column < operand.codes(); column++) {
                double product = operand.decode(row) * operand.decode(column);
                assertFalse(table.cellFormat().saturates(product));
                sum += table.cell(row, column);
            }
        }
        assertEquals(0, table.decodeSum(sum, 1L << 2 * bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 16})
    void indexBitsAreChecked(int bits) {
        Format format = new Linear(bits, 2);
        Format good = new Linear(4, 2);
        assertThrows(IllegalArgumentException.class, () -> ProductTable.of(format, good, good));
        assertThrows(IllegalArgumentException.class, () -> ProductTable.of(good, format, good));
    }

    @Test
    void cellsCannotBeWritten() {
        ProductTable table = table("linear", 2, 2);
        assertThrows(IllegalArgumentException.class, () -> table.cells().set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
    }

    @Test
    void cellsMayFollowARule() {
        Format operand = new Linear(4, 15);
        ProductTable table = ProductTable.of(operand, operand, new Linear(8, 255), (r, c) -> r * c & ~3);
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 16; column++) {
                assertEquals(row * column & ~3, table.cell(row, column));
            }
        }
        for (int wrong : new int[] {-1, 256, Integer.MIN_VALUE}) {
            String reason = assertThrows(
                            IllegalArgumentException.class,
                            () -> ProductTable.of(
                                    operand, operand, new Linear(8, 1), (r, c) -> r == 3 && c == 15 ? wrong : 0))
                    .getMessage();
            assertEquals("the cell of row 3 and column 15, " + wrong + ", is no code of 8 bits", reason);
        }
    }

    @Test
    void addendsAreSignedWhereCellsAre() {
        Symmetric operand = new Symmetric(4, 7);
        ProductTable table = ProductTable.of(operand, operand, new Symmetric(8, 127));
        assertTrue(table.isSigned() && table.isAccumulating());
        long sum = 0;
        for (int row = -7; row <= 7; row++) {
            for (int column = -7; column <= 7; column++) {
                assertEquals(row * column & 0xff, table.cell(row & 15, column & 15));
                assertEquals(row * column, table.addend(row & 15, column & 15));
                sum += row < 2 ? table.addend(row & 15, column & 15) : 0;
            }
        }
        assertEquals(0, sum);
        assertEquals(-21, table.decodeSum(table.addend(3, 9) + table.addend(0, 1), 2));
        assertFalse(table("linear", 8, 2).isSigned() || table("log", 8, 2).isSigned());
        assertEquals(255, table("linear", 8, 2).addend(0, 0));
        assertEquals(255, table("log", 8, 2).addend(0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 8})
    void exactTablesHoldTheProductsOfIntegers(int bits) {
        Symmetric operand = new Symmetric(bits, 1.5);
        ProductTable table = ProductTable.exact(operand);
        assertEquals(16, table.cellBits());
        int limit = operand.greatestAddend();
        for (int row = 0; row < operand.codes(); row++) {
            for (int column = 0; column < operand.codes(); column++) {
                int product = Math.max(operand.addend(row), -limit) * Math.max(operand.addend(column), -limit);
                assertEquals(product, table.addend(row, column));
                double value = (double) product / limit / limit * 1.5 * 1.5;
                assertEquals(value, table.product(row, column), 1e-15);
                assertEquals(3 * value, table.decodeSum(3L * product, 3), 1e-14);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> ProductTable.exact(new Symmetric(9, 1)));
    }

    @Test
    void geometricProductsAreSumsOfLevels() {
        ProductTable table = ProductTable.closed(new Geometric(8, 1));
        for (int row = 0; row < 256; row++) {
            for (int column = 0; column < 256; column++) {
                int level = Math.min(127, (row & 127) + (column & 127));
                assertEquals(row & 128 ^ column & 128 | level, table.cell(row, column));
            }
        }
    }

    /** Two logarithms are each off by half a step at most, so that a product is by one, and by its own rounding. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4", "2, 1", "1, 0.01", "0.1, 1", "1e200, 1e300", "1e-200, 1e-200"})
    void logAntilogProductsAreOffByAStepAtMost(double operandRange, double cellRange) {
        Symmetric operand = new Symmetric(8, operandRange);
        Symmetric cell = new Symmetric(8, cellRange);
        double largest = operandRange / cellRange * operandRange * 127;
        if (largest <= 0.5) {
            assertThrows(IllegalArgumentException.class, () -> ProductTable.logAntilog(operand, cell));
            return;
        }
        ProductTable table = ProductTable.logAntilog(operand, cell);
        double step = Math.pow(2 * largest, 1.0 / 254);
        for (int row = 0; row < 256; row++) {
            for (int column = 0; column < 256; column++) {
                int a = Math.max((byte) row, -127);
                int b = Math.max((byte) column, -127);
                double exact = Math.abs(largest * a * b / 127 / 127);
                int magnitude = Math.abs(table.addend(row, column));
                assertTrue(magnitude >= Math.min(127, Math.rint(exact / step - 1e-9)));
                assertTrue(magnitude <= Math.min(127, Math.rint(exact * step + 1e-9)));
                assertEquals(magnitude * Integer.signum(a * b), table.addend(row, column));
            }
        }
    }

    @Test
    void logAntilogTablesAreOfCodesOfEightBits() {
        Symmetric eight = new Symmetric(8, 1);
        Symmetric seven = new Symmetric(7, 1);
        assertThrows(IllegalArgumentException.class, () -> ProductTable.logAntilog(seven, eight));
        assertThrows(IllegalArgumentException.class, () -> ProductTable.logAntilog(eight, seven));
    }

    @Test
    void logAntilogProductsAreReadFromTheTwoTables() {
        LogAntilogTables tables = new LogAntilogTables(new Symmetric(8, 1), new Symmetric(8, 1));
        byte[] log = tables.log();
        byte[] antilog = tables.antilog();
        assertEquals(255, Byte.toUnsignedInt(log[0]), "the logarithm of zero");
        assertEquals(0, log[127], "the logarithm of the largest magnitude");
        for (int a = 0; a < 128; a++) {
            for (int b = 0; b < 128; b++) {
                int sum = Byte.toUnsignedInt(log[a]) + Byte.toUnsignedInt(log[b]);
                assertEquals(antilog[Math.min(sum, 255)], tables.product((byte) a, (byte) b));
            }
        }
    }

    @Test
    void everySmallProductOfALogAntilogTableIsReached() {
        ProductTable table = ProductTable.logAntilog(new Symmetric(8, 1), new Symmetric(8, 1));
        boolean[] reached = new boolean[128];
        for (int row = 0; row < 128; row++) {
            for (int column = 0; column < 128; column++) {
                reached[table.cell(row, column)] = true;
            }
        }
        for (int magnitude = 0; magnitude <= 20; magnitude++) {
            assertTrue(reached[magnitude], "no product is " + magnitude);
        }
    }

    /** Every pair of numbers of bits, every cell. */
    @Test
    void exactTablesOfLinearFormatsDoNotRound() {
        for (int rowBits = 2; rowBits <= 8; rowBits++) {
            for (int columnBits = 2; columnBits <= 8; columnBits++) {
                Linear row = new Linear(rowBits, 2);
                Linear column = new Linear(columnBits, 0.7);
                ProductTable table = ProductTable.exact(row, column);
                assertEquals(rowBits + columnBits, table.cellFormat().bits());
                for (int r = 0; r < row.codes(); r++) {
                    for (int c = 0; c < column.codes(); c++) {
                        assertEquals(row.decode(r) * column.decode(c), table.product(r, c), 1e-15);
                        // Twice the distance from the middle of all codes: an odd integer, of cell and codes alike.
                        assertEquals(
                                (2 * r + 1 - row.codes()) * (2 * c + 1 - column.codes()),
                                2 * table.cell(r, c) + 1 - table.cellFormat().codes());
                    }
                }
            }
        }
        Linear nine = new Linear(9, 1);
        assertThrows(IllegalArgumentException.class, () -> ProductTable.exact(nine, new Linear(8, 1)));
    }

    @Test
    void accumulatingTablesReachEveryProductInCellsOfAnyNumberOfBits() {
        Format row = new FixedPoint(4, 1);
        Format column = new Linear(5, 3);
        for (int cellBits : new int[] {6, 8, 12, 16}) {
            ProductTable table = ProductTable.accumulating(row, column, cellBits);
            assertEquals(new Linear(cellBits, 12), table.cellFormat());
            double halfStep = 12.0 / (table.cellFormat().codes() - 1);
            for (int r = 0; r < 16; r++) {
                for (int c = 0; c < 32; c++) {
                    assertEquals(row.decode(r) * column.decode(c), table.product(r, c), halfStep * (1 + 1e-12));
                }
            }
        }
    }
}
