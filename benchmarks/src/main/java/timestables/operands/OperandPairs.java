package timestables.operands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import timestables.tensors.Matrix;

/**
 * Which of a user's numbers are multiplied with which, and which products are summed.
 *
 * <p>Two columns are left and right operands. Of a matrix with more columns, each two rows that follow one another are,
 * element by element. Of a single column, or a single row, each two numbers that follow one another are. A dot product
 * is of two rows where there are more than two columns, and else of all pairs.
 *
 * @param values all numbers: left operands, then right operands in the same order, then those without a partner, which
 *     are encoded like the left ones, but not multiplied
 * @param products how many pairs there are
 * @param dotLength how many products, one after the other, make a sum; a divisor of {@code products}
 * @param pairing by what they were paired
 */
public record OperandPairs(double[] values, int products, int dotLength, Pairing pairing) {

    /** Which numbers are left operands, and which right ones. */
    public enum Pairing {
        COLUMNS("column 1 and column 2"),
        ROWS("rows 1 and 2, 3 and 4, ..."),
        NEIGHBOURS("numbers 1 and 2, 3 and 4, ...");

        private final String words;

        Pairing(String words) {
            this.words = words;
        }
    }

    /** Beyond these, squares of products' errors would leave the range of a double. */
    private static final double LEAST_RANGE = 1e-50;

    private static final double MOST_RANGE = 1e50;

    /**
     * Pairs the numbers of a matrix.
     *
     * @param name of the matrix, for messages
     * @throws IllegalArgumentException if there is but one number, or if the largest magnitude is zero, below 1e-50 or
     *     above 1e50
     */
    public static OperandPairs of(String name, Matrix matrix) {
        double[] values = matrix.values();
        if (values.length == 1) {
            throw new IllegalArgumentException(name + ": holds one number; a product needs two");
        }
        boolean wide = matrix.rows() > 1 && matrix.columns() > 2;
        int width = wide ? matrix.columns() : 1;
        int products = values.length / (2 * width) * width;
        double[] ordered = values.clone();
        for (int i = 0; i < products; i++) {
            int left = i / width * 2 * width + i % width;
            ordered[i] = values[left];
            ordered[products + i] = values[left + width];
        }
        Pairing pairing = matrix.columns() == 2 ? Pairing.COLUMNS : wide ? Pairing.ROWS : Pairing.NEIGHBOURS;
        OperandPairs pairs = new OperandPairs(ordered, products, wide ? width : products, pairing);
        pairs.checkRange(name);
        return pairs;
    }

    private void checkRange(String name) {
        double range = Arrays.stream(values).map(Math::abs).max().orElseThrow();
        if (range == 0) {
            throw new IllegalArgumentException(
                    name + ": holds nothing but zeros, for which there is no range to encode them in");
        }
        if (range < LEAST_RANGE || range > MOST_RANGE) {
            throw new IllegalArgumentException(name + ": has " + range
                    + " for its largest magnitude; from 1e-50 to 1e50 would be right, so scale the numbers");
        }
    }

    /** The left operand of a product. */
    public double left(int product) {
        return values[product];
    }

    /** The right operand of a product. */
    public double right(int product) {
        return values[products + product];
    }

    /** How many dot products there are. */
    public int dots() {
        return products / dotLength;
    }

    /** The left operands of a dot product. */
    public double[] leftOf(int dot) {
        return Arrays.copyOfRange(values, dot * dotLength, (dot + 1) * dotLength);
    }

    /** The right operands of a dot product. */
    public double[] rightOf(int dot) {
        return Arrays.copyOfRange(values, products + dot * dotLength, products + (dot + 1) * dotLength);
    }

    /** Whether left and right operands come from one series of numbers, so that one range is for both. */
    public boolean areOfOneKind() {
        return pairing == Pairing.NEIGHBOURS;
    }

    /** Whether a position among all values is that of a right operand. */
    public boolean isRight(int i) {
        return i >= products && i < 2 * products;
    }

    /** All numbers that are encoded as left operands, or as right ones; of one kind, all are both. */
    public double[] side(boolean right) {
        return areOfOneKind()
                ? values.clone()
                : IntStream.range(0, values.length)
                        .filter(i -> isRight(i) == right)
                        .mapToDouble(i -> values[i])
                        .toArray();
    }

    /** What was multiplied with what, and how much of it, in words. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d %s of %,d: %s",
                products,
                products == 1 ? "product" : "products",
                dots(),
                dots() == 1 ? "sum" : "sums",
                dotLength,
                pairing.words);
    }

    /** How many numbers have no partner. */
    public int unpaired() {
        return values.length - 2 * products;
    }

    /** What may have been meant otherwise, and what is not multiplied, a line each. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (pairing != Pairing.COLUMNS) {
            remarks.add("it is multiplied with itself, " + pairing.words
                    + (pairing == Pairing.ROWS ? "; for weights, and activations of their own, there is advise" : ""));
        }
        if (unpaired() > 0) {
            remarks.add(
                    pairing == Pairing.ROWS
                            ? "the number of rows is odd, and the last row has no partner: its numbers, " + unpaired()
                                    + " of them, are encoded but not multiplied"
                            : "the number of numbers is odd, and the last one has no partner: it is encoded but not multiplied");
        }
        return remarks;
    }
}
