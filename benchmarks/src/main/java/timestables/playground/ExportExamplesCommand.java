package timestables.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.run.Environment;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.run.WholeFile;

/** Keeps a simulation that has run as an example. */
@Command(
        name = "export-examples",
        description = "Copies the newest simulation, or another, to the examples; what was there is replaced.%n")
public final class ExportExamplesCommand implements Callable<Integer> {

    private final RunOptions run;

    @Option(
            names = "--source",
            paramLabel = "FOLDER",
            description = "the folder of a simulation; default: the newest one in results/")
    private Path source;

    @Option(
            names = "--dest",
            paramLabel = "FOLDER",
            description = "where to copy it; default: results/examples/simulation_runs/<steps>_steps")
    private Path destination;

    @Option(names = "--no-force", description = "keep other files that are there")
    private boolean keep;

    /** @param run what every command can be told */
    public ExportExamplesCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        if (run.outputDir().isPresent()) {
            throw new IllegalArgumentException("export-examples writes to --dest, and takes no --output-dir");
        }
        Path from = source == null ? newest() : source;
        List<CSVRecord> rows = rows(from.resolve(SimulationRun.FILE));
        List<String> files = files(from, rows);
        Path to = destination != null
                ? destination
                : Exports.folder(Exports.root(), rows.getFirst().get("steps"));
        if (to.toAbsolutePath().normalize().equals(from.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("cannot export " + from + " to itself");
        }
        if (keep) {
            copy(from, Exports.checkReplaceable(to), files);
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

    private static List<CSVRecord> rows(Path file) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), format)) {
            List<CSVRecord> rows = parser.getRecords();
            if (rows.isEmpty()
                    || !rows.getFirst().isSet("plot")
                    || !rows.getFirst().isSet("steps")) {
                throw new IllegalArgumentException(file + " is not the file of a simulation: it names no plots");
            }
            return rows;
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": it is no simulation's", e);
        }
    }

    /** The files of that simulation, and no others that may lie beside them. */
    private static List<String> files(Path from, List<CSVRecord> rows) {
        List<String> files = new ArrayList<>(
                List.of(Environment.FILE, SimulationRun.FILE, SimulationRun.ERRORS, SimulationPlots.OVERVIEW));
        rows.forEach(row -> files.add(row.get("plot")));
        for (String file : files) {
            if (!Files.isRegularFile(from.resolve(file))
                    || !from.resolve(file).normalize().startsWith(from.normalize())) {
                throw new IllegalArgumentException(from + " is not a whole simulation: it lacks " + file);
            }
        }
        return files;
    }

    private static void copy(Path from, Path to, List<String> files) {
        for (String file : files) {
            Path target = to.resolve(file);
            try {
                Files.createDirectories(target.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make " + target.getParent() + ": " + WholeFile.reason(e), e);
            }
            WholeFile.replace(target, out -> Files.copy(from.resolve(file), out));
        }
    }
}
