package timestables.error;

import java.util.Arrays;

/**
 * Quantiles of a sample, interpolated linearly between its members as spreadsheets and NumPy do: definition 7 of R. J.
 * Hyndman and Y. Fan, <em>Sample Quantiles in Statistical Packages</em>, The American Statistician 50, 1996.
 */
public final class Quantiles {

    private final double[] sorted;

    /**
     * @param sample at least one number, none of them NaN; it is sorted in place, and the caller must not change it
     *     afterwards
     */
    public Quantiles(double[] sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("no numbers have no quantiles");
        }
        Arrays.sort(sample);
        sorted = sample;
    }

    /**
     * The number that a share of the sample does not exceed.
     *
     * @param share from 0, the smallest, to 1, the largest
     */
    public double at(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    public double median() {
        return at(0.5);
    }

    public double max() {
        return at(1);
    }
}
