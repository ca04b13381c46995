package timestables.kernel.chain;

import java.util.Objects;
import timestables.format.Format;

/**
 * Encodes the factors of one chain of products, one after the other, with feedback: the ratio by which rounding changed
 * a factor is made up for in the next. However long the chain, the product of the encoded factors then differs from
 * that of the real ones by the rounding of the last alone. Without feedback, errors add up like the steps of a random
 * walk.
 *
 * <p>This is the error feedback of noise-shaping quantisers (H. A. Spang and P. M. Schultheiss, <em>Reduction of
 * Quantizing Noise by Use of Feedback</em>, IRE Trans. Communications Systems 10, 1962), of ratios instead of
 * differences.
 */
public final class FactorEncoder {

    /** Factors that saturate for ever must not make the ratio infinite. */
    private static final double GREATEST_RATIO = 0x1p100;

    private final Format format;
    private final double[] values;
    private double carried = 1;

    /** An encoder at the beginning of a chain. */
    public FactorEncoder(Format format) {
        this.format = format;
        this.values = format.values();
    }

    /**
     * Encodes the next factor.
     *
     * @throws IllegalArgumentException if it is not finite: no later factor could make up for it
     */
    public int encode(double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("a factor is a finite number, not " + factor);
        }
        double wanted = Math.clamp(factor * carried, -Double.MAX_VALUE, Double.MAX_VALUE);
        int code = format.encode(wanted);
        double got = values[code];
        // Zero ends a chain: what came before no longer matters.
        carried = got == 0 ? 1 : Math.clamp(wanted / got, -GREATEST_RATIO, GREATEST_RATIO);
        return code;
    }

    /**
     * Encodes the next factors, of a format of at most 8 bits.
     *
     * @throws IndexOutOfBoundsException if {@code from .. to - 1} is not a range of both arrays
     * @throws IllegalArgumentException before it touches {@code codes}, if a factor is not finite
     */
    public void encode(double[] factors, byte[] codes, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(factors.length, codes.length));
        for (int i = from; i < to; i++) {
            if (!Double.isFinite(factors[i])) {
                throw new IllegalArgumentException("factor %d is %s; factors are finite".formatted(i, factors[i]));
            }
        }
        for (int i = from; i < to; i++) {
            codes[i] = (byte) encode(factors[i]);
        }
    }
}
