package timestables.format;

import java.util.Objects;

/**
 * Signed integers over a range symmetric about zero, which is a value: with {@code l = 2^(bits - 1) - 1}, code
 * {@code c} is the two's complement pattern of an integer {@code n}, and stands for {@code n / l * maxRange}.
 *
 * <p>Encoding yields {@code -l .. l} only. The most negative pattern has no positive twin and is never produced; it
 * decodes to the value it would have, one step below {@code -maxRange}.
 *
 * <p>This is the scale quantisation of int8 inference (H. Wu et al., <em>Integer Quantization for Deep Learning
 * Inference: Principles and Empirical Evaluation</em>, 2020): 8-bit codes are what {@code (byte) code} holds, from -127
 * to 127.
 *
 * @param bits bits in a code, 2 to 16
 * @param maxRange the largest value, positive and finite
 */
public record Symmetric(int bits, double maxRange) implements Summable {

    public Symmetric {
        Scale.check(bits, 2, maxRange);
    }

    @Override
    public String name() {
        return "symmetric";
    }

    /** The integer that stands for {@link #maxRange()}: {@code 2^(bits - 1) - 1}. */
    public int greatestAddend() {
        return codes() / 2 - 1;
    }

    @Override
    public int addend(int code) {
        Objects.checkIndex(code, codes());
        int unused = Integer.SIZE - bits;
        return code << unused >> unused;
    }

    @Override
    public double decode(int code) {
        return (double) addend(code) / greatestAddend() * maxRange;
    }

    @Override
    public int encode(double value) {
        double integer = Math.rint(Scale.clip(value, maxRange) / maxRange * greatestAddend());
        return (int) integer & codes() - 1;
    }

    @Override
    public double least() {
        return -maxRange;
    }

    @Override
    public double greatest() {
        return maxRange;
    }

    /** The sum in units of one step, scaled; how many values it is of does not matter here. */
    @Override
    public double decodeSum(long sum, long count) {
        return (double) sum / greatestAddend() * maxRange;
    }
}
