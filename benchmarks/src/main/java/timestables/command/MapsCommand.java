package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.image.TableFolder;
import timestables.image.TableImage;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.walk.PythonFloat;

/** Draws all tables. */
@Command(
        name = "maps",
        description =
                "Draws the playground's tables as images: five kinds of 2 to 9 bits, cell by cell, as gray PNG files of 8 bits,"
                        + " or of 16 with previews of 8. Without --output-dir they are in results/maps. Images that are"
                        + " there already are drawn anew. They are data for programs: few of their grays are seen apart, and a table of 4 bits looks black; the command figure draws tables for people.%n")
public final class MapsCommand implements Callable<Integer> {

    private final RunOptions run;

    @Option(
            names = "--max-range",
            paramLabel = "R",
            description =
                    "the largest operand, from 1e-50 to 1e+50; default: 2.0. Tables unsigned and signed have their own")
    private double maxRange = 2;

    public MapsCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        List<TableImage> images = TableFolder.images(maxRange);
        Path folder = run.outputDir().orElse(RunFolder.root().resolve("maps"));
        int files;
        try (Progress progress = run.progress(images.size())) {
            files = new TableFolder(folder).writeAll(images, progress);
        }
        System.out.printf("%d files of range %s in %s%n", files, PythonFloat.text(maxRange), folder);
        return 0;
    }
}
