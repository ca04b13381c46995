package timestables.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the program, and JMH in it, make temporary files: a folder that goes when the launcher ends, or, if that was
 * killed, when the next one starts.
 */
public final class TemporaryFolder {

    /** System property with the folder that temporary files of all programs are in. */
    private static final String SHARED = "timestables.sharedTemporaryFolder";

    private static final String NAME = "timestables-";

    private TemporaryFolder() {}

    /** Makes one, in the folder of all programs, and deletes those that nobody uses any more. */
    static HeldFolder create() throws IOException {
        Path all = Path.of(System.getProperty("java.io.tmpdir"));
        clear(all);
        return HeldFolder.create(all, NAME);
    }

    private static void clear(Path all) throws IOException {
        List<Path> ours;
        try (Stream<Path> files = Files.list(all)) {
            ours = files.filter(path -> path.getFileName().toString().startsWith(NAME))
                    .collect(Collectors.toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : ours) {
            try {
                HeldFolder.ifAbandoned(each, () -> {});
            } catch (IOException e) {
                // Another user's.
            }
        }
    }

    /** What a JVM is told that is to make its temporary files in one. */
    static List<String> flags(HeldFolder folder) {
        return List.of("-Djava.io.tmpdir=" + folder.path(), "-D" + SHARED + "=" + System.getProperty("java.io.tmpdir"));
    }

    /** The folder of all programs, where they meet; nothing if this one has none of its own. */
    public static Optional<Path> shared() {
        return Optional.ofNullable(System.getProperty(SHARED)).map(Path::of);
    }
}
