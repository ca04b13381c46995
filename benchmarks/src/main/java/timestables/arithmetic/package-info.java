/**
 * How numbers are stored, multiplied and added: number formats with their roundings and accumulators, each defined
 * once.
 *
 * <p>Errors over samples, errors that build up and the errors of a user's own numbers are all taken from an
 * {@link timestables.arithmetic.Arithmetic}; what benchmarks time is compared with one.
 */
package timestables.arithmetic;
