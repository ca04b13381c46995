package timestables.accuracy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import timestables.run.AccumulatedError;
import timestables.run.TextTable;

/** Errors as a person reads them: what bits, format and rounding are worth, a line each. */
public final class AccuracyTable {

    private static final int[] STEPS = {1, 100, 10_000, 100_000};
    private static final String SUM = "1024";

    private record Line(Integer bits, String format, String rounding) {}

    private final List<AccuracyRow> rows;
    private final List<AccumulatedError> accumulated;

    private AccuracyTable(List<AccuracyRow> rows, List<AccumulatedError> accumulated) {
        this.rows = rows;
        this.accumulated = accumulated;
    }

    /** Describes the errors of all contenders, and how they build up. */
    public static String describe(List<AccuracyRow> rows, List<AccumulatedError> accumulated) {
        return new AccuracyTable(rows, accumulated).describe();
    }

    private String describe() {
        Set<Line> lines = new LinkedHashSet<>();
        for (AccumulatedError error : accumulated) {
            lines.add(new Line(error.indexBits(), error.format(), error.rounding()));
        }
        TextTable table = new TextTable(
                "bits",
                "format",
                "rounding",
                "product",
                "after 1",
                "after 100",
                "after 10,000",
                "after 100,000",
                "sum of " + SUM);
        for (Line line : lines) {
            Object[] cells = new Object[3 + 1 + STEPS.length + 1];
            cells[0] = line.bits;
            cells[1] = line.format;
            cells[2] = line.rounding;
            cells[3] = rmse(line, "multiply", SUM);
            for (int i = 0; i < STEPS.length; i++) {
                cells[4 + i] = median(line, STEPS[i]);
            }
            cells[4 + STEPS.length] = rmse(line, "dot", SUM);
            table.add(cells);
        }
        return String.join(
                System.lineSeparator(),
                "Errors of products and sums: root mean square, operands uniform in [-1, 1).",
                "After so many products of a chain between 1/4 and 2: median of absolute errors, 40 seeds.",
                "",
                table.toString());
    }

    private Double median(Line line, int step) {
        return accumulated.stream()
                .filter(error -> error.operation().equals(Drift.Course.CHAIN_BOUNDED.id())
                        && error.step() == step
                        && line.equals(new Line(error.indexBits(), error.format(), error.rounding())))
                .map(AccumulatedError::medianAbsError)
                .findFirst()
                .orElse(null);
    }

    private Double rmse(Line line, String operation, String size) {
        return rows.stream()
                .filter(row -> row.operation().equals(operation)
                        && row.size().equals(size)
                        && row.distribution().equals(Distribution.UNIFORM.id())
                        && line.equals(new Line(row.indexBits(), row.format(), row.rounding())))
                .map(AccuracyRow::rmse)
                .findFirst()
                .orElse(null);
    }
}
