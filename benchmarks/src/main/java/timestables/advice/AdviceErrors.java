package timestables.advice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntFunction;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.error.ErrorMeter;
import timestables.run.Progress;

/** Measures the error of every way to multiply in a problem, with the kernels that are timed but for floating point. */
final class AdviceErrors {

    private final Problem problem;
    private final List<String> available;
    private final Candidates candidates;

    /** What could not be measured, and why. */
    private final Set<String> missing = new ConcurrentSkipListSet<>();

    /**
     * @param available the contenders of {@code gemv} that this machine has
     * @param activationBits bits of activations, where they have one scale for all
     */
    AdviceErrors(Problem problem, List<String> available, int activationBits) {
        this.problem = problem;
        this.available = available;
        candidates = new Candidates(problem, available, activationBits);
    }

    /** What has to be read with the errors, a line each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>(candidates.remarks());
        if (!missing.isEmpty()) {
            remarks.add("left out, for they cannot hold these weights: %d ways, such as %s"
                    .formatted(missing.size(), missing.iterator().next()));
        }
        return remarks;
    }

    /** A way that was measured; several rows where several contenders do it. */
    private record Measured(Candidate candidate, List<AdviceRow> rows) {}

    /**
     * Measures all, and with activations for calibration the best of each contender once more, rounded for these.
     *
     * @param progresses makes what shows the progress of so many steps
     */
    List<AdviceRow> measure(IntFunction<Progress> progresses) {
        List<AdviceRow> rows = new ArrayList<>();
        boolean calibrates = problem.calibration().length > 0;
        try (Progress progress = progresses.apply(candidates.all().size() + 1 + (calibrates ? 1 : 0))) {
            progress.begin("errors of floating point");
            rows.addAll(floating(Precision.FLOAT32));
            rows.addAll(floating(Precision.FLOAT16));
            List<Measured> measured = candidates.all().parallelStream()
                    .flatMap(candidate -> {
                        // Of one line that shows progress there is one.
                        synchronized (progress) {
                            progress.begin("errors of " + candidate);
                        }
                        return measure(candidate, Optional.empty()).stream();
                    })
                    .toList();
            measured.forEach(each -> rows.addAll(each.rows));
            if (calibrates) {
                progress.begin("errors of weights that are rounded for their activations");
                Gptq gptq = new Gptq(SecondMoments.of(problem.calibration(), problem.columns()));
                bestOf(measured)
                        .forEach(each ->
                                measure(each.candidate, Optional.of(gptq)).ifPresent(again -> rows.addAll(again.rows)));
            }
        }
        return rows;
    }

    /** The most accurate way of each contender. */
    private static List<Measured> bestOf(List<Measured> measured) {
        Map<String, Measured> best = new LinkedHashMap<>();
        measured.forEach(each -> best.merge(
                each.candidate.contenders().getFirst(), each, (one, other) -> snr(one) >= snr(other) ? one : other));
        return List.copyOf(best.values());
    }

    private static double snr(Measured measured) {
        return measured.rows.getFirst().snrDb();
    }

    /** The most accurate row of each contender. */
    static Map<String, AdviceRow> best(List<AdviceRow> rows) {
        Map<String, AdviceRow> best = new LinkedHashMap<>();
        rows.forEach(
                row -> best.merge(row.contender(), row, (one, other) -> one.snrDb() >= other.snrDb() ? one : other));
        return best;
    }

    private List<AdviceRow> floating(Precision precision) {
        Size size = new Size(problem.rows(), problem.columns(), problem.count());
        // By definition: what vectors add up in the end is in another order when it is not yet compiled.
        double[] results = Operation.GEMM
                .workload()
                .define(
                        Operation.GEMM.contender(precision.toString()).arithmetic(),
                        size,
                        doubles(problem.weights()),
                        doubles(problem.activations()));
        float[] floats = new float[results.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) results[i];
        }
        long cut = 0;
        for (float weight : problem.weights()) {
            cut += Double.isInfinite(precision.round(weight)) ? 1 : 0;
        }
        double share = (double) cut / problem.weights().length;
        List<String> contenders = precision == Precision.FLOAT32
                ? available.stream().filter(Contender::isBaseline).toList()
                : List.of(precision.toString());
        AdviceRow.Errors errors;
        try {
            errors = errors(problem.errors(floats), share);
        } catch (IllegalArgumentException e) {
            missing.add("%s: %s".formatted(precision, e.getMessage()));
            return List.of();
        }
        return contenders.stream()
                .map(id -> new AdviceRow(
                        new AdviceRow.Way(id, precision.toString(), "", AdviceRow.NEAREST, bytes(id)), errors))
                .toList();
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    /**
     * Bytes that a weight takes in memory, but for what fills tiles up and for scales that are no part of the format.
     */
    private static double bytes(String contender) {
        return Operation.GEMV.contender(contender).storage().left();
    }

    /**
     * What a way to multiply costs.
     *
     * @throws IllegalArgumentException if it cannot hold the weights
     */
    private static AdviceRow.Errors errors(ErrorMeter.Summary errors, double saturatedShare) {
        if (Double.isNaN(errors.cosine())) {
            throw new IllegalArgumentException("all results are zero, or some infinite");
        }
        return AdviceRow.Errors.of(errors, saturatedShare);
    }

    /** Measures a way to multiply; none if it cannot hold these weights. */
    private Optional<Measured> measure(Candidate candidate, Optional<Gptq> gptq) {
        try {
            return measured(candidate, gptq);
        } catch (IllegalArgumentException e) {
            missing.add("%s: %s".formatted(candidate, e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Measured> measured(Candidate candidate, Optional<Gptq> gptq) {
        return candidate.weights().get().map(nearest -> {
            Weights weights = gptq.map(rounding -> nearest.with(rounding.round(problem.weights(), nearest.grid())))
                    .orElse(nearest);
            AdviceRow.Errors errors = errors(
                    problem.errors(candidate.multiplication().multiply(weights)),
                    weights.saturatedShare(problem.weights()));
            String rounding = gptq.isPresent() ? AdviceRow.GPTQ : AdviceRow.NEAREST;
            return new Measured(
                    candidate,
                    candidate.contenders().stream()
                            .map(id -> new AdviceRow.Way(
                                    id,
                                    candidate.format(),
                                    candidate.scales(),
                                    rounding,
                                    bytes(id) + weights.scaleBytes()))
                            .map(way -> new AdviceRow(way, errors))
                            .toList());
        });
    }
}
