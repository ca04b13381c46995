package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import timestables.inspect.Inspection;
import timestables.inspect.TableFile;
import timestables.run.CsvFile;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** Inspects a table. */
@Command(
        name = "inspect",
        description =
                "Tells how far the cells of any table are from the exact products, and which rules of multiplication they"
                        + " break. The table is an image that the command maps has drawn, any other square PNG file of gray"
                        + " samples, or a CSV file of integers without a header. Which operands rows and columns of"
                        + " integers stand for (unsigned; two's complement; ascending from the most negative) is told by"
                        + " the cells: those that fit best, and so is whether cells are two's complement"
                        + " patterns.%n")
public final class InspectCommand implements Callable<Integer> {

    private final RunOptions run;

    @Parameters(paramLabel = "FILE", description = "a table of 4 x 4, 8 x 8, ... or 1024 x 1024 cells")
    private Path file;

    /** @param run what every command can be told */
    public InspectCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(file, TableFile.read(file));
        RunFolder folder = run.open(run.seed(), List.of(Inspection.FILE));
        CsvFile.write(folder.file(Inspection.FILE), Inspection.Row.class, List.of(inspection.row()));
        System.out.println(inspection.describe());
        folder.announce();
        return 0;
    }
}
