/**
 * A matrix of weights, multiplied through one table: a {@link timestables.kernel.matrix.MatrixLayout} is a way for it
 * to lie in memory, with the loops that read it. All layouts of a matrix give the same sums.
 */
package timestables.kernel.matrix;
