package timestables.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import timestables.playground.SimulationOptions;
import timestables.playground.SimulationRun;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.walk.Settings;

/** Simulates, once. */
@Command(
        name = "simulate",
        description =
                "Multiplies a long chain of numbers, or adds up their products, through tables of every size beside"
                        + " floating point, and plots how far they drift apart. Tables are read from results/maps.%n")
public final class SimulateCommand implements Callable<Integer> {

    private final RunOptions run;

    @Mixin
    private SimulationOptions simulation;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "length of the chain, or terms of the sum; default: ${DEFAULT-VALUE}")
    private int steps = 1024;

    /** @param run what every command can be told */
    public SimulateCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        Settings settings = simulation.settings(steps, run.givenSeed());
        RunFolder folder = run.open(settings.seed(), SimulationRun.FILES);
        try (Progress progress = run.progress(SimulationRun.STEPS)) {
            SimulationRun.run(settings, simulation.showError(), folder.path(), progress);
        }
        folder.announce();
        return 0;
    }
}
