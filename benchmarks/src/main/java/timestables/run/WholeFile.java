package timestables.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are replaced as a whole or not at all, so that whoever reads one, at whatever moment a run is killed,
 * finds it complete.
 */
public final class WholeFile {

    private static final String UNFINISHED = ".unfinished";

    private WholeFile() {}

    /** Writes what a file is to hold. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Replaces a file.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    public static void replace(Path file, Content content) {
        // A name that nobody can foresee, for whoever puts a link there has us write where it leads.
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            try (OutputStream out =
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                // Where the program is stopped in the middle.
                unfinished.toFile().deleteOnExit();
                content.write(out);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(unfinished);
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** Whether it is a file that is not yet complete. */
    static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }

    /** What went wrong, without the file name that many messages begin with. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return switch (e.getClass().getSimpleName()) {
            case "AccessDeniedException" -> "permission denied";
            case "FileAlreadyExistsException", "NotDirectoryException" -> "not a folder";
            case "NoSuchFileException" -> "no such file or folder";
            default -> e.getMessage();
        };
    }
}
