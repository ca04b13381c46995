package timestables.playground;

import java.util.Optional;

/**
 * What a simulation gives at the steps that it records; all arrays have one length.
 *
 * @param steps ascending
 * @param reference as floating point computes it
 * @param mapped as it is read from a table
 * @param percentError how far the second is from the first
 * @param band what other seeds give, if there are any
 */
record Curves(int[] steps, double[] reference, double[] mapped, double[] percentError, Optional<Band> band) {

    /**
     * Where the errors of most seeds lie.
     *
     * @param seeds how many there are
     * @param low the reference and the 5th percentile of the signed error
     * @param high the same with the 95th: between the two lie 90 % of the errors
     * @param percentMedian of the error in percent, as its percentiles that follow
     */
    record Band(
            int seeds,
            double[] low,
            double[] high,
            double[] percentMedian,
            double[] percentLow,
            double[] percentHigh) {}
}
