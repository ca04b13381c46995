package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Encoded;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.RunningChain;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.error.ErrorMeter;
import timestables.format.Format;
import timestables.plot.PlotImage;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.table.ProductTable;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;
import timestables.walk.Walk;

/**
 * Measures how errors build up, step by step, in chains and sums of every arithmetic: on the walks of the playground,
 * of seeds 0 to 39, all arithmetics on the same.
 */
public final class Drift {

    static final double RANGE = 2;
    static final int SEEDS = 40;

    /** What is walked, and how far. Chains that are not bounded sink to where nothing is left to measure. */
    enum Course {
        CHAIN(Operation.CHAIN, SimulationType.CHAIN, 1_024, Drift::chains),
        CHAIN_BOUNDED(Operation.CHAIN_BOUNDED, SimulationType.CHAIN_BOUNDED, 100_000, Drift::chains),
        DOT(Operation.DOT, SimulationType.DOT, 10_000, Drift::sums);

        final Operation operation;
        private final SimulationType type;
        private final int steps;
        private final Supplier<List<Measured>> measured;

        Course(Operation operation, SimulationType type, int steps, Supplier<List<Measured>> measured) {
            this.operation = operation;
            this.type = type;
            this.steps = steps;
            this.measured = measured;
        }

        private List<Walk> walks() {
            Settings settings = new Settings(type, RANGE, steps, Baseline.FLOAT64, 0, SEEDS, false);
            return LongStream.range(0, SEEDS)
                    .parallel()
                    .mapToObj(seed -> new Walk(settings, seed, new int[] {steps}))
                    .toList();
        }
    }

    static List<Measured> chains() {
        List<Measured> chains = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            chains.add(new Measured(precision.toString(), FloatingPoint.products(precision)));
        }
        chains.add(new Measured(Int8.ID, Int8.products(Int8.OF_CHAINS)));
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (Format format : Formats.of(bits, RANGE)) {
                TableArithmetic closed = TableArithmetic.products(Formats.closed(format));
                for (Rounding rounding : Rounding.values()) {
                    String id = Measured.table(bits, rounding);
                    rounding.ofChain(closed, RANGE).ifPresent(chain -> chains.add(new Measured(id, chain)));
                }
            }
        }
        return chains;
    }

    private static List<Measured> sums() {
        List<Measured> sums = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            sums.add(new Measured(precision.toString(), FloatingPoint.sums(precision)));
        }
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (ProductTable table : Formats.accumulating(bits, bits > 8 ? 16 : 8, RANGE)) {
                for (Rounding rounding : Rounding.values()) {
                    String id = Measured.table(bits, rounding);
                    rounding.of(TableArithmetic.sums(table)).ifPresent(sum -> sums.add(new Measured(id, sum)));
                }
            }
            if (bits <= 8) {
                for (ProductTable table : Formats.accumulatingWide(bits, RANGE)) {
                    sums.add(new Measured(Measured.wide(bits), TableArithmetic.sums(table)));
                }
            }
        }
        return sums;
    }

    private final List<AccumulatedError> accumulated = new ArrayList<>();
    private final List<AccuracyRow> rows = new ArrayList<>();

    private Drift() {}

    /** How many steps of progress {@link #measure} takes. */
    public static int steps() {
        return Course.values().length;
    }

    /** Measures all. */
    public static Drift measure(Progress progress) {
        Drift drift = new Drift();
        for (Course course : Course.values()) {
            progress.begin("errors of %s, step by step".formatted(course.operation));
            drift.add(course, course.measured.get());
        }
        return drift;
    }

    /** Measures what the plot shows, in a fraction of the time. */
    public static Drift measureShown(Progress progress) {
        progress.begin("errors of %s, step by step".formatted(Course.CHAIN_BOUNDED.operation));
        return measure(Course.CHAIN_BOUNDED, DriftPlot::shows);
    }

    /** Measures some of the arithmetics of one course. */
    static Drift measure(Course course, Predicate<Measured> selected) {
        Drift drift = new Drift();
        drift.add(course, course.measured.get().stream().filter(selected).toList());
        return drift;
    }

    /** Errors after each milestone. */
    public List<AccumulatedError> accumulated() {
        return accumulated;
    }

    /** Errors of chains after whole powers of ten, and at the end. */
    public List<AccuracyRow> rows() {
        return rows;
    }

    /** Writes the errors after each milestone, and a plot of some. */
    public void write(RunFolder folder) {
        CsvFile.write(folder.file(AccumulatedError.FILE), AccumulatedError.class, accumulated);
        PlotImage.write(DriftPlot.draw(accumulated), folder.file(DriftPlot.FILE));
    }

    private void add(Course course, List<Measured> measured) {
        List<Walk> walks = course.walks();
        int[] milestones = AccumulatedError.milestones(course.steps);
        List<Errors> errors = measured.parallelStream()
                .map(each -> Errors.of(each, course, walks, milestones))
                .toList();
        for (Errors each : errors) {
            for (int m = 0; m < milestones.length; m++) {
                accumulated.add(each.accumulated(m));
                if (course != Course.DOT && each.isToldInRows(m)) {
                    rows.add(each.row(m));
                }
            }
        }
    }

    /**
     * Errors of one arithmetic.
     *
     * @param errors by milestone and seed
     * @param references the exact results, likewise
     * @param saturated by milestone: how many steps so far had a factor or a product outside the range, over all seeds
     * @param stuck by milestone: how many steps so far changed nothing, over all seeds
     */
    private record Errors(
            Measured measured,
            Course course,
            int[] milestones,
            double[][] errors,
            double[][] references,
            long[] saturated,
            long[] stuck) {

        static Errors of(Measured measured, Course course, List<Walk> walks, int[] milestones) {
            Errors all = new Errors(
                    measured,
                    course,
                    milestones,
                    new double[milestones.length][walks.size()],
                    new double[milestones.length][walks.size()],
                    new long[milestones.length],
                    new long[milestones.length]);
            for (int seed = 0; seed < walks.size(); seed++) {
                if (course == Course.DOT) {
                    all.addUp(walks.get(seed), seed);
                } else {
                    all.chain(walks.get(seed), seed);
                }
            }
            return all;
        }

        private void chain(Walk walk, int seed) {
            Arithmetic arithmetic = measured.arithmetic();
            double[] factors = walk.left();
            RunningChain chain = arithmetic.chain(walk.start(), factors, seed);
            Reference reference = new Reference(walk.start());
            double before = Double.NaN;
            int outside = 0;
            int unchanged = 0;
            int milestone = 0;
            for (int i = 0; i < factors.length; i++) {
                reference.multiply(factors[i]);
                double result = chain.multiply(i);
                outside +=
                        arithmetic.leftSaturates(factors[i]) || arithmetic.productSaturates(reference.rounded) ? 1 : 0;
                double state = chain.state(result);
                unchanged += state == before ? 1 : 0;
                before = state;
                if (i + 1 == milestones[milestone]) {
                    saturated[milestone] += outside;
                    stuck[milestone] += unchanged;
                    reach(milestone++, seed, result, reference);
                }
            }
        }

        private void addUp(Walk walk, int seed) {
            double[] left = walk.left();
            double[] right = walk.right();
            Encoded encoded = measured.arithmetic().encode(left, right, left.length, seed);
            Reference reference = new Reference(walk.start());
            double result = 0;
            int milestone = 0;
            for (int i = 0; i < left.length; i++) {
                reference.add(left[i], right[i]);
                result = encoded.add(result, i, i);
                if (i + 1 == milestones[milestone]) {
                    reach(milestone++, seed, result, reference);
                }
            }
        }

        private void reach(int milestone, int seed, double result, Reference reference) {
            errors[milestone][seed] = reference.errorOf(result);
            references[milestone][seed] = reference.rounded;
        }

        AccumulatedError accumulated(int milestone) {
            return AccumulatedError.of(
                    course.operation,
                    measured.contender(),
                    measured.arithmetic().format(),
                    measured.arithmetic().rounding(),
                    measured.arithmetic().indexBits(),
                    RANGE,
                    milestones[milestone],
                    errors[milestone]);
        }

        boolean isToldInRows(int milestone) {
            int step = milestones[milestone];
            return milestone == milestones.length - 1 || Math.pow(10, Math.rint(Math.log10(step))) == step;
        }

        AccuracyRow row(int milestone) {
            ErrorMeter meter = new ErrorMeter();
            IntStream.range(0, SEEDS).forEach(seed -> meter.add(references[milestone][seed], errors[milestone][seed]));
            double taken = (double) milestones[milestone] * SEEDS;
            return AccuracyRow.of(
                    course.operation,
                    measured,
                    measured.arithmetic().reach(),
                    Distribution.PLAYGROUND,
                    String.valueOf(milestones[milestone]),
                    SEEDS,
                    meter,
                    saturated[milestone] / taken,
                    stuck[milestone] / taken);
        }
    }

    /** A walk in binary64, and beside it what that has rounded away so far, by error-free transformations. */
    private static final class Reference {

        private double rounded;

        /** The exact result is {@code high + low}. */
        private double high;

        private double low;

        Reference(double start) {
            rounded = start;
            high = start;
        }

        void multiply(double factor) {
            rounded *= factor;
            double product = high * factor;
            keep(product, Math.fma(high, factor, -product) + low * factor);
        }

        void add(double left, double right) {
            rounded += left * right;
            double product = left * right;
            double sum = high + product;
            double moved = sum - high;
            double lost = high - (sum - moved) + (product - moved);
            keep(sum, lost + Math.fma(left, right, -product) + low);
        }

        private void keep(double sum, double rest) {
            high = sum + rest;
            low = rest - (high - sum);
        }

        /**
         * A result that equals that of binary64 is off by what binary64 has rounded away; beside other errors that is
         * negligible.
         */
        double errorOf(double result) {
            return result == rounded ? rounded - high - low : result - rounded;
        }
    }
}
