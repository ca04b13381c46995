/**
 * Operands in blocks that have scales of their own: sums of their products in a
 * {@link timestables.kernel.block.BlockDot}, and in a {@link timestables.kernel.block.BlockMatrix}.
 */
package timestables.kernel.block;
