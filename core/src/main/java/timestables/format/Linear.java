package timestables.format;

import java.util.Objects;

/**
 * Evenly spaced values over [-maxRange, maxRange], both ends included: with {@code h = (2^bits - 1) / 2}, code
 * {@code i} stands for {@code (i - h) / h * maxRange}.
 *
 * <p>Because a value is an affine function of its code, sums of codes are sums of values: see {@link #decodeSum}. This
 * is the uniform mid-rise quantiser of the signal-processing literature (B. Widrow and I. Kollár, <em>Quantization
 * Noise</em>, Cambridge, 2008).
 *
 * @param bits bits in a code, 1 to 16
 * @param maxRange the largest value, positive and finite
 */
public record Linear(int bits, double maxRange) implements Companded, Summable {

    public Linear {
        Scale.check(bits, maxRange);
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public double position(double value) {
        double half = Scale.half(bits);
        return Scale.clip(value, maxRange) / maxRange * half + half;
    }

    @Override
    public double at(double position) {
        return Scale.share(position, bits) * maxRange;
    }

    @Override
    public double least() {
        return -maxRange;
    }

    @Override
    public double greatest() {
        return maxRange;
    }

    @Override
    public int addend(int code) {
        return Objects.checkIndex(code, codes());
    }

    /** The codes' common offset is taken off, and the rest scaled, once for the whole sum. */
    @Override
    public double decodeSum(long sum, long count) {
        // Twice the offset is an integer, so that taking it off is exact.
        long twiceOffset = Math.multiplyExact(count, (1L << bits) - 1);
        return (2 * sum - twiceOffset) / (2 * Scale.half(bits)) * maxRange;
    }
}
