package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainsTest {

    private static final String UNFINISHED = "a.csv.01234567-89ab-cdef-0123-456789abcdef.unfinished";

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void unfinishedFilesThatNobodyWritesAreDeleted() throws IOException {
        Files.createFile(folder.resolve(UNFINISHED));
        Path deep = Files.createDirectories(folder.resolve("maps/8bit")).resolve(UNFINISHED);
        Files.createFile(deep);
        Files.createFile(folder.resolve("a.csv"));
        WholeFile.replace(folder.resolve("b.csv"), out -> {
            Remains.clear(folder, 1);
            assertEquals(3, names().size(), "the one that is being written stays");
        });
        assertEquals(List.of("a.csv", "b.csv", "maps"), names());
        assertTrue(Files.exists(deep));
        Remains.clear(folder, 3);
        assertFalse(Files.exists(deep));
    }

    /** Each state in which a process that replaces a folder can be killed. */
    @ParameterizedTest
    @CsvSource({
        // what is in the hidden folder, what is in the place, and what is to be there
        "'', old, old",
        "unfinished, old, old",
        "unfinished, , ",
        "former unfinished, , new",
        "former, new, new",
        "former, , old",
    })
    void whatAReplacementWasKilledInIsCompletedOrTakenBack(String hidden, String before, String after)
            throws IOException {
        Path work = Files.createDirectory(folder.resolve(".1000_steps-42"));
        Files.createFile(work.resolve("timestables.lock"));
        for (String each : hidden.split(" ")) {
            if (!each.isEmpty()) {
                Files.writeString(
                        Files.createDirectory(work.resolve(each)).resolve("content"),
                        each.equals("former") ? "old" : "new");
            }
        }
        Path place = folder.resolve("1000_steps");
        if (before != null) {
            Files.writeString(Files.createDirectory(place).resolve("content"), before);
        }
        Remains.clear(folder, 1);
        assertEquals(after == null ? List.of() : List.of("1000_steps"), names());
        if (after != null) {
            assertEquals(after, Files.readString(place.resolve("content")));
        }
    }

    @Test
    void aReplacementThatGoesOnAndWhatIsNoneStay() throws IOException {
        Files.createDirectories(folder.resolve(".hidden-1/former"));
        Files.createDirectory(folder.resolve(".hidden-2"));
        Files.createFile(folder.resolve(".hidden-2/lock"));
        WholeFolder.replace(folder.resolve("a"), unfinished -> {
            Files.createFile(unfinished.resolve("content"));
            Remains.clear(folder, 1);
            assertEquals(3, names().size());
        });
        assertEquals(List.of(".hidden-1", ".hidden-2", "a"), names());
        assertTrue(Files.exists(folder.resolve("a/content")));
    }
}
