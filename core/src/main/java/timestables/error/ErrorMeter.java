package timestables.error;

import java.util.Arrays;

/**
 * Collects results beside the exact values they stand for, and summarises the differences.
 *
 * <p>The metrics are those of the literature on approximate multipliers (J. Liang, J. Han and F. Lombardi, <em>New
 * Metrics for the Reliability of Approximate and Probabilistic Adders</em>, IEEE Transactions on Computers 62, 2013; V.
 * Mrazek et al., <em>EvoApprox8b</em>, DATE 2017). An error is result minus exact value; all metrics are in the unit of
 * the values, or in its square, except the relative ones, which are taken over the pairs whose exact value is not zero,
 * and the shares. EvoApprox8b gives relative errors and probabilities in percent.
 */
public final class ErrorMeter {

    private double[] absolute = new double[1024];
    private int count;
    private long wrong;
    private double sum;
    private double sumOfSquares;
    private double sumOfSquaredValues;
    private double sumOfProducts;
    private long relativeCount;
    private double relativeSum;
    private double relativeMax;

    /** A meter with no results yet. */
    public ErrorMeter() {}

    /**
     * Adds one result.
     *
     * @param exact the exact value, rounded to double
     * @param error result minus exact value, which the caller knows more exactly than the difference of two rounded
     *     numbers
     */
    public void add(double exact, double error) {
        if (count == absolute.length) {
            absolute = Arrays.copyOf(absolute, Math.multiplyExact(2, count));
        }
        double magnitude = Math.abs(error);
        absolute[count++] = magnitude;
        if (error != 0) {
            wrong++;
        }
        sum += error;
        sumOfSquares += error * error;
        sumOfSquaredValues += exact * exact;
        sumOfProducts += exact * error;
        if (exact != 0) {
            double relative = magnitude / Math.abs(exact);
            relativeCount++;
            relativeSum += relative;
            relativeMax = Math.max(relativeMax, relative);
        }
    }

    /**
     * The figures over all results so far.
     *
     * @throws IllegalStateException if there are none
     */
    public Summary summary() {
        if (count == 0) {
            throw new IllegalStateException("no result has been added");
        }
        // In place: millions of results take much memory, and no figure depends on their order.
        Arrays.parallelSort(absolute, 0, count);
        double n = count;
        return new Summary(
                count,
                Arrays.stream(absolute, 0, count).sum() / n,
                sumOfSquares / n,
                10 * Math.log10(sumOfSquaredValues / sumOfSquares),
                (sumOfSquaredValues + sumOfProducts)
                        / Math.sqrt(sumOfSquaredValues * (sumOfSquaredValues + 2 * sumOfProducts + sumOfSquares)),
                absolute[count - 1],
                absolute[(int) Math.ceil(0.99 * n) - 1],
                sum / n,
                relativeCount == 0 ? Double.NaN : relativeSum / relativeCount,
                relativeCount == 0 ? Double.NaN : relativeMax,
                wrong / n);
    }

    /**
     * The metrics of many results.
     *
     * @param count how many results
     * @param meanAbsolute mean absolute error, MAE; also mean error distance
     * @param meanSquare mean squared error, MSE
     * @param signalToNoise signal-to-noise ratio in dB, SNR: ten times the decimal logarithm of the sum of squared
     *     exact values over that of squared errors; infinite if there are no errors, NaN if all values are zero too
     * @param cosine of the angle between the results and the exact values, as vectors; 1 if they differ in scale alone,
     *     NaN if either are all zero
     * @param maxAbsolute largest absolute error, the worst-case error WCE
     * @param p99Absolute the smallest absolute error that at least 99 % of the results do not exceed
     * @param bias mean error, signed
     * @param meanRelative mean of absolute error over magnitude of the exact value, MRE; NaN if every exact value is
     *     zero
     * @param maxRelative largest absolute error over magnitude of the exact value, WCRE; NaN likewise
     * @param errorProbability share of the results that are not exact, EP
     */
    public record Summary(
            long count,
            double meanAbsolute,
            double meanSquare,
            double signalToNoise,
            double cosine,
            double maxAbsolute,
            double p99Absolute,
            double bias,
            double meanRelative,
            double maxRelative,
            double errorProbability) {

        /** Root of the mean squared error, RMSE. */
        public double rootMeanSquare() {
            return Math.sqrt(meanSquare);
        }
    }
}
