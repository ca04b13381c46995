/**
 * The command line, and what it runs: benchmarks of speed, measurements of error, and the files that join them.
 *
 * <p>{@link timestables.bench.Contender}s are the centre: each names one way to do one
 * {@link timestables.bench.Operation}, and the same list is what benchmarks time, what tests check and what the
 * accuracy run measures.
 */
package timestables.bench;
