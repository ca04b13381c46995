package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;

/** The command that inspects a multiplier, as users run it, in a process of its own. */
class InspectIT {

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        jar = new Jar(folder);
    }

    @Test
    void inspectionsNameDefectsAndLeaveTheirFile() throws Exception {
        Files.writeString(folder.resolve("table.csv"), "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,7\n");
        Jar.Outcome outcome = jar.run(
                Jar.THIS_JAVA,
                Jar.briefly("-Duser.language=de", "-Duser.country=DE"),
                List.of("inspect", "table.csv", "--output-dir", "run"));
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("row 4, column 4: 3 times 3 is 7"), outcome.out());
        assertTrue(outcome.err().contains("Results are in run"), outcome.err());
        List<CSVRecord> rows = jar.rows("run/inspect.csv");
        assertEquals(1, rows.size());
        CSVRecord row = rows.getFirst();
        assertEquals("table.csv", row.get("file"));
        assertEquals("0.1250", row.get("mean_abs_error"));
        assertEquals("12.5", row.get("max_abs_error_percent"));
        assertEquals("1", row.get("saturated"));
        assertTrue(row.get("sha256").matches("[0-9a-f]{64}"));
        assertTrue(Files.exists(folder.resolve("run/environment.csv")));
    }

    @Test
    void noFileNameIsAFormula() throws Exception {
        Files.writeString(folder.resolve("=1+1.csv"), "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n");
        assertEquals(0, jar.run("inspect", "=1+1.csv", "--output-dir", "run").status());
        assertEquals("'=1+1.csv", jar.rows("run/inspect.csv").getFirst().get("file"));
    }

    @Test
    void bareCellsAreReadAndNoiseIsSaidToBe() throws Exception {
        byte[] noise = new byte[512];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(folder.resolve("noise.bin"), noise);
        Jar.Outcome outcome = jar.run("inspect noise.bin --cell-bits 16 --rows 8 --output-dir run".split(" "));
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("8 x 32 cells of integers that fit no reading"), outcome.out());
        assertEquals("false", jar.rows("run/inspect.csv").getFirst().get("fits"));
    }

    @TestFactory
    Stream<DynamicTest> badInputIsToldInOneLine() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        Files.writeString(folder.resolve("table.csv"), "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n");
        Path finished = Files.createDirectories(folder.resolve("finished")).resolve("environment.csv");
        Files.writeString(finished, "content");
        String lines = """
                inspect                        | FILE
                inspect file --cell-bits 16    | it has 7 bytes, which is no square of cells of 16 bits;
                inspect file --cell-bits 12    | bare cells must have 8, 16 or 32 bits, not 12
                inspect file --cell-bits x     | --cell-bits
                inspect table.csv --rows 4     | --rows is of bare cells alone
                inspect missing.csv            | missing.csv
                inspect file                   | file as a table: row 1 has 1 cell;
                inspect .                      | it is a folder
                inspect table.csv more         | more
                inspect table.csv --output-dir file | cannot write to file
                inspect table.csv --output-dir finished | environment.csv
                """;
        return Program.tests(folder, lines, (outcome, named) -> {
            outcome.assertRefused(named);
            assertEquals("content", Files.readString(folder.resolve("file")));
            assertEquals("content", Files.readString(finished));
            assertFalse(Files.exists(folder.resolve("results")));
        });
    }
}
