package timestables.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import timestables.run.RunFolder;
import timestables.run.WholeFile;
import timestables.run.WholeFolder;
import timestables.walk.SimulationType;

/** Folders of simulations that are kept as examples, each replaced as a whole or not at all. */
public final class Exports {

    private Exports() {}

    /** Where exports of chains, or of sums, go, unless the user says otherwise. */
    public static Path root(String simulationType) {
        String folder = simulationType.equals(SimulationType.DOT.id()) ? "dot_runs" : "simulation_runs";
        return RunFolder.root().resolve("examples").resolve(folder);
    }

    /** The folder of an export in such a root. */
    public static Path folder(Path root, int steps) {
        return root.resolve(steps + "_steps");
    }

    /**
     * Returns a folder that an export may replace: one that is missing, empty or an export. What it lies in is made if
     * need be.
     *
     * @throws IllegalArgumentException if it is something else, or cannot be written
     */
    public static Path checkReplaceable(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("cannot export to " + folder + ": it is not a folder");
        }
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve(SimulationRun.FILE)) && !isEmpty(folder)) {
            throw new IllegalArgumentException("cannot export to " + folder
                    + ": it would be replaced, and holds something else than a simulation; name another folder");
        }
        Path real = real(folder);
        RunFolder.writable(real.getParent());
        return real;
    }

    /** Refuses an export of a folder into itself, or over what it lies in. */
    public static void checkApart(Path from, Path to) {
        if (real(from).startsWith(real(to)) || real(to).startsWith(real(from))) {
            throw new IllegalArgumentException("cannot export " + from + " to " + to + ": one lies in the other");
        }
    }

    /**
     * Refuses a file of an export that lies, or is reached, elsewhere.
     *
     * @param folder that it is to lie in
     * @param file its place in there
     */
    public static void checkInside(Path folder, Path file) {
        boolean inside = !file.isAbsolute() && file.normalize().equals(file) && !file.startsWith("..");
        for (Path path = file; inside && path != null; path = path.getParent()) {
            inside = !Files.isSymbolicLink(folder.resolve(path));
        }
        if (!inside) {
            throw new IllegalArgumentException(file + " lies outside " + folder + ", or is reached by a link");
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
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
    public static void replace(Path folder, WholeFolder.Content content) {
        try {
            WholeFolder.replace(checkReplaceable(folder), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export to " + folder + ": " + WholeFile.reason(e), e);
        }
    }
}
