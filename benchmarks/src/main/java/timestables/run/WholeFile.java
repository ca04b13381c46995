package timestables.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import timestables.launch.HeldFile;

/**
 * Files that are replaced as a whole or not at all, so that whoever reads one, at whatever moment a run is killed or
 * the power goes, finds it complete.
 */
public final class WholeFile {

    private static final String UNFINISHED = ".unfinished";

    private WholeFile() {}

    /** Writes what a file is to hold. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Gives an unfinished file its name. */
    private interface Naming {
        void name(Path unfinished) throws IOException;
    }

    /**
     * Replaces a file.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    public static void replace(Path file, Content content) {
        write(
                file,
                content,
                unfinished -> Files.move(
                        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE));
    }

    /**
     * Makes a file, of which nobody sees less than all. Of several who make it at once, one does.
     *
     * @return whether it was made; not if it was there
     * @throws UncheckedIOException naming the file, if it cannot be written
     */
    static boolean create(Path file, Content content) {
        try {
            write(file, content, unfinished -> {
                try {
                    Files.createLink(file, unfinished);
                } catch (FileAlreadyExistsException e) {
                    throw e;
                } catch (FileSystemException | UnsupportedOperationException e) {
                    // A file system without links. There, two who make it in the same moment may both do so.
                    Files.move(unfinished, file);
                }
                Files.deleteIfExists(unfinished);
            });
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileAlreadyExistsException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes the folder of a file, but not those above it: whoever has removed the folder of a run is not to get it
     * back.
     *
     * @throws UncheckedIOException naming the folder, if it cannot be made
     */
    public static void makeFolderOf(Path file) {
        Path folder = file.getParent();
        try {
            if (Files.notExists(folder)) {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + ": " + reason(e), e);
        }
    }

    private static void write(Path file, Content content, Naming naming) {
        // A name that nobody can foresee, for whoever puts a link there has us write where it leads.
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            try (HeldFile held = HeldFile.create(unfinished)) {
                // Where the program is stopped in the middle.
                unfinished.toFile().deleteOnExit();
                content.write(held.stream());
                held.sync();
                naming.name(unfinished);
            }
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
