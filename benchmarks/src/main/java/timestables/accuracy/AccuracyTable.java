package timestables.accuracy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.run.TextTable;

/** Errors as a person reads them: what a format is worth, without feedback and with it; a line each. */
public final class AccuracyTable {

    private static final String SIZE = "1024";

    private record Line(Integer bits, String format) {}

    private final List<AccuracyRow> rows;
    private final List<AccumulatedError> accumulated;

    private AccuracyTable(List<AccuracyRow> rows, List<AccumulatedError> accumulated) {
        this.rows = rows;
        this.accumulated = accumulated;
    }

    /** Describes the errors of all formats, and how they build up. */
    public static String describe(List<AccuracyRow> rows, List<AccumulatedError> accumulated) {
        return new AccuracyTable(rows, accumulated).describe();
    }

    private String describe() {
        Set<Line> lines = new LinkedHashSet<>();
        for (AccumulatedError error : accumulated) {
            lines.add(new Line(error.indexBits(), error.format()));
        }
        TextTable table = new TextTable(
                "bits",
                "format",
                "product",
                "sum",
                "16-bit cells",
                "chain 100",
                "10,000",
                "100,000",
                "+ feedback 100",
                "10,000",
                "100,000");
        for (Line line : lines) {
            table.add(
                    line.bits,
                    line.format,
                    rmse(line, Operation.MULTIPLY, row -> row.rounding() == Rounding.NEAREST),
                    rmse(line, Operation.DOT, row -> row.rounding() == Rounding.NEAREST),
                    rmse(
                            line,
                            Operation.DOT,
                            row -> line.bits != null && row.contender().equals(Measured.wide(line.bits))),
                    median(line, Rounding.NEAREST, 100),
                    median(line, Rounding.NEAREST, 10_000),
                    median(line, Rounding.NEAREST, 100_000),
                    median(line, Rounding.FEEDBACK, 100),
                    median(line, Rounding.FEEDBACK, 10_000),
                    median(line, Rounding.FEEDBACK, 100_000));
        }
        return String.join(
                System.lineSeparator(),
                table.toString(),
                "",
                "product, sum (of " + SIZE + "): root mean square of errors, operands uniform in [-1, 1).",
                "chain: median of absolute errors after so many products between 1/4 and 2. Other roundings, sizes and"
                        + " operands are in the files.");
    }

    private Double median(Line line, Rounding rounding, int step) {
        return accumulated.stream()
                .filter(error -> error.operation() == Operation.CHAIN_BOUNDED
                        && error.step() == step
                        && error.rounding() == rounding
                        && line.equals(new Line(error.indexBits(), error.format())))
                .map(AccumulatedError::medianAbsError)
                .findFirst()
                .orElse(null);
    }

    /** The error of the first such row: the best layout comes before others. */
    private Double rmse(Line line, Operation operation, Predicate<AccuracyRow> like) {
        return rows.stream()
                .filter(row -> row.operation() == operation
                        && row.size().equals(SIZE)
                        && row.distribution() == Distribution.UNIFORM
                        && line.equals(new Line(row.indexBits(), row.format())))
                .filter(like)
                .map(AccuracyRow::rmse)
                .findFirst()
                .orElse(null);
    }
}
