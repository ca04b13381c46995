package timestables.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.accuracy.TableFigure;
import timestables.format.Format;
import timestables.plot.PlotImage;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** Draws a small table for people. */
@Command(
        name = "figure",
        description = "Draws a small table of products as a picture: its cells, and beside them their errors. Without"
                + " --output-dir it is in results/figures.%n")
final class FigureCommand implements Callable<Integer> {

    private final RunOptions run;

    @Option(names = "--bits", paramLabel = "N", defaultValue = "4", description = "bits of a code, 2 to 6; default: 4")
    private int bits;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "linear",
            description =
                    "what codes stand for: linear, log, geometric, learned, float4-e2m1, nf4, ...; default: linear")
    private String name;

    /** @param run what every command can be told */
    FigureCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        Format format = TableFigure.format(bits, name);
        Path folder = RunFolder.writable(run.outputDir().orElse(RunFolder.root().resolve("figures")));
        Path file = folder.resolve("table%d-%s.png".formatted(bits, name));
        PlotImage.write(TableFigure.draw(format), file);
        System.out.println(file);
        return 0;
    }
}
