package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Conversions;

/** From binary32 to the codes that other operations start from; {@code float32} is a copy. */
public class EncodeBenchmark extends OperationBenchmark {

    /** The formats, and the plain loops of some, {@code float32} first: the others are compared with it. */
    @Param({
        "float32",
        "float64",
        "float16",
        "int8",
        "int8-scalar",
        "table2",
        "table3",
        "table4",
        "table5",
        "table6",
        "table7",
        "table8",
        "table8-scalar",
        "table9",
        "table8-companded",
        "table8-companded-scalar",
        "table8-log",
        "table8-additive",
        "table8-additive-scalar",
        "table8-e4m3",
        "table8-e4m3-scalar",
        "table8-e5m2",
        "table8-stochastic",
        "table8-stochastic-scalar"
    })
    public String contender;

    /** Elements: numbers. */
    @Param({Conversions.CACHED})
    public String size;

    /** Encodes an array. */
    @Benchmark
    public void encode() {
        task.run().run();
    }
}
