package timestables.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 255, 8",
        "0, 256, 16",
        "-1, 127, 8",
        "-1, 128, 16",
        "-128, 0, 8",
        "-129, 0, 16",
        "0, 65535, 16",
        "0, 65536, 32",
        "-32768, 32767, 16",
        "-32768, 32768, 32",
        "-32769, 0, 32"
    })
    void integersOccupyAsFewBytesAsHoldTheLeastAndTheGreatest(int least, int greatest, int bits) {
        assertEquals(bits, Cells.of(1, 2, new int[] {least, greatest}).bits());
    }

    @Test
    void bitsNumberRowsAndColumnsAndTheirProducts() {
        Cells cells = Cells.of(4, 8, new int[32]);
        assertEquals(2, cells.rowBits());
        assertEquals(3, cells.columnBits());
        assertEquals(5, cells.productBits());
    }

    @Test
    void patternsAreNotNegativeAndHaveNoMoreBits() {
        assertTrue(Cells.of(1, 3, new int[] {0, 3, 15}).arePatterns(4));
        assertFalse(Cells.of(1, 3, new int[] {0, 3, 16}).arePatterns(4));
        assertFalse(Cells.of(1, 3, new int[] {0, -1, 15}).arePatterns(4));
        assertTrue(Cells.of(1, 1, new int[] {Integer.MAX_VALUE}).arePatterns(31));
    }

    @Test
    void differentCellsAreCountedOnce() {
        assertEquals(3, Cells.of(1, 5, new int[] {7, -7, 0, 7, 0}).different());
    }
}
