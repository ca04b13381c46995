package timestables.operands;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import timestables.format.Format;

/**
 * Finds the range in which formats encode a sample with the least mean squared error. A range below the largest
 * magnitude makes outliers saturate, and the steps between all other values finer; which is worth more depends on the
 * sample. This is the calibration of quantised inference by mean squared error (M. Nagel et al., <em>A White Paper on
 * Neural Network Quantization</em>, 2021).
 *
 * <p>The sample is sorted once. Those of its numbers that a format gives one value then lie side by side, so that sums
 * over them are differences of sums from the beginning, and a range costs as many binary searches as there are codes.
 */
final class RangeFit {

    private static final int RANGES_PER_OCTAVE = 8;
    private static final int OCTAVES = 16;

    /** Of more numbers, codebooks differ little and take long to learn. */
    private static final int MOST_SAMPLED = 1 << 16;

    private final double[] sorted;
    private final double largest;

    /** Sums of the numbers and of their squares before each position, in units of the largest magnitude. */
    private final double[] sums;

    private final double[] squares;

    /** @param sample finite numbers, which it takes over and sorts */
    RangeFit(double[] sample) {
        Arrays.parallelSort(sample);
        sorted = sample;
        largest = Math.max(-sorted[0], sorted[sorted.length - 1]);
        sums = new double[sorted.length + 1];
        squares = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            double share = sorted[i] / largest;
            sums[i + 1] = sums[i] + share;
            squares[i + 1] = squares[i] + share * share;
        }
    }

    /** The largest magnitude in the sample. */
    double largest() {
        return largest;
    }

    /** Whether there are at least so many different numbers among {@link #sample()}. */
    boolean hasValues(int count) {
        return Arrays.stream(sample()).distinct().limit(count).count() == count;
    }

    /** Numbers that stand for all: these, or 65,536 of them, evenly spaced by rank. */
    double[] sample() {
        int size = Math.min(sorted.length, MOST_SAMPLED);
        return IntStream.range(0, size)
                .mapToDouble(i -> sorted[(int) ((2L * i + 1) * sorted.length / (2L * size))])
                .toArray();
    }

    /**
     * The format of the best of 128 ranges, eight an octave, down from the largest magnitude; of equally good ones the
     * largest.
     *
     * @param formats the formats to choose from, by range, whose values grow with what they encode
     */
    Format best(DoubleFunction<Format> formats) {
        List<Format> candidates = IntStream.range(0, OCTAVES * RANGES_PER_OCTAVE)
                .mapToDouble(i -> largest * StrictMath.pow(2, -i / (double) RANGES_PER_OCTAVE))
                .filter(range -> range >= Double.MIN_NORMAL)
                .mapToObj(formats)
                .distinct()
                .toList();
        double[] errors =
                candidates.parallelStream().mapToDouble(this::squaredError).toArray();
        int best = 0;
        for (int i = 1; i < errors.length; i++) {
            best = errors[i] < errors[best] ? i : best;
        }
        return candidates.get(best);
    }

    /** The sum of squared errors of encoding the sample, in units of the largest magnitude squared. */
    double squaredError(Format format) {
        double error = 0;
        for (int from = 0; from < sorted.length; ) {
            double value = roundTrip(format, sorted[from]);
            int to = end(format, value, from);
            double share = value / largest;
            error += squares[to] - squares[from] - 2 * share * (sums[to] - sums[from]) + share * share * (to - from);
            from = to;
        }
        return error;
    }

    /** The first position after {@code from} whose number is encoded as another value. */
    private int end(Format format, double value, int from) {
        int same = from;
        int other = sorted.length;
        while (other - same > 1) {
            int middle = same + other >>> 1;
            if (roundTrip(format, sorted[middle]) == value) {
                same = middle;
            } else {
                other = middle;
            }
        }
        return other;
    }

    private static double roundTrip(Format format, double value) {
        return format.decode(format.encode(value));
    }
}
