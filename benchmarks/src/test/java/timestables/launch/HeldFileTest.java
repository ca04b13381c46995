package timestables.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFileTest {

    @TempDir
    private Path folder;

    private static boolean isAbandoned(Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        HeldFile.ifAbandoned(file, () -> found.add(file));
        return !found.isEmpty();
    }

    @Test
    void aFileIsAbandonedOnceNobodyHoldsIt() throws IOException {
        Path file = folder.resolve("a");
        try (HeldFile held = HeldFile.create(file)) {
            assertFalse(isAbandoned(file));
            // By another way to the same file.
            assertFalse(isAbandoned(folder.resolve("../" + folder.getFileName() + "/a")));
            held.stream().write(1);
            held.sync();
        }
        assertEquals(1, Files.size(file));
        assertTrue(isAbandoned(file));
        assertThrows(
                FileAlreadyExistsException.class, () -> HeldFile.create(file).close());
        assertTrue(isAbandoned(file), "what could not be made is not held");
    }

    /** The lock is the system's, so that it goes with a process that is killed. */
    @Test
    void aFileThatAnotherProcessHoldsIsNotAbandoned() throws Exception {
        Path file = folder.resolve("a");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertEquals("held", other.inputReader().readLine());
        assertFalse(isAbandoned(file));
        other.destroyForcibly().waitFor();
        assertTrue(isAbandoned(file));
    }

    /** That process. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (HeldFile held = HeldFile.create(Path.of(arguments[0]))) {
                System.out.println("held");
                held.stream().flush();
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void aHeldFolderIsDeletedWhenItIsClosedOrFound() throws IOException {
        HeldFolder held = HeldFolder.create(folder, "x");
        Files.createFile(Files.createDirectory(held.path().resolve("sub")).resolve("file"));
        HeldFolder.ifAbandoned(held.path(), () -> assertTrue(false, "it is held"));
        held.close();
        assertFalse(Files.exists(held.path()));

        Path abandoned = Files.createDirectory(folder.resolve("y"));
        HeldFolder.ifAbandoned(abandoned, () -> assertTrue(false, "somebody else's: it has no lock"));
        Files.createFile(abandoned.resolve("timestables.lock"));
        Files.createSymbolicLink(abandoned.resolve("link"), Files.createFile(folder.resolve("kept")));
        HeldFolder.ifAbandoned(abandoned, () -> {});
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(folder.resolve("kept")));
    }
}
