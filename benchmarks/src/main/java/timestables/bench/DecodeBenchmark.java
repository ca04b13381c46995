package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Conversions;

/** From the codes that other operations end with to binary32; {@code float32} is a copy. */
public class DecodeBenchmark extends OperationBenchmark {

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
        "table8-e5m2"
    })
    public String contender;

    /** Elements: numbers. */
    @Param({Conversions.CACHED})
    public String size;

    /** Decodes an array. */
    @Benchmark
    public void decode() {
        task.run().run();
    }
}
