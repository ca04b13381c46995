package timestables.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import timestables.run.Excerpt;
import timestables.run.InputFile;

/**
 * An image of gray samples in the PNG format (W3C, <em>Portable Network Graphics</em>, 3rd edition), of any depth,
 * interlaced or not, with or without an alpha channel, which is left out.
 *
 * <p>The JDK reads the samples. What it overlooks is looked at here: wrong checksums, a missing end, samples beyond the
 * last line, and sides that no memory has room for. The samples are numbers that lie in an image, and not shades: no
 * gamma or colour profile is applied to them.
 */
public final class GrayPng {

    /** The largest file that is read: twice the size of 1024 x 1024 samples and alphas of 16 bits, not compressed. */
    static final int LARGEST_FILE = 1 << 23;

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int LONGEST_SHOWN = 80;

    private final Raster samples;
    private final String title;

    private GrayPng(Raster samples, String title) {
        this.samples = samples;
        this.title = title;
    }

    /**
     * Reads an image.
     *
     * @param leastSide the smallest width and height that it may have
     * @param mostSide the largest, at most 1024
     * @throws IOException saying what is wrong with it, but not naming the file
     */
    public static GrayPng read(Path file, int leastSide, int mostSide) throws IOException {
        byte[] bytes;
        try (InputStream in = InputFile.open(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new IIOException("it has more than " + LARGEST_FILE + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < Long.BYTES || in.getLong() != SIGNATURE) {
            throw new IIOException("it is not a PNG file");
        }
        // Before any memory is taken for samples.
        PngHeader header = PngHeader.of(PngChunk.next(in));
        if (!header.isBetween(leastSide, mostSide)) {
            throw new IIOException("it is " + header.size());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        String title = "";
        for (PngChunk chunk = PngChunk.next(in); !chunk.type().equals("IEND"); chunk = PngChunk.next(in)) {
            if (chunk.type().equals("IDAT")) {
                packed.write(chunk.data());
            } else if (chunk.type().equals("tEXt")) {
                String[] text = new String(chunk.data(), StandardCharsets.ISO_8859_1).split("\0", 2);
                if (text[0].equals("Title")) {
                    title = Excerpt.of(text[text.length - 1], LONGEST_SHOWN);
                }
            } else if (chunk.isCritical() || chunk.type().equals("tRNS")) {
                throw new IIOException(
                        "it is not of gray samples alone: it has a chunk " + Excerpt.of(chunk.type(), LONGEST_SHOWN));
            }
        }
        if (in.hasRemaining()) {
            throw new IIOException("something follows the image in it");
        }
        checkLength(packed.toByteArray(), header.bytesOfLines());
        return new GrayPng(samples(bytes), title);
    }

    /** Refuses packed lines that do not unpack to so many bytes, or whose checksum is wrong. */
    private static void checkLength(byte[] packed, int length) throws IOException {
        // The stream checks its checksum when a byte beyond the last is asked for.
        try (InputStream lines = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            if (lines.readNBytes(length + 1).length == length) {
                return;
            }
        } catch (ZipException | EOFException e) {
            throw new IIOException("it is damaged", e);
        }
        throw new IIOException("it has more or fewer samples than its header says");
    }

    private static Raster samples(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return reader.read(0).getRaster();
        } catch (IIOException e) {
            throw new IIOException("it is damaged: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    public int rows() {
        return samples.getHeight();
    }

    public int columns() {
        return samples.getWidth();
    }

    /** The bits of a sample: 1, 2, 4, 8 or 16. */
    public int bits() {
        return samples.getSampleModel().getSampleSize(0);
    }

    public int sample(int row, int column) {
        return samples.getSample(column, row, 0);
    }

    /** What the file says the image is of, fit for a console; empty if it does not say. */
    public String title() {
        return title;
    }
}
