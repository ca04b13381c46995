package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;
import timestables.run.CsvReader;

/**
 * Runs that are killed or stopped at random moments: no row is lost, nothing is half-written, no process stays, the
 * next run clears what is left, and a run that can go on does.
 *
 * <p>{@code scripts/faults} runs it; it takes ten seconds a kill. The system property {@code timestables.kills} says
 * how many there are, {@code timestables.seed} which.
 */
class KilledRuns {

    /** A command, and a time in milliseconds by which it has mostly ended. */
    private record Command(String name, int longest, List<String> arguments) {

        static Command of(String name, int longest, String arguments) {
            return new Command(name, longest, List.of(arguments.split(" ")));
        }
    }

    private static final List<Command> COMMANDS = List.of(
            Command.of(
                    "JMH's arguments",
                    6_000,
                    "Multiply -p contender=float32,table4 -p size=64 -f 2 -wi 0 -i 1 -r 10ms"),
            Command.of("tour", 40_000, "--minutes 0.6"),
            Command.of("accuracy", 15_000, "accuracy"),
            Command.of("advise", 8_000, "advise --weights own.csv --minutes 0.1"),
            Command.of("report", 1_500, "report reported"),
            Command.of("batch-export", 3_000, "batch-export --steps 32,64 --seed 1"));

    private static final String FORKS = "forks.csv";

    @TempDir
    private Path folder;

    private Jar jar;
    private Path results;
    private Path temporary;

    @Test
    void whatIsKilledLosesNothing() throws Exception {
        int kills = Integer.getInteger("timestables.kills", COMMANDS.size());
        long seed = Long.getLong("timestables.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        jar = new Jar(folder);
        results = folder.resolve("results");
        temporary = Files.createDirectory(folder.resolve("temporary"));
        Files.writeString(folder.resolve("own.csv"), "0.5,1,-2\n-0.25,0.75,1\n");
        Files.writeString(folder.resolve("table.csv"), "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n");
        assertEquals(
                0, start("accuracy --operands own.csv --output-dir reported").waitFor());
        assertEquals(0, start("batch-export --steps 32,64 --seed 2").waitFor());
        for (int i = 0; i < kills; i++) {
            Command command = COMMANDS.get(i % COMMANDS.size());
            kill(command, random);
        }
    }

    private Process start(String arguments) throws IOException {
        return start(List.of(arguments.split(" ")));
    }

    private Process start(List<String> arguments) throws IOException {
        return jar.start(Jar.THIS_JAVA, Jar.briefly("-Djava.io.tmpdir=" + temporary), arguments);
    }

    private void kill(Command command, Random random) throws Exception {
        List<Path> before = runs();
        Process launcher = start(command.arguments);
        boolean ended = launcher.waitFor(random.nextInt(command.longest), TimeUnit.MILLISECONDS);
        List<ProcessHandle> family = new ArrayList<>(List.of(launcher.toHandle()));
        launcher.descendants().forEach(family::add);
        String signal = List.of("KILL", "TERM", "INT").get(random.nextInt(3));
        // A terminal interrupts all of them. Whoever stops a program stops the one that was started.
        List<ProcessHandle> victims = signal.equals("INT")
                ? family
                : List.of(family.get(signal.equals("KILL") ? random.nextInt(family.size()) : 0));
        String what = "%s, %s to process %d of %d"
                .formatted(command.name, signal, family.indexOf(victims.getFirst()) + 1, family.size());
        System.out.println(what + (ended ? ", which had ended" : ""));
        for (ProcessHandle victim : victims) {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(victim.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        assertTrue(launcher.waitFor(2, TimeUnit.MINUTES), what);
        for (ProcessHandle each : family) {
            each.onExit().get(1, TimeUnit.MINUTES);
        }
        String err = Files.readString(folder.resolve("err"));
        assertTrue(List.of(0, 1, 130, 137, 143).contains(launcher.exitValue()), what + ": " + err);
        assertFalse(err.contains("\tat "), what + ": " + err);
        assertWhole(what);

        List<Path> after = runs();
        after.removeAll(before);
        for (Path run : after) {
            goOn(command, run, what);
        }
        assertEquals(0, start("inspect table.csv").waitFor(), () -> what + ": " + errors());
        assertCleared(what);
    }

    private List<Path> runs() throws IOException {
        if (Files.notExists(results)) {
            return new ArrayList<>();
        }
        try (Stream<Path> all = Files.list(results)) {
            return new ArrayList<>(all.filter(run -> Files.exists(run.resolve("environment.csv")))
                    .toList());
        }
    }

    /** Every file that has its name can be read to its end, but for the last row of one that rows are added to. */
    private void assertWhole(String what) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Path root : List.of(results, folder.resolve("reported"))) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !root.relativize(file).toString().matches("(.*/)?[.].*"))
                        .forEach(files::add);
            }
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".png")) {
                assertNotNull(ImageIO.read(file.toFile()), what + ": " + file);
            } else if (name.endsWith(".html")) {
                assertTrue(Files.readString(file).strip().endsWith("</html>"), what + ": " + file);
            } else if (name.endsWith(".csv") && !name.equals(FORKS) && !name.equals("samples.csv")) {
                CsvReader.readNamed(file);
                assertTrue(Files.readString(file).endsWith("\n"), what + ": " + file);
            }
        }
        for (String steps : List.of("32_steps", "64_steps")) {
            assertEquals(
                    0,
                    start("export-examples --source results/examples/simulation_runs/%s --dest copy".formatted(steps))
                            .waitFor(),
                    what + ": " + steps);
        }
    }

    /** Of a run of JMH's arguments what is left, and of a tour something; whatever was timed stays. */
    private void goOn(Command command, Path run, String what) throws Exception {
        if (!command.name.equals("tour") && !command.arguments.contains("-f")) {
            return;
        }
        Path forks = run.resolve(FORKS);
        String before = read(forks);
        List<String> arguments =
                new ArrayList<>(List.of("--resume", folder.relativize(run).toString(), "--quiet"));
        if (command.name.equals("tour")) {
            arguments.addAll(List.of("--minutes", "0.05"));
        }
        assertEquals(0, start(arguments).waitFor(), () -> what + ": " + errors());
        String whole = before.substring(0, before.lastIndexOf('\n') + 1);
        assertTrue(read(forks).startsWith(whole), what);
        if (command.arguments.contains("-f")) {
            assertTrue(Files.readAllLines(forks).size() >= 1 + 2 * 2, what);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private String errors() {
        try {
            return read(folder.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertCleared(String what) throws IOException {
        try (Stream<Path> all = Files.walk(results)) {
            assertEquals(
                    List.of(),
                    all.filter(path -> path.toString().endsWith(".unfinished")
                                    || path.getFileName().toString().startsWith("."))
                            .toList(),
                    what);
        }
        try (Stream<Path> all = Files.list(temporary)) {
            assertEquals(
                    List.of(), all.filter(path -> !path.endsWith("jmh.lock")).toList(), what);
        }
    }
}
