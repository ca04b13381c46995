/**
 * Sums of cells that are kept in fewer bits, or in floating point: an
 * {@link timestables.kernel.accumulator.Accumulator} defines one, and
 * {@link timestables.kernel.accumulator.AccumulatorDot} adds up in it.
 */
package timestables.kernel.accumulator;
