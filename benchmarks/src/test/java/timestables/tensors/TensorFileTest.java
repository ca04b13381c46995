package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.tensors.TensorFiles.Entry;

class TensorFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("numbers"), text);
    }

    private void assertRefused(Path file, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.read(file))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void csvIsReadRowByRow() throws IOException {
        Matrix matrix = TensorFile.read(file("1,-2.5,+3\n4e-3,.5,6.\n"));
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertArrayEquals(new double[] {1, -2.5, 3, 4e-3, .5, 6}, matrix.values());
        assertEquals(List.of(), matrix.header());
    }

    @Test
    void aByteOrderMarkBlanksQuotesAndEmptyLastLinesDoNoHarm() throws IOException {
        Matrix matrix = TensorFile.read(file("\ufeff 1 ,\"2\"\r\n3,\t4 \r\n\r\n  \r\n"));
        assertArrayEquals(new double[] {1, 2, 3, 4}, matrix.values());
        assertEquals(2, matrix.rows());
    }

    @Test
    void theFirstRowIsAHeaderIfNoneOfItsCellsIsANumber() throws IOException {
        Matrix matrix = TensorFile.read(file("left, right\n1,2\n"));
        assertEquals(List.of("left", "right"), matrix.header());
        assertEquals(1, matrix.rows());
        assertRefused(file("left,2\n1,2\n"), "row 1, column 1 holds 'left'");
    }

    @Test
    void controlCharactersReachNoConsole() throws IOException {
        assertRefused(file("1,\u001b[31mred\n"), "row 1, column 2 holds '?[31mred'");
        assertEquals(
                "1 numbers in 1 row and 1 column, headed w?[2J",
                TensorFile.read(file("w\u001b[2J\n1\n")).describe());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "left,right/1,2            | 1 2         | 2 | row 1 is taken for a header: left, right",
                "x1,dim_0/1,2              | 1 2         | 2 | row 1 is taken for a header: x1, dim_0",
                "# x1,y (%)/1,2            | 1 2         | 2 | row 1 is taken for a header: # x1, y (%)",
                "0,1/1.5,2.5/3.0,4.0       | 1.5 2.5 3 4 | 2 | row 1 is taken for a header: 0, 1",
                "0,1/1e0,2.5               | 1 2.5       | 2 | row 1 is taken for a header: 0, 1",
                ",a,b/0,1,2/1,3,4          | 1 2 3 4     | 2 | row 1 is taken for a header: a, b/column 1 counts the rows",
                "Unnamed: 0,a,b/0,1,2      | 1 2         | 2 | row 1 is taken for a header: a, b/column 1 counts the rows",
                ",0,1/0,1.5,2.5/1,3.0,4.0  | 1.5 2.5 3 4 | 2 | row 1 is taken for a header: 0, 1/column 1 counts the rows",
                ",0/0,1/1,3                | 1 3         | 1 | row 1 is taken for a header: 0/column 1 counts the rows",
                "0,1,2/0,1.5,2.5/1,3.0,4.0 | 1.5 2.5 3 4 | 2 | row 1 is taken for a header: 1, 2/column 1 counts the rows",
                "Unnamed: 0/5/6            | 5 6         | 1 | row 1 is taken for a header: Unnamed: 0",
                "0,1,2/0,1.5,2.5           | 0 1 2 0 1.5 2.5 | 3 | row 1 holds 0, 1, ..., as the header of a data frame",
                "0,1/2,3                   | 0 1 2 3     | 2 | row 1 holds 0, 1, ..., as the header of a data frame",
                "0,1/0.5,2                 | 0 1 0.5 2   | 2 | row 1 holds 0, 1, ..., as the header of a data frame",
                "0/1.5/2.5                 | 0 1.5 2.5   | 1 | row 1 holds 0, as the header of a data frame",
                "0/1/2                     | 0 1 2       | 1 | ``",
                "0,1                       | 0 1         | 2 | ``",
                "1,2/3,4                   | 1 2 3 4     | 2 | ``"
            })
    void whatIsLeftOutIsRemarked(String lines, String numbers, int columns, String remarks) throws IOException {
        Matrix matrix = TensorFile.read(file(lines.replace('/', '\n')));
        assertArrayEquals(
                Stream.of(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray(), matrix.values());
        assertEquals(columns, matrix.columns());
        assertEquals(matrix.values().length, matrix.rows() * columns);
        assertTrue(matrix.header().isEmpty() || matrix.header().size() == columns);
        List<String> expected = remarks.isEmpty() ? List.of() : List.of(remarks.split("/"));
        assertEquals(expected.size(), matrix.remarks().size(), matrix.remarks().toString());
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(
                    matrix.remarks().get(i).startsWith(expected.get(i)),
                    matrix.remarks().get(i));
        }
    }

    @Test
    void manyRowsAndColumnsAreKept() throws IOException {
        for (String separator : List.of("\n", ",")) {
            String text = IntStream.range(0, 5000).mapToObj(String::valueOf).collect(Collectors.joining(separator));
            assertArrayEquals(
                    IntStream.range(0, 5000).asDoubleStream().toArray(),
                    TensorFile.read(file(text)).values());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                 | holds no numbers",
                "a,b                | holds no numbers",
                "1,2/3              | row 2 has 1 cell, and row 1 has 2",
                "a/1,2              | row 2 has 2 cells, and row 1 has 1",
                "a,b/1,two          | row 2, column 2 holds 'two'; a number such as",
                "1,/2,3             | row 1, column 2 is empty",
                "1//2               | row 2 is empty, and rows follow it",
                "1;2                | would be right; cells are separated by commas, and decimals by a point",
                "a;b/0,5;1,2        | row 2 has 3 cells, and row 1 has 1; all rows are to be of one length; cells",
                "0,5;1,2            | '5;1'; a number such as -1.5 or 2e-3 would be right; cells are separated by commas",
                "1,2/3;4,5          | row 2, column 1 holds '3;4'",
                ",a,b/0,1,2/2,3,4   | row 3, column 1 holds '2' in a column without a name, as an index has",
                "Unnamed: 0,a/7,1   | row 2, column 1 holds '7' in a column without a name, as an index has",
                "\u22121.5,b/1,2/3,4 | row 1, column 1 holds '?1.5' with the character U+2212; a number such as",
                "a,$1/1,2/3,4       | row 1, column 2 holds '$1'; a number such as",
                "\u22121.5,$1/1,2/3,4 | row 1, column 1 holds '?1.5' with the character U+2212; a number such as",
                "\u00a01,x/1,2/3,4  | row 1, column 1 holds '?1' with the character U+00A0",
                "\"1,5\",x/1,2/3,4   | row 1, column 1 holds '1,5'; a number such as",
                "NA,NA/1,2/3,4      | row 1, column 1 holds 'NA'; a number such as",
                "null,null/1,2      | row 1, column 1 holds 'null'",
                "-,-/1,2/3,4        | row 1, column 1 holds '-'",
                "1,2/NA,3           | row 2, column 1 holds 'NA'",
                ",1.5,2.5/0,1,2     | row 1, column 1 is empty; a number",
                "1,2/3,nan          | row 2, column 2 holds nan; operands are finite",
                "NaN,NaN/1,2        | row 1, column 1 holds NaN",
                "1,2/-Infinity,3    | row 2, column 1 holds -Infinity",
                "1,1e309            | row 1, column 2 holds 1e309, which is beyond",
                "1,0x10             | row 1, column 2 holds '0x10'",
                "12345678{          | row 1, column 1 holds '12345678{'",
                "1,~                | row 1, column 2 holds '~'; a number such as",
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
        assertEquals(6, TensorFile.read(csv, 6).values().length);
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.read(csv, 5))
                .getMessage();
        assertTrue(message.contains("memory has room for 5"), message);
    }

    /** These took minutes, or more memory than there is, where patterns backtracked and rows were read whole. */
    @Test
    void whatIsTooLongIsRefusedAtOnce() throws IOException {
        assertRefused(file("1," + "1".repeat(100_000) + "x"), "row 1, column 2 has more than 1100 characters");
        assertRefused(file("1".repeat(1000) + "x"), "row 1, column 1 holds '1111");
        assertRefused(file("\0".repeat(100_000)), "row 1, column 1 has more than 1100 characters");
        assertRefused(
                file("1,2\n3,\"4\n" + "5,6\n".repeat(1000)),
                "row 2, column 2 has more than 1100 characters, as if a quotation mark were not closed");
        Path wide = file("1,".repeat(2000) + "1\n");
        assertTrue(message(wide, 4000).contains("row 1 has more than 1024 cells"));
        assertTrue(message(file(("1" + " ".repeat(1000) + ",").repeat(100) + "1\n"), 4000)
                .contains("row 1 has more than 33868 characters"));
        assertTrue(message(file("1".repeat((1 << 20) + 32 * 6)), 6)
                .contains("row 1, column 1 has more than 1100 characters"));
        assertTrue(message(file("1".repeat((1 << 20) + 32 * 6 + 1)), 6)
                .contains("holds 1048769 bytes, and memory has room for 6"));
    }

    private static String message(Path file, int most) {
        return assertThrows(IllegalArgumentException.class, () -> TensorFile.read(file, most))
                .getMessage();
    }

    @Test
    void devicesAndPipesAreRefused() throws Exception {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device));
        assertRefused(device, "it is a device or a pipe; a regular file would be right");
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        assertRefused(pipe, "it is a device or a pipe; a regular file would be right");
    }

    @Test
    void aNameFollowsTheShortestFileBeforeAColon() throws IOException {
        byte[] model = TensorFiles.safetensors(
                Entry.of("a:b", "F32", TensorFiles.data("F32", 1, 2), 1, 2),
                Entry.of("b", "F32", TensorFiles.data("F32", 3, 4), 1, 2));
        Path file = Files.write(folder.resolve("model"), model);
        assertArrayEquals(new double[] {1, 2}, TensorFile.read(file + ":a:b").values());
        assertArrayEquals(new double[] {3, 4}, TensorFile.read(file + ":b").values());
        Files.write(folder.resolve("model:a"), model);
        assertArrayEquals(new double[] {1, 2}, TensorFile.read(file + ":a:b").values());
        Files.writeString(folder.resolve("model:a:b"), "5");
        assertArrayEquals(new double[] {5}, TensorFile.read(file + ":a:b").values());
        assertRefusedSpec(folder + "/none:b", "cannot read " + folder + "/none:b: no such file");
        assertRefusedSpec(folder + ":b", "no such file");
        assertRefusedSpec(file + ":", "holds no tensor named ''; the nearest are b [1x2 F32], a:b [1x2 F32]");
        assertRefusedSpec(file + ":\u001b[2J", "holds no tensor named '?[2J'");
        assertRefusedSpec(":b", "cannot read :b");
        assertRefusedSpec("", "the name of a file must not be empty");
    }

    @Test
    void numbersWithoutNamesHaveNone() throws IOException {
        Path csv = file("1,2\n");
        assertRefusedSpec(csv + ":w", csv + ": is CSV, and has no names for its numbers; leave out :w");
        assertEquals(List.of(), TensorFile.list(csv));
        Path model = Files.write(folder.resolve("model"), TensorFiles.safetensors("{}", new byte[0]));
        assertEquals(List.of(), TensorFile.list(model));
        Path missing = folder.resolve("missing");
        assertThrows(IllegalArgumentException.class, () -> TensorFile.list(missing));
    }

    private static void assertRefusedSpec(String spec, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.read(spec))
                .getMessage();
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }
}
