package timestables.format;

import java.util.Objects;

/**
 * Evenly spaced values of which one is zero, as codes that only count up: with {@code l = 2^(bits - 1) - 1}, code
 * {@code c} stands for {@code (c - l) / l * maxRange}. Encoding yields {@code 0 .. 2 l} only; the last code, which has
 * no negative twin, decodes to one step above {@code maxRange}.
 *
 * <p>These are the values of {@link Symmetric}, in the offset binary of analogue-to-digital converters (Analog Devices,
 * <em>The Data Conversion Handbook</em>, 2005) instead of two's complement: for kernels that add up unsigned cells. A
 * tie goes to the same value as there, that of the even {@code c - l}, whose code is odd.
 *
 * @param bits bits in a code, 2 to 16
 * @param maxRange the largest value that is encoded, positive and finite
 */
public record OffsetBinary(int bits, double maxRange) implements Summable {

    public OffsetBinary {
        Scale.check(bits, 2, maxRange);
    }

    @Override
    public String name() {
        return "offset";
    }

    /** The code of zero: {@code 2^(bits - 1) - 1}. */
    private int zero() {
        return codes() / 2 - 1;
    }

    @Override
    public int addend(int code) {
        return Objects.checkIndex(code, codes());
    }

    @Override
    public double decode(int code) {
        return (double) (addend(code) - zero()) / zero() * maxRange;
    }

    @Override
    public int encode(double value) {
        return (int) Math.rint(Scale.clip(value, maxRange) / maxRange * zero()) + zero();
    }

    @Override
    public double least() {
        return -maxRange;
    }

    @Override
    public double greatest() {
        return maxRange;
    }

    /** The codes' common offset is taken off, and the rest scaled, once for the whole sum. */
    @Override
    public double decodeSum(long sum, long count) {
        return (double) (sum - Math.multiplyExact(count, (long) zero())) / zero() * maxRange;
    }
}
