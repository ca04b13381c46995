package timestables.kernel.layout;

import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * A way for one table to lie in memory or in registers, with the kernels that read it there. All layouts of a table are
 * bit-identical; {@link ScalarLayout} is the definition that the others are tested against.
 *
 * <p>Codes are unsigned, one byte each unless a method says otherwise, and below {@code 2^bits} of their format; for a
 * greater code the result is unspecified. All arrays are read and written over the same positions {@code from .. to -
 * 1}, and {@code out} may be {@code a} or {@code b}. Every method throws {@link IndexOutOfBoundsException}, before it
 * touches {@code out}, if that is not a range of every array, and {@link IllegalArgumentException} if codes of the
 * table do not fit bytes, or cells do not fill the elements of {@code out}. A layout has the one {@code multiply} that
 * its cells fill, and refuses the other.
 */
public interface Layout {

    /**
     * The fastest layout of {@code table} on this machine.
     *
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    static Layout best(ProductTable table) {
        VectorWidth.requireVectors();
        if (AdditiveLayout.accepts(table)) {
            return new AdditiveLayout(table);
        }
        if (VectorWidth.bits() == 512 && QuarterSquareLayout.accepts(table)) {
            return new QuarterSquareLayout(table);
        }
        if (VectorWidth.bits() == 512 && LogAntilogLayout.accepts(table)) {
            return new LogAntilogLayout(table);
        }
        if (RegisterLayout.accepts(table)) {
            return new RegisterLayout(table);
        }
        // Of 5 bits, folded tables are as fast on a Zen 5 (faster by a fifth up to 32,768 products, slower by a tenth
        // in sums), but shuffle two registers at once, which is three micro-operations on an Intel.
        if (VectorWidth.bits() == 512 && SumDifferenceLayout.accepts(table)) {
            return new SumDifferenceLayout(table);
        }
        if (PlaneLayout.accepts(table)) {
            return new PlaneLayout(table);
        }
        return FoldedLayout.accepts(table) ? new FoldedLayout(table) : new ScalarLayout(table);
    }

    /** The name that reports show, such as {@code registers}. */
    String name();

    /** The table that is read. */
    ProductTable table();

    /** {@code out[i] = cell(a[i], b[i])}, for a table with cells of 8 bits. */
    default void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        throw new IllegalArgumentException("cells of 16 bits do not fit an array of bytes");
    }

    /** {@code out[i] = cell(a[i], b[i])}, for a table with cells of 16 bits. */
    default void multiply(byte[] a, byte[] b, short[] out, int from, int to) {
        throw new IllegalArgumentException("cells of 8 bits do not fill an array of shorts");
    }

    /**
     * {@code out[i] = cell(a[i], b[i])}, for codes of one {@code short} each and every table; refused by layouts that
     * read bytes alone.
     */
    default void multiply(short[] a, short[] b, short[] out, int from, int to) {
        throw refusalOfShorts();
    }

    /**
     * The exact sum of the {@linkplain ProductTable#addend addends} of {@code a[i]} and {@code b[i]};
     * {@link ProductTable#decodeSum} gives its value.
     */
    long dot(byte[] a, byte[] b, int from, int to);

    /** As {@link #dot(byte[], byte[], int, int)}, for codes of one {@code short} each; refused likewise. */
    default long dot(short[] a, short[] b, int from, int to) {
        throw refusalOfShorts();
    }

    private IllegalArgumentException refusalOfShorts() {
        return new IllegalArgumentException(
                "the layout '" + name() + "' reads codes from arrays of bytes, not of shorts");
    }
}
