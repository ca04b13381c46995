package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What a terminal shows in the end: each return begins the line anew, over what it held. */
    private String shown() {
        StringBuilder line = new StringBuilder();
        for (String part : printed().split("\r")) {
            line.replace(0, Math.min(part.length(), line.length()), part);
        }
        return line.toString().stripTrailing();
    }

    @Test
    void aLogGetsALineForEachStep() {
        try (Progress progress = new Progress(out, 2, null, 0)) {
            progress.begin("one");
            progress.begin("two");
        }
        assertEquals(
                List.of("[1/2] one", "[2/2] two, 0:00 left"), printed().lines().toList());
    }

    @Test
    void aTerminalGetsOneLineThatIsDrawnAnew() {
        try (Progress progress = new Progress(out, 4, null, 80)) {
            progress.begin("a long first step");
            assertEquals("[....................]   0%, a long first step", shown());
            progress.begin("two");
            assertEquals("[#####...............]  25%, 0:00 left, two", shown());
            progress.begin("three");
            progress.begin("four");
            assertEquals("[###############.....]  75%, 0:00 left, four", shown());
        }
        assertEquals("", shown());
        assertTrue(printed().endsWith("\r"), printed());
        assertFalse(printed().contains("\n"), printed());
    }

    @Test
    void theLineNeverReachesTheTerminalsEdge() {
        try (Progress progress = new Progress(out, 1, null, 80)) {
            progress.begin("word ".repeat(40));
        }
        for (String line : printed().split("\r")) {
            assertTrue(line.length() < 80, line);
        }
    }

    @Test
    void theLineIsAsLongAsTheTerminalIsWide() {
        try (Progress progress = new Progress(out, 1, null, 120)) {
            progress.begin("word ".repeat(40));
        }
        assertEquals(119, printed().split("\r")[1].length());
    }

    @Test
    void aBudgetTellsWhatIsLeftOfIt() {
        try (Progress progress = new Progress(out, 0, Duration.ofSeconds(100), 80)) {
            progress.begin("one");
            assertTrue(shown().matches("\\[\\.{20}\\]   0%, 1:(40|39) left, one"), shown());
        }
        try (Progress progress = new Progress(out, 0, Duration.ofMillis(0), 0)) {
            progress.begin("late");
        }
        assertTrue(printed().endsWith("[1] late, 0:00 left" + System.lineSeparator()), printed());
    }

    @Test
    void aClearedLineComesBackWithTheNextStep() {
        try (Progress progress = new Progress(out, 2, null, 80)) {
            progress.begin("one");
            progress.clear();
            assertEquals("", shown());
            progress.begin("two");
            assertTrue(shown().endsWith("two"), shown());
        }
    }

    @Test
    void silenceIsSilent() {
        try (Progress progress = new Progress(null, 1, null, 80)) {
            progress.begin("one");
        }
        assertEquals("", printed());
    }

    @Test
    void stepsMayBeginOnManyThreads() {
        int steps = 1000;
        try (Progress progress = new Progress(out, steps, null, 0)) {
            IntStream.range(0, steps).parallel().forEach(i -> progress.begin("step"));
        }
        List<String> lines = printed().lines().toList();
        assertEquals(steps, lines.size());
        for (int i = 0; i < steps; i++) {
            assertTrue(lines.get(i).startsWith("[" + (i + 1) + "/1000] step"), lines.get(i));
        }
    }

    @Test
    void moreStepsThanAnnouncedAreShownToo() {
        for (int width : new int[] {80, 0}) {
            try (Progress progress = new Progress(out, 1, null, width)) {
                progress.begin("one");
                progress.begin("two");
                progress.begin("three");
            }
        }
        assertTrue(printed().contains("[#############.......]  66%, 0:00 left, three"), printed());
        assertTrue(printed().contains("[3/3] three, 0:00 left"), printed());
    }

    @Test
    void whatBeginsAfterTheEndIsNotShown() {
        Progress progress = new Progress(out, 2, null, 80);
        progress.begin("one");
        progress.close();
        progress.begin("two");
        assertEquals("", shown());
    }
}
