package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import timestables.error.ErrorMeter;
import timestables.plot.PalettePng;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.WholeFile;
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

    /** What is walked, and how far: chains that are not bounded sink to where nothing is left to measure. */
    enum Course {
        CHAIN(SimulationType.CHAIN, 1_024, ChainSteppings.all(RANGE)),
        CHAIN_BOUNDED(SimulationType.CHAIN_BOUNDED, 100_000, ChainSteppings.all(RANGE)),
        DOT(SimulationType.DOT, 10_000, SumSteppings.all(RANGE));

        private final SimulationType type;
        private final int steps;
        private final List<Stepping> steppings;

        Course(SimulationType type, int steps, List<Stepping> steppings) {
            this.type = type;
            this.steps = steps;
            this.steppings = steppings;
        }

        String id() {
            return type.id();
        }

        private List<Walk> walks() {
            Settings settings = new Settings(type, RANGE, steps, Baseline.FLOAT64, 0, SEEDS, false);
            return LongStream.range(0, SEEDS)
                    .parallel()
                    .mapToObj(seed -> new Walk(settings, seed, new int[] {steps}))
                    .toList();
        }
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
            progress.begin("errors of %s, step by step".formatted(course.id()));
            drift.add(course, course.steppings);
        }
        return drift;
    }

    /** Measures some of the arithmetics of one course. */
    static Drift measure(Course course, Predicate<Stepping> selected) {
        Drift drift = new Drift();
        drift.add(course, course.steppings.stream().filter(selected).toList());
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
        WholeFile.replace(folder.file(DriftPlot.FILE), out -> PalettePng.write(DriftPlot.draw(accumulated), out));
    }

    private void add(Course course, List<Stepping> steppings) {
        List<Walk> walks = course.walks();
        int[] milestones = AccumulatedError.milestones(course.steps);
        List<Errors> errors = steppings.parallelStream()
                .map(stepping -> Errors.of(stepping, course, walks, milestones))
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
     * @param saturated by milestone: how many steps so far had a product outside the range, over all seeds
     * @param stuck by milestone: how many steps so far changed nothing, over all seeds
     */
    private record Errors(
            Stepping stepping,
            Course course,
            int[] milestones,
            double[][] errors,
            double[][] references,
            long[] saturated,
            long[] stuck) {

        static Errors of(Stepping stepping, Course course, List<Walk> walks, int[] milestones) {
            Errors all = new Errors(
                    stepping,
                    course,
                    milestones,
                    new double[milestones.length][walks.size()],
                    new double[milestones.length][walks.size()],
                    new long[milestones.length],
                    new long[milestones.length]);
            for (int seed = 0; seed < walks.size(); seed++) {
                all.take(walks.get(seed), seed);
            }
            return all;
        }

        private void take(Walk walk, int seed) {
            Stepper stepper = stepping.start().on(walk, seed);
            double[] left = walk.left();
            double[] right = walk.right();
            double reference = walk.start();
            double before = Double.NaN;
            int outside = 0;
            int unchanged = 0;
            int milestone = 0;
            for (int i = 0; i < left.length; i++) {
                reference = right == null ? reference * left[i] : reference + left[i] * right[i];
                double result = stepper.step(i);
                outside += right == null && Math.abs(reference) > RANGE ? 1 : 0;
                unchanged += result == before ? 1 : 0;
                before = result;
                if (i + 1 == milestones[milestone]) {
                    errors[milestone][seed] = result - reference;
                    references[milestone][seed] = reference;
                    saturated[milestone] += outside;
                    stuck[milestone] += unchanged;
                    milestone++;
                }
            }
        }

        AccumulatedError accumulated(int milestone) {
            return AccumulatedError.of(
                    course.id(),
                    stepping.contender(),
                    stepping.format(),
                    stepping.rounding(),
                    stepping.indexBits(),
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
            ErrorMeter.Summary summary = meter.summary();
            double taken = (double) milestones[milestone] * SEEDS;
            return new AccuracyRow(
                    course.id(),
                    stepping.contender(),
                    stepping.format(),
                    stepping.rounding(),
                    "",
                    stepping.indexBits(),
                    stepping.cellBits(),
                    stepping.indexBits() == null ? null : RANGE,
                    "playground",
                    String.valueOf(milestones[milestone]),
                    SEEDS,
                    summary.meanAbsolute(),
                    summary.rootMeanSquare(),
                    summary.maxAbsolute(),
                    summary.p99Absolute(),
                    summary.bias(),
                    summary.meanRelative(),
                    summary.maxRelative(),
                    summary.errorProbability(),
                    saturated[milestone] / taken,
                    stuck[milestone] / taken);
        }
    }
}
