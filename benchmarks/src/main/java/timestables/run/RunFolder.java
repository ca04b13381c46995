package timestables.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that one run writes its files to.
 *
 * @param foreign what was in it before
 */
public record RunFolder(Path path, Set<Path> foreign) {

    /** The file of what a run timed. */
    public static final String TIMINGS = "throughput.csv";

    /**
     * System property with the folder that new run folders are made in; without it, {@code results} in the working
     * directory.
     */
    private static final String ROOT = "timestables.results";

    /**
     * The folder a user asked for, or a new one named for the day, the processor and the Java version.
     *
     * @param requested the folder to use, which is made if need be; null for a new one
     * @param files what the run will write, besides what all runs do
     * @throws IllegalArgumentException if it cannot be made or written to, or holds another run
     */
    static RunFolder open(Path requested, List<String> files) {
        if (requested == null) {
            return new RunFolder(fresh(), Set.of());
        }
        refuseUsed(requested, files);
        RunFolder folder = new RunFolder(writable(requested), entries(requested));
        folder.claim();
        return folder;
    }

    /**
     * The folder of a run that is to go on.
     *
     * @throws IllegalArgumentException if it cannot be written to
     */
    static RunFolder reopen(Path path) {
        // What is there is results, of which a stopped run leaves all.
        return new RunFolder(writable(path), Set.of());
    }

    /** Of two runs that start at once, one is refused. */
    private void claim() {
        try {
            Files.createFile(file(Environment.FILE));
        } catch (FileAlreadyExistsException e) {
            throw used(path, Environment.FILE);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write to " + path + ": " + WholeFile.reason(e), e);
        }
    }

    private static IllegalArgumentException used(Path folder, String file) {
        return new IllegalArgumentException(
                folder + " already holds the " + file + " of another run; name a new folder");
    }

    /**
     * Returns a folder that can be written to, which is made if need be.
     *
     * @throws IllegalArgumentException if it cannot be made or written to
     */
    public static Path writable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("cannot write to " + e.getFile() + ": it is not a folder", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make " + folder + ": " + WholeFile.reason(e), e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("cannot write to " + folder + ": permission denied");
        }
        return folder;
    }

    private static Path fresh() {
        Path root = writable(root());
        String name = "%s-%s-jdk%s"
                .formatted(
                        LocalDate.now(),
                        Environment.cpuSlug(),
                        Runtime.version().version().stream()
                                .map(String::valueOf)
                                .reduce((a, b) -> a + "." + b)
                                .orElseThrow());
        for (int n = 1; ; n++) {
            Path path = root.resolve(n == 1 ? name : name + "-" + n);
            try {
                return Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                // Another run has that name: try the next.
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot make " + path + ": " + WholeFile.reason(e), e);
            }
        }
    }

    /** No run replaces the files of another, or lends them its own description. */
    private static void refuseUsed(Path requested, List<String> files) {
        Stream.concat(Stream.of(Environment.FILE, TIMINGS), files.stream())
                .filter(file -> Files.exists(requested.resolve(file)))
                .findFirst()
                .ifPresent(file -> {
                    throw used(requested, file);
                });
    }

    /** The folder that new run folders are made in. */
    public static Path root() {
        return Path.of(System.getProperty(ROOT, "results"));
    }

    /** Takes a run's folder away again that holds no result, if it holds nothing of anybody else's. */
    public void discard() {
        try {
            Files.deleteIfExists(file(Environment.FILE));
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It was not empty before, or cannot be deleted: it may stay.
        }
    }

    /** What a run that was stopped leaves behind, in words; a folder without results is taken away. */
    String left() {
        boolean results = entries(path).stream()
                .anyMatch(entry -> !foreign.contains(entry)
                        && !entry.endsWith(Environment.FILE)
                        && !WholeFile.isUnfinished(entry));
        if (results) {
            return "results so far are in " + path;
        }
        discard();
        return "nothing was written";
    }

    private static Set<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + folder + ": " + WholeFile.reason(e), e);
        }
    }

    /** Tells the user where the files are. */
    public void announce() {
        System.err.println("Results are in " + path);
    }

    public Path file(String name) {
        return path.resolve(name);
    }
}
