package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    @TempDir
    private Path folder;

    private record Line(String text, Double nsPerOp, Integer p99AbsError, double speedupVsFloat32) {}

    @Test
    void columnsAreNamedForTheComponents() throws IOException {
        Path file = folder.resolve("a.csv");
        CsvFile.write(file, Line.class, List.of());
        assertEquals("text,ns_per_op,p99_abs_error,speedup_vs_float32\r\n", Files.readString(file));
    }

    @Test
    void whateverIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("a.csv");
        List<Line> lines = List.of(
                new Line("commas, \"quotes\" and\nnew\r\nlines", 1e-300, 7, Double.NaN),
                new Line("", null, null, Double.NEGATIVE_INFINITY),
                new Line("π ≠ 3", Double.MIN_VALUE, Integer.MIN_VALUE, 1 / 3.0));
        CsvFile.write(file, Line.class, lines);
        try (CSVParser parser = CSVParser.parse(
                file,
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            List<CSVRecord> records = parser.getRecords();
            assertEquals(lines.size(), records.size());
            for (int i = 0; i < lines.size(); i++) {
                CSVRecord read = records.get(i);
                Line line = lines.get(i);
                assertEquals(line.text(), read.get("text"));
                assertEquals(line.nsPerOp() == null ? "" : line.nsPerOp().toString(), read.get("ns_per_op"));
                assertEquals(
                        line.p99AbsError() == null ? "" : line.p99AbsError().toString(), read.get("p99_abs_error"));
                assertEquals(line.speedupVsFloat32(), Double.parseDouble(read.get("speedup_vs_float32")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1.csv", "+1+1", "-Xmx1g", "@cmd", "\t=1", "\r=1", "-1+1", "-", "-.5a"})
    void textIsNoFormula(String text) throws IOException {
        assertEquals("'" + text, textOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+2.5", "-1.0E-9", "1=1", "a@b", "'=1", " =1"})
    void otherTextAndNumbersStayAsTheyAre(String text) throws IOException {
        assertEquals(text, textOf(text));
        Path file = folder.resolve("a.csv");
        CsvFile.write(file, Line.class, List.of(new Line("x", -1e-9, -7, Double.NEGATIVE_INFINITY)));
        assertTrue(Files.readString(file).endsWith("x,-1.0E-9,-7,-Infinity\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1.csv", "'", "'quoted'", "''", "'80s"})
    void textIsReadBackWithItsOwnApostrophesAlone(String text) {
        Path file = folder.resolve("a.csv");
        List<Line> lines = List.of(new Line(text, null, null, 0));
        CsvFile.write(file, Line.class, lines);
        assertEquals(lines, CsvFile.read(file, Line.class));
    }

    /** A text as a spreadsheet gets it. */
    private String textOf(String text) throws IOException {
        Path file = folder.resolve("a.csv");
        CsvFile.write(file, Line.class, List.of(new Line(text, null, null, 0)));
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.RFC4180)) {
            return parser.getRecords().get(1).get(0);
        }
    }

    @Test
    void numbersLookTheSameInEveryLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Path file = folder.resolve("a.csv");
            CsvFile.write(file, Line.class, List.of(new Line("x", 1234567.5, 1234567, 1e-9)));
            assertTrue(Files.readString(file).endsWith("x,1234567.5,1234567,1.0E-9\r\n"), Files.readString(file));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4.625, 4.6250",
        "-0.125, -0.1250",
        "1234.567, 1234.5670",
        "1.125E-4, 1.1250E-4",
        "-1.234E17, -1.2340E17",
        "4.25, 4.25",
        "4.6251, 4.6251",
        "4625.0, 4625.0",
        "NaN, NaN"
    })
    void noNumberHasThreeDecimals(double number, String written) throws IOException {
        Path file = folder.resolve("a.csv");
        Line line = new Line("x", number, 1, number);
        CsvFile.write(file, Line.class, List.of(line));
        assertTrue(Files.readString(file).endsWith("x,%s,1,%s\r\n".formatted(written, written)));
        assertEquals(List.of(line), CsvFile.read(file, Line.class));
    }

    private enum Colour {
        RED,
        NONE;

        @Override
        public String toString() {
            return this == NONE ? "" : "red";
        }
    }

    private record Inner(int count, Colour colour) {}

    private record Outer(String name, Inner inner, Double share, Integer bits, boolean right) {}

    @Test
    void recordsInRecordsAreColumnsAndAreReadBack() throws IOException {
        Path file = folder.resolve("a.csv");
        List<Outer> rows = List.of(
                new Outer("-Xmx1g", new Inner(-3, Colour.RED), Double.POSITIVE_INFINITY, null, true),
                new Outer("a,b", new Inner(4, Colour.NONE), null, 7, false));
        CsvFile.write(file, Outer.class, rows);
        assertTrue(Files.readString(file).startsWith("name,count,colour,share,bits,right\r\n"));
        assertEquals(rows, CsvFile.read(file, Outer.class));
    }

    @Test
    void rowsAreAddedAndATornOneIsCutOff() throws IOException {
        Path file = folder.resolve("a.csv");
        Outer row = new Outer("a", new Inner(1, Colour.RED), 0.5, 7, false);
        CsvFile.append(file, Outer.class, List.of(row));
        CsvFile.append(file, Outer.class, List.of(row, row));
        String whole = Files.readString(file);
        assertEquals(List.of(row, row, row), CsvFile.read(file, Outer.class));
        for (int kept = whole.length(); kept > whole.length() - 10; kept--) {
            Files.writeString(file, whole.substring(0, kept));
            CsvFile.repair(file);
            assertEquals(
                    kept == whole.length() ? 3 : 2,
                    CsvFile.read(file, Outer.class).size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,count,colour,share,bits| it has no column right; another version wrote it",
                "name,count,colour,share,bits,right;a,x,red,1,1,true| row 2, column count holds 'x', and a whole number would be right",
                "name,count,colour,share,bits,right;a,1,blue,1,1,true| row 2, column colour holds 'blue', and one of red would be right",
                "name,count,colour,share,bits,right;a,1,red,1,1.5,true| row 2, column bits holds '1.5', and a whole number would be right",
                "name,count,colour,share,bits,right;a,1,red,1,1,yes| row 2, column right holds 'yes', and true or false would be right",
                "name,count,colour,share,bits,right;a,1,red| row 2 has 3 cells",
            })
    void whatIsNoSuchFileIsToldByName(String content, String told) throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, content.replace(";", "\r\n") + (content.contains(";") ? "" : "\r\na,1,red,1,1"));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CsvFile.read(file, Outer.class));
        assertTrue(refused.getMessage().startsWith(file + ": " + told), refused.getMessage());
    }

    private record Even(int number) {

        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException(number + " is odd");
            }
        }
    }

    @Test
    void aRowThatItsTypeRefusesIsTold() throws IOException {
        assertEquals("row 3: 7 is odd", refusal("number\r\n4\r\n7\r\n8\r\n".getBytes(), Even.class));
    }

    @Test
    void whatACellHoldsIsToldInOneShortLine() throws IOException {
        String cell = "\u001b[31m" + "9".repeat(1000);
        assertEquals(
                "row 2, column number holds '?[31m" + "9".repeat(115) + "...', and a whole number would be right",
                refusal(("number\r\n" + cell).getBytes(), Even.class));
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertEquals("it is not text in UTF-8", refusal(new byte[] {'x', (byte) 0xe4, '\n'}, Even.class));
    }

    /** The message, without the file that it names. */
    private String refusal(byte[] content, Class<? extends Record> type) throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), content);
        String message = assertThrows(IllegalArgumentException.class, () -> CsvFile.read(file, type))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring((file + ": ").length());
    }

    @Test
    void whatASpreadsheetSavedIsReadWhereItIsCertain() throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, """
                \ufeffname;count;colour;share;bits;right
                "a,b";1;red;4,625;7;TRUE
                c;-2;red;1,5E-07;;False
                d;3;red;0.25;7;false
                e;3;red;17;7;false
                """);
        Inner inner = new Inner(3, Colour.RED);
        assertEquals(
                List.of(
                        new Outer("a,b", new Inner(1, Colour.RED), 4.625, 7, true),
                        new Outer("c", new Inner(-2, Colour.RED), 1.5e-7, null, false),
                        new Outer("d", inner, 0.25, 7, false),
                        new Outer("e", inner, 17.0, 7, false)),
                CsvFile.read(file, Outer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.625", "1.234,5", "1.234.567", "1.125E-4", "4,6,2"})
    void whatMayBeThousandsIsRefused(String number) throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(
                file,
                "name;count;colour;share;bits;right\r\na;1;red;1,5;7;true\r\na;1;red;%s;7;true".formatted(number));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CsvFile.read(file, Outer.class));
        assertEquals(
                "%s: row 3, column share holds '%s', and a number with a decimal comma would be right"
                        .formatted(file, number),
                refused.getMessage());
    }

    @Test
    void aMissingFileIsToldByName() {
        Path file = folder.resolve("missing.csv");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CsvFile.read(file, Outer.class));
        assertEquals("cannot read " + file + ": no such file or folder", refused.getMessage());
    }
}
