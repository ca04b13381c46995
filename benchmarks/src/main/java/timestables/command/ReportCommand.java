package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import timestables.report.Report;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** What runs that have ended say. */
@Command(
        name = "report",
        description =
                "Prints again what runs answered, and writes it as a page for the browser (report.html), as pictures"
                        + " (PNG), and as one table of all rows (all.csv). Of one run they go to its folder, of several to a"
                        + " new one; --output-dir names another.%n")
final class ReportCommand implements Callable<Integer> {

    private final RunOptions run;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders of runs")
    private List<Path> runs;

    /** @param run what every command can be told */
    ReportCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        // All are read before anything is printed, so that a bad name does not go under.
        Report report = Report.of(runs);
        Path folder = folder(report);
        System.out.println(report.answers());
        report.write(folder);
        System.err.println("The report is in " + folder.resolve(Report.PAGE));
        return 0;
    }

    /** What is derived from runs may replace what was. */
    private Path folder(Report report) {
        return run.outputDir()
                .map(RunFolder::writable)
                .orElseGet(() -> report.isOfOne()
                        ? RunFolder.writable(runs.getFirst())
                        : run.open().path());
    }
}
