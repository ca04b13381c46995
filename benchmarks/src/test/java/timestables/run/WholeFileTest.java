package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileThatCannotBeReplacedKeepsItsContent() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "first");
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class,
                () -> WholeFile.replace(file, out -> {
                    out.write("second".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("disk full");
                }));
        assertEquals("cannot write " + file + ": disk full", e.getMessage());
        assertEquals("first", Files.readString(file));
        assertEquals(List.of("a.csv"), names());
    }

    @Test
    void nothingUnfinishedIsLeft() throws IOException {
        WholeFile.replace(folder.resolve("a.csv"), out -> out.write(1));
        // A folder that is not empty cannot be replaced by the finished file.
        Path folderInTheWay = Files.createDirectory(folder.resolve("b.csv"));
        Files.createFile(folderInTheWay.resolve("keep"));
        assertThrows(UncheckedIOException.class, () -> WholeFile.replace(folderInTheWay, out -> out.write(1)));
        assertEquals(List.of("a.csv", "b.csv"), names());
    }

    /** Whoever could foresee the name of the unfinished file could put a link there. */
    @Test
    void noTwoUnfinishedFilesHaveOneName() {
        Set<String> unfinished = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            WholeFile.replace(folder.resolve("a.csv"), out -> {
                List<String> names = names().stream()
                        .filter(name -> WholeFile.isUnfinished(Path.of(name)))
                        .toList();
                assertEquals(1, names.size());
                unfinished.addAll(names);
            });
        }
        assertEquals(2, unfinished.size(), unfinished::toString);
    }

    /** Those of any new file, though it has had another name; and what a link leads to is not written. */
    @Test
    void permissionsAreThoseOfNewFilesAndALinkIsReplaced() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(other);
        Path file = Files.createSymbolicLink(folder.resolve("a.csv"), other);
        WholeFile.replace(file, out -> out.write(1));
        assertTrue(Files.isRegularFile(file));
        assertEquals(usual, Files.getPosixFilePermissions(file));
        assertEquals(0, Files.size(other));
    }
}
