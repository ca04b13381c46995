package timestables.bench;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** The folder that one run writes its files to. */
record RunFolder(Path path) {

    /**
     * System property with the folder that new run folders are made in; without it, {@code results} in the working
     * directory.
     */
    private static final String ROOT = "timestables.results";

    /**
     * The folder a user asked for, or a new one named for the day, the processor and the Java version.
     *
     * @param requested the folder to use, which is made if need be; null for a new one
     * @throws IllegalArgumentException if it cannot be made or written to
     */
    static RunFolder open(Path requested) {
        try {
            Path path = requested == null ? fresh() : Files.createDirectories(requested);
            if (!Files.isWritable(path)) {
                throw new IllegalArgumentException("cannot write to " + path + ": permission denied");
            }
            return new RunFolder(path);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("cannot write to " + e.getFile() + ": it is not a folder", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make a folder for results: " + e.getMessage(), e);
        }
    }

    private static Path fresh() throws IOException {
        Path root = Files.createDirectories(Path.of(System.getProperty(ROOT, "results")));
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
            }
        }
    }

    /**
     * Writes down what the run's results have to be read with; a folder that another run began keeps its own
     * description.
     */
    void describe(List<Environment.Fact> facts) {
        Path file = file(Environment.FILE);
        if (!Files.exists(file)) {
            CsvFile.write(file, Environment.Fact.class, facts);
        }
    }

    /** Tells the user where the files are. */
    void announce() {
        System.err.println("Results are in " + path);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Makes sure that a run with timings replaces no earlier one's.
     *
     * @param requested the folder that a user asked for; null for a new one
     * @throws IllegalArgumentException if the folder holds timings
     */
    static void refuseTimings(Path requested) {
        if (requested != null && Files.exists(requested.resolve(Throughput.FILE))) {
            throw new IllegalArgumentException(
                    requested + " already holds the " + Throughput.FILE + " of another run; name a new folder");
        }
    }
}
