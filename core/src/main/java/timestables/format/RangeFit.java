package timestables.format;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds the range in which formats encode a sample with the least mean squared error. A range below the largest
 * magnitude makes outliers saturate, and the steps between all other values finer; which is worth more depends on the
 * sample. This is the calibration of quantised inference by mean squared error (M. Nagel et al., <em>A White Paper on
 * Neural Network Quantization</em>, 2021).
 *
 * <p>The sample is sorted once. Those of its numbers that a format gives one value then lie side by side, so that sums
 * over them are differences of sums from the beginning, and a range costs a binary search for each code.
 */
public final class RangeFit {

    private static final int RANGES_PER_OCTAVE = 8;
    private static final int OCTAVES = 16;

    /** With more numbers, codebooks hardly change and take long to learn. */
    private static final int MOST_SAMPLED = 1 << 16;

    private final double[] sorted;
    private final double largest;

    /** Sums of the numbers and of their squares before each position, in units of the largest magnitude. */
    private final double[] sums;

    private final double[] squares;

    /** @param sample finite numbers, which it takes over and sorts */
    public RangeFit(double[] sample) {
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
    public double largest() {
        return largest;
    }

    /** The least number in the sample. */
    public double least() {
        return sorted[0];
    }

    /** The greatest number in the sample. */
    public double greatest() {
        return sorted[sorted.length - 1];
    }

    /** Whether there are at least so many different numbers among {@link #sample()}. */
    public boolean hasValues(int count) {
        return Arrays.stream(sample()).distinct().limit(count).count() == count;
    }

    /** Numbers that stand for all: these, or 65,536 of them, evenly spaced by rank. */
    public double[] sample() {
        int size = Math.min(sorted.length, MOST_SAMPLED);
        return IntStream.range(0, size)
                .mapToDouble(i -> sorted[(int) ((2L * i + 1) * sorted.length / (2L * size))])
                .toArray();
    }

    /**
     * The format of the best of 128 ranges, eight an octave, down from the largest magnitude; the largest of equally
     * good ones.
     *
     * @param formats the format for a range; its values, and the numbers that are encoded as each, must be proportional
     *     to the range
     */
    public Format best(DoubleFunction<Format> formats) {
        return formats.apply(bestFactor(Staircase.of(formats.apply(1)), 1, OCTAVES, RANGES_PER_OCTAVE));
    }

    /** The best of as many factors to scale a format by. */
    public double bestFactor(Staircase unit) {
        return bestFactor(unit, unit.reach());
    }

    /** The same for a format that reaches farther than the largest magnitude shall. */
    public double bestFactor(Staircase unit, double reach) {
        return bestFactor(unit, reach, OCTAVES, RANGES_PER_OCTAVE);
    }

    /**
     * The factor to scale a format by, so that it encodes the sample best; the largest of equally good ones.
     *
     * @param reach the value of the format that the largest magnitude becomes at most
     * @param octaves how far down to look
     * @param perOctave factors to try in each
     */
    public double bestFactor(Staircase unit, double reach, int octaves, int perOctave) {
        double best = largest / reach;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < octaves * perOctave; i++) {
            double factor = largest / reach * StrictMath.pow(2, -i / (double) perOctave);
            double error = factor >= Double.MIN_NORMAL ? squaredError(unit, factor) : Double.POSITIVE_INFINITY;
            if (error < least) {
                least = error;
                best = factor;
            }
        }
        return best;
    }

    /** The sum of squared errors of encoding the sample, in units of the largest magnitude squared. */
    public double squaredError(Staircase unit, double factor) {
        double error = 0;
        int from = 0;
        for (int step = 0; step < unit.values().length && from < sorted.length; step++) {
            int to = step == unit.starts().length ? sorted.length : firstFrom(unit.starts()[step] * factor, from);
            double share = unit.values()[step] * factor / largest;
            error += squares[to] - squares[from] - 2 * share * (sums[to] - sums[from]) + share * share * (to - from);
            from = to;
        }
        return error;
    }

    /** The first position from {@code from} on whose number is not below another. */
    private int firstFrom(double number, int from) {
        int below = from - 1;
        int above = sorted.length;
        while (above - below > 1) {
            int middle = below + above >>> 1;
            if (sorted[middle] < number) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }
}
