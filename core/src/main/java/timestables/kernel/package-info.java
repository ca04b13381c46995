/**
 * The operations, each as a plain loop that defines it and as a vector loop that is fast.
 *
 * <p>Looked up: a {@link timestables.kernel.Layout} reads one table; all layouts of a table give the same bits.
 * Computed: the arithmetic that tables compete with, in {@link timestables.kernel.ScalarMultiply} and
 * {@link timestables.kernel.ScalarDot} and their vector twins.
 */
package timestables.kernel;
