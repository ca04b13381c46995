package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import timestables.playground.Exports;
import timestables.playground.SimulationOptions;
import timestables.playground.SimulationRun;
import timestables.run.Progress;
import timestables.run.RunOptions;
import timestables.walk.Settings;

/** Simulates several lengths, each into a folder of examples. */
@Command(
        name = "batch-export",
        description = "Simulates several lengths, and keeps each as an example, in <steps>_steps; what was there is"
                + " replaced.%n")
public final class BatchExportCommand implements Callable<Integer> {

    private final RunOptions run;

    @Mixin
    private SimulationOptions simulation;

    @Option(
            names = "--steps",
            paramLabel = "N",
            split = ",",
            description = "lengths, separated by commas; default: 100,1000")
    private List<Integer> steps = List.of(100, 1000);

    @Option(
            names = "--dest-root",
            paramLabel = "FOLDER",
            description =
                    "where the folders of examples are; default: results/examples/simulation_runs, of sums dot_runs")
    private Path root;

    /** @param run what every command can be told */
    public BatchExportCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        List<Settings> all = steps.stream()
                .distinct()
                .map(length -> simulation.settings(length, run.givenSeed()))
                .toList();
        Path exports = root != null
                ? root
                : run.outputDir()
                        .orElseGet(() -> Exports.root(all.getFirst().type().id()));
        all.forEach(settings -> Exports.checkReplaceable(folder(exports, settings)));
        try (Progress progress = run.progress(SimulationRun.STEPS * all.size())) {
            for (Settings settings : all) {
                progress.clear();
                System.out.println("--- Running simulation for " + settings.steps() + " steps ---");
                Path folder = folder(exports, settings);
                Exports.replace(folder, unfinished -> {
                    run.describe(unfinished, settings.seed());
                    SimulationRun.run(settings, simulation.showError(), unfinished, progress);
                });
                progress.clear();
                System.out.println("Exported plots to " + folder);
            }
        }
        return 0;
    }

    private static Path folder(Path root, Settings settings) {
        return Exports.folder(root, settings.steps());
    }
}
