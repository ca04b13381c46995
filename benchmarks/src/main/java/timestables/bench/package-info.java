/** The benchmarks, what they compare, and the measurement of errors. */
package timestables.bench;
