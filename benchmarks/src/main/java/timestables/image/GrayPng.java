package timestables.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import javax.imageio.IIOException;
import timestables.run.Excerpt;

/**
 * A square image of gray samples in the PNG format (W3C, <em>Portable Network Graphics</em>, 3rd edition).
 *
 * <p>The JDK writes such files, but its reader overlooks damage that their checksums tell, so that they are read here.
 * The samples are numbers that lie in an image, and not shades: no gamma or colour profile is applied to them.
 */
public final class GrayPng {

    /**
     * The largest file that is read. An image of 1024 x 1024 samples of 16 bits, not compressed at all, has half of it.
     */
    static final int LARGEST_FILE = 1 << 22;

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int GRAY = 0;
    private static final int LONGEST_SHOWN = 80;

    private final int size;
    private final int bytesPerSample;
    private final byte[] samples;
    private final String title;

    private GrayPng(int size, int bytesPerSample, byte[] samples, String title) {
        this.size = size;
        this.bytesPerSample = bytesPerSample;
        this.samples = samples;
        this.title = title;
    }

    /**
     * Reads an image, of samples of 8 or 16 bits.
     *
     * @param leastSize the smallest width and height that it may have
     * @param mostSize the largest, at most 1024
     * @throws IOException saying what is wrong with it, but not naming the file
     */
    public static GrayPng read(Path file, int leastSize, int mostSize) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IIOException("it is not a file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new IIOException("it has more than " + LARGEST_FILE + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < Long.BYTES || in.getLong() != SIGNATURE) {
            throw new IIOException("it is not a PNG file");
        }
        // Whoever claims to be huge is refused before there is anything to unpack.
        Header header = Header.of(PngChunk.next(in));
        int size = header.width;
        if (size != header.height || size < leastSize || size > mostSize) {
            throw new IIOException(
                    "it is %sx%s".formatted(Integer.toUnsignedString(size), Integer.toUnsignedString(header.height)));
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
        int bytesPerSample = header.bits / 8;
        byte[] lines = unpack(packed.toByteArray(), size * (1 + size * bytesPerSample));
        return new GrayPng(size, bytesPerSample, unfilter(lines, size, bytesPerSample), title);
    }

    /** What an image says of itself before its samples begin; sides are unsigned. */
    private record Header(int width, int height, int bits) {

        static Header of(PngChunk chunk) throws IIOException {
            if (!chunk.type().equals("IHDR") || chunk.data().length != 13) {
                throw new IIOException("it is damaged");
            }
            ByteBuffer fields = ByteBuffer.wrap(chunk.data());
            Header header = new Header(fields.getInt(), fields.getInt(), fields.get());
            byte colour = fields.get();
            if (colour != GRAY) {
                throw new IIOException("it is not of gray samples alone: its colour type is " + colour);
            }
            if (header.bits != 8 && header.bits != 16) {
                throw new IIOException("its samples have " + header.bits + (header.bits == 1 ? " bit" : " bits"));
            }
            if (fields.getShort() != 0) {
                throw new IIOException("it is packed by a method that no standard knows");
            }
            if (fields.get() != 0) {
                throw new IIOException("it is interlaced");
            }
            return header;
        }
    }

    /** Inflates the image's lines, each of which begins with the number of its filter. */
    private static byte[] unpack(byte[] packed, int length) throws IOException {
        // The checksum lies past the last byte, and is looked at when one more is asked for.
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] lines = in.readNBytes(length + 1);
            if (lines.length == length) {
                return lines;
            }
        } catch (ZipException | EOFException e) {
            throw new IIOException("it is damaged", e);
        }
        throw new IIOException("it has more or fewer samples than its header says");
    }

    /** Adds to each byte what its line's filter predicted from those on its left and above. */
    private static byte[] unfilter(byte[] lines, int size, int bytesPerSample) throws IIOException {
        int width = size * bytesPerSample;
        byte[] samples = new byte[size * width];
        for (int row = 0; row < size; row++) {
            int filter = lines[row * (1 + width)];
            for (int i = 0; i < width; i++) {
                int at = row * width + i;
                int left = i < bytesPerSample ? 0 : samples[at - bytesPerSample] & 0xff;
                int above = row == 0 ? 0 : samples[at - width] & 0xff;
                int aboveLeft = row == 0 || i < bytesPerSample ? 0 : samples[at - width - bytesPerSample] & 0xff;
                int predicted = switch (filter) {
                    case 0 -> 0;
                    case 1 -> left;
                    case 2 -> above;
                    case 3 -> (left + above) / 2;
                    case 4 -> paeth(left, above, aboveLeft);
                    default -> throw new IIOException("it has a line of a filter that no standard knows");
                };
                samples[at] = (byte) (lines[row * (1 + width) + 1 + i] + predicted);
            }
        }
        return samples;
    }

    /** Of the three neighbours the one nearest to where the plane through them would lie. */
    private static int paeth(int left, int above, int aboveLeft) {
        int offLeft = Math.abs(above - aboveLeft);
        int offAbove = Math.abs(left - aboveLeft);
        int offAboveLeft = Math.abs(left + above - 2 * aboveLeft);
        if (offLeft <= offAbove && offLeft <= offAboveLeft) {
            return left;
        }
        return offAbove <= offAboveLeft ? above : aboveLeft;
    }

    /** How many rows and columns it has. */
    public int size() {
        return size;
    }

    /** The bits of a sample, 8 or 16. */
    public int bits() {
        return 8 * bytesPerSample;
    }

    public int sample(int row, int column) {
        int at = (row * size + column) * bytesPerSample;
        int first = samples[at] & 0xff;
        return bytesPerSample == 1 ? first : first << 8 | samples[at + 1] & 0xff;
    }

    /** What the file says the image is of, fit for a console; empty if it does not say. */
    public String title() {
        return title;
    }
}
