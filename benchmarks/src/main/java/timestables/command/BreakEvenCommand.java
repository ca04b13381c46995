package timestables.command;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import timestables.run.RunOptions;
import timestables.tour.BreakEven;

/** Times tables of all sizes against float32. */
@Command(
        name = "break-even",
        description = "Times multiply and gemv with tables of every number of bits against float32, at sizes from the"
                + " first-level cache to memory, and draws where lookup wins.%n")
final class BreakEvenCommand implements Callable<Integer> {

    private final RunOptions run;

    @Mixin
    private final Budget budget = new Budget();

    /** @param run what every command can be told */
    BreakEvenCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() throws RunnerException {
        return new BreakEven(run, budget.duration()).run();
    }
}
