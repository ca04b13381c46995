package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.StatUtils;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import timestables.speed.Case;
import timestables.speed.Fork;
import timestables.speed.Sample;

/** What JMH says of a fork, in our terms. */
record ForkResult(Fork fork, List<Sample> samples) {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** The size of the smallest object: a kernel that allocates in each call allocates at least so many bytes. */
    private static final double LEAST_ALLOCATION = 16;

    /** More bytes than JMH itself allocates in an iteration; its profiler cannot tell them from ours. */
    private static final double ALLOCATED_BY_JMH = 1 << 17;

    /** The share of all processors that others may keep busy before a sample is disturbed. */
    private static final double MAY_BE_BUSY = 0.25;

    /** With fewer samples there is no telling whether they are alike. */
    private static final int LEAST_SAMPLES = 2;

    /** How far half of the samples may be from the middle one, as a share of it, and still stand still. */
    private static final double STILL = 0.15;

    /** An iteration's figures. */
    record Iteration(double nsPerOp, Double allocation, ForkFacts facts) {

        static Iteration of(IterationResult result) {
            Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
            return new Iteration(
                    Timed.nsPerOp(result.getPrimaryResult().getScore(), result.getBenchmarkParams()),
                    allocation == null ? null : allocation.getScore(),
                    (ForkFacts) result.getSecondaryResults().get(ForkFacts.LABEL));
        }

        boolean isDisturbed() {
            return facts.otherLoad != null
                    && facts.otherLoad > MAY_BE_BUSY * Runtime.getRuntime().availableProcessors();
        }
    }

    /** Removes from a result what JMH shall not show. */
    static void hide(IterationResult result) {
        result.getRawSecondaryResults().remove(ForkFacts.LABEL);
    }

    /**
     * The fork that some iterations belong to, of which there is at least one; empty if it timed none of our
     * operations.
     *
     * @param round which round it belongs to
     */
    static Optional<ForkResult> of(BenchmarkParams params, List<Iteration> iterations, int round) {
        return Timed.of(params).map(timed -> of(timed, params, iterations, round));
    }

    private static ForkResult of(Case timed, BenchmarkParams params, List<Iteration> iterations, int round) {
        List<Iteration> undisturbed = chosen(iterations, iteration -> !iteration.isDisturbed());
        List<Iteration> counting = chosen(undisturbed, iteration -> iteration.facts.compilers < WarmUp.COMPILING);
        boolean steady = isSteady(counting);
        boolean disturbed =
                2 * iterations.stream().filter(Iteration::isDisturbed).count() >= iterations.size();
        List<Sample> samples = new ArrayList<>();
        for (Iteration iteration : iterations) {
            samples.add(new Sample(
                    timed,
                    round,
                    samples.size() + 1,
                    iteration.nsPerOp,
                    iteration.facts.otherLoad,
                    steady && !disturbed && counting.contains(iteration)));
        }
        ForkFacts facts = iterations.getLast().facts;
        Double allocation = iterations.getLast().allocation == null
                ? null
                : middle(iterations.stream().mapToDouble(Iteration::allocation).toArray());
        Fork fork = new Fork(
                timed,
                round,
                samples.size(),
                steady,
                disturbed,
                allocation,
                allocation != null && allocates(allocation, iterations, params),
                params.getMode().shortLabel(),
                facts.layout,
                facts.vectorBits,
                facts.weakness,
                BenchmarkJvm.flags(params));
        return new ForkResult(fork, samples);
    }

    /** Those of the iterations that are as they should be, or all where hardly any is. */
    private static List<Iteration> chosen(List<Iteration> iterations, Predicate<Iteration> asTheyShouldBe) {
        List<Iteration> chosen = iterations.stream().filter(asTheyShouldBe).toList();
        return chosen.size() < Math.min(LEAST_SAMPLES, iterations.size()) ? iterations : chosen;
    }

    /** Whether the kernel stood still before, and samples are alike. */
    private static boolean isSteady(List<Iteration> iterations) {
        double middle =
                middle(iterations.stream().mapToDouble(Iteration::nsPerOp).toArray());
        double deviation = middle(iterations.stream()
                .mapToDouble(iteration -> Math.abs(iteration.nsPerOp - middle))
                .toArray());
        return iterations.stream().noneMatch(iteration -> iteration.facts.unsettled) && deviation <= STILL * middle;
    }

    /** Whether more was allocated than JMH's share. */
    private static boolean allocates(double bytes, List<Iteration> iterations, BenchmarkParams params) {
        double nsPerOp =
                middle(iterations.stream().mapToDouble(Iteration::nsPerOp).toArray());
        double callsPerIteration =
                Math.max(1, params.getMeasurement().getTime().convertTo(TimeUnit.NANOSECONDS) / nsPerOp);
        return bytes >= LEAST_ALLOCATION + ALLOCATED_BY_JMH / callsPerIteration;
    }

    private static double middle(double[] values) {
        return StatUtils.percentile(values, 50);
    }
}
