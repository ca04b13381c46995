package timestables.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The jar as users run it, in a process of its own.
 *
 * @param folder that it runs in, and that its output is kept in
 */
public record Jar(Path folder) {

    /** The jar that was built. */
    public static final Path FILE = Path.of(System.getProperty("timestables.jar"));

    /** The Java that runs the tests. */
    public static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

    /**
     * Flags for processes that say nothing of speed. C2 would do half of their work, for which they are too short; and
     * JMH would refuse to run beside the JMH of another test.
     *
     * @param more flags
     */
    public static List<String> briefly(String... more) {
        List<String> flags = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Djmh.ignoreLock=true"));
        flags.addAll(List.of(more));
        return flags;
    }

    /** What a process left behind. */
    public record Outcome(int status, String out, String err) {

        /** Standard error without the line that a JVM prints of incubator modules. */
        public List<String> errors() {
            return err.lines()
                    .filter(line -> !line.startsWith("WARNING: Using incubator"))
                    .toList();
        }

        /** Asserts that the input was refused, in one line that names something. */
        public void assertRefused(String named) {
            assertEquals(2, status, err);
            assertEquals("", out);
            assertEquals(1, errors().size(), err);
            assertTrue(errors().getFirst().contains(named), err);
        }
    }

    /** Runs it to its end, {@linkplain #briefly briefly}. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(THIS_JAVA, briefly(), List.of(arguments));
    }

    /** Runs it to its end on some Java. */
    public Outcome run(Path javaHome, List<String> jvmArguments, List<String> arguments)
            throws IOException, InterruptedException {
        return outcome(start(javaHome, jvmArguments, arguments));
    }

    /** Runs it to its end with environment variables beside those of the tests. */
    public Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return outcome(start(command(THIS_JAVA, briefly(), List.of(arguments)), environment));
    }

    /** Runs it to its end where no file may grow larger than so many blocks of 512 bytes. */
    public Outcome runWithFilesUpTo(int blocks, String... arguments) throws IOException, InterruptedException {
        return runByShell("ulimit -f " + blocks + "; exec \"$@\"", THIS_JAVA, arguments);
    }

    /**
     * Runs it to its end by a shell.
     *
     * @param script where {@code "$@"} stands for the command that runs the jar
     */
    public Outcome runByShell(String script, Path javaHome, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(command(javaHome, List.of("-XX:-UsePerfData"), List.of(arguments)));
        return outcome(start(command, Map.of()));
    }

    /** Waits for its end. */
    public Outcome outcome(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        return new Outcome(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    /** Starts it. */
    public Process start(Path javaHome, List<String> jvmArguments, List<String> arguments) throws IOException {
        return start(command(javaHome, jvmArguments, arguments), Map.of());
    }

    /** Runs one of its classes to its end, without what starts the jar. */
    public Outcome runClass(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(THIS_JAVA.resolve("bin/java").toString(), "-cp", FILE.toString(), main.getName()));
        command.addAll(List.of(arguments));
        return outcome(start(command, Map.of()));
    }

    private static List<String> command(Path javaHome, List<String> jvmArguments, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(jvmArguments);
        command.addAll(List.of("-jar", FILE.toString()));
        command.addAll(arguments);
        return command;
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", THIS_JAVA.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The rows of a CSV file in the folder. */
    public List<CSVRecord> rows(String file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(folder.resolve(file), StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }
}
