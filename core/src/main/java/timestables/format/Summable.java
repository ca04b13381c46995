package timestables.format;

/**
 * A format whose values add up: each is an affine function of a small integer, its {@linkplain #addend addend}, so that
 * the exact sum of the addends gives the sum of the values.
 */
public interface Summable extends Format {

    /**
     * The integer that a code adds to a sum: the code itself, or, where the format is signed, what the code is as a
     * two's complement pattern of {@link #bits()} bits.
     *
     * @throws IndexOutOfBoundsException if {@code code} is not in {@code 0 .. 2^bits - 1}
     */
    int addend(int code);

    /**
     * The sum of the values of {@code count} codes whose addends sum up to {@code sum}.
     *
     * @throws ArithmeticException if the sum is of so many codes that it cannot be decoded in {@code long}s
     */
    double decodeSum(long sum, long count);
}
