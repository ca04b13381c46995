package timestables.speed;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The middle of what several rounds gave, and where the middle of ever more rounds would lie.
 *
 * <p>The middle is the median. Its interval is the distribution-free one between two order statistics (H. A. David and
 * H. N. Nagaraja, <em>Order Statistics</em>, 3rd edition, 2003, section 7.1): forks differ by anything but a normal
 * distribution. Where there are too few values for it, the interval is that of Student's t over the logarithms, or from
 * the least to the greatest value, whichever reaches farther.
 *
 * @param low lower end; null with fewer than {@value #LEAST_ROUNDS} values
 * @param high upper end; null likewise
 */
record Interval(double middle, Double low, Double high) {

    static final int LEAST_ROUNDS = 3;

    /**
     * @param values positive numbers, at least one
     * @param confidence how probably the interval is to hold the truth, such as 0.95
     */
    static Interval of(double[] values, double confidence) {
        double[] logarithms = Arrays.stream(values).map(Math::log).sorted().toArray();
        double middle = Math.exp(StatUtils.percentile(logarithms, 50));
        int n = values.length;
        if (n < LEAST_ROUNDS) {
            return new Interval(middle, null, null);
        }
        int beyond = beyond(n, confidence);
        if (beyond >= 0) {
            return new Interval(middle, Math.exp(logarithms[beyond]), Math.exp(logarithms[n - 1 - beyond]));
        }
        double mean = StatUtils.mean(logarithms);
        double reach = new TDistribution(null, n - 1).inverseCumulativeProbability((1 + confidence) / 2)
                * Math.sqrt(StatUtils.variance(logarithms) / n);
        return new Interval(
                middle,
                Math.exp(Math.min(logarithms[0], mean - reach)),
                Math.exp(Math.max(logarithms[n - 1], mean + reach)));
    }

    /**
     * How many of {@code n} values may lie beyond each end: the median is beyond the next one in less than the rest of
     * the cases. Negative if {@code n} values are too few.
     */
    private static int beyond(int n, double confidence) {
        BinomialDistribution below = new BinomialDistribution(null, n, 0.5);
        int beyond = -1;
        while (2 * below.cumulativeProbability(beyond + 1) <= 1 - confidence) {
            beyond++;
        }
        return beyond;
    }
}
