package timestables.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import timestables.launch.HeldFile;

/** What processes left that were killed while they wrote. */
public final class Remains {

    private Remains() {}

    /**
     * Deletes unfinished files whose process has gone, and completes or takes back the replacement of folders. What
     * cannot be read or deleted stays.
     *
     * @param depth how deep below the folder to look: 1 for what is in it
     */
    public static void clear(Path folder, int depth) {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder, depth)) {
            found = all.filter(path -> !path.equals(folder)).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path path : found) {
            try {
                if (WholeFile.isUnfinished(path)) {
                    HeldFile.ifAbandoned(path, () -> Files.delete(path));
                } else {
                    WholeFolder.recover(path);
                }
            } catch (IOException | UncheckedIOException e) {
                // Another process's, or another user's.
            }
        }
    }
}
