package timestables.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products, element by element: what is timed starts from encoded operands and ends with encoded products. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = {BenchmarkJvm.VECTOR_MODULE, BenchmarkJvm.QUIET, BenchmarkJvm.ALIGNMENT})
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class MultiplyBenchmark {

    /** The ways to do it, {@code float32} first: the others are compared with it. */
    @Param({
        "float32",
        "float32-scalar",
        "float64",
        "float64-scalar",
        "float16",
        "float16-scalar",
        "int8",
        "int8-scalar",
        "table2",
        "table2-scalar",
        "table3",
        "table3-scalar",
        "table4",
        "table4-scalar",
        "table5",
        "table5-scalar",
        "table6",
        "table7",
        "table8",
        "table9"
    })
    public String contender;

    /** Elements: products. The defaults fit a first-level cache, and miss a second-level one. */
    @Param({"1024", "1048576"})
    public int size;

    Task task;

    /** Encodes random operands. */
    @Setup
    public void encode() {
        task = Operation.MULTIPLY.contender(contender).timed().on(Operands.x(size), Operands.y(size));
    }

    /** Multiplies two arrays into a third. */
    @Benchmark
    public void multiply() {
        task.run().run();
    }
}
