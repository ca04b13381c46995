package timestables.operands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperandFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("numbers"), text);
    }

    private void assertRefused(Path file, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> OperandFile.read(file))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void csvIsReadRowByRow() throws IOException {
        Matrix matrix = OperandFile.read(file("1,-2.5,+3\n4e-3,.5,6.\n"));
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertArrayEquals(new double[] {1, -2.5, 3, 4e-3, .5, 6}, matrix.values());
        assertEquals(List.of(), matrix.header());
    }

    @Test
    void aByteOrderMarkBlanksQuotesAndEmptyLastLinesDoNoHarm() throws IOException {
        Matrix matrix = OperandFile.read(file("\ufeff 1 ,\"2\"\r\n3,\t4 \r\n\r\n  \r\n"));
        assertArrayEquals(new double[] {1, 2, 3, 4}, matrix.values());
        assertEquals(2, matrix.rows());
    }

    @Test
    void theFirstRowIsAHeaderIfNoneOfItsCellsIsANumber() throws IOException {
        Matrix matrix = OperandFile.read(file("left, right\n1,2\n"));
        assertEquals(List.of("left", "right"), matrix.header());
        assertEquals(1, matrix.rows());
        assertRefused(file("left,2\n1,2\n"), "row 1, column 1 holds 'left'");
    }

    @Test
    void controlCharactersReachNoConsole() throws IOException {
        assertRefused(file("1,\u001b[31mred\n"), "row 1, column 2 holds '?[31mred'");
        assertEquals(
                "1 numbers in 1 row and 1 column, headed ?[2Jw",
                OperandFile.read(file("\u001b[2Jw\n1\n")).describe());
    }

    @Test
    void manyRowsAreKept() throws IOException {
        String text = IntStream.range(0, 5000).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        assertArrayEquals(
                IntStream.range(0, 5000).asDoubleStream().toArray(),
                OperandFile.read(file(text)).values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                 | holds no numbers",
                "a,b                | holds no numbers",
                "1,2/3              | row 2 is of length 1, and row 1 of length 2",
                "a/1,2              | row 2 is of length 2, and row 1 of length 1",
                "a,b/1,two          | row 2, column 2 holds 'two'; a number such as",
                "1,/2,3             | row 1, column 2 is empty",
                "1//2               | row 2 is empty, and rows follow it",
                "1;2                | would be right; cells are separated by commas, and decimals by a point",
                "a;b/0,5;1,2        | row 2 is of length 3, and row 1 of length 1; all rows are to be of one length; cells",
                "0,5;1,2            | '5;1'; a number such as -1.5 or 2e-3 would be right; cells are separated by commas",
                "1,2/3;4,5          | row 2, column 1 holds '3;4'",
                ",a,b/0,1,2         | row 1, column 1 is empty, as above an index",
                "1,2/3,nan          | row 2, column 2 holds nan; operands are finite",
                "NaN,NaN/1,2        | row 1, column 1 holds NaN",
                "1,2/-Infinity,3    | row 2, column 1 holds -Infinity",
                "1,1e309            | row 1, column 2 holds 1e309, which is beyond",
                "1,0x10             | row 1, column 2 holds '0x10'",
                "1,1.5f             | row 1, column 2 holds '1.5f'",
                "1,1_000            | row 1, column 2 holds '1_000'",
                "1/\"2              | row 2 has a quotation mark",
                "1/\"2\"3           | row 2 has a quotation mark"
            })
    void badCsvIsRefusedWithThePlace(String lines, String why) throws IOException {
        assertRefused(file(lines.replace('/', '\n')), why);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertRefused(
                Files.write(folder.resolve("b"), new byte[] {(byte) 0x89, 'P', 'N', 'G'}), "neither CSV in UTF-8");
        byte[] late = new byte[100_000];
        Arrays.fill(late, (byte) '\n');
        late[0] = '1';
        late[late.length - 1] = (byte) 0xff;
        assertRefused(Files.write(folder.resolve("b"), late), "neither CSV in UTF-8");
    }

    @Test
    void filesThatCannotBeReadAreRefused() throws IOException {
        assertRefused(folder.resolve("missing"), "no such file");
        assertRefused(folder, "it is a folder");
    }

    @Test
    void moreThanMemoryHasRoomForIsRefused() throws IOException {
        Path csv = file("1,2\n3,4\n5,6\n");
        assertEquals(6, OperandFile.read(csv, 6).values().length);
        String message = assertThrows(IllegalArgumentException.class, () -> OperandFile.read(csv, 5))
                .getMessage();
        assertTrue(message.contains("memory has room for 5"), message);
    }
}
