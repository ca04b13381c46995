package timestables.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {

    @TempDir
    private Path folder;

    private Path export(String name) throws IOException {
        Path export = Files.createDirectories(folder.resolve(name));
        Files.writeString(export.resolve(SimulationRun.FILE), "old");
        Files.writeString(export.resolve("stale.png"), "old");
        return export;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void fill(Path unfinished) throws IOException {
        Files.writeString(unfinished.resolve(SimulationRun.FILE), "new");
    }

    @Test
    void anExportTakesThePlaceOfTheFormerOne() throws IOException {
        Path export = export("a");
        Exports.replace(export, ExportsTest::fill);
        assertEquals("new", Files.readString(export.resolve(SimulationRun.FILE)));
        assertFalse(Files.exists(export.resolve("stale.png")));
        Exports.replace(folder.resolve("b"), ExportsTest::fill);
        assertEquals(List.of("a", "b"), names());
    }

    @Test
    void whateverFailsTheFormerOneStays() throws IOException {
        Path export = export("a");
        assertThrows(
                UncheckedIOException.class,
                () -> Exports.replace(export, unfinished -> {
                    fill(unfinished);
                    throw new IOException("disk full");
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> Exports.replace(export, unfinished -> {
                    throw new IllegalArgumentException("bad table");
                }));
        assertEquals("old", Files.readString(export.resolve("stale.png")));
        assertEquals(List.of("a"), names());
    }

    @Test
    void neighboursAreLeftAlone() throws IOException {
        Path export = export("a");
        Files.createDirectories(folder.resolve("a.former"));
        Files.writeString(folder.resolve("a.former/thesis.txt"), "mine");
        Exports.replace(export, ExportsTest::fill);
        assertEquals("mine", Files.readString(folder.resolve("a.former/thesis.txt")));
    }

    @Test
    void aLinkToAnExportStaysOne() throws IOException {
        Path export = export("a");
        Path link = Files.createSymbolicLink(folder.resolve("link"), export);
        Exports.replace(link, ExportsTest::fill);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(export.resolve(SimulationRun.FILE)));
    }

    @Test
    void whatIsNoExportIsNotReplaced() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("essay.txt"), "mine");
        Files.writeString(folder.resolve("file"), "mine");
        assertThrows(IllegalArgumentException.class, () -> Exports.checkReplaceable(folder.resolve("home")));
        assertThrows(IllegalArgumentException.class, () -> Exports.checkReplaceable(folder.resolve("file")));
        Files.createDirectories(folder.resolve("empty"));
        Exports.checkReplaceable(folder.resolve("empty"));
    }

    @Test
    void anExportNeitherHoldsItsSourceNorLiesInIt() throws IOException {
        Path outer = export("a");
        Path inner = export("a/b");
        Path other = export("c");
        Path link = Files.createSymbolicLink(folder.resolve("link"), outer);
        for (List<Path> pair :
                List.of(List.of(outer, outer), List.of(outer, inner), List.of(inner, outer), List.of(link, inner))) {
            assertThrows(IllegalArgumentException.class, () -> Exports.checkApart(pair.getFirst(), pair.getLast()));
        }
        Exports.checkApart(outer, other);
    }

    @Test
    void noFileOfAnExportLiesElsewhere() throws IOException {
        Path export = export("a");
        Files.createSymbolicLink(export.resolve("link"), export("c"));
        for (String file : List.of(
                "..",
                "../c/stale.png",
                "../a/stale.png",
                "b/../../c/stale.png",
                export.resolve("stale.png").toString(),
                "link",
                "link/stale.png",
                "link/new/stale.png")) {
            assertThrows(IllegalArgumentException.class, () -> Exports.checkInside(export, Path.of(file)), file);
        }
        Exports.checkInside(export, Path.of("stale.png"));
        Exports.checkInside(export, Path.of("new/plot.png"));
    }
}
