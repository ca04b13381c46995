package timestables.format;

import java.util.Objects;

/**
 * Values from zero on, evenly spaced: code {@code c} stands for {@code c / unit}. With a unit of {@code 2^bits - 1} the
 * last code is 1, as in the normalised integers of graphics (Vulkan's {@code UNORM}); with {@code 2^bits} the codes are
 * binary fractions of [0, 1), the unsigned fixed point of signal processors; with 1 they are whole numbers, as
 * approximate multipliers have them, and their sums are exact.
 *
 * @param bits bits in a code, 1 to 16
 * @param unit the code, perhaps one past the last, that stands for 1; positive
 */
public record Unsigned(int bits, int unit) implements Companded, Summable {

    public Unsigned {
        Scale.check(bits, unit);
    }

    @Override
    public String name() {
        return "unsigned";
    }

    @Override
    public double position(double value) {
        return Math.clamp(Scale.clip(value, greatest()), 0, greatest()) * unit;
    }

    @Override
    public double at(double position) {
        return position / unit;
    }

    @Override
    public int addend(int code) {
        return Objects.checkIndex(code, codes());
    }

    @Override
    public double decodeSum(long sum, long count) {
        return (double) sum / unit;
    }

    @Override
    public double least() {
        return 0;
    }

    @Override
    public double greatest() {
        return decode(codes() - 1);
    }
}
