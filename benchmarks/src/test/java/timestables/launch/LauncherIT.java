package timestables.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.jar.Jar;

/** The process that users start, the program that it starts, and the JVMs that JMH starts in turn. */
class LauncherIT {

    /** Its bit in a set of signals. */
    private static final long SIGINT = 0x2;

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        jar = new Jar(folder);
    }

    private static void await(Process process, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertTrue(process.isAlive());
            Thread.sleep(5);
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor());
    }

    /** Jobs that a script runs in the background ignore interrupts, and so do all processes that these start. */
    private static void assumeIsHeard(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (signal.equals("INT") && Files.exists(status)) {
            long ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .findFirst()
                    .orElse(0);
            assumeTrue((ignored & SIGINT) == 0, "interrupts are ignored here, as in the background of a script");
        }
    }

    private boolean says(String file, String text) {
        try {
            return Files.readString(folder.resolve(file)).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(String arguments) throws IOException {
        return jar.start(Jar.THIS_JAVA, Jar.briefly(), List.of(arguments.split(" ")));
    }

    private static void assertEnd(Process process, int status, List<ProcessHandle> descendants) throws Exception {
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(status, process.exitValue());
        for (ProcessHandle descendant : descendants) {
            descendant.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "KILL, 137"})
    void aStoppedRunKeepsItsRowsSaysWhereAndLeavesNoProcess(String signal, int status) throws Exception {
        assumeIsHeard(signal);
        Process process =
                start("Multiply -p contender=float32,float64 -p size=64 -f 1 -wi 0 -i 1 -r 1s --output-dir run");
        await(process, () -> Files.exists(folder.resolve("run/throughput.csv")));
        List<ProcessHandle> descendants = process.descendants().toList();
        signal(process, signal);
        assertEnd(process, status, descendants);
        assertEquals(1, jar.rows("run/throughput.csv").size());
        assertEquals("float32", jar.rows("run/throughput.csv").getFirst().get("contender"));
        assertTrue(says("err", "Results go to run\n"));
        assertTrue(says("err", "Stopped: results so far are in run\n"));
    }

    @Test
    void whoStopsARunBeforeItsFirstResultIsToldSo() throws Exception {
        assumeIsHeard("INT");
        Process process = start("accuracy");
        await(process, () -> says("err", "[1/"));
        assertTrue(says("err", "Results go to results"));
        signal(process, "INT");
        assertEnd(process, 130, List.of());
        assertTrue(says("err", "Stopped: nothing was written\n"));
        assertEquals(0, folder.resolve("results").toFile().list().length);
    }

    /** It can pass on no signal yet, or none at all. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "KILL"})
    void aLauncherThatEndsAtOnceLeavesNoProgram(String signal) throws Exception {
        assumeIsHeard(signal);
        Process process = start("Multiply -p contender=float32 -p size=64 -f 1 -wi 0 -i 1 -r 10m");
        await(process, () -> process.children().findAny().isPresent());
        List<ProcessHandle> program = process.children().toList();
        signal(process, signal);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        for (ProcessHandle each : program) {
            each.onExit().get(1, TimeUnit.MINUTES);
        }
        // A program that came as far as to make a folder, before it was stopped, has left nothing in it.
        String[] written = folder.resolve("results").toFile().list();
        assertTrue(written == null || written.length == 0, () -> String.join(", ", written));
    }

    @Test
    void noBenchmarkOutlivesAProgramThatIsKilled() throws Exception {
        Process process = start("Multiply -p contender=float32 -p size=64 -f 1 -wi 0 -i 1 -r 10m");
        await(process, () -> says("out", "Iteration   1:"));
        ProcessHandle program = process.children().findFirst().orElseThrow();
        List<ProcessHandle> forks = program.children().toList();
        assertEquals(1, forks.size());
        program.destroyForcibly();
        assertEnd(process, 137, forks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec \"$@\" maps --output-dir \"$name\"            | n",
                "exec \"$@\" accuracy --operands \"$name\"          | n",
                "mkdir $name; cd $name; exec \"$@\" maps --output-dir x | /n"
            })
    void namesThatTheLocaleCannotReadAreRefused(String script, String named) throws Exception {
        String name = "export LC_ALL=C; name=$(printf 'n\\303\\244me'); ";
        for (Path home : List.of(Jar.THIS_JAVA, mavenJava())) {
            Jar.Outcome outcome = jar.runByShell(name + script.replace("mkdir", "mkdir -p"), home);
            outcome.assertRefused("cannot read the name ");
            assertTrue(outcome.err().contains(named + "??me:"), outcome.err());
            assertTrue(outcome.err().contains("set LC_ALL=C.UTF-8"), outcome.err());
        }
        assertFalse(Files.exists(folder.resolve("results")));
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(file -> file.getFileName().toString().contains("?")));
        }
    }

    @Test
    void anOlderJavaHandsOver() throws Exception {
        Path older = mavenJava();
        assumeTrue(!older.equals(Jar.THIS_JAVA), "Maven runs on the Java that the jar needs");
        Jar.Outcome outcome = jar.run(older, List.of(), List.of("-l"));
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("timestables.bench.DotBenchmark.dot"), outcome.out());
        assertEquals(2, jar.run(older, List.of(), List.of("-p", "size=0")).status());
    }

    private static Path mavenJava() {
        Path home = Path.of(System.getProperty("timestables.mavenJava"));
        assertTrue(new File(home.toFile(), "bin/java").canExecute());
        return home;
    }

    @Test
    void theJarAsksForTheNativeAccessThatItsJvmsAreGiven() throws IOException {
        try (JarFile file = new JarFile(Jar.FILE.toFile())) {
            assertEquals(
                    JvmFlags.NATIVE_ACCESS,
                    "--enable-native-access="
                            + file.getManifest().getMainAttributes().getValue("Enable-Native-Access"));
        }
    }
}
