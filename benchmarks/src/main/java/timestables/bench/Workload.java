package timestables.bench;

import java.util.List;
import java.util.Optional;
import timestables.error.ErrorMeter;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.kernel.Layout;
import timestables.kernel.ScalarLayout;
import timestables.table.ProductTable;

/** What an operation does with each kind of operand: the part of its contenders that no other operation shares. */
interface Workload {

    /** The format of {@code int8}: with 6 fraction bits it spans the range of the other formats, [-2, 2). */
    FixedPoint FIXED = new FixedPoint(8, 6);

    /** How many arrays of operands and results it moves. */
    int arrays();

    /** What sums of table cells and of integer products are kept in; empty where nothing is summed. */
    String integerAccumulator();

    /** The arithmetics that tables compete with, {@code float32} first. */
    List<Computed> computed();

    /** The tables of so many index bits that the operation can use, the timed one first. */
    List<ProductTable> tables(int indexBits);

    /** The exact results for given operands. */
    Reference exact(double[] x, double[] y);

    /** The samples that errors are measured on: sizes, and how many seeds of each. */
    List<Sample> samples();

    /** Whether errors of one size say nothing of another. */
    boolean errorDependsOnSize();

    /** Whether errors are also measured over all pairs of codes. */
    boolean exhaustive();

    /** The operation through a table of 2 to 8 index bits. */
    Task.Setup lookup(Layout layout);

    /** The operation through a table of 9 index bits, whose codes take two bytes. */
    Task.Setup wideLookup(ScalarLayout layout);

    /** Exact results, to compare others with. */
    interface Reference {
        void compare(double[] results, ErrorMeter meter);
    }

    /** Random operands: {@code size} elements, drawn anew from each of {@code seeds} seeds. */
    record Sample(int size, int seeds) {}

    /**
     * An arithmetic that computes products.
     *
     * @param id the contender's, and the format's
     * @param bytes bytes in an operand
     * @param accumulator what sums are kept in; empty where nothing is summed
     * @param fixed the operands' format, where they are fixed point
     * @param fastest the fastest kernel
     * @param plain the plain loop
     * @param definition the fastest kernel's results, computed in an order that no machine changes
     */
    record Computed(
            String id,
            int bytes,
            String accumulator,
            Optional<Format> fixed,
            Task.Setup fastest,
            Task.Setup plain,
            Task.Setup definition) {}
}
