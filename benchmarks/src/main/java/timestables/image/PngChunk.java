package timestables.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/**
 * A part of a PNG file.
 *
 * @param type four letters, such as {@code IDAT}
 */
record PngChunk(String type, byte[] data) {

    static PngChunk next(ByteBuffer in) throws IIOException {
        if (in.remaining() < 12) {
            throw new IIOException("it is cut off");
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining() - 8) {
            throw new IIOException("it is cut off");
        }
        CRC32 crc = new CRC32();
        crc.update(in.slice(in.position(), 4 + length));
        byte[] type = new byte[4];
        byte[] data = new byte[length];
        in.get(type).get(data);
        if (in.getInt() != (int) crc.getValue()) {
            throw new IIOException("it is damaged");
        }
        return new PngChunk(new String(type, StandardCharsets.ISO_8859_1), data);
    }

    /** Whether no reader may ignore it. */
    boolean isCritical() {
        return Character.isUpperCase(type.charAt(0));
    }
}
