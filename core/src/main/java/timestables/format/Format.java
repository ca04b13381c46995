package timestables.format;

import java.util.Arrays;

/**
 * A set of representable real values, numbered by codes {@code 0 .. 2^bits - 1}.
 *
 * <p>Implementations are immutable, and decode and encode the same on every machine: they use only IEEE 754 arithmetic
 * and {@link StrictMath}.
 */
public interface Format {

    /** The name that reports show, such as {@code linear}. */
    String name();

    /** Bits in a code, 1 to 16. */
    int bits();

    /**
     * The value that a code stands for.
     *
     * @throws IndexOutOfBoundsException if {@code code} is not in {@code 0 .. 2^bits - 1}
     */
    double decode(int code);

    /**
     * The code whose value is nearest to {@code value} on this format's scale; a value outside {@link #least()} ..
     * {@link #greatest()} goes to the nearer end. Unless the format says otherwise, a tie goes to the even code, and
     * infinity to the nearer end. The code of NaN is one that stands for it, where the format {@linkplain #hasNaN()
     * has} one.
     *
     * @throws IllegalArgumentException if {@code value} is NaN and the format has no code for it
     */
    int encode(double value);

    /** The smallest representable value. */
    double least();

    /** The largest representable value. */
    double greatest();

    /** The largest magnitude that encoding can yield. */
    default double reach() {
        return Math.max(-least(), greatest());
    }

    /** What the codes stand for, by code, in a new array. */
    default double[] values() {
        double[] values = new double[codes()];
        Arrays.setAll(values, this::decode);
        return values;
    }

    /** Whether some code stands for NaN, so that NaN can be encoded. */
    default boolean hasNaN() {
        return false;
    }

    /** How many codes there are: {@code 2^bits}. */
    default int codes() {
        return 1 << bits();
    }

    /** Whether encoding {@code value} has to move it to the nearer end of the range. */
    default boolean saturates(double value) {
        return value < least() || value > greatest();
    }
}
