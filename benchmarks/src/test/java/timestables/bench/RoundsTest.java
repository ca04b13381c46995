package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;
import timestables.contender.Operation;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Timings;

/** Rounds in this JVM, at a pace that says nothing of speed. */
class RoundsTest {

    private static final List<Case> CASES = List.of(
            new Case(Operation.MULTIPLY, "float32", "64"),
            new Case(Operation.MULTIPLY, "table4", "64"),
            new Case(Operation.DOT, "float32", "32"),
            new Case(Operation.DOT, "int8", "32"));

    @TempDir
    private Path folder;

    private Timings timings;

    @BeforeEach
    void begin() {
        timings = new Timings(new RunFolder(folder, Set.of()));
    }

    private int run(List<Case> cases, Instant end, int rounds) throws RunnerException {
        return new Rounds(cases, 1, InstantPace.OPTIONS, timings, new Progress(null, 0)).run(end, rounds);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(60);
    }

    @Test
    void everyRoundHasEveryCase() throws Exception {
        assertEquals(0, run(CASES, later(), 3));
        assertEquals(3, timings.lastRound());
        for (int round = 1; round <= 3; round++) {
            for (Case timed : CASES) {
                assertTrue(timings.has(timed, round), timed + " in round " + round);
            }
        }
    }

    @Test
    void aRoundThatWasBegunIsEnded() throws Exception {
        run(CASES.subList(0, 2), later(), 2);
        run(CASES, later(), 2);
        assertFalse(timings.has(CASES.get(3), 1), "that round has ended");
        CASES.forEach(timed -> assertTrue(timings.has(timed, 2), timed.toString()));
    }

    @Test
    void laterRoundsTakeTheDoubtfulHalfAndItsBaselines() throws Exception {
        run(CASES, later(), 4);
        long taken = CASES.stream().filter(timed -> timings.has(timed, 4)).count();
        assertTrue(taken >= 2, taken + " cases");
        for (Case timed : CASES) {
            assertTrue(!timings.has(timed, 4) || timings.has(timed.with("float32"), 4), timed.toString());
        }
    }

    @Test
    void whatFailsIsNotTakenAgain() throws Exception {
        Case failing = new Case(Operation.MULTIPLY, "float32", "999999999");
        assertEquals(1, run(List.of(CASES.get(1), failing), later(), 2));
        assertTrue(timings.has(CASES.get(1), 2));
        assertFalse(timings.has(failing, 1));
        assertEquals(
                List.of(CASES.get(1)),
                timings.rows().stream().map(Throughput::timed).toList());
    }

    @Test
    void nothingBeginsAfterTheEnd() throws Exception {
        assertEquals(0, run(CASES, Instant.now().minusSeconds(1), 3));
        assertTrue(timings.isEmpty());
    }
}
