/**
 * The operations, each as a plain loop that defines it and as a vector loop that is fast, in a package for each kind.
 * Looked up: {@link timestables.kernel.layout}, {@link timestables.kernel.matrix}, {@link timestables.kernel.block} and
 * {@link timestables.kernel.accumulator}. Computed: {@link timestables.kernel.arithmetic}. Both:
 * {@link timestables.kernel.chain} and {@link timestables.kernel.codec}. Here is what they share.
 *
 * <p>Vector loops call none of our methods that take or return a vector, and repeat a few lines instead. The compiler
 * always inlines the Vector API, but our own methods only while what it has parsed is small. Once it stops, as it may
 * when a caller is compiled, each vector that is passed on is allocated on the heap, and a loop of 80 ns takes 16,000.
 * The few exceptions are small, and measured.
 */
package timestables.kernel;
