/**
 * A matrix of weights, multiplied through one table, or by the processor where weights lie in blocks: a
 * {@link timestables.kernel.matrix.MatrixLayout} is a way for it to lie in memory, with the loops that read it, and a
 * {@link timestables.kernel.matrix.BlockMatrix} one of weights in blocks that have scales of their own. All ways give
 * the same results.
 */
package timestables.kernel.matrix;
