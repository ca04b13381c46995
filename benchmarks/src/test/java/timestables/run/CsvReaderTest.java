package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    @TempDir
    private Path folder;

    private static List<List<String>> read(String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        CsvReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 4, rows::add);
        return rows;
    }

    private static void assertRefused(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
    }

    @Test
    void rowsAreReadHoweverTheyAreWritten() throws IOException {
        List<List<String>> rows = List.of(List.of("a", "b,\n\"c\""), List.of("", "5\" nail"));
        String text = "a,\"b,\n\"\"c\"\"\"\n,5\" nail";
        assertEquals(rows, read(text));
        assertEquals(rows, read("\ufeff" + text + "\n"));
        assertEquals(rows, read("  a\t," + text.substring(2).replace("\n,", "\r\n , ") + " \r\n\r\n  \n"));
        assertEquals(List.of(), read(""));
        assertEquals(List.of(), read("\n \n"));
        assertEquals(List.of(), read("\ufeff"));
    }

    @Test
    void onlyTheFirstMarkIsNoCharacter() throws IOException {
        assertEquals(List.of(List.of("\ufeffa")), read("\ufeff\ufeffa"));
    }

    @Test
    void whatBreaksARuleIsNamedByItsRow() {
        assertRefused("a,b\nc\n", "row 2 has 1 cell, and row 1 has 2; all rows are to be of one length");
        assertRefused(
                "a;b\n1,5;2\n",
                "row 2 has 2 cells, and row 1 has 1; all rows are to be of one length; cells are separated by commas, and"
                        + " decimals by a point");
        assertRefused("a\n\n\nb", "row 3 is empty, and rows follow it");
        assertRefused("a\n\"b", "row 2 has a quotation mark that is not closed or not alone");
        assertRefused("a\r\nb,\"c\r\nd\r\ne\"\r\n1,2,3,4,5", "row 3 has more than 4 cells");
        assertRefused("\r\r\n\n1,2,3,4,5", "row 4 has more than 4 cells");
        assertRefused(
                "a,\" \n" + "b".repeat(1100),
                "row 1, column 2 has more than 1100 characters, as if a quotation mark were not closed");
        assertRefused("5\",\n" + ",".repeat(4), "row 2 has more than 4 cells");
        assertRefused(" ".repeat(1101), "row 1, column 1 has more than 1100 characters");
        assertRefused("\"\"\"\",".repeat(4), "row 1 has more than 4 cells");
        assertRefused((" ".repeat(800) + ",").repeat(2), "row 1 has more than 1228 characters");
    }

    @Test
    void rowsAndCellsMayBeAsLongAsTheirLimits() throws IOException {
        assertEquals(List.of(List.of("1", "2", "3", "4")), read("1,2,3,4"));
        String cell = "b".repeat(1100);
        assertEquals(List.of(List.of(cell, "c")), read(cell + ",c"));
        assertEquals(List.of(List.of(cell, "c".repeat(127))), read(cell + "," + "c".repeat(127)));
        assertRefused(cell + "," + "c".repeat(128), "row 1 has more than 1228 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a;b/1,5;2 | ;", ";a/1;2 | ;", "a/1;2 | ','", "a,b;c/1,2 | ','", ",a;b/1,2 | ','", "'' | ','"})
    void aSemicolonSeparatesCellsWhereTheFirstRowHasNoComma(String lines, char separator) throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), lines.replace('/', '\n'));
        assertEquals(separator, CsvReader.separator(file));
    }

    @Test
    void aFileOfNamedCellsHasALargestSize() throws IOException {
        Path file = folder.resolve("a.csv");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(1 << 24);
            assertNamedRefused(file, "row 1, column 1 has more than 1100 characters");
            out.setLength((1 << 24) + 1);
            assertNamedRefused(file, "it has more than 16777216 bytes");
        }
    }

    private static void assertNamedRefused(Path file, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CsvReader.readNamed(file))
                        .getMessage());
    }

    @Test
    void whatIsNotInUtf8IsRefused() {
        byte[] latin = "a,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(
                CharacterCodingException.class, () -> CsvReader.read(new ByteArrayInputStream(latin), 4, row -> {}));
    }

    private record Line(String text, double nsPerOp) {}

    @Test
    void whatIsWrittenIsReadBackByItsNames() throws IOException {
        Path file = folder.resolve("a.csv");
        CsvFile.write(file, Line.class, List.of(new Line("commas, \"quotes\" and\nlines", 0.5), new Line("", -1)));
        assertEquals(
                List.of(
                        Map.of("text", "commas, \"quotes\" and\nlines", "ns_per_op", "0.5"),
                        Map.of("text", "", "ns_per_op", "-1.0")),
                CsvReader.readNamed(file));
        Files.writeString(file, "");
        assertEquals(List.of(), CsvReader.readNamed(file));
        IOException refused = assertThrows(IOException.class, () -> CsvReader.readNamed(folder));
        assertTrue(WholeFile.reason(refused).startsWith("it is a folder"));
    }
}
