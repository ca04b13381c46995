/**
 * Dot products of operands in blocks that have scales of their own; matrices in such blocks are
 * {@link timestables.kernel.matrix.BlockMatrix}.
 */
package timestables.kernel.block;
