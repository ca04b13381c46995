package timestables.kernel.chain;

import java.util.Objects;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.table.ProductTable;

/**
 * Chains of products, {@code x <- x * factors[i]}, each rounded before the next. A product has to wait for the one
 * before it. Independent chains side by side are element-wise products, step by step.
 *
 * <p>Factors are read over the positions {@code from .. to - 1}. Every method throws {@link IndexOutOfBoundsException}
 * if that is not a range of them.
 */
public final class ScalarChain {

    private ScalarChain() {}

    /** The end of a chain that begins with {@code x}, in IEEE 754 binary64. */
    public static double float64(double x, double[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        for (int i = from; i < to; i++) {
            x *= factors[i];
        }
        return x;
    }

    /** The end of a chain that begins with {@code x}, in IEEE 754 binary32. */
    public static float float32(float x, float[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        for (int i = from; i < to; i++) {
            x *= factors[i];
        }
        return x;
    }

    /** The end of a chain that begins with {@code x}, as bit patterns of IEEE 754 binary16. */
    public static short float16(short x, short[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        for (int i = from; i < to; i++) {
            x = Float.floatToFloat16(Float.float16ToFloat(x) * Float.float16ToFloat(factors[i]));
        }
        return x;
    }

    /** The end of a chain that begins with {@code x}, each product as {@link ScalarMultiply#int8} gives it. */
    public static byte int8(byte x, byte[] factors, int fractionBits, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        int half = ScalarMultiply.halfUnit(fractionBits);
        for (int i = from; i < to; i++) {
            x = (byte) Math.clamp(x * factors[i] + half >> fractionBits, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        return x;
    }

    /**
     * The end of a chain of cells, {@code x <- cell(factors[i], x)}: the factor selects the row, which can be found
     * before x is known.
     *
     * @param x a column code
     * @param factors row codes, one byte each
     * @throws IllegalArgumentException if cells are no column codes, or factors do not fit bytes
     */
    public static int table(ProductTable table, int x, byte[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        requireClosed(table, 8);
        for (int i = from; i < to; i++) {
            x = table.cell(Byte.toUnsignedInt(factors[i]), x);
        }
        return x;
    }

    /** As {@link #table(ProductTable, int, byte[], int, int)}, for codes of up to 9 bits. */
    public static int table(ProductTable table, int x, short[] factors, int from, int to) {
        Objects.checkFromToIndex(from, to, factors.length);
        requireClosed(table, 9);
        for (int i = from; i < to; i++) {
            x = table.cell(factors[i], x);
        }
        return x;
    }

    private static void requireClosed(ProductTable table, int mostBits) {
        if (!table.columnFormat().equals(table.cellFormat())) {
            throw new IllegalArgumentException("products that are not of the operands' format cannot be factors");
        }
        if (table.rowFormat().bits() > mostBits) {
            throw new IllegalArgumentException("codes of " + table.rowFormat().bits() + " bits do not fit the factors");
        }
    }
}
