/**
 * The operations, each as a plain loop that defines it and as a vector loop that is fast.
 *
 * <p>Looked up: a {@link timestables.kernel.Layout} reads one table, element by element, and a
 * {@link timestables.kernel.MatrixLayout} a matrix of weights through one; all layouts of a table, or of a matrix, give
 * the same bits. A {@link timestables.kernel.Accumulator} says what a sum of cells is kept in, where that is not an
 * exact integer, and {@link timestables.kernel.AccumulatorDot} adds up in it. Operands in blocks that have scales of
 * their own are summed by a {@link timestables.kernel.BlockDot} and a {@link timestables.kernel.BlockMatrix}. Computed:
 * the arithmetic that tables compete with, in {@link timestables.kernel.ScalarMultiply},
 * {@link timestables.kernel.ScalarDot} and {@link timestables.kernel.ScalarGemm} and their vector twins. One product
 * after the other: {@link timestables.kernel.ScalarChain}, and with feedback {@link timestables.kernel.FeedbackChain}.
 * Between numbers and codes: a {@link timestables.kernel.Codec} encodes and decodes for one format, a
 * {@link timestables.kernel.StochasticCodec} encodes at random; {@link timestables.kernel.Conversion} does the same for
 * the floating-point formats.
 *
 * <p>Vector loops call no method of this package that takes or returns a vector, and repeat a few lines instead. The
 * compiler inlines the Vector API always, but our own methods only while what it has parsed is small; once it stops, as
 * it may when a caller is compiled, each vector that is handed over is allocated on the heap, and a loop of 80 ns takes
 * 16,000. The few exceptions are small, and measured.
 */
package timestables.kernel;
