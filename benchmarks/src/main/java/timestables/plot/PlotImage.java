package timestables.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.internal.chartpart.Chart;
import timestables.run.WholeFile;

/** Charts as an image, and as a PNG file. */
public final class PlotImage {

    /** Steps from white to an ink: as many as the smooth edges of letters need. */
    private static final int SHADES = 16;

    /** The height of a line below charts. */
    private static final int CAPTION = 24;

    private PlotImage() {}

    /** Draws charts, all as wide as the first, one below the other. */
    public static BufferedImage draw(List<? extends Chart<?, ?>> charts) {
        int width = charts.getFirst().getWidth();
        int height = charts.stream().mapToInt(Chart::getHeight).sum();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int top = 0;
        for (Chart<?, ?> chart : charts) {
            Graphics2D graphics =
                    image.getSubimage(0, top, width, chart.getHeight()).createGraphics();
            chart.paint(graphics, width, chart.getHeight());
            graphics.dispose();
            top += chart.getHeight();
        }
        return image;
    }

    /** Images of one height, side by side. */
    public static BufferedImage beside(List<BufferedImage> images) {
        int width = images.stream().mapToInt(BufferedImage::getWidth).sum();
        BufferedImage image = new BufferedImage(width, images.getFirst().getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        int left = 0;
        for (BufferedImage each : images) {
            graphics.drawImage(each, left, 0, null);
            left += each.getWidth();
        }
        graphics.dispose();
        return image;
    }

    /** An image with lines of text below, such as of which machine and day it is. */
    public static BufferedImage captioned(BufferedImage plain, List<String> lines) {
        return extended(plain, CAPTION * lines.size(), graphics -> {
            int bottom = plain.getHeight();
            for (String line : lines) {
                bottom += CAPTION;
                graphics.drawString(line, CAPTION / 2, bottom - CAPTION / 3);
            }
        });
    }

    /**
     * The image of a map with the bar of its colours below.
     *
     * @param labels what the ends and the middle of the bar stand for
     */
    public static BufferedImage withBar(BufferedImage map, List<String> labels) {
        return extended(map, 3 * CAPTION, graphics -> {
            int width = map.getWidth() / 2;
            int left = width / 2;
            for (int i = 0; i < width; i++) {
                graphics.setColor(PlotStyle.diverging(2.0 * i / width - 1));
                graphics.fillRect(left + i, map.getHeight() + CAPTION / 2, 1, CAPTION);
            }
            graphics.setColor(PlotStyle.INK);
            for (int i = 0; i < labels.size(); i++) {
                int centre = left + i * width / (labels.size() - 1);
                int letters = graphics.getFontMetrics().stringWidth(labels.get(i));
                graphics.drawString(labels.get(i), centre - letters / 2, map.getHeight() + 2 * CAPTION + CAPTION / 3);
            }
        });
    }

    /** An image with so many rows of pixels below it, in the style of labels. */
    private static BufferedImage extended(BufferedImage plain, int height, Consumer<Graphics2D> painter) {
        BufferedImage image =
                new BufferedImage(plain.getWidth(), plain.getHeight() + height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.drawImage(plain, 0, 0, null);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(PlotStyle.INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, PlotStyle.LABEL_SIZE));
        painter.accept(graphics);
        graphics.dispose();
        return image;
    }

    /**
     * Writes an image that was {@linkplain #draw drawn} as PNG, each pixel in the nearest shade of
     * {@link PlotStyle#INKS}: in these the file has less than half the bytes.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    public static void write(BufferedImage image, Path file) {
        int width = image.getWidth();
        int height = image.getHeight();
        IndexColorModel palette = palette();
        BufferedImage inks = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
        // Looked for once a colour, of which a plot has few: once a pixel, that took half of the time of a simulation.
        Map<Integer, Byte> nearest = new HashMap<>();
        int[] pixels = (int[]) image.getRaster().getDataElements(0, 0, width, height, null);
        byte[] indexes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indexes[i] = i > 0 && pixels[i] == pixels[i - 1]
                    ? indexes[i - 1]
                    : nearest.computeIfAbsent(pixels[i], rgb -> ((byte[]) palette.getDataElements(rgb, null))[0]);
        }
        inks.getRaster().setDataElements(0, 0, width, height, indexes);
        WholeFile.replace(file, out -> {
            // Into memory first: ImageIO does not tell why a file cannot be written.
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream png = new MemoryCacheImageOutputStream(bytes)) {
                ImageIO.write(inks, "png", png);
            }
            bytes.writeTo(out);
        });
    }

    private static IndexColorModel palette() {
        int[] colours = PlotStyle.INKS.stream()
                .flatMapToInt(ink -> IntStream.rangeClosed(0, SHADES)
                        .map(shade -> PlotStyle.mix(Color.WHITE, ink, (double) shade / SHADES)
                                .getRGB()))
                .distinct()
                .toArray();
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    }
}
