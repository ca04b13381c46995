package timestables.contender;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.error.ErrorMeter;

/** What an operation does: its operands, its exact results, and the ways to do it. */
public interface Workload {

    /** The largest operand, and so the largest product, which formats and cells span. Chains need more. */
    double RANGE = 1;

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

    /** Whether left operands are weights, which are brought into a contender's order once, before anything is timed. */
    default boolean isPacked() {
        return false;
    }

    /** How many results it writes to memory. */
    long results(Size size);

    /** Left operands, drawn from a distribution. */
    default double[] left(Distribution distribution, Size size, long seed, int sample) {
        return distribution.sample(Math.toIntExact(left(size)), RANGE, seed, 2L * sample);
    }

    /** Right operands, drawn from a distribution. */
    default double[] right(Distribution distribution, Size size, long seed, int sample) {
        return distribution.sample(Math.toIntExact(right(size)), RANGE, seed, 2L * sample + 1);
    }

    /** All ways to do it, those that compute first, and {@code float32} before all. */
    Catalogue contenders();

    /** Arithmetics whose errors are measured, on the smallest sample, but which nothing times. */
    default List<Measured> untimed() {
        return List.of();
    }

    /** The results in an arithmetic, by its definition. */
    double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y);

    /**
     * How results differ from their definition. Those that are rounded once are to be the same; sums in floating point,
     * which kernels take in another order, the same within their rounding errors; results in binary32 within their last
     * place.
     */
    default Optional<String> defect(
            Arithmetic arithmetic, Size size, OperandForm operands, double[] x, double[] y, double[] results) {
        double[] defined = define(arithmetic, size, x, y);
        double tolerance = arithmetic.accumulation().tolerance(size.k());
        return IntStream.range(0, defined.length)
                .filter(i -> !(Math.abs(results[i] - defined[i]) <= tolerance + operands.lastPlace(defined[i]))
                        && Double.compare(results[i], defined[i]) != 0)
                .mapToObj(i -> "number %d is %s instead of %s".formatted(i, results[i], defined[i]))
                .findFirst();
    }

    /** The exact results for given operands. */
    Reference exact(Size size, double[] x, double[] y);

    /** Visits every pair of operands that is multiplied. */
    void forEachProduct(Size size, double[] x, double[] y, Pair visitor);

    /**
     * The sizes that are timed, and where the errors of each are measured. Named layouts and plain loops are timed at
     * the first alone.
     */
    List<TimedSize> sizes();

    /** The samples that errors are measured on, the smallest first. */
    default List<Sample> samples() {
        return sizes().stream()
                .map(TimedSize::sample)
                .distinct()
                .sorted(Comparator.comparingDouble(
                        sample -> form().parse(sample.size()).elements()))
                .toList();
    }

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
     * A size that is timed.
     *
     * @param sample where its errors are measured: smaller ones have the same, of sums and chains those of the same
     *     length
     */
    record TimedSize(String size, Sample sample) {}

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
