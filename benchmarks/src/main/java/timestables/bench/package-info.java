/** The JMH benchmarks, what runs them, and what their timings say. */
package timestables.bench;
