package timestables.bench;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An operation on operands that are already encoded.
 *
 * @param run does the operation once; this is all that a benchmark times. What it returns depends on the result, or the
 *     result stays in an array that the task holds, so that no compiler can drop the work
 * @param results does the operation and decodes what it gave to real values
 */
record Task(LongSupplier run, Supplier<double[]> results) {

    /** Prepares a task for given real operands: encodes them and makes room for the result. */
    interface Setup {
        Task on(double[] x, double[] y);
    }
}
