package timestables.format;

/** The byte orders in which files and libraries store {@link Blocks}: to write and to read them. */
public enum BlockStorage {
    /**
     * That of ggml, and so of GGUF files: each block is its scale, low byte first, and then its codes, of 4 or 8 bits;
     * of those of 4 bits, the first half of a block lies in the low halves of bytes, the second half in the high ones.
     * Blocks are whole.
     */
    GGML,
    /**
     * Codes one after the other, the lowest bits of a byte first, so that two of 4 bits share a byte and four of 6 bits
     * share three; scales apart, low byte first. That of NVIDIA's Model Optimizer, and of MX formats in safetensors
     * files.
     */
    LOW_FIRST,
    /** The same, but of two codes of 4 bits in a byte the first is the high one. That of bitsandbytes. */
    HIGH_FIRST;

    /**
     * Stored blocks.
     *
     * @param codes in {@link #GGML} order with the scales among them
     * @param scales in {@link #GGML} order empty
     */
    public record Bytes(byte[] codes, byte[] scales) {}

    /**
     * Stores blocks.
     *
     * @param rowLength numbers in a row
     * @throws IllegalArgumentException if a scale is none of the format, or if such blocks are not stored in this order
     */
    public Bytes write(BlockScaled format, Blocks blocks, int rowLength) {
        int count = blocks.codes().length;
        require(format, rowLength);
        Bytes bytes = new Bytes(new byte[codeBytes(format, count)], new byte[scaleBytes(format, count, rowLength)]);
        byte[] scales = this == GGML ? bytes.codes : bytes.scales;
        for (int block = 0; block < blocks.scales().length; block++) {
            int scale = format.scales().encode(blocks.scales()[block]);
            for (int i = 0; i < format.scales().bytes(); i++) {
                scales[scaleAt(format, block) + i] = (byte) (scale >> 8 * i);
            }
        }
        for (int i = 0; i < count; i++) {
            long bit = bitOf(format, i);
            int at = (int) (bit / 8);
            int shifted = Byte.toUnsignedInt(blocks.codes()[i]) << bit % 8;
            bytes.codes[at] |= (byte) shifted;
            if (shifted > 255) {
                bytes.codes[at + 1] |= (byte) (shifted >> 8);
            }
        }
        return bytes;
    }

    /**
     * Reads stored blocks.
     *
     * @param global what all scales are multiplied by; 1 if nothing is
     * @param count how many numbers there are, in rows of {@code rowLength}
     * @throws IllegalArgumentException if there are more or fewer bytes than they take, or a scale is one that no block
     *     may have
     */
    public Blocks read(BlockScaled format, Bytes bytes, float global, int count, int rowLength) {
        require(format, rowLength);
        requireLength("codes", bytes.codes, codeBytes(format, count));
        requireLength("scales", bytes.scales, scaleBytes(format, count, rowLength));
        byte[] from = this == GGML ? bytes.codes : bytes.scales;
        float[] scales = new float[count / rowLength * format.blocks(rowLength)];
        for (int block = 0; block < scales.length; block++) {
            int scale = 0;
            for (int i = 0; i < format.scales().bytes(); i++) {
                scale |= Byte.toUnsignedInt(from[scaleAt(format, block) + i]) << 8 * i;
            }
            scales[block] = format.scales().decode(scale);
            format.scales().encode(scales[block]);
        }
        byte[] codes = new byte[count];
        int mask = format.format().codes() - 1;
        for (int i = 0; i < count; i++) {
            long bit = bitOf(format, i);
            int at = (int) (bit / 8);
            int code = Byte.toUnsignedInt(bytes.codes[at]) >> bit % 8;
            if (bit % 8 + format.format().bits() > 8) {
                code |= Byte.toUnsignedInt(bytes.codes[at + 1]) << 8 - bit % 8;
            }
            codes[i] = (byte) (code & mask);
        }
        return new Blocks(codes, scales, global);
    }

    private void require(BlockScaled format, int rowLength) {
        if (format.scaling().hasOffsets()) {
            throw new IllegalArgumentException(
                    "%s has offsets, which none of these orders stores".formatted(format.name()));
        }
        int bits = format.format().bits();
        if (this == GGML && (bits != 4 && bits != 8 || rowLength % format.blockLength() != 0)) {
            throw new IllegalArgumentException(
                    "ggml stores whole blocks of codes of 4 or 8 bits; %s has codes of %d in blocks of %d, and rows of %d"
                            .formatted(format.name(), bits, format.blockLength(), rowLength));
        }
    }

    private static void requireLength(String what, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "such blocks have %d bytes of %s, not %d".formatted(length, what, bytes.length));
        }
    }

    private int codeBytes(BlockScaled format, int count) {
        long bits = (long) count * format.format().bits();
        return Math.toIntExact(
                this == GGML ? (long) count / format.blockLength() * blockBytes(format) : (bits + 7) / 8);
    }

    private int scaleBytes(BlockScaled format, int count, int rowLength) {
        return this == GGML
                ? 0
                : count / rowLength * format.blocks(rowLength) * format.scales().bytes();
    }

    private static int blockBytes(BlockScaled format) {
        return format.scales().bytes() + format.blockLength() * format.format().bits() / 8;
    }

    private int scaleAt(BlockScaled format, int block) {
        return block * (this == GGML ? blockBytes(format) : format.scales().bytes());
    }

    /** The lowest bit of code {@code i}. */
    private long bitOf(BlockScaled format, int i) {
        int bits = format.format().bits();
        if (this != GGML) {
            return (long) (this == HIGH_FIRST && bits == 4 ? i ^ 1 : i) * bits;
        }
        int length = format.blockLength();
        int inBlock = i % length;
        int inCodes = bits == 4 ? inBlock % (length / 2) * 8 + inBlock / (length / 2) * 4 : inBlock * bits;
        return 8L * (i / length * blockBytes(format) + format.scales().bytes()) + inCodes;
    }
}
