package timestables.arithmetic;

import java.util.Arrays;
import java.util.Optional;
import timestables.format.Format;
import timestables.table.ProductTable;

/**
 * How numbers are stored, multiplied and added, and what that is called: all that error depends on. It is defined here
 * number by number, in an order that no machine changes, so that errors are the same everywhere; kernels that do the
 * same fast are tested against it.
 */
public abstract class Arithmetic {

    private final String format;
    private final Rounding rounding;
    private final Accumulation accumulation;

    /**
     * @param format the name of the format of operands or cells
     * @param rounding how values become codes
     * @param accumulation what sums are kept in
     */
    Arithmetic(String format, Rounding rounding, Accumulation accumulation) {
        this.format = format;
        this.rounding = rounding;
        this.accumulation = accumulation;
    }

    /** The name that files show. */
    public final String format() {
        return format;
    }

    public final Rounding rounding() {
        return rounding;
    }

    public final Accumulation accumulation() {
        return accumulation;
    }

    /** The format of (left) operands, where these are codes with one scale for all. */
    public Optional<Format> operand() {
        return Optional.empty();
    }

    /** Where products are looked up. */
    public Optional<ProductTable> table() {
        return Optional.empty();
    }

    /** Bits in a (left) operand's code; null where nothing is looked up. */
    public final Integer indexBits() {
        return table().map(table -> table.rowFormat().bits()).orElse(null);
    }

    /** Bits that a cell occupies; null where nothing is looked up. */
    public final Integer cellBits() {
        return table().map(ProductTable::cellBits).orElse(null);
    }

    /**
     * The largest magnitude that an operand can have; null for floating point and block scales, which have no range.
     */
    public Double reach() {
        return operand().map(Format::reach).orElse(null);
    }

    /** Whether a left operand has to be moved to the end of its range, or becomes infinity. */
    public boolean leftSaturates(double value) {
        return operand().map(format -> format.saturates(value)).orElse(false);
    }

    /** Whether a right operand has to be moved to the end of its range, or becomes infinity. */
    public boolean rightSaturates(double value) {
        return leftSaturates(value);
    }

    /** Whether a product, given exactly, has to be moved to the end of its range, or becomes infinity. */
    public boolean productSaturates(double exact) {
        return operand().map(format -> format.saturates(exact)).orElse(false);
    }

    /**
     * Stores operands, to be multiplied.
     *
     * @param left rows of {@code length} numbers
     * @param right rows of {@code length} numbers
     * @param length how many products a sum has
     * @param seed of random numbers
     * @throws UnsupportedOperationException if this is an arithmetic of chains alone
     */
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        throw new UnsupportedOperationException(format + ", " + rounding + ": products of chains alone");
    }

    /**
     * Numbers, stored and read back.
     *
     * @param from where the first of them lies in an array, by which random numbers are told apart
     * @param seed of random numbers
     */
    public double[] roundTrip(double[] numbers, int from, long seed) {
        Encoded encoded = encode(numbers, new double[0], numbers.length, seed);
        double[] values = new double[numbers.length];
        Arrays.setAll(values, encoded::left);
        return values;
    }

    /**
     * A chain of products, each of which is a factor of the next.
     *
     * @param seed of random numbers
     * @throws UnsupportedOperationException if products are no operands
     */
    public RunningChain chain(double start, double[] factors, long seed) {
        throw new UnsupportedOperationException(format + ", " + rounding + ": products are no factors");
    }
}
