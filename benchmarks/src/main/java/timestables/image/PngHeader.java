package timestables.image;

import java.nio.ByteBuffer;
import javax.imageio.IIOException;

/**
 * What a PNG file of gray samples says of itself before they begin.
 *
 * @param width unsigned, as is the height
 * @param bits of a pixel: of a sample, and of its alpha if it has one
 */
record PngHeader(int width, int height, int bits, boolean isInterlaced) {

    private static final int GRAY = 0;
    private static final int GRAY_AND_ALPHA = 4;

    /** Where the pixels of each pass of an interlaced image begin, and how far apart they are: x, y, dx, dy. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    static PngHeader of(PngChunk chunk) throws IIOException {
        if (!chunk.type().equals("IHDR") || chunk.data().length != 13) {
            throw new IIOException("it is damaged");
        }
        ByteBuffer fields = ByteBuffer.wrap(chunk.data());
        int width = fields.getInt();
        int height = fields.getInt();
        byte depth = fields.get();
        byte colour = fields.get();
        if (colour != GRAY && colour != GRAY_AND_ALPHA) {
            throw new IIOException("it is not of gray samples alone: its colour type is " + colour);
        }
        boolean isDepth = depth == 8 || depth == 16 || colour == GRAY && (depth == 1 || depth == 2 || depth == 4);
        if (!isDepth) {
            throw new IIOException("its samples have " + depth + " bits");
        }
        byte packing = fields.get();
        byte filtering = fields.get();
        byte interlacing = fields.get();
        if (packing != 0 || filtering != 0 || interlacing < 0 || interlacing > 1) {
            throw new IIOException("it is packed by a method that no standard knows");
        }
        return new PngHeader(width, height, colour == GRAY ? depth : 2 * depth, interlacing == 1);
    }

    String size() {
        return Integer.toUnsignedString(width) + "x" + Integer.toUnsignedString(height);
    }

    /** Whether both sides are so long. */
    boolean isBetween(int least, int most) {
        return width >= least && width <= most && height >= least && height <= most;
    }

    /** How many bytes the lines of samples take, each with the number of its filter. */
    int bytesOfLines() {
        if (!isInterlaced) {
            return bytesOfLines(width, height);
        }
        int bytes = 0;
        for (int[] pass : PASSES) {
            bytes += bytesOfLines(Math.ceilDiv(width - pass[0], pass[2]), Math.ceilDiv(height - pass[1], pass[3]));
        }
        return bytes;
    }

    private int bytesOfLines(int columns, int rows) {
        return columns <= 0 ? 0 : Math.max(0, rows) * (1 + Math.ceilDiv(columns * bits, 8));
    }
}
