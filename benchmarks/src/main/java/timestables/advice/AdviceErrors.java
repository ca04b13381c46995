package timestables.advice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.error.ErrorMeter;
import timestables.run.Progress;

/**
 * Measures the error of every way to multiply in a problem, with the kernels that are timed; floating point is measured
 * by its definition.
 */
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
            remarks.add("left out, because they cannot hold these weights: %d ways, such as %s"
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
            List<Measured> measured = measureAll(progress);
            measured.forEach(each -> rows.addAll(each.rows));
            if (calibrates) {
                progress.begin("errors of weights that are rounded for their activations");
                Gptq gptq = new Gptq(SecondMoments.of(problem.calibration(), problem.columns()));
                best(measured, each -> each.rows.getFirst())
                        .values()
                        .forEach(each ->
                                measure(each.candidate, Optional.of(gptq)).ifPresent(again -> rows.addAll(again.rows)));
            }
        }
        return rows;
    }

    /**
     * Each processor takes the next one when it is free: a parallel stream would leave the last quarter, the blocks, to
     * one processor.
     */
    private List<Measured> measureAll(Progress progress) {
        List<Candidate> all = candidates.all();
        List<Optional<Measured>> measured = new ArrayList<>(Collections.nCopies(all.size(), Optional.empty()));
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(processor -> {
                    for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
                        // Of one line that shows progress there is one.
                        synchronized (progress) {
                            progress.begin("errors of " + all.get(i));
                        }
                        measured.set(i, measure(all.get(i), Optional.empty()));
                    }
                });
        return measured.stream().flatMap(Optional::stream).toList();
    }

    /** The most accurate row of each contender. */
    static Map<String, AdviceRow> best(List<AdviceRow> rows) {
        return best(rows, row -> row);
    }

    /** The most accurate of each contender, by a row of each. */
    private static <T> Map<String, T> best(List<T> all, Function<T, AdviceRow> row) {
        Map<String, T> best = new LinkedHashMap<>();
        all.forEach(each -> best.merge(
                row.apply(each).contender(),
                each,
                (one, other) -> row.apply(one).snrDb() >= row.apply(other).snrDb() ? one : other));
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
                        Problem.doubles(problem.weights()),
                        Problem.doubles(problem.activations()));
        long cut = 0;
        for (float weight : problem.weights()) {
            cut += Double.isInfinite(precision.round(weight)) ? 1 : 0;
        }
        double share = (double) cut / problem.weights().length;
        List<String> contenders = precision == Precision.FLOAT32
                ? available.stream().filter(Contender::isBaseline).toList()
                : List.of(precision.toString());
        return held(precision, () -> Optional.of(errors(problem.errors(Problem.floats(results)), share))).stream()
                .flatMap(errors -> contenders.stream()
                        .map(id -> new AdviceRow(
                                new AdviceRow.Way(id, precision.toString(), "", AdviceRow.NEAREST, bytes(id)), errors)))
                .toList();
    }

    /**
     * Bytes that a weight takes in memory, without what fills up tiles, and without scales that are no part of the
     * format.
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

    /** The result of measuring a way to multiply; empty if it cannot hold these weights. */
    private <T> Optional<T> held(Object way, Supplier<Optional<T>> measurement) {
        try {
            return measurement.get();
        } catch (IllegalArgumentException e) {
            missing.add("%s: %s".formatted(way, e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Measured> measure(Candidate candidate, Optional<Gptq> gptq) {
        return held(candidate, () -> measured(candidate, gptq));
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
