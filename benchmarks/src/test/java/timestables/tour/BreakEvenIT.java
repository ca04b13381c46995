package timestables.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.bench.InstantPace;
import timestables.contender.Operation;
import timestables.report.BreakEvenMap;
import timestables.run.RunOptions;

class BreakEvenIT {

    @TempDir
    private Path folder;

    /** A map of few cells at a pace that says nothing of speed, in this JVM. */
    @Test
    void everyTableIsComparedWithFloat32AtEverySizeAndDrawn() throws Exception {
        RunOptions run = RunOptions.quietly(folder);
        List<BreakEven.Question> questions = List.of(
                new BreakEven.Question(Operation.MULTIPLY, List.of("table2", "table9"), List.of("100", "200", "300")),
                new BreakEven.Question(Operation.GEMV, List.of("float16", "table3"), List.of("10x20", "30x40")));
        assertEquals(0, new BreakEven(run, Duration.ofMinutes(1), questions, InstantPace.OPTIONS, 1).run());

        List<String> lines = Files.readAllLines(folder.resolve(BreakEvenMap.FILE));
        assertEquals(1 + 2 * 3 + 2, lines.size());
        boolean known = false;
        assertTrue(lines.getFirst().startsWith("operation,contender,index_bits,size,"), lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            // None where other programs kept the machine busy.
            if (!cells[9].isEmpty()) {
                known = true;
                double speedup = Double.parseDouble(cells[5]) / Double.parseDouble(cells[8]);
                assertEquals(speedup, Double.parseDouble(cells[9]), 1e-9 * speedup);
            }
            assertEquals(List.of("undecided", "false"), List.of(cells[12], cells[13]), "of one round");
        }
        assertEquals(known, Files.exists(folder.resolve("break-even.png")));
        if (!known) {
            return;
        }
        BufferedImage image = ImageIO.read(folder.resolve("break-even.png").toFile());
        assertNotNull(image);
        assertTrue(image.getWidth() >= 600 && image.getHeight() >= 400);
    }
}
