package timestables.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import timestables.contender.Task;
import timestables.launch.JvmFlags;

/** What the benchmarks of all operations share. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = OperationBenchmark.FORKS,
        jvmArgsPrepend = {JvmFlags.VECTORS, JvmFlags.UNSAFE, JvmFlags.NATIVE_ACCESS, BenchmarkJvm.ALIGNMENT})
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class OperationBenchmark {

    /** Forks of a benchmark, unless JMH is told another number. */
    public static final int FORKS = 3;

    Task task;

    /** Prepares random operands for the contender and the size that JMH has set. */
    @Setup
    public void prepare(BenchmarkParams params) {
        BenchmarkJvm.endWithHost();
        task = Timed.prepare(params);
        if (WarmUp.isWanted()) {
            WarmUp.run(task.run());
        }
    }

    /**
     * Compares what was timed, after it was compiled and timed, with its definition: compilers have had errors in
     * vector code that none but so often repeated calls showed.
     *
     * @throws IllegalStateException if they differ
     */
    @TearDown
    public void check(BenchmarkParams params) {
        Timed.check(params, task.result().get());
    }
}
