package timestables.inspect;

import java.math.BigDecimal;
import java.math.MathContext;

/** What every exact table does, and what the cells are counted that do not. */
enum Check {
    ZERO_TIMES_X("zero times x is zero"),
    X_TIMES_ZERO("x times zero is zero"),
    ONE_TIMES_X("one times x is x"),
    X_TIMES_ONE("x times one is x"),
    SYMMETRIC("symmetric: x times y is y times x"),
    SIGNS("signs: those of the products, or zero"),
    MONOTONE("monotone: cells never fall away from zero"),
    FULL_SCALE("the full scale is used, to both ends"),
    SATURATED("no cell saturates");

    private static final int ANY = -1;

    private static final MathContext DIGITS = new MathContext(6);

    private final String words;

    Check(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /**
     * What was found.
     *
     * @param applies whether the table has the operands that the check is about
     * @param faults how many cells fail, or pairs of cells where it is about pairs, or ends of the scale
     * @param first where the first of them is, in words; empty if none does
     */
    record Finding(Check check, boolean applies, long faults, String first) {

        boolean isDefect() {
            return faults > 0;
        }

        /** In a word. */
        String verdict() {
            return !applies ? "does not apply" : isDefect() ? "no" : "yes";
        }
    }

    /** Whether a cell fails a check. */
    private interface Fault {
        boolean at(int row, int column);
    }

    /** Where a fault is, in words. */
    private interface Place {
        String of(int row, int column);
    }

    /** Checks a table. */
    Finding of(Table table) {
        int zero = table.indexOf(0);
        int one = table.indexOf(1);
        return switch (this) {
            case ZERO_TIMES_X -> zero < 0 ? noCode("zero") : given(table, zero, ANY);
            case X_TIMES_ZERO -> zero < 0 ? noCode("zero") : given(table, ANY, zero);
            case ONE_TIMES_X -> one < 0 ? noCode("one") : given(table, one, ANY);
            case X_TIMES_ONE -> one < 0 ? noCode("one") : given(table, ANY, one);
            case SYMMETRIC ->
                count(table, (row, column) -> column > row && table.cell(row, column) != table.cell(column, row));
            case SIGNS ->
                count(
                        table,
                        (row, column) ->
                                Math.signum(table.cell(row, column)) * Math.signum(table.exact(row, column)) < 0);
            case MONOTONE -> {
                int[] inner = inner(table);
                Fault fromRow = (row, column) -> falls(table, row, column, inner[row], column);
                Fault fromColumn = (row, column) -> falls(table, row, column, row, inner[column]);
                yield count(
                        table,
                        (row, column) -> fromRow.at(row, column) || fromColumn.at(row, column),
                        (row, column) -> place(table, row, column) + ", and "
                                + (fromRow.at(row, column)
                                        ? place(table, inner[row], column)
                                        : place(table, row, inner[column])));
            }
            case FULL_SCALE -> fullScale(table);
            case SATURATED -> {
                Limits limits = table.limits();
                yield count(table, (row, column) -> limits.saturate(table.cell(row, column), table.exact(row, column)));
            }
        };
    }

    private Finding noCode(String value) {
        return new Finding(this, false, 0, "no operand is " + value);
    }

    /** Counts the cells of one row or of one column that are not the nearest ones to the product. */
    private Finding given(Table table, int onlyRow, int onlyColumn) {
        return count(
                table,
                (row, column) -> (row == onlyRow || column == onlyColumn)
                        && table.cell(row, column) != table.nearest().applyAsDouble(table.exact(row, column)));
    }

    private Finding count(Table table, Fault fault) {
        return count(table, fault, (row, column) -> place(table, row, column));
    }

    private Finding count(Table table, Fault fault, Place place) {
        long faults = 0;
        String first = "";
        for (int row = 0; row < table.size(); row++) {
            for (int column = 0; column < table.size(); column++) {
                if (fault.at(row, column)) {
                    if (faults == 0) {
                        first = place.of(row, column);
                    }
                    faults++;
                }
            }
        }
        return new Finding(this, true, faults, first);
    }

    private static String place(Table table, int row, int column) {
        return "row %d, column %d: %s times %s is %s"
                .formatted(
                        row + 1,
                        column + 1,
                        text(table.operands()[row]),
                        text(table.operands()[column]),
                        text(table.cell(row, column)));
    }

    /** An integer as such, any other number with six digits. */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString();
    }

    /**
     * For each operand the next one on its way to zero, or itself at the end of that way: magnitudes are to grow along
     * each quadrant, whatever the order of the rows.
     */
    private static int[] inner(Table table) {
        double[] operands = table.operands();
        int[] inner = new int[table.size()];
        for (int index = 0; index < inner.length; index++) {
            inner[index] = index;
            for (int other = 0; other < inner.length; other++) {
                boolean isNearer = operands[index] > 0
                        ? operands[other] >= 0 && operands[other] < operands[index]
                        : operands[other] <= 0 && operands[other] > operands[index];
                boolean isNext = inner[index] == index || Math.abs(operands[other]) > Math.abs(operands[inner[index]]);
                if (isNearer && isNext) {
                    inner[index] = other;
                }
            }
        }
        return inner;
    }

    private static boolean falls(Table table, int row, int column, int innerRow, int innerColumn) {
        return Math.abs(table.cell(row, column)) < Math.abs(table.cell(innerRow, innerColumn));
    }

    /** Either end of the scale that no cell reaches is one fault. */
    private Finding fullScale(Table table) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int cell : table.cells()) {
            double value = table.value().applyAsDouble(cell);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        int unreached = (least > table.least() ? 1 : 0) + (greatest < table.greatest() ? 1 : 0);
        String first = unreached == 0
                ? ""
                : "cells from %s to %s, of a scale from %s to %s"
                        .formatted(text(least), text(greatest), text(table.least()), text(table.greatest()));
        return new Finding(this, true, unreached, first);
    }
}
