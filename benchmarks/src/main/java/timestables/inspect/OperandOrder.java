package timestables.inspect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Which integers the rows and columns of a table of {@code size} rows stand for, from the first to the last. */
enum OperandOrder {
    /** From 0 on. */
    UNSIGNED("from 0 on"),
    /** Two's complement: from 0 on, then from the most negative one on, as bit patterns count. */
    SIGNED("in the order of two's complement patterns"),
    /** From the most negative one on. */
    ASCENDING("from the most negative one on");

    private final String words;

    OperandOrder(String words) {
        this.words = words;
    }

    /** The name that files show. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order, for a sentence. */
    String words() {
        return words;
    }

    /** The integer that a row or column, counted from zero, stands for. */
    int operand(int index, int size) {
        return switch (this) {
            case UNSIGNED -> index;
            case SIGNED -> index < size / 2 ? index : index - size;
            case ASCENDING -> index - size / 2;
        };
    }

    /**
     * The order in which the cells are nearest to the exact products: the sum of their distances, as a share of the sum
     * of the exact products' magnitudes, is smallest. Without that share a table of zeros would be taken to be signed,
     * for signed products are smaller; with it all three are as far, and of several the first is taken.
     *
     * @param cells row by row
     */
    static OperandOrder bestFor(int[] cells, int size) {
        return Arrays.stream(values())
                .min(Comparator.comparingDouble(order -> order.distance(cells, size)))
                .orElseThrow();
    }

    private double distance(int[] cells, int size) {
        long distance = 0;
        long magnitude = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int exact = operand(row, size) * operand(column, size);
                distance += Math.abs(cells[row * size + column] - exact);
                magnitude += Math.abs(exact);
            }
        }
        return (double) distance / magnitude;
    }
}
