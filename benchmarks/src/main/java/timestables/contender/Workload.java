package timestables.contender;

import java.util.List;
import timestables.error.ErrorMeter;
import timestables.format.FixedPoint;

/** What an operation does: its operands, its exact results, and the ways to do it. */
public interface Workload {

    /** The largest operand and product that the tables' formats represent. */
    double MAX_RANGE = 2.0;

    /** The format of {@code int8}: with 6 fraction bits it spans the range of the other formats, [-2, 2). */
    FixedPoint FIXED = new FixedPoint(8, 6);

    /** What a size names. */
    Size.Form form();

    /** How many left operands it takes. */
    default long left(Size size) {
        return (long) size.m() * size.k();
    }

    /** How many right operands it takes. */
    default long right(Size size) {
        return (long) size.k() * size.n();
    }

    /** How many results it writes to memory. */
    long results(Size size);

    /** Left operands, drawn from a distribution. */
    default double[] left(Distribution distribution, Size size, long seed, int sample) {
        return distribution.sample(Math.toIntExact(left(size)), MAX_RANGE, seed, 2L * sample);
    }

    /** Right operands, drawn from a distribution. */
    default double[] right(Distribution distribution, Size size, long seed, int sample) {
        return distribution.sample(Math.toIntExact(right(size)), MAX_RANGE, seed, 2L * sample + 1);
    }

    /** All ways to do it, those that compute first, and {@code float32} before all. */
    List<Contender> contenders();

    /** Ways to do it whose errors are measured as well, at the first of the samples, but which nothing times. */
    default List<Contender> untimed() {
        return List.of();
    }

    /** The exact results for given operands. */
    Reference exact(Size size, double[] x, double[] y);

    /** Visits every pair of operands that is multiplied. */
    void forEachProduct(Size size, double[] x, double[] y, Pair visitor);

    /** The samples that errors are measured on. */
    List<Sample> samples();

    /** Whether the errors of sums or chains of some length say nothing of other lengths. */
    boolean errorDependsOnLength();

    /** Whether errors are also measured over all pairs of codes. */
    default boolean exhaustive() {
        return false;
    }

    /** Exact results, to compare others with. */
    interface Reference {
        void compare(double[] results, ErrorMeter meter);
    }

    /** Two operands that are multiplied. */
    interface Pair {
        void accept(double left, double right);
    }

    /**
     * Random operands of one size, drawn anew from each of {@code seeds} seeds.
     *
     * @param ofTimed whether to measure the formats alone that are timed: encoding millions in all takes minutes
     */
    record Sample(String size, int seeds, boolean ofTimed) {

        /** To measure every format on. */
        Sample(String size, int seeds) {
            this(size, seeds, false);
        }
    }
}
