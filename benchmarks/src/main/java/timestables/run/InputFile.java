package timestables.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Files that a user names to be read. */
public final class InputFile {

    private InputFile() {}

    /**
     * Opens a regular file. Folders, devices and pipes are refused: some of these have no end, and others never begin.
     *
     * @throws IOException whose {@link WholeFile#reason} says why it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        requireRegular(file);
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /**
     * The same, for a file that is to be mapped into memory.
     *
     * @throws IOException likewise
     */
    public static FileChannel openChannel(Path file) throws IOException {
        requireRegular(file);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private static void requireRegular(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    attributes.isDirectory()
                            ? "it is a folder; a file would be right"
                            : "it is a device or a pipe; a regular file would be right");
        }
    }
}
