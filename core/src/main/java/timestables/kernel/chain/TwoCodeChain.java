package timestables.kernel.chain;

import java.util.Arrays;
import timestables.format.Format;

/**
 * A chain of products, in codes of any format, that keeps what it rounds away: {@link FeedbackChain} for formats whose
 * values are not evenly spaced, defined in real numbers.
 *
 * <p>A number is held by two codes, {@code value(high) + scale * value(low)}, and a rest that is carried over, as in
 * the floating-point expansions of T. J. Dekker, <em>A Floating-Point Technique for Extending the Available
 * Precision</em>, Numerische Mathematik 18, 1971. The scale is such that the lower code reaches half of the largest gap
 * between two values, to either side. Products of two codes count as exact, as cells of 16 bits hold them, or nearly
 * so.
 *
 * <p>Beyond the ends of the format the state goes on, up to {@value #GREATEST} times as far, so that products come back
 * from there as they would have; the result saturates.
 */
public final class TwoCodeChain {

    /** How many times as far as the format the state may reach. */
    private static final int GREATEST = 8;

    private final Format format;
    private final double[] values;
    private final double least;
    private final double greatest;
    private final double scale;

    private int high;
    private double pair;
    private double rest;

    /**
     * A chain that has yet to be {@linkplain #start started}.
     *
     * @param maxRange the magnitude that its numbers stay below, for which the scale of lower codes is chosen
     * @throws IllegalArgumentException if the format has no value of either sign within that, as lower codes need
     */
    public TwoCodeChain(Format format, double maxRange) {
        this.format = format;
        this.values = format.values();
        this.least = format.least();
        this.greatest = format.greatest();
        double[] inside = Arrays.stream(values)
                .filter(value -> Math.abs(value) <= maxRange)
                .sorted()
                .toArray();
        double reach = inside.length == 0 ? 0 : Math.min(-inside[0], inside[inside.length - 1]);
        if (!(reach > 0)) {
            throw new IllegalArgumentException(
                    "a chain of two codes takes a format with negative and positive values from %s to %s, which %s has not"
                            .formatted(-maxRange, maxRange, format.name()));
        }
        double gap = 0;
        for (int i = 1; i < inside.length; i++) {
            gap = Math.max(gap, inside[i] - inside[i - 1]);
        }
        this.scale = gap / 2 / reach;
    }

    /**
     * Begins with {@code x}.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public void start(double x) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("a chain starts with a finite number, not " + x);
        }
        split(x);
    }

    /** Multiplies by one factor, a code as {@link FactorEncoder} makes it. */
    public void multiply(int factor) {
        split(pair * values[factor] + rest);
    }

    private void split(double x) {
        double inside = Math.clamp(x, least, greatest);
        high = format.encode(inside);
        int low = format.encode((inside - values[high]) / scale);
        double held = values[high] + scale * values[low];
        rest = inside - held;
        pair = held + (Math.clamp(x, GREATEST * least, GREATEST * greatest) - inside);
    }

    /** The result so far with all that its code leaves out. */
    public double held() {
        return pair + rest;
    }

    /** The code of the result so far. */
    public int code() {
        return high;
    }
}
