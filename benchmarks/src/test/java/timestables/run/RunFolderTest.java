package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final String ROOT = "timestables.results";

    private static final List<Environment.Fact> FACTS = List.of(new Environment.Fact("key", "value"));

    @TempDir
    private Path folder;

    private String before;

    @BeforeEach
    void setRoot() {
        before = System.getProperty(ROOT);
        System.setProperty(ROOT, folder.resolve("results").toString());
    }

    @AfterEach
    void resetRoot() {
        if (before == null) {
            System.clearProperty(ROOT);
        } else {
            System.setProperty(ROOT, before);
        }
    }

    private static RunFolder fresh() {
        return RunFolder.open(null, List.of(), FACTS);
    }

    private RunFolder named() {
        return RunFolder.open(folder.resolve("run"), List.of(), FACTS);
    }

    @Test
    void runsThatStartTogetherGetAFolderEach() {
        Set<Path> folders =
                IntStream.range(0, 16).parallel().mapToObj(i -> fresh().path()).collect(Collectors.toSet());
        assertEquals(16, folders.size());
        Set<String> ends = folders.stream()
                .map(path -> path.getFileName().toString().replaceFirst(".*-jdk[\\d.]+", ""))
                .collect(Collectors.toSet());
        assertTrue(ends.contains(""), ends::toString);
        assertTrue(IntStream.rangeClosed(2, 16).allMatch(n -> ends.contains("-" + n)), ends::toString);
    }

    @Test
    void ofThoseThatWantOneFolderOneGetsIt() {
        long got = IntStream.range(0, 16)
                .parallel()
                .filter(i -> {
                    try {
                        return named() != null;
                    } catch (IllegalArgumentException e) {
                        assertTrue(e.getMessage().contains("already holds the environment.csv of another run"));
                        return false;
                    }
                })
                .count();
        assertEquals(1, got);
    }

    @Test
    void anEmptyDescriptionIsNoRuns() throws IOException {
        Path environment = Files.createDirectory(folder.resolve("run")).resolve(Environment.FILE);
        Files.createFile(environment);
        named();
        assertEquals(List.of("key,value", "key,value"), Files.readAllLines(environment));
        assertThrows(IllegalArgumentException.class, this::named);
    }

    @Test
    void aFolderThatARunLeftEmptyIsTakenAgain() throws IOException {
        Path first = fresh().path();
        Files.delete(first.resolve(Environment.FILE));
        assertEquals(first, fresh().path());
    }

    @Test
    void whoeverAskedForNoFolderIsToldHowToNameOne() throws IOException {
        Files.createFile(folder.resolve("file"));
        System.setProperty(ROOT, "/proc/results");
        String message = assertThrows(IllegalArgumentException.class, RunFolderTest::fresh)
                .getMessage();
        assertTrue(message.startsWith("cannot make /proc/results: "), message);
        assertTrue(message.contains("--output-dir"), message);
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> RunFolder.open(folder.resolve("file/run"), List.of(), FACTS))
                .getMessage();
        assertFalse(message.contains("--output-dir"), message);
    }

    @Test
    void aRunWhoseFolderWasRemovedIsNoSuccess() throws IOException {
        RunFolder run = named();
        Files.delete(run.file(Environment.FILE));
        Files.delete(run.path());
        assertThrows(UncheckedIOException.class, run::announce);
        assertEquals(run.path() + " has been removed", run.left());
    }

    @Test
    void whatARunWithoutResultsLeavesIsNothing() throws IOException {
        RunFolder run = named();
        Files.createFile(run.file("a.csv.1.unfinished"));
        assertEquals("nothing was written", run.left());
        Files.createFile(run.file("a.csv"));
        assertEquals("results so far are in " + run.path(), run.left());
    }
}
