package timestables.contender;

import java.util.Optional;
import java.util.function.DoublePredicate;
import timestables.format.Format;
import timestables.table.ProductTable;

/**
 * How numbers are stored, multiplied and added: all that error depends on.
 *
 * @param format the name of the format of operands or cells
 * @param rounding how values become codes
 * @param accumulator what sums are kept in; empty where nothing is summed
 * @param operand the format of the operands where it has few enough codes to try all pairs
 * @param operandSaturates whether an operand has to be moved to the end of its range
 * @param productSaturates whether a product has to be moved to the end of its range
 * @param definition sets up the plain loops that define the operation. They take their steps in an order that no
 *     machine changes, so that errors measured with them are the same everywhere
 */
public record Arithmetic(
        String format,
        String rounding,
        String accumulator,
        Optional<Format> operand,
        DoublePredicate operandSaturates,
        DoublePredicate productSaturates,
        Task.Setup definition) {

    /** What sums are kept in where they are exact, as sums of integers are. */
    public static final String EXACT = "exact";

    /** What sums are kept in where nothing is summed. */
    public static final String NONE = "";

    /** Floating point; what leaves its range does so as infinity, and none of our operands come near. */
    static Arithmetic floating(String format, String accumulator, Task.Setup definition) {
        return new Arithmetic(
                format,
                Rounding.NEAREST.id(),
                accumulator,
                Optional.empty(),
                value -> false,
                product -> false,
                definition);
    }

    /** Sums in floating point: in the numbers' own format, but for binary16, which is summed in binary32. */
    static Arithmetic summed(String format, Task.Setup definition) {
        return floating(format, format.equals("float16") ? "float32" : format, definition);
    }

    /** Codes of a format, whose products are of the same format. */
    static Arithmetic coded(Format format, String accumulator, Task.Setup definition) {
        return coded(format.name(), Rounding.NEAREST, accumulator, format, format::saturates, definition);
    }

    /** Codes of a format in some rounding; nothing is summed. */
    static Arithmetic rounded(Rounding rounding, Format format, Task.Setup definition) {
        return coded(format.name(), rounding, NONE, format, format::saturates, definition);
    }

    /** Codes that a table multiplies: sums are named for the format of their operands, products for their own too. */
    static Arithmetic lookedUp(ProductTable table, String accumulator, Task.Setup definition) {
        return lookedUp(table, Rounding.NEAREST, accumulator, definition);
    }

    /** Codes that a table multiplies, in some rounding. */
    static Arithmetic lookedUp(ProductTable table, Rounding rounding, String accumulator, Task.Setup definition) {
        String operand = table.rowFormat().name();
        String cell = table.cellFormat().name();
        String name = !accumulator.equals(NONE) || operand.equals(cell) ? operand : operand + "-" + cell;
        return coded(name, rounding, accumulator, table.rowFormat(), table.cellFormat()::saturates, definition);
    }

    /**
     * Codes in blocks with scales of their own, whose sums are scaled and added in binary64. Values that a searched
     * scale leaves outside count as errors alone: there is no range that they leave.
     */
    static Arithmetic inBlocks(String name, Task.Setup definition) {
        return floating(name, "float64", definition);
    }

    private static Arithmetic coded(
            String name,
            Rounding rounding,
            String accumulator,
            Format operand,
            DoublePredicate productSaturates,
            Task.Setup definition) {
        return new Arithmetic(
                name,
                rounding.id(),
                accumulator,
                Optional.of(operand),
                operand::saturates,
                productSaturates,
                definition);
    }
}
