package timestables.arithmetic;

import java.util.Arrays;
import timestables.format.Format;

/**
 * The numbers that are not cut off.
 *
 * @param least of them
 * @param greatest of them
 */
public record Range(double least, double greatest) {

    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * Those that a format moves no farther than rounding does: to half of its last step beyond its ends. So the numbers
     * below the least value of a codebook that was learned from them are not cut off, unless they lie far below.
     */
    public static Range of(Format format) {
        double least = format.least();
        double greatest = format.greatest();
        double second = Arrays.stream(format.values())
                .filter(value -> value > least)
                .min()
                .orElse(least);
        double secondLast = Arrays.stream(format.values())
                .filter(value -> value < greatest)
                .max()
                .orElse(greatest);
        return new Range(least - (second - least) / 2, greatest + (greatest - secondLast) / 2);
    }

    /** The same of numbers that are scaled. */
    Range by(double factor) {
        return new Range(least * factor, greatest * factor);
    }

    public boolean excludes(double value) {
        return value < least || value > greatest;
    }
}
