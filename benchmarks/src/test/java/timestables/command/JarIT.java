package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import timestables.bench.BenchmarkJvm;
import timestables.bench.Timed;
import timestables.contender.Operation;
import timestables.jar.Jar;
import timestables.launch.JvmFlags;

/** The jar as users run it, in a process of its own. */
class JarIT {

    private static final List<String> INSTANT = List.of("-f", "1", "-wi", "0", "-i", "1", "-r", "10ms");

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        jar = new Jar(folder);
    }

    private static List<CSVRecord> read(Path file) throws IOException {
        return new Jar(file.getParent()).rows(file.getFileName().toString());
    }

    private static String[] instantly(String... arguments) {
        return Stream.concat(Arrays.stream(arguments), INSTANT.stream()).toArray(String[]::new);
    }

    @Test
    void theBenchmarkListIsInTheJar() throws IOException {
        try (JarFile jar = new JarFile(Jar.FILE.toFile())) {
            assertNotNull(jar.getEntry("META-INF/BenchmarkList"));
            String list = new String(
                    jar.getInputStream(jar.getEntry("META-INF/BenchmarkList")).readAllBytes(), StandardCharsets.UTF_8);
            for (Operation operation : Operation.TIMED) {
                assertTrue(list.contains(Timed.benchmark(operation)), list);
            }
        }
    }

    @Test
    void jmhArgumentsDoWhatJmhDoesAndLeaveOurFiles() throws Exception {
        Jar.Outcome outcome = jar.run(
                Jar.THIS_JAVA,
                Jar.briefly("-Duser.language=de", "-Duser.country=DE"),
                List.of(instantly(
                        "Multiply",
                        "-p",
                        "contender=table4,float32",
                        "-p",
                        "size=100",
                        "-prof",
                        "gc",
                        "--output-dir",
                        "run")));
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("# Benchmark: timestables.bench.MultiplyBenchmark.multiply"), outcome.out());
        List<CSVRecord> rows = read(folder.resolve("run/throughput.csv"));
        assertEquals(2, rows.size());
        for (CSVRecord row : rows) {
            assertEquals("multiply", row.get("operation"));
            double nsPerOp = Double.parseDouble(row.get("ns_per_op"));
            assertEquals(100 / nsPerOp, Double.parseDouble(row.get("elements_per_ns")), 1e-9 / nsPerOp);
            assertFalse(row.get("alloc_bytes_per_op").isEmpty());
            assertEquals("undecided", row.get("verdict"));
        }
        CSVRecord table4 = read(folder.resolve("run/tradeoff.csv")).stream()
                .filter(row -> row.get("contender").equals("table4")
                        && row.get("format").equals("linear"))
                .findFirst()
                .orElseThrow();
        assertEquals(16.79, Double.parseDouble(table4.get("snr_db")), 0.005);
        List<String> keys = read(folder.resolve("run/environment.csv")).stream()
                .map(row -> row.get("key"))
                .toList();
        assertTrue(keys.containsAll(List.of("cpu_model", "cores", "jvm", "vector_bits", "commit", "date", "command")));
        assertTrue(outcome.errors().contains("Results go to run"), outcome.err());
    }

    @Test
    void usersJvmArgumentsAreAddedToThoseThatBenchmarksNeed() throws Exception {
        Jar.Outcome outcome = jar.run(instantly(
                "Dot", "-p", "contender=table3", "-p", "size=10", "-jvmArgsPrepend", "-Dx=y", "--output-dir", "run"));
        assertEquals(0, outcome.status(), outcome.err());
        String jvmArgs = read(folder.resolve("run/throughput.csv")).getFirst().get("jvm_args");
        assertTrue(jvmArgs.contains("-Dx=y") && jvmArgs.contains(BenchmarkJvm.ALIGNMENT), jvmArgs);
        assertFalse(jvmArgs.contains("-Dtimestables"), jvmArgs);
    }

    @Test
    void everyModeAndUnitGivesNanoseconds() throws Exception {
        Jar.Outcome outcome = jar.run(
                ("Multiply -p contender=table8 -p size=1000000 -bm all -tu us -opi 100000 -f 0 -wi 0 -i 1 -r 10ms"
                                + " --output-dir run")
                        .split(" "));
        assertEquals(0, outcome.status(), outcome.err());
        List<CSVRecord> rows = read(folder.resolve("run/throughput.csv"));
        assertEquals(
                List.of("thrpt", "avgt", "sample", "ss"),
                rows.stream()
                        .map(row -> row.get("note"))
                        .map(note -> note.contains("mode: ") ? note.replaceAll(".*mode: ", "") : "avgt")
                        .toList());
        for (CSVRecord row : rows) {
            double nsPerOp = Double.parseDouble(row.get("ns_per_op"));
            // Between a hundredth and a thousand nanoseconds a product, or the unit is wrong.
            assertTrue(nsPerOp > 1e4 && nsPerOp < 1e9, row::toString);
        }
    }

    @Test
    void textsOfJmhAreJmhs() throws Exception {
        assertTrue(jar.run("-l").out().contains("timestables.bench.DotBenchmark.dot"));
        assertTrue(jar.run("-h").out().contains("-jvmArgsPrepend"));
        assertTrue(jar.run("-lp").out().contains("table9-scalar"));
        assertFalse(Files.exists(folder.resolve("results")));
    }

    @Test
    void aFigureIsDrawnWhereItIsWantedAndShellsCompleteCommands() throws Exception {
        Jar.Outcome figure = jar.run("figure", "--bits", "3", "--format", "log", "--output-dir", "figures");
        assertEquals(0, figure.status(), figure.err());
        assertEquals(Path.of("figures/table3-log.png") + System.lineSeparator(), figure.out());
        BufferedImage image =
                ImageIO.read(folder.resolve("figures/table3-log.png").toFile());
        assertTrue(image.getWidth() > image.getHeight(), "cells, and their errors beside them");
        Jar.Outcome completion = jar.run("completion");
        assertEquals(0, completion.status(), completion.err());
        assertTrue(completion.out().contains("complete -F _complete_run -o default run"), completion.out());
        assertTrue(completion.out().contains("--fail-above"));
    }

    @Test
    void helpIsOnStandardOutput() throws Exception {
        for (String arguments : List.of("--help", "accuracy --help", "maps -h")) {
            Jar.Outcome outcome = jar.run(arguments.split(" "));
            assertEquals(0, outcome.status());
            assertTrue(outcome.out().contains("--output-dir"), outcome.out());
        }
    }

    /** Of those that many share. */
    @TestFactory
    Stream<DynamicTest> helpNamesTheOptionsThatACommandUses() throws Exception {
        String lines = """
                accuracy -h        | --seed= --quiet
                break-even -h      | --seed= --quiet
                figure -h          |
                completion -h      |
                inspect -h         | --quiet
                report -h          |
                compare -h         | --quiet
                simulate -h        | --seed= --quiet
                maps -h            | --quiet
                batch-export -h    | --seed= --quiet
                export-examples -h |
                """;
        return Program.tests(folder, lines, (outcome, options) -> {
            assertEquals(0, outcome.status());
            assertEquals(List.of(), outcome.errors());
            assertTrue(outcome.out().contains("-h, --help"), outcome.out());
            for (String option : List.of("--seed=", "--quiet")) {
                assertEquals(options.contains(option), outcome.out().contains(option), outcome.out());
            }
        });
    }

    @Test
    void theVersionIsTheCommitAndTheJdk() throws Exception {
        Jar.Outcome outcome = jar.run("--version");
        assertEquals(0, outcome.status());
        assertEquals(List.of(), outcome.errors());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.getFirst().startsWith("commit "), outcome.out());
        assertTrue(lines.getLast().contains(Runtime.version().toString()), outcome.out());
    }

    @Test
    void aJvmWithoutTheVectorApiIsToldWhichFlagItLacks() throws Exception {
        jar.runClass(Main.class, "maps").assertRefused(JvmFlags.VECTORS);
    }

    @Test
    void withoutForksTheFlagsAreThoseOfTheProgram() throws Exception {
        Jar.Outcome outcome = jar.run(
                ("Dot -p contender=int8 -p size=10 -f 0 -wi 0 -i 1 -r 10ms -jvmArgsAppend -Dx=y --output-dir run")
                        .split(" "));
        assertEquals(0, outcome.status(), outcome.err());
        // Text that begins with a minus would be a formula in a spreadsheet.
        assertEquals(
                "'" + String.join(" ", Jar.briefly(JvmFlags.ALL.toArray(String[]::new))),
                read(folder.resolve("run/throughput.csv")).getFirst().get("jvm_args"));
    }

    @Test
    void runsLandInFoldersOfTheirOwn() throws Exception {
        try (Program program = new Program(folder)) {
            for (int n = 1; n <= 2; n++) {
                String[] instantly = "Dot -p contender=int8 -p size=1 -f 0 -wi 0 -i 1 -r 10ms".split(" ");
                assertEquals(0, program.run(instantly).status());
            }
        }
        try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
            List<String> names =
                    runs.map(path -> path.getFileName().toString()).sorted().toList();
            assertEquals(2, names.size());
            assertTrue(names.getFirst().matches("\\d{4}-\\d{2}-\\d{2}-[a-z0-9-]+-jdk\\d+(\\.\\d+)*"), names.getFirst());
            assertEquals(names.getFirst() + "-2", names.getLast());
        }
    }

    @Test
    void quietMeansNothingButResults() throws Exception {
        Jar.Outcome outcome =
                jar.run(instantly("Dot", "-p", "contender=int8", "-p", "size=1", "--quiet", "--output-dir", "run"));
        assertEquals(0, outcome.status());
        assertTrue(outcome.out().contains("DotBenchmark.dot"), outcome.out());
        assertFalse(outcome.out().contains("# "), outcome.out());
        // This JVM has no C2, and tests beside it may keep the machine busy; whoever reads results is told.
        assertTrue(outcome.errors().getFirst().startsWith("Beware: "), outcome.err());
        assertEquals(
                List.of("Results are in run"),
                outcome.errors().stream()
                        .skip(1)
                        .filter(line -> !line.startsWith("Other programs kept"))
                        .toList());
    }

    @Test
    void whatFailsIsNamedHoweverQuietTheRun() throws Exception {
        Jar.Outcome outcome = jar.run(instantly(
                "Dot", "-p", "contender=int8", "-p", "size=1", "-jvmArgsAppend", "-XX:NoSuchFlag", "--quiet"));
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("NoSuchFlag"), outcome.err());
        try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
            assertEquals(0, runs.count());
        }
    }

    /** The larger size does not fit the fork's heap, though it does the program's. */
    @Test
    void ofManyBenchmarksTheLogOfTheFailedOneIsShown() throws Exception {
        Jar.Outcome outcome = jar.run(instantly(
                "Multiply",
                "-p",
                "contender=float32",
                "-p",
                "size=10,9999999,11",
                "-jvmArgsAppend",
                "-Xmx40m",
                "--quiet",
                "--output-dir",
                "run"));
        assertEquals(1, outcome.status());
        assertTrue(
                outcome.errors().stream()
                        .anyMatch(line -> line.matches(
                                "multiply float32 at size 9999999 failed: .*Exception: .* does not fit.*")),
                outcome.err());
        assertTrue(outcome.err().contains("size = 9999999"), outcome.err());
        assertFalse(outcome.err().contains("size = 1"), outcome.err());
        assertEquals(2, read(folder.resolve("run/throughput.csv")).size());
    }

    @Test
    void badInputIsToldByTheStatusOfTheProcess() throws Exception {
        jar.run("acuracy").assertRefused("(did you mean accuracy?)");
    }

    @TestFactory
    Stream<DynamicTest> badInputIsToldInOneLine() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        Files.writeString(Files.createDirectories(folder.resolve("finished")).resolve("environment.csv"), "content");
        Files.writeString(Files.createDirectories(folder.resolve("timed")).resolve("throughput.csv"), "content");
        String lines = """
                acuracy                        | (did you mean accuracy?)
                acuracy --operands file        | (did you mean accuracy?)
                --seed 2 acuracy               | (did you mean accuracy?)
                Dot -p contendor=table4        | (did you mean contender?)
                -p sizes=64x64                 | (did you mean size?)
                -psizes=64x64                  | (did you mean size?)
                Dot -p seeds=1                 | 'seeds'
                Dot -p contender=tabel4        | (did you mean table4?)
                accuracy --sed 1               | did you mean --seed?
                Dot --ouput-dir run            | did you mean --output-dir?
                --ouput-dir=run                | did you mean --output-dir?
                accuracy --operands file --seed 1 | --seed
                Dot --seed 1                   | --seed
                --minutes 0                    | --minutes must be a number above 0
                --minutes -1                   | --minutes must be a number above 0
                --minutes NaN                  | --minutes must be a number above 0
                --minutes Infinity             | --minutes must be a number above 0
                --minutes six                  | six
                break-even --minutes 0         | --minutes must be a number above 0
                --minutes 1 accuracy           | --minutes
                accuracy --all                 | --all
                Dot --minutes 1                | --minutes
                Dot --all                      | --all
                inspect --seed 1 file          | --seed
                -p contender=table44           | table44
                Multiply -p contender=float8   | float8
                -p size=0                      | '0'
                -p size=-5                     | '-5'
                -p size=many                   | 'many'
                -p size=1024,3.5               | '3.5'
                -p size=2147483647             | 2147483647
                -p size=99999999999999999      | 99999999999999999
                Gemv -p size=1024              | MxK
                Gemv -p size=0x1024            | '0x1024'
                Gemv -p size=65536x65536       | 65536x65536
                Gemm -p size=8x8               | MxKxN
                Multiply -p size=8x8           | '8x8'
                Multiply -p operands=bytes     | codes or floats, not 'bytes'
                Dot -p operands=floats -p contender=table4-int8 | table4-int8 has no way from floats
                Encode -p operands=floats      | operands
                Chain -p size=8x               | '8x'
                Gemv -p contender=table9       | table9
                NoSuchBenchmark                | NoSuchBenchmark
                -nosuchoption                  | n
                -wi minus                      | minus
                -bm nonsense                   | benchmark mode: "nonsense"
                Dot -jvm /no/such              | there is no JVM /no/such
                Multiply -p size=99999999 -t 999 | does not fit in each of 999 threads
                accuracy --seed x              | 'x'
                accuracy --nosuchoption        | --nosuchoption
                accuracy nosuchargument        | nosuchargument
                break-even Multiply            | Multiply
                break-even --nosuchoption      | --nosuchoption
                break-even --output-dir file   | file
                Dot -o missing/file            | missing/file
                Dot --output-dir file          | file
                accuracy --output-dir file/sub | file
                Dot -prof nosuch               | nosuch
                Dot -rff missing/file          | missing/file
                Dot -o file --output-dir finished | finished
                --output-dir finished          | environment.csv
                --output-dir timed             | throughput.csv
                Dot -o file --output-dir timed | throughput.csv
                accuracy --output-dir finished | environment.csv
                --output-dir file accuracy     | file
                Multiply accuracy              | Multiply
                --resume missing               | missing is no run
                --resume finished              | another version wrote it
                --resume finished --seed 1     | leave out --seed
                --resume finished --output-dir x | leave out --output-dir
                Dot --resume finished          | --resume
                accuracy --resume finished     | --resume
                figure --bits 7                | 2 to 6 bits, not 7
                figure --bits 1                | 2 to 6 bits, not 1
                figure --format nosuch         | no format 'nosuch' of 4 bits; there are linear, log
                figure --output-dir file       | file
                report                         | RUN
                report timed                   | timed is no run
                report missing                 | missing is no run
                report finished                | another version wrote it
                report --seed 1 finished       | --seed
                compare finished               | NEW
                compare finished missing       | another version wrote it
                compare missing finished       | missing is no run
                compare --fail-above -1 finished timed | percent
                compare --fail-above NaN finished timed | percent
                """;
        return Program.tests(folder, lines, (outcome, named) -> {
            outcome.assertRefused(named);
            assertEquals("content", Files.readString(folder.resolve("file")));
            assertEquals("content", Files.readString(folder.resolve("finished/environment.csv")));
            assertEquals("content", Files.readString(folder.resolve("timed/throughput.csv")));
            assertFalse(Files.exists(folder.resolve("results")));
        });
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no shell that limits files");
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("accuracy.csv"), "earlier");
        Files.writeString(folder.resolve("own.csv"), "0.5,1\n-0.25,0.75\n");
        Jar.Outcome outcome =
                jar.runWithFilesUpTo(20, "accuracy", "--operands", "own.csv", "--quiet", "--output-dir", "run");
        assertEquals(1, outcome.status(), outcome.err());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.errors().getFirst().matches("cannot write run.accuracy.csv: .*[Ll]arge.*"), outcome.err());
        assertEquals("earlier", Files.readString(run.resolve("accuracy.csv")));
        try (Stream<Path> files = Files.list(run)) {
            assertEquals(1, files.count(), "the earlier file alone, for a run without results leaves nothing");
        }
    }
}
