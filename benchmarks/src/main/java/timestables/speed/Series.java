package timestables.speed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;

/** All forks of a case, round by round. */
final class Series {

    /** How probably an interval that is shown is to hold the truth. */
    static final double CONFIDENCE = 0.95;

    /** How many times as slow, or as fast, as the median a fork must be to count as astray. */
    private static final double ASTRAY = 2;

    /** The share of forks that may go astray, or not settle, before all are in doubt. */
    private static final double MAY_GO_ASTRAY = 1 / 3.0;

    private final Case timed;
    private final String mode;
    private final List<Timing> timings = new ArrayList<>();

    Series(Case timed, String mode) {
        this.timed = timed;
        this.mode = mode;
    }

    /** A fork and what it took, in nanoseconds: the middle of the samples that count, or of all where none does. */
    private record Timing(Fork fork, double ns, int samples) {}

    void add(Fork fork, List<Sample> samples) {
        double[] counting = samples.stream()
                .filter(Sample::counts)
                .mapToDouble(Sample::nsPerOp)
                .toArray();
        double[] all = samples.stream().mapToDouble(Sample::nsPerOp).toArray();
        timings.add(new Timing(fork, StatUtils.percentile(counting.length == 0 ? all : counting, 50), samples.size()));
    }

    Case timed() {
        return timed;
    }

    String mode() {
        return mode;
    }

    /** Those of the forks that count; all where none does. */
    private List<Timing> counting() {
        List<Timing> counting =
                timings.stream().filter(timing -> timing.fork.counts()).toList();
        return counting.isEmpty() ? timings : counting;
    }

    /** Of each round, in nanoseconds. */
    double[] times() {
        return counting().stream().mapToDouble(Timing::ns).toArray();
    }

    /** The middle of the rounds. */
    double middle() {
        return Interval.of(times(), CONFIDENCE).middle();
    }

    /** What a round took, of those that count. */
    private Map<Integer, Double> timesByRound() {
        Map<Integer, Double> times = new TreeMap<>();
        timings.stream()
                .filter(timing -> timing.fork.counts())
                .forEach(timing -> times.put(timing.fork.round(), timing.ns));
        return times;
    }

    /** The other's time over this one's, of each round in which both count. */
    double[] ratios(Series baseline) {
        if (!isSteady() || !baseline.isSteady()) {
            return new double[0];
        }
        Map<Integer, Double> others = baseline.timesByRound();
        return timesByRound().entrySet().stream()
                .filter(time -> others.containsKey(time.getKey()))
                .mapToDouble(time -> others.get(time.getKey()) / time.getValue())
                .toArray();
    }

    Verdict verdict(Series baseline) {
        if (!isSteady()) {
            return Verdict.UNSTEADY;
        }
        return baseline == null ? Verdict.UNDECIDED : Verdict.of(ratios(baseline));
    }

    /** Whether its forks come to stand still, and at one speed. Those that were disturbed do not say. */
    boolean isSteady() {
        List<Timing> undisturbed =
                timings.stream().filter(timing -> !timing.fork.disturbed()).toList();
        double[] times = undisturbed.stream()
                .filter(timing -> timing.fork.steady())
                .mapToDouble(Timing::ns)
                .toArray();
        double middle = times.length == 0 ? Double.NaN : StatUtils.percentile(times, 50);
        long astray = Arrays.stream(times)
                .filter(time -> time > ASTRAY * middle || time < middle / ASTRAY)
                .count();
        long inDoubt = undisturbed.size() - times.length + astray;
        return inDoubt <= MAY_GO_ASTRAY * undisturbed.size();
    }

    /** How many rounds count. */
    int rounds() {
        return (int) timings.stream().filter(timing -> timing.fork.counts()).count();
    }

    int samples() {
        return counting().stream().mapToInt(Timing::samples).sum();
    }

    /** How many were taken in a round so far. */
    int samples(int round) {
        return timings.stream()
                .filter(timing -> timing.fork.round() == round)
                .mapToInt(Timing::samples)
                .sum();
    }

    /** The middle of bytes that a call allocates; null where nobody asked. */
    Double allocation() {
        double[] bytes = counting().stream()
                .map(timing -> timing.fork.allocBytesPerOp())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return bytes.length == 0 ? null : (Double) StatUtils.percentile(bytes, 50);
    }

    /** Whether calls allocate in most of the steady forks. */
    boolean allocates() {
        long allocating =
                counting().stream().filter(timing -> timing.fork.allocates()).count();
        return isSteady() && 2 * allocating > counting().size();
    }

    /** The last fork, which tells what ran: all are alike. */
    Fork last() {
        return timings.getLast().fork;
    }
}
