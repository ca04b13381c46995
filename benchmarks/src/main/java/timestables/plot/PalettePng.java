package timestables.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG files of drawings in few inks, a fifth as large as ImageIO's: the many shades of their smooth edges become the
 * nearest of some of them, which no eye tells apart.
 */
public final class PalettePng {

    /** Shades nearer than this become one, as far as the palette has room; the distance is that of red, green, blue. */
    private static final int TELLING = 24;

    private static final int MOST_COLOURS = 256;

    private final List<Integer> palette = new ArrayList<>();
    private final Map<Integer, Integer> indexes = new HashMap<>();
    private final int width;
    private final int height;
    private final int[] pixels;

    private PalettePng(BufferedImage image) {
        width = image.getWidth();
        height = image.getHeight();
        pixels = image.getRGB(0, 0, width, height, null, 0, width);
        // The most frequent colours, the inks themselves, stay exactly what they are.
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> indexes.put(entry.getKey(), index(entry.getKey())));
    }

    /** Writes an opaque image. */
    public static void write(BufferedImage image, OutputStream out) throws IOException {
        // ImageIO hides why a file cannot be written.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream png = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam smallest = writer.getDefaultWriteParam();
            smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            smallest.setCompressionQuality(0);
            writer.setOutput(png);
            writer.write(null, new IIOImage(new PalettePng(image).indexed(), null, null), smallest);
        } finally {
            writer.dispose();
        }
        bytes.writeTo(out);
    }

    /** The place of the nearest colour in the palette, which the colour joins if that is far. */
    private int index(int colour) {
        int nearest = -1;
        int least = TELLING * TELLING;
        for (int i = 0; i < palette.size(); i++) {
            int distance = squaredDistance(colour, palette.get(i));
            if (distance < least || nearest < 0 && palette.size() == MOST_COLOURS) {
                nearest = i;
                least = distance;
            }
        }
        if (nearest < 0) {
            palette.add(colour);
            return palette.size() - 1;
        }
        return nearest;
    }

    private static int squaredDistance(int a, int b) {
        int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
        int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
        int blue = (a & 0xff) - (b & 0xff);
        return red * red + green * green + blue * blue;
    }

    private BufferedImage indexed() {
        int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
        BufferedImage image = new BufferedImage(
                width,
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE));
        int[] samples = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            samples[i] = indexes.get(pixels[i]);
        }
        image.getRaster().setPixels(0, 0, width, height, samples);
        return image;
    }
}
