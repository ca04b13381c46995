package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;

class ResumeIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    /** As a user may call it, with a blank in it. */
    private static final String RUN = "a run";

    @TempDir
    private Path folder;

    /** What had been timed by a command that was killed after three forks or more. */
    private static List<String> killed(Jar jar, Path forks, List<String> flags, List<String> arguments)
            throws Exception {
        Process process = jar.start(Jar.THIS_JAVA, flags, arguments);
        Instant end = Instant.now().plus(LONGEST_WAIT);
        while ((Files.notExists(forks) || Files.readAllLines(forks).size() < 4) && process.isAlive()) {
            assertTrue(Instant.now().isBefore(end), "no forks yet");
            Thread.sleep(50);
        }
        assertTrue(process.isAlive());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return Files.readAllLines(forks);
    }

    @Test
    void aRunOfJmhsArgumentsDoesWhatItHadNotDoneAndThenAsMuchAgain() throws Exception {
        Jar jar = new Jar(folder);
        Path forks = folder.resolve(RUN + "/forks.csv");
        List<String> before = killed(
                jar,
                forks,
                Jar.briefly(),
                List.of(("Multiply -p contender=float32,table4 -p size=64 -p operands=codes -f 2 -wi 0"
                                        + " -i 1 -r 10ms --output-dir=a|run --quiet")
                                .split(" "))
                        .stream()
                        .map(word -> word.replace('|', ' '))
                        .toList());

        Jar.Outcome outcome = jar.run("--resume", RUN);
        assertEquals(0, outcome.status(), outcome.err());
        List<String> after = Files.readAllLines(forks);
        assertEquals(before, after.subList(0, before.size()));
        assertEquals(1 + 2 * 2, after.size(), outcome.out());
        assertTrue(before.size() < after.size(), "it was killed before its end");
        for (String round : List.of("1", "2")) {
            assertEquals(
                    2,
                    jar.rows(RUN + "/forks.csv").stream()
                            .filter(row -> row.get("round").equals(round))
                            .map(row -> row.get("contender"))
                            .distinct()
                            .count());
        }
        List<String> measured = jar.rows(RUN + "/accuracy.csv").stream()
                .map(row -> row.get("contender") + row.get("format"))
                .sorted()
                .toList();
        assertEquals(measured.stream().distinct().toList(), measured, "each once");
        assertTrue(measured.containsAll(List.of("float32float32", "table4linear")), measured::toString);

        jar.run("--resume", RUN, "--minutes", "1").assertRefused("--minutes needs a tour");
        outcome = jar.run("--resume", RUN, "--quiet");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(2 * after.size() - 1, Files.readAllLines(forks).size());
    }

    @Test
    void aTourThatWasKilledGoesOnAndIsReportedAndCompared() throws Exception {
        Jar jar = new Jar(folder);
        Path forks = folder.resolve(RUN + "/forks.csv");
        List<String> before = killed(
                jar,
                forks,
                // Errors, of which it measures many, are measured in half the time by an optimising compiler.
                List.of("-Djmh.ignoreLock=true"),
                List.of("--minutes", "60", "--seed", "3", "--output-dir", RUN));
        assertFalse(Files.exists(folder.resolve(RUN + "/tradeoff.csv")));

        Jar.Outcome outcome = jar.run("--resume", RUN, "--minutes", "0.1", "--quiet");
        assertEquals(0, outcome.status(), outcome.err());
        List<String> after = Files.readAllLines(forks);
        assertEquals(before, after.subList(0, before.size()));
        assertTrue(after.size() > before.size(), "a fork at least in its time");
        assertTrue(outcome.out().contains("Products per nanosecond of the fastest float32"), outcome.out());
        long columns = outcome.out().lines().mapToInt(String::length).max().orElse(0);
        assertTrue(columns <= 100, outcome.out());
        assertTrue(outcome.out().lines().count() <= 40, outcome.out());

        try (Program program = new Program(folder)) {
            String report = program.run("report", RUN).out();
            List<String> answer = outcome.out().lines().toList();
            assertEquals(answer, report.lines().skip(1).toList());
            assertTrue(report.startsWith(RUN + ": "), report);

            Jar.Outcome same = program.run("compare", "--fail-above", "0", RUN, RUN, "--output-dir", "compared");
            assertEquals(0, same.status(), same.err());
            assertTrue(same.out().contains("verdict"), same.out());
            assertTrue(Files.readAllLines(folder.resolve("compared/comparison.csv"))
                    .getFirst()
                    .startsWith("operation,contender,size,operands,threads,base_ns_per_op,"));

            Path environment = folder.resolve(RUN + "/environment.csv");
            Files.writeString(
                    environment, Files.readString(environment).replaceAll("commit,.*", "commit,0123456789abcdef"));
            program.run("--resume", "compared")
                    .assertRefused("compared is of java -jar benchmarks.jar compare --fail-above 0 'a run' 'a run'");
            program.run("--resume", RUN).assertRefused("commit was 0123456789abcdef, and is ");
        }
    }
}
