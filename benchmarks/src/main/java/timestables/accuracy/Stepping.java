package timestables.accuracy;

import timestables.contender.Rounding;

/**
 * An arithmetic that walks are taken in.
 *
 * @param contender the way to do it, by index bits and, where that needs other tables or more lookups, by rounding
 * @param indexBits bits in a code; null where nothing is looked up
 * @param cellBits bits that a cell occupies; null where nothing is looked up
 */
public record Stepping(
        String contender, String format, String rounding, Integer indexBits, Integer cellBits, Stepper.Start start) {

    /** Numbers in floating point. */
    static Stepping computed(String type, Stepper.Start start) {
        return new Stepping(type, type, Rounding.NEAREST.id(), null, null, start);
    }

    /** Codes whose products a table holds. */
    static Stepping lookedUp(Rounding rounding, String format, int indexBits, int cellBits, Stepper.Start start) {
        String suffix = rounding == Rounding.NEAREST ? "" : "-" + rounding.id();
        return new Stepping("table" + indexBits + suffix, format, rounding.id(), indexBits, cellBits, start);
    }
}
