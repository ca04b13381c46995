package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rows of anything, written and read back. */
class CsvPropertyTest {

    /** What CSV and spreadsheets give a meaning, beside letters of one to four bytes. */
    private static final String CHARACTERS = "ab1.,;:'\"=+-@#\\|\n\r\t é€😀";

    record Inner(Integer count, boolean right) {}

    record Row(String text, Double number, Inner inner, double plain, String last) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        // Blanks around cells are no part of them, nor is an apostrophe before a formula.
        Arbitrary<String> texts = Arbitraries.of(
                        CHARACTERS.codePoints().mapToObj(Character::toString).toList())
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts).strip())
                .filter(text -> !text.matches("(?s)'[=+\\-@\t\r].*"));
        Arbitrary<Double> numbers = Arbitraries.oneOf(
                Arbitraries.randomValue(random -> Double.longBitsToDouble(random.nextLong())),
                Arbitraries.randomValue(random -> random.nextInt(1 << 20) / 1e3),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE));
        Arbitrary<Inner> inners = Combinators.combine(
                        Arbitraries.integers().injectNull(0.2), Arbitraries.of(true, false))
                .as(Inner::new);
        return Combinators.combine(texts, numbers.injectNull(0.2), inners, numbers, texts)
                .as(Row::new)
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void rowsAreReadAsTheyWereWrittenOrAdded(@ForAll("rows") List<Row> rows) throws IOException {
        Path file = Files.createTempFile("rows", ".csv");
        try {
            CsvFile.write(file, Row.class, rows);
            assertEquals(rows, CsvFile.read(file, Row.class));
            CsvFile.append(file, Row.class, rows);
            List<Row> twice = new ArrayList<>(rows);
            twice.addAll(rows);
            assertEquals(twice, CsvFile.read(file, Row.class));
            try (InputStream in = InputFile.open(file)) {
                CsvReader.read(in, 10, cells -> cells.forEach(CsvPropertyTest::assertNoFormula));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void assertNoFormula(String cell) {
        boolean isNumber = cell.matches("[+-]?(\\d.*|Infinity)");
        assertFalse(!isNumber && cell.matches("(?s)[=+\\-@].*"), cell);
    }
}
