package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Dot;

/** Sums of products: what is timed ends with a sum that is not yet scaled. */
public class DotBenchmark extends OperationBenchmark {

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
        "table5-folded",
        "table6-folded",
        "table8-gather",
        "table8-log",
        "table8-quarter-square",
        "table8-quarter-square-scalar",
        "table8-nibble",
        "table4-int32",
        "table4-int16",
        "table4-int8",
        "table4-byte-average",
        "table4-float16",
        "table4-float32",
        "table4-kahan",
        "table4-planes",
        "table4-mxfp4",
        "table4-nvfp4",
        "table4-nf4",
        "table4-q4_0",
        "table6-mxfp6",
        "table8-mxfp8",
        "table8-q8_0"
    })
    public String contender;

    /** Elements: products. The defaults fit a second-level cache, fit a first-level one, and miss both. */
    @Param({Dot.SECOND_LEVEL, Dot.CACHED, Dot.STREAMED})
    public String size;

    /** Where timing starts and ends: {@code codes}, or {@code floats}, from binary32 to binary32. */
    @Param({"codes"})
    public String operands;

    /** Multiplies two arrays and adds up. */
    @Benchmark
    public void dot() {
        task.run().run();
    }
}
