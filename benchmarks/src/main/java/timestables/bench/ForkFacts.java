package timestables.bench;

import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.SingletonStatistics;
import org.openjdk.jmh.util.Statistics;
import timestables.kernel.VectorWidth;

/** What a fork tells of itself with each iteration; it travels as a result of JMH, and nobody is shown it. */
final class ForkFacts extends Result<ForkFacts> {

    /** The name it travels under. */
    static final String LABEL = "fork";

    private static final long serialVersionUID = 1;

    /** Processors that others kept busy; null where nothing tells. */
    final Double otherLoad;

    /** Processors that compilers used, or would have used. */
    final double compilers;

    /** Whether it was asked to stand still before, and did not come to. */
    final boolean unsettled;

    final int vectorBits = VectorWidth.bits();

    /** Where the table lies, or what keeps a library below this machine's speed; else empty. */
    final String layout;

    /** What keeps the JVM below this machine's speed; else empty. */
    final String weakness = BenchmarkJvm.weakness();

    ForkFacts(Double otherLoad, double compilers, boolean unsettled, String layout) {
        super(ResultRole.SECONDARY, LABEL, statistics(), "", AggregationPolicy.AVG);
        this.otherLoad = otherLoad;
        this.compilers = compilers;
        this.unsettled = unsettled;
        this.layout = layout;
    }

    private static Statistics statistics() {
        return new SingletonStatistics(Double.NaN);
    }

    @Override
    protected Aggregator<ForkFacts> getThreadAggregator() {
        return facts -> facts.iterator().next();
    }

    @Override
    protected Aggregator<ForkFacts> getIterationAggregator() {
        return facts -> facts.iterator().next();
    }
}
