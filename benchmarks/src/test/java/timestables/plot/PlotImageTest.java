package timestables.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class PlotImageTest {

    @TempDir
    private Path folder;

    private static XYChart chart(int height) {
        double[] x = new double[1000];
        double[] blue = new double[1000];
        double[] red = new double[1000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            x[i] = i;
            blue[i] = random.nextDouble();
            red[i] = 1 + random.nextDouble();
        }
        XYChart chart = PlotStyle.chart(PlotStyle.WIDTH, height, "Noise", "step", "value");
        PlotStyle.line(chart, "blue", x, blue, PlotStyle.BLUE, 2);
        PlotStyle.line(chart, "red", x, red, PlotStyle.VERMILLION, 2);
        return chart;
    }

    @Test
    void linesKeepTheirInkInFewBytes() throws IOException {
        BufferedImage image = PlotImage.draw(List.of(chart(500), chart(250)));
        Path file = folder.resolve("plot.png");
        PlotImage.write(image, file);
        assertTrue(Files.size(file) < 100_000, "noise has many edges: " + Files.size(file));
        BufferedImage read = ImageIO.read(file.toFile());
        assertEquals(PlotStyle.WIDTH, read.getWidth());
        assertEquals(750, read.getHeight());
        int inks = 0;
        for (int y = 0; y < read.getHeight(); y++) {
            for (int x = 0; x < read.getWidth(); x++) {
                Color before = new Color(image.getRGB(x, y));
                Color after = new Color(read.getRGB(x, y));
                boolean isInk = before.equals(Color.WHITE) || PlotStyle.INKS.contains(before);
                inks += isInk ? 1 : 0;
                assertTrue(distance(before, after) < (isInk ? 1 : 70), before + " became " + after);
            }
        }
        assertTrue(inks > read.getHeight() * read.getWidth() / 2);
    }

    @Test
    void whyAFileCannotBeWrittenIsTold() {
        Path file = folder.resolve("missing").resolve("plot.png");
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class, () -> PlotImage.write(PlotImage.draw(List.of(chart(100))), file));
        assertEquals("cannot write " + file + ": no such file or folder", e.getMessage());
    }

    private static double distance(Color a, Color b) {
        return Math.sqrt(Math.pow(a.getRed() - b.getRed(), 2)
                + Math.pow(a.getGreen() - b.getGreen(), 2)
                + Math.pow(a.getBlue() - b.getBlue(), 2));
    }
}
