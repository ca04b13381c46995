package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;

/** Advice on a user's own weights, as users ask for it. */
class AdviseIT {

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void writeFiles() throws Exception {
        jar = new Jar(folder);
        Files.writeString(folder.resolve("w.csv"), matrix(48, 64));
        Files.writeString(folder.resolve("x.csv"), matrix(20, 64));
    }

    private static String matrix(int rows, int columns) {
        Random random = new Random(rows);
        return IntStream.range(0, rows)
                .mapToObj(row -> IntStream.range(0, columns)
                        .mapToObj(column -> String.format(Locale.ROOT, "%.6f", random.nextGaussian()))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Two matrices of binary32 in one file of safetensors. */
    private void writeModel() throws Exception {
        String header = "{\"first\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                + "\"second\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,32]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + text.length + 32];
        file[0] = (byte) text.length;
        System.arraycopy(text, 0, file, 8, text.length);
        Files.write(folder.resolve("model.safetensors"), file);
    }

    @Test
    void errorsAndSpeedsAreInOneTableWithARecommendation() throws Exception {
        Jar.Outcome outcome = jar.run(
                "advise", "--weights", "w.csv", "--activations", "x.csv", "--minutes", "0.1", "--output-dir", "run");
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("weights: w.csv, 48 x 64"), outcome.out());
        assertTrue(outcome.out().contains("activations: the 20 rows of x.csv"), outcome.out());
        assertTrue(outcome.out().lines().anyMatch(line -> line.matches("(Take|Stay with) .*")), outcome.out());
        List<CSVRecord> rows = jar.rows("run/advice.csv");
        Set<String> contenders = rows.stream().map(row -> row.get("contender")).collect(Collectors.toSet());
        assertTrue(contenders.containsAll(List.of("float32", "float16", "int8", "table2", "table8", "table4-nf4")));
        CSVRecord float32 = rows.stream()
                .filter(row -> row.get("contender").equals("float32"))
                .findFirst()
                .orElseThrow();
        assertTrue(Double.parseDouble(float32.get("snr_db")) > 100);
        // Of so short a time, it is open how many are timed; one is.
        assertTrue(rows.stream()
                .anyMatch(row -> row.get("timed_at").equals("48x64")
                        && !row.get("elements_per_ns").isEmpty()));
        for (String file : List.of("advice.png", "throughput.csv", "samples.csv", "environment.csv")) {
            assertTrue(Files.exists(folder.resolve("run").resolve(file)), file);
        }
        Jar.Outcome beside = jar.run(
                "advise",
                "--weights",
                "w.csv",
                "--activations",
                "x.csv",
                "--run",
                "run",
                "--quiet",
                "--output-dir",
                "beside");
        assertEquals(0, beside.status(), beside.err());
        assertTrue(beside.out().contains("speeds: those of run, at the nearest of 48x64"), beside.out());
    }

    @Test
    void errorsAloneAreTheSameEachTime() throws Exception {
        for (String run : List.of("one", "other")) {
            Jar.Outcome outcome = jar.run(
                    "advise",
                    "--weights",
                    "w.csv",
                    "--activations",
                    "x.csv",
                    "--calibrate",
                    "--minutes",
                    "0",
                    "--min-snr",
                    "12.5",
                    "--quiet",
                    "--output-dir",
                    run);
            assertEquals(0, outcome.status(), outcome.err());
            assertTrue(outcome.out().contains("It is the smallest with at least 12.5 dB."), outcome.out());
        }
        assertEquals(
                Files.readString(folder.resolve("one/advice.csv")),
                Files.readString(folder.resolve("other/advice.csv")));
        assertTrue(jar.rows("one/advice.csv").stream()
                .anyMatch(row -> row.get("rounding").equals("gptq")));
    }

    @Test
    void matricesOfAModelAreListedWhereNoneIsNamed() throws Exception {
        writeModel();
        Jar.Outcome outcome = jar.run("advise", "--weights", "model.safetensors");
        assertEquals(2, outcome.status());
        assertEquals(
                List.of("model.safetensors holds 2 matrices; name one, as model.safetensors:NAME"), outcome.errors());
        assertEquals(
                List.of("first", "second"),
                outcome.out().lines().skip(1).map(line -> line.split(" ")[0]).toList());
    }

    @TestFactory
    Stream<DynamicTest> badInputIsToldInOneLine() throws Exception {
        writeModel();
        Files.writeString(folder.resolve("square.csv"), matrix(64, 64));
        Files.writeString(folder.resolve("zeros.csv"), "0,0,0\n0,0,0\n");
        Files.writeString(folder.resolve("huge.csv"), "1e30,1\n2,3\n");
        Files.createDirectories(folder.resolve("empty"));
        String lines = """
                advise                                                       | --weights
                advise --weights w.csv --model minilm                        | --model
                advise --weights missing.csv                                 | missing.csv
                advise --weights empty                                       | it is a folder
                advise --weights zeros.csv                                   | zeros.csv: holds nothing but zeros
                advise --weights huge.csv                                    | largest magnitude
                advise --weights model.safetensors:frist                     | frist
                advise --weights w.csv:name                                  | w.csv
                advise --weights w.csv --activations zeros.csv               | zeros.csv
                advise --weights w.csv --activations square.csv              | its rows would fit and its columns too
                advise --weights w.csv --transpose --activations x.csv       | activations of 20 x 64 do not fit weights of 64 x 48
                advise --weights w.csv --calibrate                           | --calibrate needs --activations
                advise --weights w.csv --minutes -1                          | --minutes
                advise --weights w.csv --activation-bits 9                   | --activation-bits
                advise --weights w.csv --min-snr NaN                         | --min-snr
                advise --weights w.csv --max-rmse 0                          | --max-rmse
                advise --weights w.csv --run empty                           | empty
                advise --weights w.csv --run empty --minutes 1               | --minutes cannot be combined with --run
                advise --model minilmm                                       | did you mean minilm?
                advise --model minilm --transpose                            | --transpose
                advise --weights w.csv Multiply                              | Multiply
                """;
        return Program.tests(folder, lines, (outcome, named) -> {
            outcome.assertRefused(named);
            assertFalse(Files.exists(folder.resolve("results")));
        });
    }
}
