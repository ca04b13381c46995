package timestables.inspect;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import timestables.format.Format;

/**
 * The ends of what cells can hold.
 *
 * @param lowest the cell at the lower end, as a value; negative infinity if there is no end
 * @param highest the cell at the upper end; infinity likewise
 */
record Limits(double lowest, double highest) {

    private static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** The ends of a format. */
    static Limits of(Format cell) {
        return new Limits(cell.least(), cell.greatest());
    }

    /**
     * The limits of integers, which nobody states. They are the largest and the smallest cell, where that is the end of
     * a width, such as 255, or stands for several products at least as far beyond it as the next cell is on this side:
     * truncation brings nearer ones together.
     *
     * @param cells row by row
     * @param operands what rows and columns stand for
     */
    static Limits of(int[] cells, double[] operands) {
        int[] ascending = Arrays.stream(cells).sorted().distinct().toArray();
        int last = ascending.length - 1;
        if (last == 0) {
            return NONE;
        }
        int lowest = ascending[0];
        int highest = ascending[last];
        double farBelow = 2.0 * lowest - ascending[1];
        double farAbove = 2.0 * highest - ascending[last - 1];
        boolean isLower = isAllOnes(~lowest)
                || isAllOnes(-lowest)
                || areSeveral(cells, operands, lowest, product -> product <= farBelow);
        boolean isUpper = isAllOnes(highest) || areSeveral(cells, operands, highest, product -> product >= farAbove);
        return new Limits(isLower ? lowest : NONE.lowest, isUpper ? highest : NONE.highest);
    }

    private static boolean isAllOnes(int cell) {
        return cell > 0 && (cell & cell + 1) == 0;
    }

    /** Whether some cell stands for several products that are far off. */
    private static boolean areSeveral(int[] cells, double[] operands, int cell, DoublePredicate isFar) {
        int size = operands.length;
        double[] far = new double[cells.length];
        int count = 0;
        for (int i = 0; i < cells.length; i++) {
            double product = operands[i / size] * operands[i % size];
            if (cells[i] == cell && isFar.test(product)) {
                far[count++] = product;
            }
        }
        return Arrays.stream(far, 0, count).distinct().count() > 1;
    }

    /** Whether a cell is at an end, and the product beyond by more than roundings. */
    boolean saturate(double cell, double product) {
        return cell == highest && product - highest > Table.ROUNDINGS * Math.ulp(highest)
                || cell == lowest && lowest - product > Table.ROUNDINGS * Math.ulp(lowest);
    }
}
