package timestables.format;

import java.util.Objects;

/**
 * Signed fixed point: code {@code c} is the two's complement pattern of an integer {@code n}, and stands for {@code n /
 * 2^fractionBits}. With 8 bits, the code is what {@code (byte) code} holds and what the hardware multiplies.
 *
 * <p>In the Q notation of Texas Instruments' fixed-point libraries: Q{@code (bits - 1 -
 * fractionBits)}.{@code fractionBits}.
 *
 * @param bits bits in a code, 1 to 16
 * @param fractionBits bits below the binary point, 0 to {@code bits - 1}
 */
public record FixedPoint(int bits, int fractionBits) implements Format {

    public FixedPoint {
        Scale.check(bits, 1);
        Objects.checkIndex(fractionBits, bits);
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public double decode(int code) {
        Objects.checkIndex(code, codes());
        int unused = Integer.SIZE - bits;
        return Math.scalb((double) (code << unused >> unused), -fractionBits);
    }

    @Override
    public int encode(double value) {
        double clipped = Scale.clip(value, 2.0 * codes());
        double integer = Math.rint(Math.scalb(clipped, fractionBits));
        int limit = codes() / 2;
        return (int) Math.clamp(integer, -limit, limit - 1) & codes() - 1;
    }

    @Override
    public double least() {
        return decode(codes() / 2);
    }

    @Override
    public double greatest() {
        return decode(codes() / 2 - 1);
    }
}
