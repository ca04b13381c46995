package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;

/** Accuracy on a user's own numbers, as users measure it, in a process of its own. */
class OperandsIT {

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        jar = new Jar(folder);
    }

    @Test
    void accuracyIsMeasuredOnOnesOwnNumbers() throws Exception {
        Files.writeString(folder.resolve("own.csv"), "weight,activation\n0.5,1\n-0.25,0.75\n0.125,-1\n");
        Jar.Outcome outcome = jar.run("accuracy", "--operands", "own.csv", "--quiet", "--output-dir", "run");
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().startsWith("own.csv: 6 numbers in 3 rows and 2 columns, headed weight, activation"));
        List<CSVRecord> rows = jar.rows("run/accuracy.csv");
        for (String operation : List.of("multiply", "dot", "encode")) {
            CSVRecord float32 = rows.stream()
                    .filter(row -> row.get("operation").equals(operation)
                            && row.get("contender").equals("float32"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("operands", float32.get("distribution"));
            assertEquals(0, Double.parseDouble(float32.get("rmse")));
        }
    }

    @Test
    void whatIsLeftOutIsSaidOnALineEach() throws Exception {
        Files.writeString(folder.resolve("own.csv"), ",a,b,c\n0,1,2,3\n1,4,5,6\n2,7,8,9\n");
        Jar.Outcome outcome = jar.run("accuracy", "--operands", "own.csv", "--quiet", "--output-dir", "run");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(
                List.of(
                        "own.csv: row 1 is taken for a header: a, b, c",
                        "own.csv: column 1 counts the rows from 0, as an index does, and is left out",
                        "own.csv: it is multiplied with itself, rows 1 and 2, 3 and 4, ...; for weights, and activations of"
                                + " their own, there is advise",
                        "own.csv: the number of rows is odd, and the last row has no partner: its numbers, 3 of them,"
                                + " are encoded but not multiplied"),
                outcome.err().lines().filter(line -> line.startsWith("own.csv")).toList());
        assertTrue(outcome.out().startsWith("own.csv: 9 numbers in 3 rows and 3 columns, headed a, b, c"));
    }

    @TestFactory
    Stream<DynamicTest> badInputIsToldInOneLine() throws Exception {
        Files.createDirectories(folder.resolve("finished"));
        Files.writeString(folder.resolve("file"), "content");
        Files.writeString(folder.resolve("ragged"), "1,2\n3\n");
        Files.writeString(folder.resolve("nan"), "1\nNaN\n");
        Files.writeString(folder.resolve("zeros"), "0\n0\n");
        String lines = """
                accuracy --operands missing    | cannot read missing: no such file
                accuracy --operands finished   | finished: it is a folder
                accuracy --operands file       | file: holds no numbers
                accuracy --operands ragged     | ragged: row 2 has 1 cell, and row 1 has 2
                accuracy --operands nan        | nan: row 2, column 1 holds NaN
                accuracy --operands zeros      | zeros: holds nothing but zeros
                """;
        return Program.tests(folder, lines, (outcome, named) -> {
            outcome.assertRefused(named);
            assertFalse(Files.exists(folder.resolve("results")));
        });
    }
}
