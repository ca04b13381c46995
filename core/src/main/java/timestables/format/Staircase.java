package timestables.format;

import java.util.Arrays;

/**
 * A format as a staircase, which is what encoding and decoding make of the numbers: its values in ascending order, and
 * where each gives way to the next. With it, the error of a scaled format is computed without encoding anything.
 *
 * @param values finite, ascending
 * @param starts the least number that becomes the value after the one of that index, or a greater value
 */
public record Staircase(double[] values, double[] starts) {

    /** The staircase of a format whose values grow with what they encode. */
    public static Staircase of(Format format) {
        double[] values = Arrays.stream(format.values())
                .filter(Double::isFinite)
                .map(value -> value + 0.0)
                .sorted()
                .distinct()
                .toArray();
        double[] starts = new double[values.length - 1];
        Arrays.setAll(starts, i -> start(format, values[i], values[i + 1]));
        return new Staircase(values, starts);
    }

    /** The least number that becomes {@code upper} or more, which itself does. */
    private static double start(Format format, double lower, double upper) {
        if (roundTrip(format, lower) >= upper) {
            return Double.NEGATIVE_INFINITY;
        }
        double below = lower;
        double above = upper;
        while (Math.nextUp(below) < above) {
            double middle = below / 2 + above / 2;
            if (middle <= below || middle >= above) {
                middle = Math.nextUp(below);
            }
            if (roundTrip(format, middle) >= upper) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return above;
    }

    private static double roundTrip(Format format, double number) {
        return format.decode(format.encode(number));
    }

    /** The largest magnitude that numbers become. */
    public double reach() {
        int first = 0;
        while (first < starts.length && starts[first] == Double.NEGATIVE_INFINITY) {
            first++;
        }
        return Math.max(-values[first], values[values.length - 1]);
    }
}
