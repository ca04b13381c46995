package timestables.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes PNG files from their parts, so that each can be wrong. */
public final class PngMaker {

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /** A file without parts. */
    public PngMaker() {
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    }

    /** A part of any type, with a right checksum. */
    public PngMaker chunk(String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        file.writeBytes(ByteBuffer.allocate(8 + body.length)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array());
        return this;
    }

    /** The size and the kind of pixels. */
    public PngMaker header(int width, int height, int depth, int colour, int interlace) {
        return header(width, height, depth, colour, 0, interlace);
    }

    PngMaker header(int width, int height, int depth, int colour, int packing, int interlace) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) colour)
                        .put((byte) packing)
                        .put((byte) 0)
                        .put((byte) interlace)
                        .array());
    }

    /** What the image is of. */
    public PngMaker title(String title) {
        return chunk("tEXt", ("Title\0" + title).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The header and the pixels of a gray image, whose lines begin with the numbers of their filters. */
    public PngMaker gray(int size, int depth, byte[] lines) {
        return header(size, size, depth, 0, 0).chunk("IDAT", deflated(lines));
    }

    /** Bytes as they are packed in an image. */
    public static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + bytes.length / 1000 + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    /** The file, without an end. */
    byte[] unended() {
        return file.toByteArray();
    }

    /** The file. */
    public byte[] ended() {
        return chunk("IEND", new byte[0]).unended();
    }
}
