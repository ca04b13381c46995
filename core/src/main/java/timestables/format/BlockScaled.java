package timestables.format;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * Numbers in blocks along the rows of a matrix, each block with a scale of its own: a number is its block's scale times
 * what its code stands for, plus the block's offset in formats that {@linkplain Scaling#hasOffsets have} them. So one
 * large number costs accuracy in its own block alone, and a format of few bits serves numbers of any range. Each row
 * begins a new block; the last block of a row may be shorter.
 *
 * <p>The constants are the formats that quantised models are stored in. Their encoders follow the documents that define
 * them, to the last bit where those are code.
 *
 * @param name the name that reports show
 * @param format what codes stand for, before they are scaled; of at most 8 bits
 * @param blockLength numbers in a block, at least 1
 * @param scales how the scale of a block is stored
 * @param scaling how it is chosen
 */
public record BlockScaled(String name, Format format, int blockLength, ScaleFormat scales, Scaling scaling) {

    private static final int MX_BLOCK = 32;
    private static final int GGML_BLOCK = 32;

    /**
     * {@link MiniFloat#E2M1} in blocks of 32 under a power of two: <em>OCP Microscaling Formats (MX)
     * Specification</em>, version 1.0, 2023, as its other formats here.
     */
    public static final BlockScaled MXFP4 = mx("mxfp4", MiniFloat.E2M1);

    /** {@link MiniFloat#E2M3} likewise. */
    public static final BlockScaled MXFP6_E2M3 = mx("mxfp6-e2m3", MiniFloat.E2M3);

    /** {@link MiniFloat#E3M2} likewise. */
    public static final BlockScaled MXFP6_E3M2 = mx("mxfp6-e3m2", MiniFloat.E3M2);

    /** {@link MiniFloat#E4M3} likewise. */
    public static final BlockScaled MXFP8_E4M3 = mx("mxfp8-e4m3", MiniFloat.E4M3);

    /** {@link MiniFloat#E5M2} likewise. */
    public static final BlockScaled MXFP8_E5M2 = mx("mxfp8-e5m2", MiniFloat.E5M2);

    /**
     * {@link MiniFloat#E2M1} in blocks of 16 under an E4M3 number, and one binary32 number for all: NVIDIA,
     * <em>Pretraining Large Language Models with NVFP4</em>, arXiv:2509.25149, 2025.
     */
    public static final BlockScaled NVFP4 =
            new BlockScaled("nvfp4", MiniFloat.E2M1, 16, ScaleFormat.E4M3, Scaling.TWO_LEVELS);

    /**
     * {@link Codebook#normalFloat4} in blocks of 64 under their largest magnitude: T. Dettmers et al., <em>QLoRA</em>,
     * 2023, as bitsandbytes stores it without double quantisation.
     */
    public static final BlockScaled NF4 =
            new BlockScaled("nf4", Codebook.normalFloat4(1), 64, ScaleFormat.BINARY32, Scaling.LARGEST);

    /**
     * Codes that stand for -8 to 7, in blocks of 32: Q4_0 of ggml, the library of llama.cpp, whose reference code for
     * model files is what defines this and the next two formats.
     */
    public static final BlockScaled Q4_0 = new BlockScaled(
            "q4_0",
            new Codebook("q4_0", -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7),
            GGML_BLOCK,
            ScaleFormat.BINARY16,
            Scaling.SIGNED_LARGEST);

    /** Integers of 8 bits in blocks of 32: Q8_0 of ggml. */
    public static final BlockScaled Q8_0 =
            new BlockScaled("q8_0", new FixedPoint(8, 0), GGML_BLOCK, ScaleFormat.BINARY16, Scaling.INTEGERS_HALF_AWAY);

    /** Codes that stand for 16 uneven values, in blocks of 32: IQ4_NL of ggml. */
    public static final BlockScaled IQ4_NL = new BlockScaled(
            "iq4_nl",
            new Codebook("iq4_nl", -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113),
            GGML_BLOCK,
            ScaleFormat.BINARY16,
            Scaling.WEIGHTED);

    /** How the scale of a block is chosen. */
    public enum Scaling {
        /** The largest magnitude in the block becomes the largest of the format, as nearly as scales allow. */
        LARGEST,
        /**
         * For a small squared error of the block: of some scales around that of the largest magnitude, the best; then
         * in turn the nearest codes for the scale, and the scale of least squares for the codes.
         */
        SEARCHED,
        /** The largest power of two in the block becomes that of the format; what lies beyond saturates. For MX. */
        POWER_OF_TWO,
        /** As {@link #LARGEST}, over a scale of all blocks with which the largest scale is the largest E4M3. */
        TWO_LEVELS,
        /** The number of the largest magnitude, with its sign, becomes -8. For Q4_0. */
        SIGNED_LARGEST,
        /** The largest magnitude becomes 127; halves are rounded away from zero. For Q8_0. */
        INTEGERS_HALF_AWAY,
        /** The same, halves to even: what is fastest for activations. */
        INTEGERS,
        /**
         * The number of the largest magnitude becomes the first value; least squares weighted by squares. For IQ4_NL.
         */
        WEIGHTED,
        /**
         * Blocks have offsets: the least number of a block becomes the least of the format, the greatest the greatest.
         */
        LEAST_TO_GREATEST,
        /**
         * Blocks have offsets: as {@link #SEARCHED}, from scales around that of {@link #LEAST_TO_GREATEST}. Among the
         * offsets that are tried is one that gives zero a code.
         */
        LEAST_TO_GREATEST_SEARCHED;

        /**
         * Whether each block has an offset, in binary16, that is subtracted from its numbers before they are encoded,
         * so that no code is spent on what lies outside of them. If it is a whole number of steps, it is the zero point
         * of the block.
         */
        public boolean hasOffsets() {
            return this == LEAST_TO_GREATEST || this == LEAST_TO_GREATEST_SEARCHED;
        }
    }

    public BlockScaled {
        Objects.requireNonNull(name);
        Objects.requireNonNull(scales);
        Objects.requireNonNull(scaling);
        if (format.bits() > 8) {
            throw new IllegalArgumentException("block-scaled codes have at most 8 bits, not " + format.bits());
        }
        if (blockLength < 1) {
            throw new IllegalArgumentException("a block has at least 1 number, not " + blockLength);
        }
        double reach = format.reach();
        if (!(reach > 0 && reach < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a format that is scaled has a largest magnitude, positive and finite, not " + reach);
        }
    }

    private static BlockScaled mx(String name, Format format) {
        return new BlockScaled(name, format, MX_BLOCK, ScaleFormat.E8M0, Scaling.POWER_OF_TWO);
    }

    /**
     * Activations that weights in a format are multiplied by: integers of 8 bits, in blocks as long as those of the
     * weights, under binary32 scales.
     */
    public BlockScaled activations() {
        return new BlockScaled("int8", new FixedPoint(8, 0), blockLength, ScaleFormat.BINARY32, Scaling.INTEGERS);
    }

    /** How the offset of a block is stored, where it has one. */
    public ScaleFormat offsets() {
        return ScaleFormat.BINARY16;
    }

    /** Bits that a number takes, with its share of the block's scale and offset. */
    public double bitsPerNumber() {
        int bytes = scales.bytes() + (scaling.hasOffsets() ? offsets().bytes() : 0);
        return format.bits() + 8.0 * bytes / blockLength;
    }

    /** How many blocks, and so scales, a row has. */
    public int blocks(int rowLength) {
        return Math.ceilDiv(rowLength, blockLength);
    }

    /**
     * Encodes numbers. In a block of zeros, or of numbers too small for a scale, all codes stand for what is nearest to
     * zero; its scale is 0, or the least one if a scale cannot be 0. The same holds for a block with an offset whose
     * numbers are all equal.
     *
     * @param numbers row by row; finite
     * @param rowLength numbers in a row
     * @throws IllegalArgumentException if a number is not finite, or so large that no scale reaches it, or the last row
     *     is shorter
     */
    public Blocks encode(float[] numbers, int rowLength) {
        if (rowLength < 1 || numbers.length % rowLength != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are no whole rows of %d".formatted(numbers.length, rowLength));
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new IllegalArgumentException("number %d, %s, has no place in a block".formatted(i, numbers[i]));
            }
        }
        return scaling.hasOffsets() ? encodeWithOffsets(numbers, rowLength) : encodeWithoutOffsets(numbers, rowLength);
    }

    private Blocks encodeWithoutOffsets(float[] numbers, int rowLength) {
        BlockEncoder encoder = new BlockEncoder(this, numbers);
        float[] scales = new float[numbers.length / rowLength * blocks(rowLength)];
        forEachBlock(rowLength, scales.length, (block, from, to) -> scales[block] = encoder.encode(from, to));
        return new Blocks(encoder.codes, scales, encoder.global);
    }

    private Blocks encodeWithOffsets(float[] numbers, int rowLength) {
        LineEncoder encoder = new LineEncoder(this, numbers);
        float[] scales = new float[numbers.length / rowLength * blocks(rowLength)];
        float[] offsets = new float[scales.length];
        forEachBlock(rowLength, scales.length, (block, from, to) -> {
            LineEncoder.Line line = encoder.encode(from, to);
            scales[block] = line.scale();
            offsets[block] = line.offset();
        });
        return new Blocks(encoder.codes, scales, offsets, 1);
    }

    /** A block, and its numbers {@code from .. to - 1}. */
    private interface BlockVisitor {
        void accept(int block, int from, int to);
    }

    private void forEachBlock(int rowLength, int count, BlockVisitor visitor) {
        int perRow = blocks(rowLength);
        for (int block = 0; block < count; block++) {
            int row = block / perRow * rowLength;
            int from = row + block % perRow * blockLength;
            visitor.accept(block, from, Math.min(from + blockLength, row + rowLength));
        }
    }

    /** The numbers that codes stand for, row by row. */
    public double[] decode(Blocks blocks, int rowLength) {
        int perRow = blocks(rowLength);
        double[] numbers = new double[blocks.codes().length];
        Arrays.setAll(numbers, i -> {
            int block = i / rowLength * perRow + i % rowLength / blockLength;
            double scaled = (double) blocks.scales()[block]
                    * blocks.global()
                    * format.decode(Byte.toUnsignedInt(blocks.codes()[i]));
            return scaling.hasOffsets() ? scaled + blocks.offsets()[block] : scaled;
        });
        return numbers;
    }

    /**
     * The same with a format that is learned from a sample, as this one scales it: every number, less its block's
     * offset, over its block's scale. With searched scales, repeat it a few times: better values lead to better scales.
     *
     * @param sample numbers as for {@link #encode}, one row
     * @param learn makes a format for given values
     */
    public BlockScaled learned(String name, float[] sample, Function<double[], ? extends Format> learn) {
        Blocks blocks = encode(sample, sample.length);
        double[] shares = new double[sample.length];
        Arrays.setAll(shares, i -> {
            int block = i / blockLength;
            float scale = blocks.scales()[block] * blocks.global();
            float rest = scaling.hasOffsets() ? sample[i] - blocks.offsets()[block] : sample[i];
            return scale == 0 ? 0 : rest / scale;
        });
        return new BlockScaled(name, learn.apply(shares), blockLength, scales, scaling);
    }
}
