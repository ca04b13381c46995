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

    @Test
    void aTourThatWasKilledGoesOnAndIsReportedAndCompared() throws Exception {
        Jar jar = new Jar(folder);
        Process tour =
                jar.start(Jar.THIS_JAVA, Jar.briefly(), List.of("--minutes", "60", "--seed", "3", "--output-dir", RUN));
        Path forks = folder.resolve(RUN + "/forks.csv");
        Instant end = Instant.now().plus(LONGEST_WAIT);
        while ((Files.notExists(forks) || Files.readAllLines(forks).size() < 4) && tour.isAlive()) {
            assertTrue(Instant.now().isBefore(end), "no forks yet");
            Thread.sleep(50);
        }
        assertTrue(tour.isAlive());
        tour.descendants().forEach(ProcessHandle::destroyForcibly);
        tour.destroyForcibly().waitFor();
        List<String> before = Files.readAllLines(forks);
        assertFalse(Files.exists(folder.resolve(RUN + "/tradeoff.csv")));

        Jar.Outcome outcome = jar.run("--resume", RUN, "--minutes", "0.1", "--quiet");
        assertEquals(0, outcome.status(), outcome.err());
        List<String> after = Files.readAllLines(forks);
        assertEquals(before, after.subList(0, before.size()));
        assertTrue(after.size() > before.size(), "a fork at least in its time");
        assertTrue(outcome.out().contains("How many times the speed of the best float32"), outcome.out());
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
                    .assertRefused("compared is no tour, but of java -jar benchmarks.jar compare");
            program.run("--resume", RUN).assertRefused("commit was 0123456789abcdef, and is ");
        }
    }
}
