package timestables.format;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * Values in blocks, each with a scale of its own: a value is its block's scale times what its code stands for. So one
 * large value costs accuracy in its own block alone, and a format of few bits serves values of any range.
 *
 * <p>Blocks of {@value #MX_BLOCK} values under one scale are those of the OCP Microscaling Formats (MX) Specification,
 * version 1.0, 2023. Scales here are binary32 numbers, where those of MX are powers of two: a scale of 32 bits costs
 * one bit a value.
 *
 * @param format what codes stand for, before they are scaled; of at most 8 bits, with a value other than zero
 * @param blockLength values in a block, at least 1; the last block may have fewer
 * @param scaling how the scale of a block is chosen
 */
public record BlockScaled(Format format, int blockLength, Scaling scaling) {

    /** Values in a block of the MX formats. */
    public static final int MX_BLOCK = 32;

    /** Where the search for a scale looks, as shares of the scale that reaches the largest magnitude. */
    private static final double LEAST_SHARE = 0.75;

    private static final double GREATEST_SHARE = 1.1;

    /** Scales that are tried; six times as many gain a thirtieth of a decibel, with 4-bit codes of normal numbers. */
    private static final int CANDIDATES = 5;

    private static final int REFINEMENTS = 2;

    /** How the scale of a block is chosen. */
    public enum Scaling {
        /**
         * The largest magnitude in the block becomes the largest of the format. Nothing saturates where the format
         * reaches as far on either side of zero; else values on its shorter side may.
         */
        LARGEST,
        /**
         * For a small squared error of the block: the best of some scales around that of the largest magnitude, and
         * from there in turn the codes for the scale, and the scale of least squares for the codes.
         */
        SEARCHED
    }

    public BlockScaled {
        Objects.requireNonNull(scaling);
        if (format.bits() > 8) {
            throw new IllegalArgumentException("block-scaled codes have at most 8 bits, not " + format.bits());
        }
        if (blockLength < 1) {
            throw new IllegalArgumentException("a block has at least 1 value, not " + blockLength);
        }
        double reach = format.reach();
        if (!(reach > 0 && reach < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a format that is scaled has a largest magnitude, positive and finite, not " + reach);
        }
    }

    /** The name that reports show, such as {@code linear-block32}, or {@code nf4-block32-searched}. */
    public String name() {
        return format.name() + "-block" + blockLength + (scaling == Scaling.SEARCHED ? "-searched" : "");
    }

    /** How many blocks, and so scales, {@code count} values have. */
    public int blocks(int count) {
        return Math.ceilDiv(count, blockLength);
    }

    /**
     * Encodes values, the first of which begins a block. A block of zeros, or of values too small for a scale, has the
     * scale 0.
     *
     * @param codes where codes are written, a byte each, from position {@code from} on
     * @return the scales of the blocks
     * @throws IllegalArgumentException before {@code codes} is touched, if a value is not finite, or so large that no
     *     scale reaches it
     * @throws IndexOutOfBoundsException if codes do not fit {@code codes}
     */
    public float[] encode(double[] values, byte[] codes, int from) {
        Objects.checkFromIndexSize(from, values.length, codes.length);
        float[] scales = scales(values);
        for (int i = 0; i < values.length; i++) {
            codes[from + i] = (byte) code(values[i], scales[i / blockLength]);
        }
        return scales;
    }

    /**
     * The values that {@code count} codes stand for.
     *
     * @param codes the codes, from position {@code from} on
     * @param scales the scales of their blocks
     * @throws IndexOutOfBoundsException if there are fewer codes, or scales
     */
    public double[] decode(byte[] codes, int from, float[] scales, int count) {
        Objects.checkFromIndexSize(from, count, codes.length);
        Objects.checkFromIndexSize(0, blocks(count), scales.length);
        double[] values = new double[count];
        Arrays.setAll(values, i -> scales[i / blockLength] * format.decode(Byte.toUnsignedInt(codes[from + i])));
        return values;
    }

    /**
     * The same with a format that is learned from a sample, as this one scales it: every value over its block's scale.
     * With searched scales it pays to learn anew a few times, since better values allow for better scales.
     *
     * @param sample values as for {@link #encode}
     * @param learn makes a format for given values
     */
    public BlockScaled learned(double[] sample, Function<double[], ? extends Format> learn) {
        float[] scales = scales(sample);
        double[] shares = new double[sample.length];
        Arrays.setAll(shares, i -> share(sample[i], scales[i / blockLength]));
        return new BlockScaled(learn.apply(shares), blockLength, scaling);
    }

    private float[] scales(double[] values) {
        double reach = format.reach();
        double[] decoded = format.values();
        float[] scales = new float[blocks(values.length)];
        for (int block = 0; block < scales.length; block++) {
            int from = block * blockLength;
            int to = Math.min(values.length, from + blockLength);
            double largest = 0;
            for (int i = from; i < to; i++) {
                if (!(Math.abs(values[i]) <= Float.MAX_VALUE * reach)) {
                    throw new IllegalArgumentException(
                            "value %d, %s, has no place in a block: values are finite, and of a magnitude up to %s"
                                    .formatted(i, values[i], Float.MAX_VALUE * reach));
                }
                largest = Math.max(largest, Math.abs(values[i]));
            }
            float scale = (float) (largest / reach);
            scales[block] = scaling == Scaling.SEARCHED && scale > 0 ? search(decoded, values, from, to, scale) : scale;
        }
        return scales;
    }

    private float search(double[] decoded, double[] values, int from, int to, float largest) {
        Trial best = new Trial(largest, Double.POSITIVE_INFINITY, largest);
        best = better(best, decoded, values, from, to, largest);
        for (int i = 0; i < CANDIDATES; i++) {
            double share = GREATEST_SHARE - i * (GREATEST_SHARE - LEAST_SHARE) / (CANDIDATES - 1);
            best = better(best, decoded, values, from, to, (float) (share * largest));
        }
        for (int i = 0; i < REFINEMENTS; i++) {
            best = better(best, decoded, values, from, to, best.leastSquares);
        }
        return best.scale;
    }

    /** The trial of a scale, unless its error is no smaller than that of the best one so far. */
    private Trial better(Trial best, double[] decoded, double[] values, int from, int to, float scale) {
        if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
            return best;
        }
        double error = 0;
        double product = 0;
        double square = 0;
        for (int i = from; i < to && error < best.error; i++) {
            double value = decoded[code(values[i], scale)];
            double off = values[i] - scale * value;
            error += off * off;
            product += values[i] * value;
            square += value * value;
        }
        return error < best.error ? new Trial(scale, error, (float) (product / square)) : best;
    }

    /** A scale, its squared error, and the scale that would be best for the codes that this one leads to. */
    private record Trial(float scale, double error, float leastSquares) {}

    private int code(double value, float scale) {
        return format.encode(share(value, scale));
    }

    private static double share(double value, float scale) {
        return scale == 0 ? 0 : value / scale;
    }
}
