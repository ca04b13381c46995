package timestables.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PalettePngTest {

    private final BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);

    @Test
    void smoothLinesKeepTheirInkInAFractionOfTheBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setStroke(new BasicStroke(2));
        for (int i = 0; i < 100; i++) {
            graphics.setColor(new Color[] {PlotStyle.BLUE, PlotStyle.VERMILLION, Color.WHITE}[i % 3]);
            graphics.drawLine(random.nextInt(400), random.nextInt(300), random.nextInt(400), random.nextInt(300));
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(image, "png", plain);
        byte[] written = written();
        assertTrue(written.length < plain.size() / 2, written.length + " of " + plain.size());

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(written));
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 400; x++) {
                Color before = new Color(image.getRGB(x, y));
                Color after = new Color(read.getRGB(x, y));
                boolean ink = before.equals(PlotStyle.BLUE) || before.equals(Color.BLACK);
                assertTrue(distance(before, after) < (ink ? 1 : 24), before + " became " + after);
            }
        }
    }

    @Test
    void moreColoursThanAPaletteHoldsBecomeTheNearest() throws IOException {
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 400; x++) {
                image.setRGB(x, y, new Color(x * 255 / 399, y * 255 / 299, (x + y) % 256).getRGB());
            }
        }
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(written()));
        assertEquals(400, read.getWidth());
        assertTrue(distance(new Color(image.getRGB(200, 150)), new Color(read.getRGB(200, 150))) < 100);
    }

    private byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PalettePng.write(image, out);
        return out.toByteArray();
    }

    private static double distance(Color a, Color b) {
        return Math.sqrt(Math.pow(a.getRed() - b.getRed(), 2)
                + Math.pow(a.getGreen() - b.getGreen(), 2)
                + Math.pow(a.getBlue() - b.getBlue(), 2));
    }
}
