package timestables.inspect;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import timestables.format.Format;

/**
 * The ends of what cells can hold.
 *
 * @param lowest the cell at the lower end, as a value; negative infinity if there is no end
 * @param highest the cell at the upper end; infinity likewise
 */
record Limits(double lowest, double highest) {

    /**
     * The share of the products beyond an end whose cells are at that end, and of the cells at it whose products are.
     */
    private static final double NEARLY_ALL = 0.75;

    /** The ends of a format. */
    static Limits of(Format cell) {
        return new Limits(cell.least(), cell.greatest());
    }

    /**
     * The limits of integers, which nobody states.
     *
     * @param cells as values
     * @param products that they stand for
     */
    static Limits of(double[] cells, double[] products) {
        return new Limits(-highest(negated(cells), negated(products)), highest(cells, products));
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /**
     * The largest cell, if large products stop there; infinity if not. Where they stop, the cells that have it and the
     * products beyond it are nearly the same pairs of operands; where operands lose their low bits, they are not. Where
     * products lose theirs, none lies further beyond the largest cell than the next cell is below it: several have to,
     * unless it is the end of a width, such as 255.
     */
    private static double highest(double[] cells, double[] products) {
        double highest = Arrays.stream(cells).max().orElseThrow();
        OptionalDouble next =
                Arrays.stream(cells).filter(cell -> cell < highest).max();
        if (highest <= 0 || next.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        long beyond =
                Arrays.stream(products).filter(product -> product > highest).count();
        long atEnd = Arrays.stream(cells).filter(cell -> cell == highest).count();
        double[] stopped = IntStream.range(0, cells.length)
                .filter(i -> cells[i] == highest && products[i] > highest)
                .mapToDouble(i -> products[i])
                .toArray();
        double far = highest + (highest - next.getAsDouble());
        boolean areSeveralFar = Arrays.stream(stopped)
                        .filter(product -> product >= far)
                        .distinct()
                        .count()
                > 1;
        boolean isStop = stopped.length > 0 && stopped.length >= NEARLY_ALL * Math.max(beyond, atEnd);
        return isStop && (isEndOfWidth(highest) || areSeveralFar) ? highest : Double.POSITIVE_INFINITY;
    }

    /** Whether a number in binary is all ones, as 127 and 255 are. */
    private static boolean isEndOfWidth(double highest) {
        return Long.bitCount((long) highest + 1) == 1;
    }

    /** The nearest value that cells can hold. */
    double clamp(double value) {
        return Math.max(lowest, Math.min(value, highest));
    }

    /** Whether a cell is at an end, and the product beyond by more than roundings. */
    boolean saturate(double cell, double product) {
        return cell == highest && product - highest > Table.ROUNDINGS * Math.ulp(highest)
                || cell == lowest && lowest - product > Table.ROUNDINGS * Math.ulp(lowest);
    }
}
