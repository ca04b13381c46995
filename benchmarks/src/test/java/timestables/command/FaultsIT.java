package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.jar.Jar;

/** What the world around the program does to it: full disks, closed streams, folders that go, others that run too. */
class FaultsIT {

    private static final String INSTANT = "Multiply -p contender=float32 -p size=1 -f 0 -wi 0 -i 1 -r 10ms --quiet ";

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no device that is always full");
        jar = new Jar(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec \"$@\" --help > /dev/full",
                "exec \"$@\" completion >&-",
                // The reader has gone before the program starts.
                "{ \"$@\" --help; echo $? > status; } | :; exit $(cat status)",
            })
    void anOutputThatIsFullOrClosedIsAFailure(String script) throws Exception {
        Jar.Outcome outcome = jar.runByShell(script, Jar.THIS_JAVA);
        assertEquals(1, outcome.status(), outcome.err());
        assertEquals(List.of("cannot write to standard output: it is full or closed"), outcome.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2> /dev/full", "2>&-"})
    void whatCannotBeToldStopsNothing(String redirection) throws Exception {
        Jar.Outcome outcome = jar.runByShell("exec \"$@\" --version " + redirection, Jar.THIS_JAVA);
        assertEquals(0, outcome.status(), outcome.out());
        assertTrue(outcome.out().startsWith("commit "), outcome.out());
    }

    @Test
    void jmhsOutputsThatAreFullAreFailuresThatLoseNoRow() throws Exception {
        try (Program program = new Program(folder)) {
            for (String output : List.of("-o /dev/full --output-dir o", "-rff /dev/full --output-dir rff")) {
                String run = output.replaceAll(".* ", "");
                Jar.Outcome outcome = program.run((INSTANT + output).split(" "));
                assertEquals(1, outcome.status(), outcome.err());
                String last = outcome.errors().getLast();
                assertTrue(last.startsWith("cannot write /dev/full: "), outcome.err());
                assertTrue(last.endsWith("; results so far are in " + run), outcome.err());
                assertFalse(outcome.err().contains("Results are in"), outcome.err());
                assertEquals(1, jar.rows(run + "/throughput.csv").size());
            }
            Jar.Outcome traced = program.run((INSTANT + "-rff /dev/full --stack-trace").split(" "));
            assertTrue(traced.err().contains("\tat timestables.command.JmhCommand"), traced.err());
            Jar.Outcome written = program.run((INSTANT + "-rf csv -rff whole.csv --output-dir whole").split(" "));
            assertEquals(0, written.status(), written.err());
            assertTrue(jar.rows("whole.csv").getFirst().get("Benchmark").endsWith("multiply"));
        }
    }

    @Test
    void whatIsInFilesReachesNoTerminalAsACommand() throws Exception {
        try (Program program = new Program(folder)) {
            assertEquals(
                    0, program.run((INSTANT + "--output-dir run").split(" ")).status());
            for (String file : List.of("environment.csv", "forks.csv", "throughput.csv", "tradeoff.csv")) {
                Path path = folder.resolve("run/" + file);
                Files.writeString(
                        path,
                        Files.readString(path)
                                .replaceAll("(?m)^(cpu_model,|date,|os,).*", "$1\u001b[2J\u009b2J")
                                .replace("float32", "float32\u001b]0;title\u0007"));
            }
            Files.writeString(folder.resolve("own\u001b[2J.csv"), "0.5,\u001b[2J\n");
            for (String line : List.of(
                    "report run",
                    "compare run run",
                    "report run\u001b[2J",
                    "accuracy --operands own\u001b[2J.csv",
                    "figure --format \u001b[2J")) {
                Jar.Outcome outcome = program.run(line.split(" "));
                String all = outcome.out() + outcome.err();
                assertFalse(all.isBlank(), line);
                assertFalse(all.matches("(?s).*[\\p{Cc}&&[^\n\r\t]].*"), all);
            }
        }
    }

    @Test
    void whoeverMeetsAnotherJmhIsToldWhatToDoAndMakesNoFolder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        List<String> flags = List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary);
        try (FileChannel lock =
                FileChannel.open(temporary.resolve("jmh.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            Jar.Outcome outcome = jar.run(Jar.THIS_JAVA, flags, List.of("--minutes", "1"));
            assertEquals(1, outcome.status(), outcome.err());
            assertEquals(1, outcome.errors().size(), outcome.err());
            assertTrue(outcome.errors().getFirst().startsWith("another program runs benchmarks"), outcome.err());
            assertTrue(outcome.err().contains("-Djmh.ignoreLock=true"), outcome.err());
        }
        assertFalse(Files.exists(folder.resolve("results")));
        assertEquals(List.of("jmh.lock"), List.of(temporary.toFile().list()));
    }

    @Test
    void fourThatStartTogetherAreFourRuns() throws Exception {
        Files.writeString(folder.resolve("table.csv"), "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n");
        String four = "for i in 1 2 3 4; do \"$@\" inspect table.csv > out$i 2>&1 & pids=\"$pids $!\"; done;"
                + " for pid in $pids; do wait $pid || exit 1; done";
        assertEquals(0, jar.runByShell(four, Jar.THIS_JAVA).status());
        try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
            List<Path> all = runs.toList();
            assertEquals(4, all.size());
            assertTrue(all.stream()
                    .allMatch(run -> Files.exists(run.resolve("environment.csv"))
                            && run.toFile().list().length > 1));
        }
    }

    @Test
    void aRunWhoseFolderGoesHasFailed() throws Exception {
        Process process = startSimulation();
        delete(folder.resolve("run"));
        assertFailed(jar.outcome(process), "run");
    }

    @Test
    void aRunThatMayNoLongerWriteHasFailed() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        try (Mount mount = new Mount(run, "64m")) {
            Process process = startSimulation();
            mount.makeReadOnly();
            assertFailed(jar.outcome(process), "Read-only file system");
        }
    }

    @Test
    void aRunWhoseFirstRowDoesNotFitLeavesNothing() throws Exception {
        Path results = Files.createDirectory(folder.resolve("results"));
        try (Mount mount = new Mount(results, "4k")) {
            Jar.Outcome outcome = jar.run(INSTANT.split(" "));
            assertFailed(outcome, "samples.csv: No space left on device; nothing was written");
            assertEquals(0, mount.place().toFile().list().length);
        }
    }

    /** What forks print is lost then, and not what they time. */
    @Test
    void aTemporaryFolderThatIsFullLosesNoRow() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (Mount mount = new Mount(temporary, "16k")) {
            Files.write(mount.place().resolve("others"), new byte[16 << 10]);
            Jar.Outcome outcome = jar.run(
                    Jar.THIS_JAVA,
                    Jar.briefly("-Djava.io.tmpdir=" + temporary),
                    List.of((INSTANT + "-f 1 --output-dir run")
                            .replace("-f 0", "")
                            .split(" +")));
            assertEquals(0, outcome.status(), outcome.err());
            assertFalse(outcome.err().contains("\tat "), outcome.err());
            assertEquals(1, jar.rows("run/throughput.csv").size());
        }
    }

    @Test
    void anExportThatDoesNotFitLeavesNothing() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        try (Mount mount = new Mount(small, "400k")) {
            Jar.Outcome outcome = jar.run("batch-export", "--steps", "32", "--output-dir", "small", "--quiet");
            assertFailed(outcome, "No space left on device");
            assertEquals(0, mount.place().toFile().list().length);
        }
    }

    private Process startSimulation() throws Exception {
        Process process =
                jar.start(Jar.THIS_JAVA, Jar.briefly(), List.of("simulate", "--steps", "4096", "--output-dir", "run"));
        while (!Files.readString(folder.resolve("err")).contains("Results go to run")) {
            assertTrue(process.isAlive());
            Thread.sleep(5);
        }
        return process;
    }

    private static void delete(Path run) throws IOException {
        Files.delete(run.resolve("environment.csv"));
        Files.delete(run);
    }

    private static void assertFailed(Jar.Outcome outcome, String named) {
        assertEquals(1, outcome.status(), outcome.err());
        assertTrue(outcome.errors().getLast().contains(named), outcome.err());
        assertFalse(outcome.err().contains("Results are in"), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    /** A file system of its own in memory, which the superuser alone can have. */
    private record Mount(Path place) implements AutoCloseable {

        Mount(Path place, String size) throws Exception {
            this(place);
            assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", place.toString()), "cannot mount");
        }

        void makeReadOnly() throws Exception {
            assertTrue(run("mount", "-o", "remount,ro", place.toString()));
        }

        @Override
        public void close() throws IOException {
            try {
                assertTrue(run("umount", "--lazy", place.toString()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean run(String... command) throws IOException, InterruptedException {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        }
    }
}
