package timestables.kernel.codec;

import java.util.Arrays;
import timestables.format.Format;

/**
 * A format's {@code encode} of binary32 numbers as a step function: from one threshold to the next, every number has
 * the same code.
 *
 * <p>A threshold is the least number of its step, found by bisection over all numbers. So the steps agree with the
 * format on every number, provided the format gives each of its codes to one interval of numbers. Both infinities may
 * share a code besides, as those of posits do.
 *
 * <p>Numbers are compared by their <em>keys</em>: the integers that are ordered as the numbers are, -0 below 0.
 */
final class StepFunction {

    private final int[] thresholds;
    private final short[] codes;

    /** By the upper 16 bits of a key, as a signed number: the step of the least key that has them, or one before. */
    private final char[] firstStep = new char[1 << 16];

    StepFunction(Format format) {
        int[] starts = new int[format.codes() + 2];
        short[] encoded = new short[format.codes() + 1];
        int last = key(Float.POSITIVE_INFINITY);
        int steps = 0;
        int start = key(Float.NEGATIVE_INFINITY);
        while (start <= last) {
            int code = format.encode(value(start));
            starts[steps] = start;
            encoded[steps++] = (short) code;
            int end = last + 1;
            start++;
            while (start < end) {
                int middle = (int) ((long) start + end >> 1);
                if (format.encode(value(middle)) == code) {
                    start = middle + 1;
                } else {
                    end = middle;
                }
            }
        }
        // No number reaches the last threshold, and so the search ends.
        starts[steps] = Integer.MAX_VALUE;
        thresholds = Arrays.copyOf(starts, steps + 1);
        codes = Arrays.copyOf(encoded, steps);
        int step = 0;
        for (int upper = 0; upper < firstStep.length; upper++) {
            while (upper + Short.MIN_VALUE << 16 >= thresholds[step + 1]) {
                step++;
            }
            // Of posits with 16 bits, the last step has no char: it follows the one that has.
            firstStep[upper] = (char) Math.min(step, Character.MAX_VALUE);
        }
    }

    /** How many steps there are. */
    int count() {
        return codes.length;
    }

    /** The least number of a step. */
    float threshold(int step) {
        return value(thresholds[step]);
    }

    /** The greatest number of a step. */
    float greatest(int step) {
        return step < count() - 1 ? value(thresholds[step + 1] - 1) : Float.POSITIVE_INFINITY;
    }

    /** The key of the least number of a step; beyond the last step, one that no number reaches. */
    int key(int step) {
        return step < count() ? thresholds[step] : Integer.MAX_VALUE;
    }

    /** The code of all numbers of a step. */
    int code(int step) {
        return Short.toUnsignedInt(codes[step]);
    }

    /**
     * The code of a number. The upper half of its key tells the step, apart from the few thresholds between keys with
     * the same upper half: of 256 evenly spaced values, mostly none or one.
     */
    short encode(float number) {
        int key = key(number);
        int step = firstStep[(key >> 16) - Short.MIN_VALUE];
        while (key >= thresholds[step + 1]) {
            step++;
        }
        return codes[step];
    }

    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key ^ key >> 31 & Integer.MAX_VALUE);
    }
}
