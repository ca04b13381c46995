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
    private final Format operand;
    private final ProductTable table;
    private final Range left;
    private final Range right;
    private final Range products;

    /**
     * @param format the name of the format of operands or cells
     * @param operand the format of (left) operands where these are codes with one scale for all; else null
     * @param table where products are looked up; null where they are not
     * @param left what left operands can be
     * @param right what right operands can be
     * @param products what products can be
     */
    Arithmetic(
            String format,
            Rounding rounding,
            Accumulation accumulation,
            Format operand,
            ProductTable table,
            Range left,
            Range right,
            Range products) {
        this.format = format;
        this.rounding = rounding;
        this.accumulation = accumulation;
        this.operand = operand;
        this.table = table;
        this.left = left;
        this.right = right;
        this.products = products;
    }

    /** An arithmetic of codes of one format that looks nothing up. */
    Arithmetic(String name, Rounding rounding, Accumulation accumulation, Format format) {
        this(name, rounding, accumulation, format, null, Range.of(format), Range.of(format), Range.of(format));
    }

    /** An arithmetic that looks products up. */
    Arithmetic(String format, Rounding rounding, Accumulation accumulation, ProductTable table) {
        this(format, rounding, accumulation, table, Range.of(table.cellFormat()));
    }

    /** An arithmetic that looks products up in a table that stands for others of another range. */
    Arithmetic(String format, Rounding rounding, Accumulation accumulation, ProductTable table, Range products) {
        this(
                format,
                rounding,
                accumulation,
                table.rowFormat(),
                table,
                Range.of(table.rowFormat()),
                Range.of(table.columnFormat()),
                products);
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
    public final Optional<Format> operand() {
        return Optional.ofNullable(operand);
    }

    /** Where products are looked up. */
    public Optional<ProductTable> table() {
        return Optional.ofNullable(table);
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
    public final Double reach() {
        return operand == null ? null : operand.reach();
    }

    /** Whether a left operand has to be moved to the end of its range, or becomes infinity. */
    public final boolean leftSaturates(double value) {
        return left.excludes(value);
    }

    /** Whether a right operand has to be moved to the end of its range, or becomes infinity. */
    public final boolean rightSaturates(double value) {
        return right.excludes(value);
    }

    /** Whether a product, given exactly, has to be moved to the end of its range, or becomes infinity. */
    public final boolean productSaturates(double exact) {
        return products.excludes(exact);
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
