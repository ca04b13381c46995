package timestables.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import timestables.run.WholeFile;

/**
 * The classes that forks load, in an archive that the JVM maps into memory (class data sharing). The JDK's own serves
 * no JVM whose objects begin on cache lines. A fork of two seconds takes 0.3 less; how it runs kernels does not change.
 */
final class ClassArchive implements AutoCloseable {

    /** What begins a flag that names it. */
    private static final String FLAG = "-XX:SharedArchiveFile=";

    private static final String LIST_FLAG = "-XX:DumpLoadedClassList=";

    private final Path folder;
    private final Path list;
    private final Path archive;

    private ClassArchive(Path folder) {
        this.folder = folder;
        this.list = folder.resolve("classes.txt");
        this.archive = folder.resolve("classes.jsa");
    }

    /** Prepares one, for forks to come. */
    static ClassArchive prepare() {
        try {
            Path folder = Files.createTempDirectory("timestables");
            ClassArchive archive = new ClassArchive(folder);
            // Files in the order in which they can be deleted: the last first.
            Stream.of(folder, archive.list, archive.archive)
                    .forEach(path -> path.toFile().deleteOnExit());
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for temporary files: " + WholeFile.reason(e), e);
        }
    }

    /** Whether a flag is for the archive, and says nothing of how a fork runs. */
    static boolean isFlag(String flag) {
        return flag.startsWith(FLAG) || flag.startsWith(LIST_FLAG);
    }

    /** What the next fork is told: to list its classes, or to use the archive of them. */
    String flag() {
        return Files.exists(archive) ? FLAG + archive : LIST_FLAG + list;
    }

    /** Makes the archive, if a fork has left the list. Without it, forks take longer, and nothing else. */
    void make() {
        if (Files.notExists(list) || Files.exists(archive)) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(BenchmarkJvm.ARGUMENTS);
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                FLAG + archive,
                "-cp",
                System.getProperty("java.class.path")));
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // There is no archive then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes it. */
    @Override
    public void close() {
        for (Path path : List.of(archive, list, folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // It may stay among temporary files.
            }
        }
    }
}
