package timestables.kernel;

import java.util.Arrays;
import timestables.format.Format;

/**
 * A chain of products, in codes of any format, that forgets nothing it rounds away: {@link FeedbackChain} for formats
 * whose values are not evenly spaced, defined in real numbers.
 *
 * <p>A number is held by two codes, {@code value(high) + scale * value(low)}, and a rest that is carried over, as in
 * the floating-point expansions of T. J. Dekker, <em>A Floating-Point Technique for Extending the Available
 * Precision</em>, Numerische Mathematik 18, 1971. The scale is such that the lower code reaches half of the largest gap
 * between two values. Products of two codes count as exact, as cells of 16 bits hold them, or nearly so.
 */
public final class TwoCodeChain {

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
     * @param maxRange the magnitude that its numbers stay below, which the scale of lower codes is made for
     */
    public TwoCodeChain(Format format, double maxRange) {
        this.format = format;
        this.values = new double[format.codes()];
        Arrays.setAll(values, format::decode);
        this.least = format.least();
        this.greatest = format.greatest();
        double[] inside = Arrays.stream(values)
                .filter(value -> Math.abs(value) <= maxRange)
                .sorted()
                .toArray();
        double gap = 0;
        for (int i = 1; i < inside.length; i++) {
            gap = Math.max(gap, inside[i] - inside[i - 1]);
        }
        this.scale = gap / 2 / Math.max(-inside[0], inside[inside.length - 1]);
    }

    /** Begins with {@code x}. */
    public void start(double x) {
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
        // Beyond the range the state goes on, so that products come back from there as they would have.
        pair = held + (x - inside);
    }

    /** The code of the result so far. */
    public int code() {
        return high;
    }
}
