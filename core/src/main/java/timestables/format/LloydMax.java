package timestables.format;

import java.util.Arrays;

/**
 * The method of Lloyd and Max: see {@link Codebook#learned}. A cell is the numbers of the sample that one code stands
 * for. In turn, every code gets the mean of its cell as its value, and every number goes to the cell of the nearest
 * value, until none moves. Neither turn raises the mean squared error.
 *
 * <p>That ends in a local minimum near the start, so the start has to be good: values as dense as the cube root of the
 * sample's density, which is the optimum for many values (P. F. Panter and W. Dite, <em>Quantization Distortion in
 * Pulse-Count Modulation with Nonuniform Spacing of Levels</em>, Proc. IRE 39, 1951). Started from equally large cells,
 * 256 values of a normal sample ended 5 dB worse.
 *
 * <p>Cells are runs of the sorted sample, and only those that changed are averaged again.
 */
final class LloydMax {

    /** Far more rounds than samples of known distributions take; a bound for all others. */
    private static final int MOST_ROUNDS = 100_000;

    /** The distinct numbers, ascending, and how often each occurs. */
    private final double[] numbers;

    private final int[] counts;

    private final double[] values;

    /** For every cell, the position after its last number. */
    private final int[] ends;

    private LloydMax(int codes, double[] sorted) {
        numbers = Arrays.stream(sorted).distinct().toArray();
        if (numbers.length < codes) {
            throw new IllegalArgumentException(
                    "a codebook of %d values is learned from at least as many distinct numbers, not from %d"
                            .formatted(codes, numbers.length));
        }
        counts = new int[numbers.length];
        values = new double[codes];
        ends = new int[codes];
        int position = 0;
        for (double number : sorted) {
            position += number == numbers[position] ? 0 : 1;
            counts[position]++;
        }
        start();
    }

    /** Ends cells where equal shares end of the integral of the cube root of the density. */
    private void start() {
        double[] integral = new double[numbers.length];
        for (int i = 1; i < numbers.length; i++) {
            // Halved, so that no difference overflows. The density is counts over gaps.
            double root = StrictMath.cbrt(numbers[i] / 2 - numbers[i - 1] / 2);
            integral[i] = integral[i - 1] + StrictMath.cbrt(counts[i - 1] + counts[i]) * root * root;
        }
        int end = 0;
        for (int cell = 0; cell < ends.length; cell++) {
            double share = integral[numbers.length - 1] * (cell + 1) / ends.length;
            while (end < numbers.length && integral[end] <= share) {
                end++;
            }
            ends[cell] = end;
        }
        leaveNoneEmpty();
    }

    /**
     * The values, ascending, of a learned codebook.
     *
     * @throws IllegalArgumentException if a number is not finite, or fewer than {@code codes} are distinct
     */
    static double[] values(int codes, double[] sample) {
        double[] sorted = new double[sample.length];
        for (int i = 0; i < sample.length; i++) {
            if (!Double.isFinite(sample[i])) {
                throw new IllegalArgumentException("a codebook is learned from finite numbers; at position " + i
                        + " of the sample there is " + sample[i]);
            }
            // Adding 0.0 turns -0.0 into 0.0.
            sorted[i] = sample[i] + 0.0;
        }
        Arrays.sort(sorted);
        LloydMax method = new LloydMax(codes, sorted);
        method.converge();
        return method.values;
    }

    private void converge() {
        int[] averaged = new int[ends.length];
        for (int round = 0; round < MOST_ROUNDS && !Arrays.equals(averaged, ends); round++) {
            int[] before = averaged;
            averaged = ends.clone();
            average(before);
            moveEnds();
        }
    }

    /** Gives every cell with other ends than {@code before} the mean of its numbers. */
    private void average(int[] before) {
        int start = 0;
        int startBefore = 0;
        for (int cell = 0; cell < values.length; cell++) {
            int end = ends[cell];
            if (start != startBefore || end != before[cell]) {
                values[cell] = mean(start, end);
            }
            start = end;
            startBefore = before[cell];
        }
    }

    private double mean(int start, int end) {
        long count = 0;
        for (int i = start; i < end; i++) {
            count += counts[i];
        }
        // Divided first, so that no sum of large numbers overflows.
        double mean = 0;
        for (int i = start; i < end; i++) {
            mean += numbers[i] / count * counts[i];
        }
        return Math.clamp(mean, numbers[start], numbers[end - 1]);
    }

    private void moveEnds() {
        for (int cell = 0; cell < values.length - 1; cell++) {
            double middle = values[cell] / 2 + values[cell + 1] / 2;
            int end = ends[cell];
            while (end < numbers.length && numbers[end] <= middle) {
                end++;
            }
            while (end > 0 && numbers[end - 1] > middle) {
                end--;
            }
            ends[cell] = end;
        }
        leaveNoneEmpty();
    }

    /** A cell that lost all of its numbers gets one of a neighbour's, of which it then is the exact value. */
    private void leaveNoneEmpty() {
        int least = 0;
        for (int cell = 0; cell < ends.length; cell++) {
            least++;
            int greatest = numbers.length - (ends.length - 1 - cell);
            ends[cell] = Math.clamp(ends[cell], least, greatest);
            least = ends[cell];
        }
    }
}
