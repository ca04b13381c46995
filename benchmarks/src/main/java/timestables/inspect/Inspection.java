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
            int indexBits,
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
                table.indexBits(),
                table.cellBits(),
                table.differentCells(),
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
                count(Check.SYMMETRIC),
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
        return table.isOfIntegers() ? 100 * error / ((double) table.size() * table.size()) : null;
    }

    /** What cells are that are no products, but a part of them; empty otherwise. */
    private String meant() {
        return table.shift() == 0
                ? ""
                : "cells are nearest to 1/%d of the products; errors and checks are of the cells as they are%n"
                        .formatted(1L << table.shift());
    }

    /** All of it, for a console. */
    public String describe() {
        TextTable metrics = new TextTable("error", "", table.isOfIntegers() ? "% of 2^" + 2 * table.indexBits() : "");
        metrics.add("mean absolute, MAE", errors.meanAbsolute(), percent(errors.meanAbsolute()));
        metrics.add("worst case, WCE", errors.maxAbsolute(), percent(errors.maxAbsolute()));
        metrics.add("mean squared, MSE", errors.meanSquare(), null);
        metrics.add("probability, EP", errors.errorProbability(), null);
        metrics.add("mean relative, MRE", errors.meanRelative(), null);
        metrics.add("worst relative, WCRE", errors.maxRelative(), null);
        metrics.add("bias", errors.bias(), null);
        TextTable checks = new TextTable("check", "holds", "faults", "the first");
        findings.forEach(finding -> checks.add(
                finding.check().words(),
                finding.verdict(),
                finding.isDefect() ? finding.faults() : null,
                finding.first()));
        double[] operands = table.operands();
        return """
                %s: %d x %d cells of %s, %s to %s
                cells of %d bits, %d of them different; SHA-256 %s
                %s
                %s

                %s""".formatted(
                        file,
                        table.size(),
                        table.size(),
                        table.of(),
                        Check.text(Arrays.stream(operands).min().orElseThrow()),
                        Check.text(Arrays.stream(operands).max().orElseThrow()),
                        table.cellBits(),
                        table.differentCells(),
                        sha256,
                        meant(),
                        metrics,
                        checks);
    }
}
