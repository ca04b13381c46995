package timestables.walk;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * The operands of one seed and what floating point makes of them; tables follow with the same operands.
 *
 * <p>All operands are drawn, in one order, whatever the type: a start, a factor for each step of a chain, and two
 * operands for each term of a sum.
 */
public final class Walk {

    private static final double START_JITTER = 0.05;

    private final SimulationType type;
    private final Baseline baseline;
    private final int[] recorded;
    private final double start;

    /** Factors of a chain, or left operands of a sum. */
    private final double[] left;

    /** Right operands of a sum. */
    private final double[] right;

    private final MersenneTwister rest;
    private final double[] reference;

    /**
     * Draws all operands.
     *
     * @param recorded the steps after which results are kept, ascending; the first is step 1
     * @throws IllegalArgumentException if the sum leaves the type of the reference
     */
    public Walk(Settings settings, long seed, int[] recorded) {
        this.type = settings.type();
        this.baseline = settings.baseline();
        this.recorded = recorded;
        MersenneTwister random = new MersenneTwister(seed);
        double range = settings.maxRange();
        double middle = 0.5 * range;
        double jitter = Math.min(0.1, 0.2 * range);
        double drawn = random.uniform(middle * (1 - START_JITTER), middle * (1 + START_JITTER));
        double[] factors = random.uniforms(1 - jitter, 1 + jitter, settings.steps());
        double[] a = random.uniforms(-middle, middle, settings.steps());
        double[] b = random.uniforms(-middle, middle, settings.steps());
        this.rest = random;
        boolean chain = type != SimulationType.DOT;
        this.start = chain ? baseline.round(drawn) : 0;
        this.left = rounded(chain ? factors : a);
        this.right = chain ? null : rounded(b);
        switch (type) {
            case CHAIN -> soften(range);
            case CHAIN_BOUNDED -> bound(range);
            case DOT -> {}
        }
        this.reference = follow((x, y) -> baseline.round(x * y));
    }

    private double[] rounded(double[] drawn) {
        return Arrays.stream(drawn).map(baseline::round).toArray();
    }

    /** Softens each factor that would take the reference out of the range, so that it stays inside, or nearly so. */
    private void soften(double range) {
        double limit = baseline.round(range);
        double apart = baseline.round(1e-12);
        double x = start;
        for (int i = 0; i < left.length; i++) {
            double next = baseline.round(x * left[i]);
            if (Math.abs(next) > limit) {
                double scale = baseline.round(limit / baseline.round(Math.abs(next) + apart));
                double share = baseline.round(baseline.round(scale * baseline.round(0.9)) + baseline.round(0.1));
                left[i] = baseline.round(left[i] * share);
                next = baseline.round(x * left[i]);
            }
            x = next;
        }
    }

    /** Replaces each factor that would take the reference out of [range / 8, range] by its inverse. */
    private void bound(double range) {
        double x = start;
        for (int i = 0; i < left.length; i++) {
            double next = baseline.round(x * left[i]);
            if (next > range || next < range / 8) {
                left[i] = baseline.round(1 / left[i]);
                next = baseline.round(x * left[i]);
            }
            x = next;
        }
    }

    /** What a chain begins with; zero of a sum. */
    public double start() {
        return start;
    }

    /** Factors of a chain, or left operands of a sum; not to be changed. */
    public double[] left() {
        return left;
    }

    /** Right operands of a sum; null of a chain. */
    public double[] right() {
        return right;
    }

    /** The results of the reference, after each recorded step. */
    public double[] reference() {
        return reference;
    }

    /** Random numbers beyond those that the operands were made of. */
    public MersenneTwister rest() {
        return rest.copy();
    }

    /**
     * Takes all steps with products of another kind.
     *
     * @return the results after each recorded step
     */
    public double[] follow(DoubleBinaryOperator product) {
        double[] results = new double[recorded.length];
        double x = start;
        int kept = 0;
        for (int i = 0; i < left.length; i++) {
            x = type == SimulationType.DOT
                    ? baseline.round(x + product.applyAsDouble(left[i], right[i]))
                    : product.applyAsDouble(x, left[i]);
            if (i + 1 == recorded[kept]) {
                if (!Double.isFinite(x)) {
                    throw new IllegalArgumentException("the sum leaves %s, whose greatest number is %s, by step %,d"
                            .formatted(baseline.id(), PythonFloat.text(baseline.greatest()), i + 1));
                }
                results[kept++] = x;
            }
        }
        return results;
    }
}
