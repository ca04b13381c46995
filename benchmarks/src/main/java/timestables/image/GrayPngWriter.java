package timestables.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes PNG files that {@link GrayPng} reads. */
final class GrayPngWriter {

    private GrayPngWriter() {}

    /**
     * The bytes of a file.
     *
     * @param title what the image is of, in Latin letters
     * @param size its width and height
     * @param bits of a sample, 8 or 16
     * @param sample of a row and a column
     */
    static byte[] write(String title, int size, int bits, IntBinaryOperator sample) throws IOException {
        BufferedImage image = new BufferedImage(
                size, size, bits == 16 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                raster.setSample(column, row, 0, sample.applyAsInt(row, column));
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            metadata.mergeTree(
                    metadata.getNativeMetadataFormatName(), titled(metadata.getNativeMetadataFormatName(), title));
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    private static IIOMetadataNode titled(String format, String title) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", "Title");
        entry.setAttribute("value", title);
        IIOMetadataNode texts = new IIOMetadataNode("tEXt");
        texts.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode(format);
        root.appendChild(texts);
        return root;
    }
}
