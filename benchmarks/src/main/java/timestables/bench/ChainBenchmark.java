package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Chain;

/** Chains of products, of which each is a factor of the next. */
public class ChainBenchmark extends OperationBenchmark {

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
        "table7-scalar",
        "table8",
        "table8-scalar",
        "table9",
        "table9-scalar",
        "table8-log",
        "table4-feedback",
        "table6-feedback",
        "table8-feedback"
    })
    public String contender;

    /** Steps of one chain, whose latency counts; or steps and chains side by side, whose throughput does. */
    @Param({Chain.MANY, Chain.ONE})
    public String size;

    /** Where timing starts and ends: {@code codes}, or {@code floats}, from binary32 to binary32. */
    @Param({"codes"})
    public String operands;

    /** Multiplies every state by its factors, one after the other. */
    @Benchmark
    public void chain() {
        task.run().run();
    }
}
