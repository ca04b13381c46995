package timestables.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import timestables.contender.Gemm;

/** A matrix of weights times a vector of activations: what is timed ends with sums that are not yet scaled. */
public class GemvBenchmark extends OperationBenchmark {

    /** The ways to do it, {@code float32} first: the others are compared with it. */
    @Param({
        "float32",
        "float32-scalar",
        "float32-openblas",
        "float32-onednn",
        "float64",
        "float64-scalar",
        "float16",
        "float16-scalar",
        "int8",
        "int8-scalar",
        "int8-onednn",
        "int8-block32",
        "int8-block64",
        "int8-block128",
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
        "table4-planes",
        "table8-planes",
        "table4-mxfp4",
        "table4-nvfp4",
        "table4-nf4",
        "table4-q4_0",
        "table6-mxfp6",
        "table8-mxfp8",
        "table8-q8_0",
        "table4-block16",
        "table4-block64",
        "table4-block128",
        "table6-block16",
        "table6-block32",
        "table6-block64",
        "table6-block128",
        "table8-block16",
        "table8-block64",
        "table8-block128",
        "table4-block16-affine",
        "table4-block32-affine",
        "table4-block64-affine",
        "table4-block128-affine"
    })
    public String contender;

    /** Rows and columns of the matrix. */
    @Param({Gemm.LARGE, Gemm.CACHED, Gemm.STREAMED})
    public String size;

    /**
     * Where timing starts and ends: {@code codes}, or {@code floats}, from binary32 to binary32; weights stay packed.
     */
    @Param({"codes"})
    public String operands;

    /** Multiplies a matrix by a vector. */
    @Benchmark
    public void gemv() {
        task.run().run();
    }
}
