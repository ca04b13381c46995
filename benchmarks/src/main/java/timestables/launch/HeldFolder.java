package timestables.launch;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder for what is temporary or unfinished, which is {@linkplain HeldFile held} until it is deleted. */
public final class HeldFolder implements Closeable {

    private static final String LOCK = "timestables.lock";

    private static final int ATTEMPTS = 100;

    private final Path path;
    private final HeldFile lock;

    private HeldFolder(Path path) throws IOException {
        this.path = path;
        this.lock = HeldFile.create(path.resolve(LOCK));
    }

    /** Makes a folder whose name begins so, and ends in digits that no other has. */
    public static HeldFolder create(Path parent, String name) throws IOException {
        return new HeldFolder(Files.createTempDirectory(parent, name));
    }

    public Path path() {
        return path;
    }

    /** If a folder is such a one, and nobody holds it, does something with it, and deletes it. */
    public static void ifAbandoned(Path folder, HeldFile.Recovery recovery) throws IOException {
        Path lock = folder.resolve(LOCK);
        if (Files.isRegularFile(lock)) {
            HeldFile.ifAbandoned(lock, () -> {
                recovery.run();
                delete(folder);
            });
        }
    }

    /** Deletes it, with all that is in it. What cannot be deleted now can be by the next process that looks. */
    @Override
    public void close() {
        try {
            delete(path);
            lock.close();
        } catch (IOException e) {
            // What matters has been done, or has failed for another reason, which is the one to report.
        }
    }

    /**
     * Deletes what is in it, also while a program that is being stopped still writes there; and then the lock, for
     * without it nobody would ever delete the rest.
     */
    private static void delete(Path folder) throws IOException {
        for (int attempt = 1; !deleteContent(folder); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    /** Returns whether nothing is left but the lock. */
    private static boolean deleteContent(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(path -> !path.equals(folder) && !path.equals(folder.resolve(LOCK)))
                    .sorted(Comparator.reverseOrder())
                    .collect(Collectors.toList());
        } catch (UncheckedIOException e) {
            // Of what is deleted by others meanwhile.
            return false;
        }
        boolean all = true;
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (DirectoryNotEmptyException e) {
                all = false;
            }
        }
        return all;
    }
}
