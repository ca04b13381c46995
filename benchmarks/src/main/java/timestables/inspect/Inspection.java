package timestables.inspect;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import timestables.error.ErrorMeter;
import timestables.run.TextTable;

/** What was found out about a table. */
public record Inspection(
        Path file, Table table, ErrorMeter.Summary errors, List<Check.Finding> findings, String sha256) {

    public static final String FILE = "inspect.csv";

    /**
     * Inspects a table.
     *
     * @param file that it was read from
     */
    public static Inspection of(Path file, Table table) {
        return new Inspection(
                file,
                table,
                table.errors(),
                Arrays.stream(Check.values()).map(check -> check.of(table)).toList(),
                table.sha256());
    }

    /** The columns of the file. Those of checks count what fails them, and are null where they do not apply. */
    public record Row(
            String file,
            String tableOf,
            String operands,
            boolean fits,
            int offset,
            int indexBits,
            int columnIndexBits,
            int cellBits,
            int differentCells,
            double meanAbsError,
            Double meanAbsErrorPercent,
            double maxAbsError,
            Double maxAbsErrorPercent,
            double meanSquaredError,
            double errorProbability,
            double meanRelError,
            double maxRelError,
            double bias,
            Long zeroTimesX,
            Long xTimesZero,
            Long oneTimesX,
            Long xTimesOne,
            Long asymmetric,
            Long wrongSign,
            Long notMonotone,
            Long unreachedEnds,
            Long saturated,
            String sha256) {}

    public Row row() {
        return new Row(
                file.toString(),
                table.isOfIntegers() ? "integers" : table.of(),
                table.operandNames(),
                table.fits(),
                table.reading().map(Reading::offset).orElse(0),
                table.cells().rowBits(),
                table.cells().columnBits(),
                table.cells().bits(),
                table.cells().different(),
                errors.meanAbsolute(),
                percent(errors.meanAbsolute()),
                errors.maxAbsolute(),
                percent(errors.maxAbsolute()),
                errors.meanSquare(),
                errors.errorProbability(),
                errors.meanRelative(),
                errors.maxRelative(),
                errors.bias(),
                count(Check.ZERO_TIMES_X),
                count(Check.X_TIMES_ZERO),
                count(Check.ONE_TIMES_X),
                count(Check.X_TIMES_ONE),
                count(Check.COMMUTATIVE),
                count(Check.SIGNS),
                count(Check.MONOTONE),
                count(Check.FULL_SCALE),
                count(Check.SATURATED),
                sha256);
    }

    private Long count(Check check) {
        Check.Finding finding = findings.get(check.ordinal());
        return finding.applies() ? finding.faults() : null;
    }

    /** Of as many products as operands of that many bits could have, as EvoApproxLib counts; only of integers. */
    private Double percent(double error) {
        return table.isOfIntegers() ? 100 * error / table.cells().values().length : null;
    }

    /** What cells are that are no products, but a part of them; empty otherwise. */
    private String meant() {
        return table.reading()
                .filter(reading -> reading.shift() > 0)
                .map(reading ->
                        "cells are nearest to 1/%d of the products; errors are those from the products themselves%n"
                                .formatted(1L << reading.shift()))
                .orElse("");
    }

    /** All of it, for a console. */
    public String describe() {
        Cells cells = table.cells();
        return """
                %s: %d x %d cells of %s
                cells of %d bits, %d of them different; SHA-256 %s
                %s""".formatted(
                file,
                cells.rows(),
                cells.columns(),
                table.fits()
                        ? "%s: %s times %s"
                                .formatted(table.of(), range(table.rowOperands()), range(table.columnOperands()))
                        : "integers that fit no reading",
                cells.bits(),
                cells.different(),
                sha256,
                table.fits() ? meant() + "%n%s%n%n%s".formatted(metrics(), checks()) : misfit());
    }

    private static String range(double[] operands) {
        return "%s to %s"
                .formatted(
                        Check.text(Arrays.stream(operands).min().orElseThrow()),
                        Check.text(Arrays.stream(operands).max().orElseThrow()));
    }

    private String misfit() {
        return """

                However rows, columns and cells are read, a table of zeros, or of some other number, is as near to the
                products. The figures in %s are those of the best reading, %s, and tell little.""".formatted(FILE, table.operandNames());
    }

    private TextTable metrics() {
        TextTable metrics = new TextTable(
                "error", "", table.isOfIntegers() ? "% of 2^" + table.cells().productBits() : "");
        add(metrics, "mean absolute, MAE", errors.meanAbsolute(), percent(errors.meanAbsolute()));
        add(metrics, "worst case, WCE", errors.maxAbsolute(), percent(errors.maxAbsolute()));
        add(metrics, "mean squared, MSE", errors.meanSquare(), null);
        add(metrics, "probability, EP", errors.errorProbability(), null);
        add(metrics, "mean relative, MRE", errors.meanRelative(), null);
        add(metrics, "worst relative, WCRE", errors.maxRelative(), null);
        add(metrics, "bias", errors.bias(), null);
        return metrics;
    }

    private static void add(TextTable metrics, String name, double error, Double percent) {
        metrics.add(name, Check.text(error), percent == null ? null : Check.text(percent));
    }

    private TextTable checks() {
        TextTable checks = new TextTable("check", "holds", "faults", "the first");
        findings.forEach(finding -> checks.add(
                finding.check().words(),
                finding.verdict(),
                finding.isDefect() ? finding.faults() : null,
                finding.first()));
        return checks;
    }
}
