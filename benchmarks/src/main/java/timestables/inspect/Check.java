package timestables.inspect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What every exact table does, and what the cells are counted that do not. */
enum Check {
    ZERO_TIMES_X("zero times x is zero"),
    X_TIMES_ZERO("x times zero is zero"),
    ONE_TIMES_X("one times x is x"),
    X_TIMES_ONE("x times one is x"),
    COMMUTATIVE("commutative: x times y is y times x"),
    SIGNS("signs: those of the products, or zero"),
    MONOTONE("monotone: cells never fall away from zero"),
    FULL_SCALE("the full scale is used, to both ends"),
    SATURATED("no cell saturates");

    private static final MathContext DIGITS = new MathContext(8);

    /** Larger numbers are shown with a power of ten. */
    private static final double PLAIN = 1e15;

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
        double[] rows = table.rowOperands();
        double[] columns = table.columnOperands();
        return switch (this) {
            case ZERO_TIMES_X -> row(table, 0);
            case X_TIMES_ZERO -> column(table, 0);
            case ONE_TIMES_X -> row(table, 1);
            case X_TIMES_ONE -> column(table, 1);
            case COMMUTATIVE ->
                rows.length != columns.length
                        ? inapplicable("rows and columns are not as many")
                        : count(
                                table,
                                (row, column) -> column > row && table.cell(row, column) != table.cell(column, row));
            case SIGNS ->
                count(
                        table,
                        (row, column) ->
                                Math.signum(table.cell(row, column)) * Math.signum(table.exact(row, column)) < 0);
            case MONOTONE -> {
                int[] innerRows = inner(rows);
                int[] innerColumns = inner(columns);
                Fault fromRow = (row, column) -> falls(table, row, column, innerRows[row], column);
                Fault fromColumn = (row, column) -> falls(table, row, column, row, innerColumns[column]);
                yield count(
                        table,
                        (row, column) -> fromRow.at(row, column) || fromColumn.at(row, column),
                        (row, column) -> place(table, row, column) + ", and "
                                + (fromRow.at(row, column)
                                        ? place(table, innerRows[row], column)
                                        : place(table, row, innerColumns[column])));
            }
            case FULL_SCALE -> fullScale(table);
            case SATURATED -> count(table, table::saturates);
        };
    }

    private Finding inapplicable(String why) {
        return new Finding(this, false, 0, why);
    }

    private Finding noOperand(int operand) {
        return inapplicable("no operand is " + (operand == 0 ? "zero" : "one"));
    }

    /** Counts the cells of an operand's row that are not the nearest ones to the product. */
    private Finding row(Table table, int operand) {
        int index = indexOf(operand, table.rowOperands());
        return index < 0
                ? noOperand(operand)
                : count(table, (row, column) -> row == index && isOff(table, row, column));
    }

    /** Counts the cells of an operand's column likewise. */
    private Finding column(Table table, int operand) {
        int index = indexOf(operand, table.columnOperands());
        return index < 0
                ? noOperand(operand)
                : count(table, (row, column) -> column == index && isOff(table, row, column));
    }

    /** The place of an operand, or -1 if there is none. */
    private static int indexOf(double operand, double[] operands) {
        for (int index = 0; index < operands.length; index++) {
            if (Math.abs(operands[index] - operand) <= Table.ROUNDINGS * Math.ulp(operand)) {
                return index;
            }
        }
        return -1;
    }

    private static boolean isOff(Table table, int row, int column) {
        return table.cell(row, column) != table.nearest().applyAsDouble(table.exact(row, column));
    }

    private Finding count(Table table, Fault fault) {
        return count(table, fault, (row, column) -> place(table, row, column));
    }

    private Finding count(Table table, Fault fault, Place place) {
        long faults = 0;
        String first = "";
        for (int row = 0; row < table.cells().rows(); row++) {
            for (int column = 0; column < table.cells().columns(); column++) {
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
                        text(table.rowOperands()[row]),
                        text(table.columnOperands()[column]),
                        text(table.cell(row, column)));
    }

    /** An integer as such; of any other number eight digits at the least, as many as published metrics have. */
    static String text(double value) {
        BigDecimal exact = new BigDecimal(value);
        if (Math.abs(value) >= PLAIN) {
            return exact.round(DIGITS).stripTrailingZeros().toString();
        }
        int decimals = Math.max(0, DIGITS.getPrecision() - exact.precision() + exact.scale());
        BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return Math.abs(value) < 1 ? rounded.toString() : rounded.toPlainString();
    }

    /**
     * For each operand the place of the next one towards zero, or its own if there is none: cells are to grow away from
     * zero, whatever order the rows are in.
     */
    private static int[] inner(double[] operands) {
        int[] inner = new int[operands.length];
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
        for (int cell : table.cells().values()) {
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
