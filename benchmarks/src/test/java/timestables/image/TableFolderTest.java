package timestables.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.run.Progress;
import timestables.table.ProductTable;

class TableFolderTest {

    private static final Progress SILENT = new Progress(null, 0);

    @TempDir
    private Path temporary;

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theFolderHoldsEveryTableByBits() throws IOException {
        int count = new TableFolder(temporary).writeAll(TableFolder.images(0.25), SILENT);
        Set<String> expected = new TreeSet<>();
        for (String prefix : List.of("unsigned", "signed", "signed_extended", "signed_log", "signed_extended_warped")) {
            for (int bits = 2, size = 4; bits <= 9; bits++, size *= 2) {
                expected.add("%dbit/%s_%dx%d_r0_25.png".formatted(bits, prefix, size, size));
            }
            expected.add("9bit/" + prefix + "_512x512_r0_25_preview.png");
        }
        assertEquals(expected, files(temporary));
        assertEquals(45, count);
    }

    @Test
    void theSameTablesMakeTheSameFiles() throws IOException {
        Path first = temporary.resolve("first");
        Path second = temporary.resolve("second");
        for (Path folder : List.of(first, second)) {
            new TableFolder(folder).writeAll(TableFolder.images(2), SILENT);
        }
        new TableFolder(second).writeAll(TableFolder.images(2), SILENT);
        for (String file : files(first)) {
            assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
        }
    }

    @Test
    void loadingDrawsWhatIsMissingAndNoMore() throws IOException {
        TableFolder folder = new TableFolder(temporary.resolve("maps"));
        ProductTable table = folder.load(Kind.SIGNED_EXT_WARPED, 9, 1e-5);
        assertEquals(table.cellFormat(), Kind.SIGNED_EXT_WARPED.cell(9, 1e-5));
        assertArrayEquals(
                Kind.SIGNED_EXT_WARPED.table(9, 1e-5).cells().toArray(ValueLayout.JAVA_BYTE),
                table.cells().toArray(ValueLayout.JAVA_BYTE));
        String stem = "9bit/signed_extended_warped_512x512_r1e-05";
        assertEquals(Set.of(stem + ".png", stem + "_preview.png"), files(folder.path()));
        folder.load(Kind.SIGNED, 4, 2);
        assertEquals(Set.of(stem + ".png", stem + "_preview.png", "4bit/signed_16x16_r2_0.png"), files(folder.path()));
    }

    @Test
    void loadingReplacesNothing() throws IOException {
        TableFolder folder = new TableFolder(temporary);
        TableImage image = new TableImage(Kind.SIGNED, 9, 2);
        folder.load(Kind.SIGNED, 9, 2);
        Files.delete(folder.file(image));
        Files.writeString(folder.preview(image), "kept");
        folder.load(Kind.SIGNED, 9, 2);
        assertEquals("kept", Files.readString(folder.preview(image)));

        ProductTable table = image.table();
        image.write(
                ProductTable.of(table.rowFormat(), table.columnFormat(), table.cellFormat(), (r, c) -> r + c),
                folder.file(image));
        byte[] before = Files.readAllBytes(folder.file(image));
        assertEquals(42, folder.load(Kind.SIGNED, 9, 2).cell(2, 40));
        assertArrayEquals(before, Files.readAllBytes(folder.file(image)));

        Files.writeString(folder.file(image), "no image");
        assertThrows(IllegalArgumentException.class, () -> folder.load(Kind.SIGNED, 9, 2));
        assertEquals("no image", Files.readString(folder.file(image)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "file/maps", "maps"})
    void whatIsNoFolderIsRefusedInOneLine(String name) throws IOException {
        Files.writeString(temporary.resolve("file"), "content");
        Files.writeString(Files.createDirectories(temporary.resolve("maps")).resolve("9bit"), "content");
        TableFolder folder = new TableFolder(temporary.resolve(name));
        for (Exception e : List.of(
                assertThrows(IllegalArgumentException.class, () -> folder.load(Kind.SIGNED, 9, 2)),
                assertThrows(IllegalArgumentException.class, () -> folder.writeAll(TableFolder.images(2), SILENT)))) {
            assertTrue(e.getMessage().startsWith("cannot "), e.getMessage());
            assertTrue(e.getMessage().contains(temporary.resolve(name).toString()), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
        assertEquals(Set.of("file", "maps/9bit"), files(temporary));
    }
}
