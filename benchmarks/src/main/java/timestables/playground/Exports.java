package timestables.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import timestables.run.RunFolder;
import timestables.run.WholeFile;

/** Folders of simulations that are kept as examples, each replaced as a whole or not at all. */
final class Exports {

    private Exports() {}

    /** Fills a folder. */
    interface Content {
        void fill(Path folder) throws IOException;
    }

    /** Where exports go, unless the user says otherwise. */
    static Path root() {
        return RunFolder.root().resolve("examples").resolve("simulation_runs");
    }

    /** The folder of an export in such a root. */
    static Path folder(Path root, String steps) {
        return root.resolve(steps + "_steps");
    }

    /**
     * Returns a folder that an export may replace: one that is missing, empty or an export. What it lies in is made if
     * need be.
     *
     * @throws IllegalArgumentException if it is something else, or cannot be written
     */
    static Path checkReplaceable(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("cannot export to " + folder + ": it is not a folder");
        }
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve(SimulationRun.FILE)) && !isEmpty(folder)) {
            throw new IllegalArgumentException("cannot export to " + folder
                    + ": it would be replaced, and holds something else than a simulation; name another folder");
        }
        RunFolder.writable(folder.toAbsolutePath().normalize().getParent());
        return folder;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + folder + ": " + WholeFile.reason(e), e);
        }
    }

    /**
     * Replaces a folder, once its new content is complete.
     *
     * @throws UncheckedIOException naming the folder, if it cannot be written; what it held before is then still there
     */
    static void replace(Path folder, Content content) {
        checkReplaceable(folder);
        Path unfinished = sibling(folder, ".unfinished");
        Path former = sibling(folder, ".former");
        try {
            delete(unfinished);
            Files.createDirectories(unfinished);
            content.fill(unfinished);
            delete(former);
            if (Files.exists(folder)) {
                Files.move(folder, former);
            }
            Files.move(unfinished, folder);
            delete(former);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export to " + folder + ": " + WholeFile.reason(e), e);
        } finally {
            deleteQuietly(unfinished);
        }
    }

    private static Path sibling(Path folder, String ending) {
        Path name = folder.toAbsolutePath().normalize();
        return name.resolveSibling(name.getFileName() + ending);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }
}
