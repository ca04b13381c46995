/**
 * Product tables and the vector kernels that read them, beside the arithmetic they compete with.
 *
 * <p>Start at {@link timestables.table.ProductTable}.
 */
module timestables.core {
    requires jdk.incubator.vector;

    exports timestables.format;
    exports timestables.table;
    exports timestables.kernel;
    exports timestables.kernel.accumulator;
    exports timestables.kernel.arithmetic;
    exports timestables.kernel.block;
    exports timestables.kernel.chain;
    exports timestables.kernel.codec;
    exports timestables.kernel.layout;
    exports timestables.kernel.matrix;
    exports timestables.error;
}
