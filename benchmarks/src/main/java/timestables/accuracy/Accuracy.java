package timestables.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.contender.Workload;
import timestables.error.ErrorMeter;
import timestables.run.Progress;

/**
 * Measures the error of every contender in every format: over all pairs of codes where these are few enough, and over
 * random operands.
 *
 * <p>All contenders of an operation get the same operands, and the reference is the exact result from the operands
 * before they are encoded. Nothing here depends on the machine or on the number of threads: each meter is fed by one
 * thread at a time, in one order.
 */
public final class Accuracy {

    private final long seed;
    private final boolean untimed;
    private final Predicate<String> contenders;
    private final Progress progress;
    private final List<AccuracyRow> rows = new ArrayList<>();

    private Accuracy(long seed, boolean untimed, Progress progress) {
        this(seed, untimed, id -> true, progress);
    }

    private Accuracy(long seed, boolean untimed, Predicate<String> contenders, Progress progress) {
        this.seed = seed;
        this.untimed = untimed;
        this.contenders = contenders;
        this.progress = progress;
    }

    /** How many steps of progress measuring all takes. */
    public static int steps() {
        int steps = 0;
        for (Operation operation : Operation.TIMED) {
            steps += operation.workload().samples().size() * Distribution.RANDOM.size();
            steps += operation.workload().exhaustive() ? 1 : 0;
        }
        return steps;
    }

    /** Measures all. */
    public static List<AccuracyRow> measure(long seed, Progress progress) {
        return measure(seed, progress, Operation.TIMED, true);
    }

    /**
     * Measures some operations.
     *
     * @param untimed whether to include arithmetics that nothing times
     */
    public static List<AccuracyRow> measure(long seed, Progress progress, List<Operation> operations, boolean untimed) {
        Accuracy accuracy = new Accuracy(seed, untimed, progress);
        for (Operation operation : operations) {
            if (operation.workload().exhaustive()) {
                accuracy.exhaust(operation);
            }
            for (Workload.Sample sample : operation.workload().samples()) {
                for (Distribution distribution : Distribution.RANDOM) {
                    accuracy.sample(operation, sample, distribution);
                }
            }
        }
        return accuracy.rows;
    }

    /**
     * Measures what timings are joined with: some contenders of some operations, on uniform operands.
     *
     * @param contenders their ids
     */
    public static List<AccuracyRow> ofTimed(
            long seed, Progress progress, List<Operation> operations, Predicate<String> contenders) {
        Accuracy accuracy = new Accuracy(seed, false, contenders, progress);
        for (Operation operation : operations) {
            for (Workload.Sample sample : operation.workload().samples()) {
                accuracy.sample(operation, sample, Distribution.UNIFORM);
            }
        }
        return accuracy.rows;
    }

    /** Measures one sample alone. */
    static List<AccuracyRow> measure(
            long seed, Operation operation, Workload.Sample sample, Distribution distribution) {
        Accuracy accuracy = new Accuracy(seed, true, new Progress(null, 0));
        accuracy.sample(operation, sample, distribution);
        return accuracy.rows;
    }

    private void exhaust(Operation operation) {
        progress.begin("errors of " + operation + " over all pairs of codes");
        List<Measured> coded = all(operation)
                .filter(measured -> measured.arithmetic().operand().isPresent())
                .toList();
        Map<Arithmetic, Meter> meters = meters(coded);
        meters.entrySet().parallelStream().forEach(entry -> {
            // Infinity and what is not a number have no exact products.
            double[] values = Arrays.stream(
                            entry.getKey().operand().orElseThrow().values())
                    .filter(Double::isFinite)
                    .toArray();
            double[] x = new double[values.length * values.length];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = values[i / values.length];
                y[i] = values[i % values.length];
            }
            Size size = new Size(1, x.length, 1);
            Workload workload = operation.workload();
            entry.getValue().measure(workload, size, x, y, workload.exact(size, x, y));
        });
        for (Measured measured : coded) {
            Meter meter = meters.get(measured.arithmetic());
            rows.add(meter.row(operation, measured, Distribution.ALL_CODES, String.valueOf(meter.products), null));
        }
    }

    private void sample(Operation operation, Workload.Sample sample, Distribution distribution) {
        progress.begin("errors of %s over %s operands, size %s".formatted(operation, distribution, sample.size()));
        Workload workload = operation.workload();
        List<Measured> some = measured(operation, sample).toList();
        Map<Arithmetic, Meter> meters = meters(some);
        Size size = workload.form().parse(sample.size());
        for (int i = 0; i < sample.seeds(); i++) {
            double[] x = workload.left(distribution, size, seed, i);
            double[] y = workload.right(distribution, size, seed, i);
            Workload.Reference exact = workload.exact(size, x, y);
            meters.values().parallelStream().forEach(meter -> meter.measure(workload, size, x, y, exact));
        }
        for (Measured measured : some) {
            rows.add(meters.get(measured.arithmetic())
                    .row(operation, measured, distribution, sample.size(), sample.seeds()));
        }
    }

    private Stream<Measured> measured(Operation operation, Workload.Sample sample) {
        if (sample.ofTimed()) {
            return chosen(operation).map(Contender::timed);
        }
        return sample.equals(operation.workload().samples().getFirst()) ? all(operation) : contenders(operation);
    }

    private Stream<Measured> all(Operation operation) {
        return untimed
                ? Stream.concat(contenders(operation), operation.workload().untimed().stream())
                : contenders(operation);
    }

    private Stream<Measured> contenders(Operation operation) {
        return chosen(operation).flatMap(contender -> contender.measured().stream());
    }

    private Stream<Contender> chosen(Operation operation) {
        return operation.ids().stream().filter(contenders).map(operation::contender);
    }

    /** A meter for each arithmetic, which several contenders may share. */
    private static Map<Arithmetic, Meter> meters(List<Measured> measured) {
        Map<Arithmetic, Meter> meters = new LinkedHashMap<>();
        measured.forEach(each -> meters.computeIfAbsent(each.arithmetic(), Meter::new));
        return meters;
    }

    /** What one arithmetic does to all operands. */
    private static final class Meter {

        private final Arithmetic arithmetic;
        private final ErrorMeter errors = new ErrorMeter();
        private long products;
        private long saturated;

        Meter(Arithmetic arithmetic) {
            this.arithmetic = arithmetic;
        }

        void measure(Workload workload, Size size, double[] x, double[] y, Workload.Reference exact) {
            exact.compare(workload.define(arithmetic, size, x, y), errors);
            workload.forEachProduct(size, x, y, (left, right) -> {
                products++;
                if (arithmetic.leftSaturates(left)
                        || arithmetic.rightSaturates(right)
                        || arithmetic.productSaturates(left * right)) {
                    saturated++;
                }
            });
        }

        AccuracyRow row(Operation operation, Measured measured, Distribution distribution, String size, Integer seeds) {
            return AccuracyRow.of(
                    operation,
                    measured,
                    arithmetic.reach(),
                    distribution,
                    size,
                    seeds,
                    errors,
                    (double) saturated / products,
                    null);
        }
    }
}
