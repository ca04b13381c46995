package timestables.format;

import java.util.Objects;

/**
 * Sign and level: the top bit of a code is the sign, the others are the level {@code d}, which stands for the magnitude
 * {@code maxRange * 2^(-8 d / 2^(bits - 1))}: each level is the same fraction of the one before, and all of them reach
 * down eight octaves. Codes of 8 bits have 16 levels an octave. The last level is zero instead.
 *
 * <p>This is a logarithmic number system (E. E. Swartzlander and A. G. Alexopoulos, <em>The Sign/Logarithm Number
 * System</em>, IEEE Trans. Computers 24, 1975). Multiplying adds levels: with a range of 1 the level of a product is
 * the sum of the levels, or the last one where the sum exceeds it, with no rounding at all.
 *
 * <p>Encoding takes the nearest level on the logarithmic scale, a tie the even one. A magnitude more than half a level
 * below the least that is not zero, which 8-bit codes have at {@code 2^-7.875 maxRange}, becomes zero. There are two
 * zeros, +0.0 and -0.0, and results that become zero keep their sign, as in IEEE 754.
 *
 * @param bits bits in a code, 2 to 16
 * @param maxRange the largest value, positive and finite
 */
public record Geometric(int bits, double maxRange) implements Format {

    private static final double OCTAVES = 8;
    private static final double LOG_2 = StrictMath.log(2);

    public Geometric {
        Scale.check(bits, 2, maxRange);
    }

    @Override
    public String name() {
        return "geometric";
    }

    private double levelsPerOctave() {
        return signBit() / OCTAVES;
    }

    private int signBit() {
        return codes() / 2;
    }

    private int zero() {
        return signBit() - 1;
    }

    @Override
    public double decode(int code) {
        Objects.checkIndex(code, codes());
        int level = code & zero();
        double magnitude = level == zero() ? 0 : maxRange * StrictMath.pow(2, -level / levelsPerOctave());
        return code < signBit() ? magnitude : -magnitude;
    }

    @Override
    public int encode(double value) {
        double share = Scale.clip(value, maxRange) / maxRange;
        double level = Math.rint(-StrictMath.log(Math.abs(share)) / LOG_2 * levelsPerOctave());
        int magnitude = (int) Math.min(level, zero());
        return Math.copySign(1, share) < 0 ? signBit() | magnitude : magnitude;
    }

    @Override
    public double least() {
        return -maxRange;
    }

    @Override
    public double greatest() {
        return maxRange;
    }
}
