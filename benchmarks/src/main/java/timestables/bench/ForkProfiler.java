package timestables.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Tells of each iteration what JMH does not: products, what else the machine did, and what the JVM really is. */
public final class ForkProfiler implements InternalProfiler {

    private Load start;

    @Override
    public String getDescription() {
        return "Products per nanosecond, and what the fork and the machine were like";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = Load.now();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Load end = Load.now();
        List<Result<?>> results = new ArrayList<>();
        if (result.getRawPrimaryResults().isEmpty()) {
            // It failed, and JMH is to say why.
            return results;
        }
        Timed.of(benchmark).ifPresent(timed -> {
            results.add(new ForkFacts(
                    end.othersSince(start),
                    end.compilersSince(start),
                    !WarmUp.hasSettled(),
                    timed.operation().contender(timed.contender()).storage().note()));
            double products = timed.parsedSize().elements() * timed.threads();
            double nsPerOp = Timed.nsPerOp(result.getPrimaryResult().getScore(), benchmark);
            results.add(new ScalarResult("products", products / nsPerOp, "products/ns", AggregationPolicy.AVG));
        });
        return results;
    }
}
