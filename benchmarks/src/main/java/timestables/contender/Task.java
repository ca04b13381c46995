package timestables.contender;

import java.util.function.Supplier;

/**
 * An operation on operands that are already encoded.
 *
 * @param run does the operation once; this is all that a benchmark times. The result stays in an array that the task
 *     holds, so that no compiler can drop the work. Nothing stands between it and the kernel: one more call took 1 to 2
 *     ns, of the 20 that 1024 products can take
 * @param result decodes what the last run gave to real values
 */
public record Task(Runnable run, Supplier<double[]> result) {

    /** Does the operation and decodes its results. */
    public double[] results() {
        run.run();
        return result.get();
    }
}
