package timestables.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** How deep below that folder this program writes: the folder of an export, and what it is made from. */
    private static final int DEPTH = 3;

    /**
     * The folder a user asked for, or a new one named for the day, the processor and the Java version.
     *
     * @param requested the folder to use, which is made if need be; null for a new one
     * @param files what the run will write, besides what all runs do
     * @param facts what the run has to be read with, which are written to it
     * @throws IllegalArgumentException if it cannot be made or written to, or holds another run
     * @throws java.io.UncheckedIOException if the facts cannot be written
     */
    static RunFolder open(Path requested, List<String> files, List<Environment.Fact> facts) {
        if (requested == null) {
            return fresh(facts);
        }
        refuseUsed(requested, files);
        RunFolder folder = new RunFolder(writable(requested), entries(requested));
        if (!folder.claim(facts)) {
            throw used(requested, Environment.FILE);
        }
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

    /** Makes a folder a run's, which it is once it is described. Of two runs that start at once, one does. */
    private boolean claim(List<Environment.Fact> facts) {
        Path file = file(Environment.FILE);
        if (isEmpty(file)) {
            file.toFile().delete();
        }
        return CsvFile.create(file, Environment.Fact.class, facts);
    }

    /** Whether a file is there and holds nothing, as a full disk leaves it: it describes no run. */
    private static boolean isEmpty(Path file) {
        return Files.isRegularFile(file) && file.toFile().length() == 0;
    }

    private static IllegalArgumentException used(Path folder, String file) {
        return new IllegalArgumentException(
                folder + " already holds the " + file + " of another run; name a new folder");
    }

    /**
     * Returns a folder that can be written to, which is made if need be. What killed processes left in it is cleared.
     *
     * @throws IllegalArgumentException if it cannot be made or written to
     */
    public static Path writable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("cannot write to " + e.getFile() + ": it is not a folder", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot make " + folder + ": " + WholeFile.reason(e) + remedy(folder), e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("cannot write to " + folder + ": permission denied" + remedy(folder));
        }
        Remains.clear(folder, folder.equals(root()) ? DEPTH : 1);
        return folder;
    }

    /** What to do where a folder cannot be written to that nobody has asked for. */
    private static String remedy(Path folder) {
        return folder.startsWith(root()) ? "; --output-dir names another folder, or run this where you can write" : "";
    }

    /** A new one, or one that a run has left empty, in which two runs that start at once are not the same. */
    private static RunFolder fresh(List<Environment.Fact> facts) {
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
            RunFolder folder = new RunFolder(root.resolve(n == 1 ? name : name + "-" + n), Set.of());
            if (folder.isFree() && folder.claimOrDiscard(facts)) {
                return folder;
            }
        }
    }

    private boolean claimOrDiscard(List<Environment.Fact> facts) {
        try {
            return claim(facts);
        } catch (UncheckedIOException e) {
            discard();
            throw e;
        }
    }

    private boolean isFree() {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isDirectory(path) && entries(path).isEmpty();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make " + path + ": " + WholeFile.reason(e), e);
        }
    }

    /** No run replaces the files of another, or lends them its own description. */
    private static void refuseUsed(Path requested, List<String> files) {
        Stream.concat(Stream.of(Environment.FILE, TIMINGS), files.stream())
                .filter(file -> Files.exists(requested.resolve(file)) && !isEmpty(requested.resolve(file)))
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

    /** What a run that was stopped, or failed, leaves behind, in words; a folder without results is taken away. */
    String left() {
        if (!Files.isDirectory(path)) {
            return path + " has been removed";
        }
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

    /**
     * Tells the user where the files are.
     *
     * @throws UncheckedIOException if somebody has removed the folder meanwhile
     */
    public void announce() {
        if (!Files.exists(file(Environment.FILE))) {
            throw new UncheckedIOException(
                    "cannot write to " + path + ": it has been removed while the run was writing",
                    new NoSuchFileException(path.toString()));
        }
        System.err.println("Results are in " + path);
    }

    public Path file(String name) {
        return path.resolve(name);
    }
}
