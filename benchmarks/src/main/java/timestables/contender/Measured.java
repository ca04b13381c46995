package timestables.contender;

import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Rounding;

/**
 * An arithmetic whose errors are measured.
 *
 * @param contender the name that files show beside its format
 */
public record Measured(String contender, Arithmetic arithmetic) {

    /** The name that tables of so many index bits have in some rounding, where no kernel is timed. */
    public static String table(int indexBits, Rounding rounding) {
        return "table" + indexBits + rounding.suffix();
    }

    /** The same, with cells of 16 bits where others have 8. */
    public static String wide(int indexBits) {
        return "table" + indexBits + "-wide";
    }
}
