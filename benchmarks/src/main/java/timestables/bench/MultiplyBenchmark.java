package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Multiply;

/** Products, element by element: what is timed ends with encoded products. */
public class MultiplyBenchmark extends OperationBenchmark {

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
        "table6-scalar",
        "table7",
        "table8",
        "table8-scalar",
        "table9",
        "table9-scalar",
        "table8-gather",
        "table8-log",
        "table8-quarter-square",
        "table8-quarter-square-scalar",
        "table8-nibble",
        "table8-additive"
    })
    public String contender;

    /** Elements: products. The defaults fit a first-level cache, and miss a second-level one. */
    @Param({Multiply.CACHED, Multiply.STREAMED})
    public String size;

    /** Multiplies two arrays into a third. */
    @Benchmark
    public void multiply() {
        task.run().run();
    }
}
