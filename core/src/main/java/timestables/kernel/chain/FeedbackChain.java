package timestables.kernel.chain;

import java.util.Objects;
import timestables.format.Linear;
import timestables.table.ProductTable;

/**
 * A chain of products of linear codes that keeps what it rounds away, in integers, from the
 * {@linkplain ProductTable#exact(Linear, Linear) exact table} of their products, with cells of twice the bits.
 *
 * <p>With {@code n = 2^bits - 1}, a code stands for an odd integer {@code h} of {@code -n .. n}, in units of
 * {@code maxRange / n}. The state of the chain is a number of three digits, {@code h + l / n + r / n^2}: a code, the
 * code of what the first one rounds away, and a rest. A factor multiplies the first two, each by one lookup; the rest,
 * which would hardly change, is carried over as it is. The result is the first digit alone: right to half a step, and,
 * with 6 bits or more, to little more after 100,000 products.
 *
 * <p>Beyond the end of its range the state goes on, up to {@value #GREATEST} times the range, so that products come
 * back from there as they would have; the result saturates. Past the table's edge products continue in a straight line.
 *
 * <p>Bytes: those of the table, 128 KiB for 8 bits, 8 KiB for 6, 256 bytes for 4. Each step waits for the one before:
 * two loads, four multiplications and a dozen additions, all in a row.
 */
public final class FeedbackChain {

    /** How many times its range the state may reach. */
    private static final int GREATEST = 8;

    /**
     * Fraction bits of the range, scaled to [1, 2): a product of at most 8 x 255^3 < 2^27 units times it fits a long.
     */
    private static final int FIXED = 30;

    /** Fraction bits of the inverse of {@code 2 n}: a quotient of numbers below 2^31, rounded down, is right. */
    private static final int INVERSE = 40;

    private final ProductTable table;
    private final double range;
    private final long fixedRange;
    private final int fixedShift;
    private final int n;
    private final int lastCell;
    private final int limit;
    private final long inverse;

    private int high;
    private int low;
    private int rest;

    /**
     * A chain that has yet to be {@linkplain #start started}.
     *
     * @throws IllegalArgumentException if the format has more than 8 bits: 16 do not hold its products
     */
    public FeedbackChain(Linear format) {
        this.table = ProductTable.exact(format, format);
        this.range = format.maxRange();
        // Of larger ranges every product saturates, of smaller ones it vanishes.
        double multiplier = Math.clamp(range, 0x1p-30, 0x1p28);
        this.fixedShift = FIXED - Math.getExponent(multiplier);
        this.fixedRange = Math.round(Math.scalb(multiplier, fixedShift));
        this.n = format.codes() - 1;
        this.lastCell = table.cellFormat().codes() - 1;
        this.limit = GREATEST * n * n * n;
        this.inverse = (1L << INVERSE) / (2 * n) + 1;
    }

    /** The table that is read: rows are factors, columns are states. */
    public ProductTable table() {
        return table;
    }

    /**
     * Begins with {@code x}, of which no more is lost than its third digit rounds away.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public void start(double x) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("a chain starts with a finite number, not " + x);
        }
        split((long) Math.rint(x / range * n * n * n));
    }

    /**
     * Multiplies by factors, one after the other.
     *
     * @param factors codes, as {@link FactorEncoder} makes them
     * @throws IndexOutOfBoundsException if {@code from .. to - 1} is not a range of them
     */
    public void multiply(byte[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        for (int i = from; i < to; i++) {
            multiply(Byte.toUnsignedInt(factors[i]));
        }
    }

    /** Multiplies by one factor. */
    public void multiply(int factor) {
        int inside = Math.clamp(high, -n, n);
        int product = product(factor, inside) + (high - inside) * (2 * factor - n);
        int lower = product(factor, low);
        split(scaled(n * product + lower) + rest);
    }

    /** The product of two odd integers, in whole units squared. */
    private int product(int factor, int digit) {
        return 2 * table.cell(factor, digit + n >> 1) - lastCell;
    }

    /** A product of digits, in units squared of the range, in units of it. */
    private long scaled(long product) {
        return product * fixedRange + (1L << fixedShift - 1) >> fixedShift;
    }

    /** Splits a number, in units of the last digit, so that the first two digits are odd. */
    private void split(long number) {
        int whole = Math.clamp(number, -limit, limit);
        int pair = 2 * pairs(whole + n);
        high = 2 * pairs(pair) + 1;
        low = pair - n * high;
        rest = whole - n * pair;
    }

    /**
     * How many times {@code 2 n} goes into a number, rounded down, by its inverse: with divisions a step takes twice as
     * long. The number is lifted above zero, where that is exact.
     */
    private int pairs(int number) {
        int lift = 2 * GREATEST * n * n;
        return (int) ((number + (long) lift * 2 * n) * inverse >> INVERSE) - lift;
    }

    /** All three digits of the result so far: its value, before it is rounded to a code and saturates. */
    public double held() {
        return (n * (n * (double) high + low) + rest) / ((double) n * n * n) * range;
    }

    /** The code of the result so far. */
    public int code() {
        return Math.clamp(high, -n, n) + n >> 1;
    }
}
