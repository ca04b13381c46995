package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
                        + " break. The table is an image that the command maps has drawn, any other PNG file of gray"
                        + " samples, an array of integers that NumPy saved, a CSV file of integers without a header, or bare"
                        + " cells, low byte first. The cells tell which operands rows and columns of integers stand for"
                        + " (unsigned, two's complement, or ascending from the most negative), and whether they are two's"
                        + " complement patterns or have an offset: the reading that fits best is taken.%n")
public final class InspectCommand implements Callable<Integer> {

    private final RunOptions run;

    @Parameters(
            paramLabel = "FILE",
            description = "a table of 4, 8, 16, ... or 1024 rows, and of as many or other columns")
    private Path file;

    @Option(
            names = "--cell-bits",
            paramLabel = "N",
            description = "the file has bare cells of 8, 16 or 32 bits, row by row, low byte first")
    private Integer cellBits;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "how many rows of bare cells there are; default: as many as columns")
    private Integer rows;

    /** @param run what every command can be told */
    public InspectCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        if (rows != null && cellBits == null) {
            throw new IllegalArgumentException("--rows is of bare cells alone; give their --cell-bits too");
        }
        Inspection inspection = Inspection.of(
                file,
                cellBits == null
                        ? TableFile.read(file)
                        : TableFile.readBare(file, cellBits, Optional.ofNullable(rows)));
        RunFolder folder = run.open(run.seed(), List.of(Inspection.FILE));
        CsvFile.write(folder.file(Inspection.FILE), Inspection.Row.class, List.of(inspection.row()));
        System.out.println(inspection.describe());
        folder.announce();
        return 0;
    }
}
