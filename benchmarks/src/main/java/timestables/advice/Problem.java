package timestables.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.tensors.Matrix;
import timestables.tensors.Stored;

/**
 * A user's weights W, activations X, and the exact Y = W X: what every way to multiply them is measured on.
 *
 * @param weights W, row by row
 * @param rows the rows of W
 * @param columns the columns of W
 * @param activations X, column after column
 * @param count the columns of X
 * @param calibration further columns like those of X, for rounding that knows its activations; empty if there are none
 * @param exact Y, column after column, each result unevaluated in twice the precision of double
 * @param stored the codes that the weights have in their file, if it is of a quantised model
 * @param remarks how the files were taken, a line each
 */
record Problem(
        float[] weights,
        int rows,
        int columns,
        float[] activations,
        int count,
        float[] calibration,
        ExactDot[] exact,
        Optional<Stored> stored,
        List<String> remarks) {

    /** How many products a way to multiply is measured on: they take a tenth of a second if it is slow. */
    private static final long PRODUCTS = 1 << 26;

    /** The most results of these products: rows may be short, and each result is kept. */
    private static final long RESULTS = 1 << 20;

    /** The most columns of activations that are drawn or used: further ones tell nothing new. */
    private static final int MOST_COLUMNS = 1024;

    /** The fewest columns, of a matrix so large that {@link #PRODUCTS} would allow fewer. */
    private static final int FEWEST_COLUMNS = 4;

    /** The share of zeros from which on they matter. */
    private static final double MANY_ZEROS = 0.05;

    /** Beyond these, squares of results would leave the range of binary32. */
    private static final double LEAST_RANGE = 1e-15;

    private static final double MOST_RANGE = 1e15;

    /**
     * The problem of weights and of activations that are drawn: normal ones, with a standard deviation of 1.
     *
     * @param name of the weights, for messages
     * @throws IllegalArgumentException if the weights are all zero, or too large or too small for binary32
     */
    static Problem drawn(String name, Matrix weights, long seed) {
        Matrix w = checked(name, weights);
        int count = count(w);
        Random random = new Random(seed);
        double[] x = new double[count * w.columns()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        String remark = "activations: none given, so %d columns of normal numbers are drawn".formatted(count);
        return of(w, x, new double[0], List.of(describe(name, w), remark));
    }

    /**
     * The problem of weights and activations.
     *
     * @param names of weights and activations, for messages
     * @param activations columns of X as columns, or as rows: whichever has K numbers, where W is M x K
     * @param calibrate whether every other column of X is for calibration, and not measured
     * @throws IllegalArgumentException if shapes do not fit, or both ways do; or if either are all zero, or too large
     *     or too small for binary32
     */
    static Problem of(List<String> names, Matrix weights, Matrix activations, boolean calibrate) {
        Matrix w = checked(names.getFirst(), weights);
        String name = names.getLast();
        int k = w.columns();
        Matrix x = checked(name, activations);
        boolean asRows = x.columns() == k;
        if (!asRows && x.rows() != k) {
            throw new IllegalArgumentException(
                    "%s: activations of %d x %d do not fit weights of %d x %d; rows or columns of %d numbers would"
                            .formatted(name, x.rows(), x.columns(), w.rows(), k, k));
        }
        if (asRows && x.rows() == k && k > 1) {
            throw new IllegalArgumentException(
                    "%s: as activations of %d x %d, its rows would fit and its columns too; leave out one that is not to be multiplied"
                            .formatted(name, k, k));
        }
        int given = asRows ? x.rows() : x.columns();
        if (calibrate && given < 2) {
            throw new IllegalArgumentException(
                    name + ": calibration takes half of the activations, and measuring the others; there is only one");
        }
        int[] all = IntStream.range(0, given).toArray();
        int[] measured = calibrate ? IntStream.of(all).filter(i -> i % 2 == 1).toArray() : all;
        int[] calibrating =
                calibrate ? IntStream.of(all).filter(i -> i % 2 == 0).toArray() : new int[0];
        int[] chosen = some(measured, count(w));
        List<String> remarks = new ArrayList<>();
        remarks.add(describe(names.getFirst(), w));
        remarks.add("activations: the %d %s of %s%s"
                .formatted(
                        given,
                        asRows ? "rows" : "columns",
                        name,
                        chosen.length == given
                                ? ""
                                : ", of which %d are measured".formatted(chosen.length)
                                        + (calibrate ? " and %d calibrate".formatted(calibrating.length) : "")));
        return of(w, columns(x, asRows, chosen), columns(x, asRows, calibrating), remarks);
    }

    private static String describe(String name, Matrix w) {
        double zeros = share(w.values());
        String many = zeros < MANY_ZEROS
                ? ""
                : "; %.0f %% of them are zero, which linear codes have no code for, and others do"
                        .formatted(100 * zeros);
        return "weights: %s, %d x %d%s".formatted(name, w.rows(), w.columns(), many);
    }

    /** The share of zeros. */
    private static double share(double[] numbers) {
        return (double) Arrays.stream(numbers).filter(number -> number == 0).count() / numbers.length;
    }

    private static Matrix checked(String name, Matrix matrix) {
        double range = Arrays.stream(matrix.values()).map(Math::abs).max().orElseThrow();
        if (range == 0) {
            throw new IllegalArgumentException(name + ": holds nothing but zeros");
        }
        if (range < LEAST_RANGE || range > MOST_RANGE) {
            throw new IllegalArgumentException(name + ": has " + range
                    + " for its largest magnitude; from 1e-15 to 1e15 would be right, so scale the numbers");
        }
        return matrix;
    }

    /** How many columns of activations are measured at most. */
    private static int count(Matrix w) {
        long most = Math.min(PRODUCTS / ((long) w.rows() * w.columns()), RESULTS / w.rows());
        return Math.clamp(most, FEWEST_COLUMNS, MOST_COLUMNS);
    }

    /** So many of some indexes, evenly spaced, or all. */
    private static int[] some(int[] indexes, int count) {
        int some = Math.min(count, indexes.length);
        return IntStream.range(0, some)
                .map(i -> indexes[(int) ((long) i * indexes.length / some)])
                .toArray();
    }

    private static double[] columns(Matrix x, boolean asRows, int[] chosen) {
        int k = asRows ? x.columns() : x.rows();
        double[] columns = new double[chosen.length * k];
        for (int i = 0; i < columns.length; i++) {
            int index = chosen[i / k];
            columns[i] = x.values()[asRows ? index * k + i % k : i % k * x.columns() + index];
        }
        return columns;
    }

    private static Problem of(Matrix w, double[] x, double[] calibration, List<String> remarks) {
        int k = w.columns();
        int count = x.length / k;
        List<double[]> columns = IntStream.range(0, count)
                .mapToObj(i -> Arrays.copyOfRange(x, i * k, (i + 1) * k))
                .toList();
        ExactDot[] exact = new ExactDot[w.rows() * count];
        IntStream.range(0, w.rows()).parallel().forEach(row -> {
            double[] weights = Arrays.copyOfRange(w.values(), row * k, (row + 1) * k);
            for (int column = 0; column < count; column++) {
                exact[column * w.rows() + row] = ExactDot.of(weights, columns.get(column));
            }
        });
        return new Problem(
                floats(w.values()),
                w.rows(),
                k,
                floats(x),
                count,
                floats(calibration),
                exact,
                w.stored(),
                List.copyOf(remarks));
    }

    static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    static double[] doubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }

    /** As sizes of {@code gemv} are written. */
    String size() {
        return rows + "x" + columns;
    }

    /** How far results are from the exact ones. */
    ErrorMeter.Summary errors(float[] results) {
        ErrorMeter meter = new ErrorMeter();
        for (int i = 0; i < exact.length; i++) {
            meter.add(exact[i].high(), exact[i].errorOf(results[i]));
        }
        return meter.summary();
    }
}
