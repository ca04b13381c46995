package timestables.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.playground.Exports;
import timestables.playground.SimulationRun;
import timestables.run.CsvReader;
import timestables.run.Environment;
import timestables.run.Excerpt;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.run.WholeFile;

/** Keeps a simulation that has run as an example. */
@Command(
        name = "export-examples",
        description = "Copies the newest simulation, or another, to the examples; what was there is replaced.%n")
public final class ExportExamplesCommand implements Callable<Integer> {

    /** Columns that say what there is to copy, and where. */
    private static final List<String> COLUMNS = List.of("simulation_type", "steps", "plot");

    private static final int LONGEST_SHOWN = 40;

    private final RunOptions run;

    @Option(
            names = "--source",
            paramLabel = "FOLDER",
            description = "the folder of a simulation; default: the newest one in results/")
    private Path source;

    @Option(
            names = "--dest",
            paramLabel = "FOLDER",
            description =
                    "where to copy it; default: results/examples/simulation_runs/<steps>_steps, of sums dot_runs/...")
    private Path destination;

    @Option(names = "--no-force", description = "keep other files that are there")
    private boolean keep;

    /** @param run what every command can be told */
    public ExportExamplesCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        Path from = source == null ? newest() : source;
        Path table = from.resolve(SimulationRun.FILE);
        List<Map<String, String>> rows = rows(table);
        List<Path> files = files(from, rows);
        int steps = steps(table, rows.getFirst().get("steps"));
        Path to = destination != null
                ? destination
                : run.outputDir()
                        .orElseGet(() ->
                                Exports.folder(Exports.root(rows.getFirst().get("simulation_type")), steps));
        Exports.checkApart(from, to);
        if (keep) {
            copy(from, RunFolder.writable(to), files);
        } else {
            Exports.replace(to, unfinished -> copy(from, unfinished, files));
        }
        System.out.println("Copied simulation outputs from " + from + " -> " + to);
        return 0;
    }

    private static Path newest() {
        List<Path> simulations;
        try (Stream<Path> runs = Files.list(RunFolder.root())) {
            simulations = runs.filter(folder -> Files.exists(folder.resolve(SimulationRun.FILE)))
                    .toList();
        } catch (IOException e) {
            simulations = List.of();
        }
        return simulations.stream()
                .max(Comparator.comparing(
                        folder -> folder.resolve(SimulationRun.FILE).toFile().lastModified()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no simulation in " + RunFolder.root() + " yet; run simulate, or name a --source"));
    }

    private static List<Map<String, String>> rows(Path file) {
        List<Map<String, String>> rows;
        try {
            rows = CsvReader.readNamed(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot read " + file + ": it is no simulation's", e);
        }
        if (rows.isEmpty() || !rows.getFirst().keySet().containsAll(COLUMNS)) {
            throw new IllegalArgumentException(file + " is not the file of a simulation: it names no plots");
        }
        return rows;
    }

    private static int steps(Path table, String text) {
        try {
            int steps = Integer.parseInt(text);
            if (steps > 0) {
                return steps;
            }
        } catch (NumberFormatException e) {
            // As bad as one that is not positive.
        }
        throw new IllegalArgumentException(
                "%s: '%s' is no number of steps".formatted(table, Excerpt.of(text, LONGEST_SHOWN)));
    }

    /** The files of that simulation, and no others that may lie beside them. */
    private static List<Path> files(Path from, List<Map<String, String>> rows) {
        List<String> names = new ArrayList<>(SimulationRun.FILES);
        names.add(Environment.FILE);
        rows.forEach(row -> names.add(row.get("plot")));
        List<Path> files = names.stream().map(Path::of).toList();
        for (Path file : files) {
            Exports.checkInside(from, file);
            if (!Files.isRegularFile(from.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException(from + " is not a whole simulation: it lacks " + file);
            }
        }
        return files;
    }

    private static void copy(Path from, Path to, List<Path> files) {
        files.forEach(file -> Exports.checkInside(to, file));
        for (Path file : files) {
            Path target = to.resolve(file);
            WholeFile.makeFolderOf(target);
            WholeFile.replace(target, out -> {
                try (InputStream in = Files.newInputStream(from.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                    in.transferTo(out);
                }
            });
        }
    }
}
