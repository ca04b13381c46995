package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import timestables.report.Comparison;
import timestables.run.CsvFile;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.speed.Case;

/** Two runs side by side. */
@Command(
        name = "compare",
        description =
                "Compares what two runs timed: how their settings differ, how many times as fast each benchmark is in"
                        + " the second, with an interval and a verdict, and what is in one alone.%n")
final class CompareCommand implements Callable<Integer> {

    private final RunOptions run;

    @Parameters(index = "0", paramLabel = "BASE", description = "folder of the run to compare with")
    private Path base;

    @Parameters(index = "1", paramLabel = "NEW", description = "folder of the run to compare")
    private Path now;

    @Option(
            names = "--fail-above",
            paramLabel = "PERCENT",
            description = "exit with status 1 if a benchmark is certainly slower by more than that")
    private Double failAbove;

    /** @param run what every command can be told */
    CompareCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        if (failAbove != null && !(failAbove >= 0 && failAbove < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--fail-above must be a number of percent from 0 on, not " + failAbove);
        }
        Comparison comparison = new Comparison(base, now);
        RunFolder folder = run.open(run.seed(), List.of(Comparison.FILE));
        CsvFile.write(folder.file(Comparison.FILE), Comparison.Row.class, comparison.rows());
        System.out.println(comparison);
        folder.announce();
        List<Case> slower = failAbove == null ? List.of() : comparison.slowerBy(failAbove);
        slower.forEach(timed -> System.err.println("slower by more than " + failAbove + " %: " + timed));
        return slower.isEmpty() ? 0 : 1;
    }
}
