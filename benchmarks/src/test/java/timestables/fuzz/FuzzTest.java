package timestables.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The beginning of what {@code scripts/fuzz} does for long, and whether that finds anything. */
class FuzzTest {

    /** How many inputs readers get; all others get every systematic change. */
    private static final Map<String, Long> FEW =
            Map.of("run", 50L, "arguments", 50L, "csv", 500L, "npy", 500L, "png", 500L, "table", 500L);

    /** For those that take too long; others may take a second. */
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> damagedFilesAreReadOrRefusedInOneLine() throws IOException {
        return Readers.all(folder).stream()
                .map(reader -> DynamicTest.dynamicTest(reader.name(), () -> {
                    long count = FEW.getOrDefault(reader.name(), new Inputs(reader, 1).systematic());
                    Fuzz.Outcome outcome = new Fuzz(reader, 1, folder).run(0, count);
                    assertEquals(List.of(), outcome.faults());
                    assertEquals(count, outcome.read() + outcome.refused());
                    assertTrue(outcome.read() > 0 && outcome.refused() > 0, outcome::toString);
                }));
    }

    private static Reader reader(Reader.Reading reading) {
        return Reader.of(
                "test", List.of("valid".getBytes(StandardCharsets.US_ASCII)), UnaryOperator.identity(), reading);
    }

    /** What is found, of a reader that reads the valid file, and all others likewise. */
    private void assertFault(String fault, Reader.Reading ofOthers) throws InterruptedException {
        assertFault(fault, Duration.ofSeconds(1), ofOthers);
    }

    private void assertFault(String fault, Duration longest, Reader.Reading ofOthers) throws InterruptedException {
        Reader reader = reader((file, number) -> {
            if (number > 0) {
                ofOthers.read(file, number);
            }
        });
        List<String> faults = new Fuzz(reader, 7, folder, longest).run(0, 3).faults();
        assertEquals(1, faults.size(), faults::toString);
        String found = faults.getFirst();
        assertTrue(found.startsWith("test, seed 7, input 1, kept as ") && found.contains(fault), found);
    }

    private void assertRefusalIsAFault(String fault, String message) throws InterruptedException {
        assertFault("the refusal " + fault, (file, number) -> {
            throw new IllegalArgumentException(message == null ? null : message.replace("FILE", file.toString()));
        });
    }

    @Test
    void whateverElseIsThrownIsAFault() throws InterruptedException {
        assertFault("java.lang.StackOverflowError: deep", (file, number) -> {
            throw new StackOverflowError("deep");
        });
        assertFault("the refusal is of another class: java.lang.NumberFormatException: ", (file, number) -> {
            throw new NumberFormatException(file + ": x");
        });
    }

    @Test
    void aRefusalHasAShortLineThatNamesTheFile() throws InterruptedException {
        assertRefusalIsAFault("has no message", null);
        assertRefusalIsAFault("has no message", " ");
        assertRefusalIsAFault("has a message with other characters", "FILE: two\nlines");
        assertRefusalIsAFault("has a message with other characters", "FILE: \u001b[31m");
        assertRefusalIsAFault("has a message with other characters", "FILE: \u00e9");
        assertRefusalIsAFault("has a message of ", "FILE: " + "x".repeat(500));
        assertRefusalIsAFault("does not name the file", "it is damaged");
    }

    @Test
    void aValidFileIsToBeRead() throws InterruptedException {
        List<String> faults = new Fuzz(
                        reader((file, number) -> {
                            throw new IllegalArgumentException(file + ": no");
                        }),
                        7,
                        folder)
                .run(0, 20)
                .faults();
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.getFirst().contains("input 0, kept as "), faults.getFirst());
        assertTrue(faults.getFirst().contains("a valid file is refused"), faults.getFirst());
    }

    private static long time() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void aFileTakesNoLongTime() throws InterruptedException {
        assertFault("it takes 0.", SHORT, (file, number) -> {
            long end = time() + 2 * SHORT.toNanos();
            while (time() < end) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void aReaderThatDoesNotEndIsGivenUp() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            assertFault("it is still being read", SHORT, (file, number) -> {
                while (!isOver.get()) {
                    Thread.onSpinWait();
                }
            });
        } finally {
            isOver.set(true);
        }
    }

    @Test
    void inputsAreTheSameAgainAndEveryPrefixIsThere() {
        Reader reader = reader((file, number) -> {});
        Inputs inputs = new Inputs(reader, 3);
        assertArrayEquals(inputs.get(12_345), new Inputs(reader, 3).get(12_345));
        Set<String> texts = Set.copyOf(LongStream.range(0, inputs.systematic())
                .mapToObj(number -> new String(inputs.get(number), StandardCharsets.ISO_8859_1))
                .distinct()
                .toList());
        assertTrue(
                texts.containsAll(List.of("valid", "vali", "val", "va", "v", "", "val\u00ffd", "\u00ffalid")),
                texts::toString);
        assertTrue(texts.size() > 20);
    }
}
