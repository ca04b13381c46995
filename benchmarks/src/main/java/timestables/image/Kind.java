package timestables.image;

import java.util.Locale;
import timestables.format.Asinh;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Unsigned;
import timestables.table.ProductTable;

/** The kinds of tables that the playground draws: what their rows, columns and cells stand for. */
public enum Kind {
    /** Fractions of [0, 1). */
    UNSIGNED(
            "unsigned",
            (bits, range) -> new Unsigned(bits, 1 << bits),
            (bits, range) -> new Unsigned(bits, (1 << bits) - 1)),
    /** Over [-1, 1]. */
    SIGNED("signed", (bits, range) -> new Linear(bits, 1), (bits, range) -> new Linear(bits, 1)),
    /** Over the whole range; products beyond it saturate. */
    SIGNED_EXT("signed_extended", Linear::new, Linear::new),
    /** The same, with companded cells. */
    SIGNED_LOG("signed_log", Linear::new, Log::new),
    /** With cells that bend more, and reach every product. */
    SIGNED_EXT_WARPED("signed_extended_warped", Linear::new, (bits, range) -> new Asinh(bits, range * range, 20));

    /** Bits of the smallest tables, and of the largest. */
    public static final int LEAST_BITS = 2;

    public static final int MOST_BITS = 9;

    private final String filePrefix;
    private final Formats operands;
    private final Formats cells;

    Kind(String filePrefix, Formats operands, Formats cells) {
        this.filePrefix = filePrefix;
        this.operands = operands;
        this.cells = cells;
    }

    /** The formats of some number of bits and some range. */
    private interface Formats {
        Format of(int bits, double maxRange);
    }

    /**
     * The table of that kind.
     *
     * @param bits of its rows and columns, {@link #LEAST_BITS} to {@link #MOST_BITS}
     * @param maxRange the largest operand; the first two kinds have ranges of their own
     */
    public ProductTable table(int bits, double maxRange) {
        Format operand = operand(bits, maxRange);
        return ProductTable.of(operand, operand, cell(bits, maxRange));
    }

    /** What the rows and columns of such a table stand for. */
    Format operand(int bits, double maxRange) {
        return operands.of(bits, maxRange);
    }

    /** What the cells of such a table stand for. */
    public Format cell(int bits, double maxRange) {
        return cells.of(cellBits(bits), maxRange);
    }

    /** The name that consoles and files show, such as {@code signed_ext}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the names of its files begin with. */
    String filePrefix() {
        return filePrefix;
    }

    /** Cells are as wide as codes where these fit a byte, and twice as wide where they do not. */
    static int cellBits(int bits) {
        return bits > 8 ? 16 : bits;
    }

    /** The bits that a cell occupies: whole bytes. */
    public static int storedBits(int bits) {
        return cellBits(bits) > 8 ? 16 : 8;
    }
}
