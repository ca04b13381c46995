package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import timestables.arithmetic.Formats;
import timestables.error.ErrorMeter;
import timestables.format.Format;
import timestables.format.Scaled;
import timestables.table.ProductTable;

/**
 * The metrics of every closed table as an approximate multiplier: over all pairs of its codes that are numbers, with
 * the definitions of {@link ErrorMeter.Summary}.
 */
public final class TableErrors {

    public static final String FILE = "table_error.csv";

    private TableErrors() {}

    /**
     * The errors of a table: the columns of the file.
     *
     * @param greatest the largest magnitude of a code
     * @param meanUlpError, maxUlpError in units in the last place of the exact product, over the pairs whose product is
     *     in range; null where the format is no floating point
     */
    public record Row(
            String format,
            int indexBits,
            int cellBits,
            double greatest,
            long pairs,
            double meanAbsError,
            double maxAbsError,
            double meanSquaredError,
            double errorProbability,
            double meanRelError,
            double maxRelError,
            double bias,
            Double meanUlpError,
            Double maxUlpError,
            double saturatedShare) {}

    /** Measures the tables of all formats of 2 to 9 bits over {@code [-range, range]}. */
    public static List<Row> measure(double range) {
        List<Format> formats = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            formats.addAll(Formats.of(bits, range));
        }
        return formats.parallelStream().map(TableErrors::row).toList();
    }

    static Row row(Format format) {
        ProductTable table = Formats.closed(format);
        int[] numbers = IntStream.range(0, format.codes())
                .filter(code -> Double.isFinite(format.decode(code)))
                .toArray();
        ErrorMeter errors = new ErrorMeter();
        ErrorMeter ulps = new ErrorMeter();
        boolean isFloat = format instanceof Scaled scaled && scaled.ulp(1).isPresent();
        int saturated = 0;
        for (int row : numbers) {
            for (int column : numbers) {
                double exact = format.decode(row) * format.decode(column);
                double error = table.product(row, column) - exact;
                errors.add(exact, error);
                if (format.saturates(exact)) {
                    saturated++;
                } else if (isFloat) {
                    ulps.add(exact, error / ((Scaled) format).ulp(exact).getAsDouble());
                }
            }
        }
        ErrorMeter.Summary summary = errors.summary();
        return new Row(
                format.name(),
                format.bits(),
                table.cellBits(),
                format.reach(),
                summary.count(),
                summary.meanAbsolute(),
                summary.maxAbsolute(),
                summary.meanSquare(),
                summary.errorProbability(),
                summary.meanRelative(),
                summary.maxRelative(),
                summary.bias(),
                isFloat ? ulps.summary().meanAbsolute() : null,
                isFloat ? ulps.summary().maxAbsolute() : null,
                (double) saturated / summary.count());
    }
}
