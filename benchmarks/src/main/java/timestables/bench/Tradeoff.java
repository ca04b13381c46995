package timestables.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.run.TextTable;

/** Speed joined with error: a layout's timing stands for every format it can hold. */
final class Tradeoff {

    static final String FILE = "tradeoff.csv";

    private Tradeoff() {}

    /** A contender in one format: the columns of the file. */
    record Row(
            Operation operation,
            String contender,
            String format,
            Rounding rounding,
            Integer indexBits,
            Integer cellBits,
            Integer tableBytes,
            String size,
            double elementsPerNs,
            double elementsPerNsError,
            Double speedupVsFloat32,
            double rmse,
            double maxAbsError,
            boolean pareto) {

        private boolean isComparableWith(Row other) {
            return operation == other.operation && size.equals(other.size);
        }

        /** Whether another is no worse in speed and in accuracy, and better in one of them. */
        private boolean isBeatenBy(Row other) {
            boolean noWorse = other.elementsPerNs >= elementsPerNs && other.rmse <= rmse;
            return noWorse && (other.elementsPerNs > elementsPerNs || other.rmse < rmse);
        }

        private Row among(List<Row> all) {
            boolean beaten = all.stream().anyMatch(other -> isComparableWith(other) && isBeatenBy(other));
            return new Row(
                    operation,
                    contender,
                    format,
                    rounding,
                    indexBits,
                    cellBits,
                    tableBytes,
                    size,
                    elementsPerNs,
                    elementsPerNsError,
                    speedupVsFloat32,
                    rmse,
                    maxAbsError,
                    !beaten);
        }
    }

    /**
     * Joins the timings with the errors over uniform operands, of sums and chains of the same length where errors
     * depend on that. Rows come by operation and size, the fastest first.
     */
    static List<Row> join(List<Throughput.Row> timings, List<AccuracyRow> errors) {
        List<Row> rows = new ArrayList<>();
        for (Throughput.Row timing : timings) {
            for (AccuracyRow error : errors) {
                if (belongTogether(timing, error)) {
                    rows.add(row(timing, error));
                }
            }
        }
        rows.sort(Comparator.comparing(Row::operation)
                .thenComparing((Row row) -> form(row.operation).parse(row.size).elements())
                .thenComparing(Comparator.comparingDouble(Row::elementsPerNs).reversed()));
        return rows.stream().map(row -> row.among(rows)).toList();
    }

    private static boolean belongTogether(Throughput.Row timing, AccuracyRow error) {
        return timing.operation() == error.operation()
                && timing.contender().equals(error.contender())
                && error.distribution() == Distribution.UNIFORM
                && (!timing.operation().workload().errorDependsOnLength()
                        || form(timing.operation()).parse(timing.size()).k()
                                == form(error.operation()).parse(error.size()).k());
    }

    private static Size.Form form(Operation operation) {
        return operation.workload().form();
    }

    private static Row row(Throughput.Row timing, AccuracyRow error) {
        return new Row(
                timing.operation(),
                timing.contender(),
                error.format(),
                error.rounding(),
                timing.indexBits(),
                timing.cellBits(),
                timing.tableBytes(),
                timing.size(),
                timing.elementsPerNs(),
                timing.elementsPerNsError(),
                timing.speedupVsFloat32(),
                error.rmse(),
                error.maxAbsError(),
                true);
    }

    /** The rows as a person reads them. */
    static String describe(List<Row> rows) {
        TextTable table = new TextTable(
                "operation",
                "size",
                "contender",
                "format",
                "products/ns",
                "+-",
                "vs float32",
                "rmse",
                "max error",
                "pareto");
        for (Row row : rows) {
            table.add(
                    row.operation,
                    row.size,
                    row.contender,
                    row.format,
                    row.elementsPerNs,
                    row.elementsPerNsError,
                    row.speedupVsFloat32,
                    row.rmse,
                    row.maxAbsError,
                    row.pareto ? "*" : "");
        }
        return table.toString();
    }
}
