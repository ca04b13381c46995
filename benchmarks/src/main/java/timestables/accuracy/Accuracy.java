package timestables.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timestables.contender.Arithmetic;
import timestables.contender.Contender;
import timestables.contender.Distribution;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.contender.Workload;
import timestables.error.ErrorMeter;
import timestables.format.Format;
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

    private static final String ALL_CODES = "all-codes";

    private final long seed;
    private final boolean untimed;
    private final Progress progress;
    private final List<AccuracyRow> rows = new ArrayList<>();

    private Accuracy(long seed, boolean untimed, Progress progress) {
        this.seed = seed;
        this.untimed = untimed;
        this.progress = progress;
    }

    /** How many steps of progress measuring all takes. */
    public static int steps() {
        int steps = 0;
        for (Operation operation : Operation.values()) {
            steps += operation.workload().samples().size() * Distribution.values().length;
            steps += operation.workload().exhaustive() ? 1 : 0;
        }
        return steps;
    }

    /** Measures all. */
    public static List<AccuracyRow> measure(long seed, Progress progress) {
        return measure(seed, progress, List.of(Operation.values()), true);
    }

    /**
     * Measures some operations.
     *
     * @param untimed whether with the contenders that nothing times
     */
    public static List<AccuracyRow> measure(long seed, Progress progress, List<Operation> operations, boolean untimed) {
        Accuracy accuracy = new Accuracy(seed, untimed, progress);
        for (Operation operation : operations) {
            if (operation.workload().exhaustive()) {
                accuracy.exhaust(operation);
            }
            for (Workload.Sample sample : operation.workload().samples()) {
                for (Distribution distribution : Distribution.values()) {
                    accuracy.sample(operation, sample, distribution);
                }
            }
        }
        return accuracy.rows;
    }

    private void exhaust(Operation operation) {
        progress.begin("errors of " + operation.id() + " over all pairs of codes");
        List<Contender> contenders = all(operation);
        Map<Arithmetic, Meter> meters = meters(contenders);
        meters.keySet().removeIf(arithmetic -> arithmetic.operand().isEmpty());
        meters.entrySet().parallelStream().forEach(entry -> {
            Format format = entry.getKey().operand().orElseThrow();
            // Infinity and what is not a number have no exact products.
            double[] values =
                    Arrays.stream(format.values()).filter(Double::isFinite).toArray();
            double[] x = new double[values.length * values.length];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = values[i / values.length];
                y[i] = values[i % values.length];
            }
            Size size = new Size(1, x.length, 1);
            entry.getValue().measure(operation.workload(), size, x, y);
        });
        report(operation, contenders, ALL_CODES, null, meters);
    }

    private void sample(Operation operation, Workload.Sample sample, Distribution distribution) {
        String name = distribution.id();
        progress.begin("errors of %s over %s operands, size %s".formatted(operation.id(), name, sample.size()));
        Workload workload = operation.workload();
        List<Contender> contenders = measured(operation, sample);
        Map<Arithmetic, Meter> meters = meters(contenders);
        Size size = workload.form().parse(sample.size());
        for (int i = 0; i < sample.seeds(); i++) {
            double[] x = workload.left(distribution, size, seed, i);
            double[] y = workload.right(distribution, size, seed, i);
            Workload.Reference exact = workload.exact(size, x, y);
            meters.values().parallelStream().forEach(meter -> meter.measure(workload, size, x, y, exact));
        }
        report(operation, contenders, name, sample, meters);
    }

    private List<Contender> measured(Operation operation, Workload.Sample sample) {
        if (sample.ofTimed()) {
            return operation.contenders().stream().map(Contender::ofTimed).toList();
        }
        return sample.equals(operation.workload().samples().getFirst()) ? all(operation) : operation.contenders();
    }

    private List<Contender> all(Operation operation) {
        return untimed
                ? Stream.concat(operation.contenders().stream(), operation.workload().untimed().stream())
                        .toList()
                : operation.contenders();
    }

    /** A meter for each arithmetic; several contenders may share one. */
    private static Map<Arithmetic, Meter> meters(List<Contender> contenders) {
        Map<Arithmetic, Meter> meters = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            for (Arithmetic arithmetic : contender.arithmetics()) {
                meters.computeIfAbsent(arithmetic, Meter::new);
            }
        }
        return meters;
    }

    private void report(
            Operation operation,
            List<Contender> contenders,
            String distribution,
            Workload.Sample sample,
            Map<Arithmetic, Meter> meters) {
        for (Contender contender : contenders) {
            for (Arithmetic arithmetic : contender.arithmetics()) {
                if (meters.containsKey(arithmetic)) {
                    rows.add(row(operation, contender, arithmetic, distribution, sample, meters.get(arithmetic)));
                }
            }
        }
    }

    private static AccuracyRow row(
            Operation operation,
            Contender contender,
            Arithmetic arithmetic,
            String distribution,
            Workload.Sample sample,
            Meter meter) {
        ErrorMeter.Summary errors = meter.errors.summary();
        return new AccuracyRow(
                operation.id(),
                contender.id(),
                arithmetic.format(),
                arithmetic.rounding(),
                arithmetic.accumulator(),
                contender.storage().indexBits(),
                contender.storage().cellBits(),
                arithmetic.operand().map(Format::reach).orElse(null),
                distribution,
                sample == null ? String.valueOf(errors.count()) : sample.size(),
                sample == null ? null : sample.seeds(),
                errors.meanAbsolute(),
                errors.rootMeanSquare(),
                errors.maxAbsolute(),
                errors.p99Absolute(),
                errors.bias(),
                errors.meanRelative(),
                errors.maxRelative(),
                errors.errorProbability(),
                meter.saturated / (double) meter.products,
                null);
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

        public void measure(Workload workload, Size size, double[] x, double[] y) {
            measure(workload, size, x, y, workload.exact(size, x, y));
        }

        public void measure(Workload workload, Size size, double[] x, double[] y, Workload.Reference exact) {
            exact.compare(arithmetic.definition().on(size, x, y).results(), errors);
            workload.forEachProduct(size, x, y, (left, right) -> {
                products++;
                if (arithmetic.operandSaturates().test(left)
                        || arithmetic.operandSaturates().test(right)
                        || arithmetic.productSaturates().test(left * right)) {
                    saturated++;
                }
            });
        }
    }
}
