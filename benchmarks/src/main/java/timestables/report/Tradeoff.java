package timestables.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/** Speed joined with error: a layout's timing stands for every format it can hold. */
public final class Tradeoff {

    public static final String FILE = "tradeoff.csv";

    private Tradeoff() {}

    /** A contender in one format: the columns of the file. */
    public record Row(
            Operation operation,
            String contender,
            String format,
            Rounding rounding,
            Integer indexBits,
            Integer cellBits,
            Integer tableBytes,
            String size,
            OperandForm operands,
            double elementsPerNs,
            Double speedup,
            Double speedupLow,
            Double speedupHigh,
            Verdict verdict,
            double snrDb,
            double rmse,
            double maxAbsError,
            boolean pareto) {

        /** @throws IllegalArgumentException if the operation has no such sizes, or the verdict needs an interval */
        public Row {
            operation.timedSize(size);
            verdict.requireInterval(speedup, speedupLow, speedupHigh);
        }

        private static Row of(Throughput speed, AccuracyRow error) {
            Case timed = speed.timed();
            return new Row(
                    timed.operation(),
                    timed.contender(),
                    error.format(),
                    error.rounding(),
                    speed.indexBits(),
                    speed.cellBits(),
                    speed.tableBytes(),
                    timed.size(),
                    timed.operands(),
                    speed.elementsPerNs(),
                    speed.speedup(),
                    speed.speedupLow(),
                    speed.speedupHigh(),
                    speed.verdict(),
                    error.snrDb(),
                    error.rmse(),
                    error.maxAbsError(),
                    false);
        }

        /** Rows of one operation after those of the one before, and of larger sizes after those of smaller ones. */
        static final Comparator<Row> BY_WORK = Comparator.comparing(Row::operation)
                .thenComparingDouble(row -> form(row.operation).parse(row.size).elements())
                .thenComparing(Row::operands);

        /** Whether it is a row of that case. */
        public boolean isOf(Case timed) {
            return operation == timed.operation()
                    && contender.equals(timed.contender())
                    && size.equals(timed.size())
                    && operands == timed.operands();
        }

        /** Whether that error belongs to it. */
        boolean isOf(AccuracyRow error) {
            return belongTogether(new Case(operation, contender, size, operands), error)
                    && format.equals(error.format())
                    && rounding == error.rounding();
        }

        boolean isSteady() {
            return verdict != Verdict.UNSTEADY;
        }

        /** By ratios within rounds, where both have one: what a slow minute did to a speed is not in these. */
        boolean isFasterThan(Row other) {
            return speedup == null || other.speedup == null
                    ? elementsPerNs > other.elementsPerNs
                    : speedup > other.speedup;
        }

        private boolean isComparableWith(Row other) {
            return operation == other.operation && size.equals(other.size) && operands == other.operands;
        }

        /** Whether another is no worse in speed and in accuracy, and better in one of them. */
        private boolean isBeatenBy(Row other) {
            return other.isFasterThan(this) ? other.snrDb >= snrDb : !isFasterThan(other) && other.snrDb > snrDb;
        }

        private Row among(List<Row> all) {
            boolean beaten =
                    all.stream().anyMatch(other -> other.isSteady() && isComparableWith(other) && isBeatenBy(other));
            return new Row(
                    operation,
                    contender,
                    format,
                    rounding,
                    indexBits,
                    cellBits,
                    tableBytes,
                    size,
                    operands,
                    elementsPerNs,
                    speedup,
                    speedupLow,
                    speedupHigh,
                    verdict,
                    snrDb,
                    rmse,
                    maxAbsError,
                    isSteady() && !beaten);
        }
    }

    /** The timings with each error on uniform operands that they belong to, the fastest first. */
    public static List<Row> join(List<Throughput> timings, List<AccuracyRow> errors) {
        List<Row> rows = new ArrayList<>();
        for (Throughput timing : timings) {
            for (AccuracyRow error : errors) {
                if (belongTogether(timing.timed(), error)) {
                    rows.add(Row.of(timing, error));
                }
            }
        }
        rows.sort(Row.BY_WORK.thenComparing(
                Comparator.comparingDouble(Row::elementsPerNs).reversed()));
        return rows.stream().map(row -> row.among(rows)).toList();
    }

    private static boolean belongTogether(Case timed, AccuracyRow error) {
        return timed.operation() == error.operation()
                && timed.contender().equals(error.contender())
                && error.distribution() == Distribution.UNIFORM
                && (!timed.operation().workload().errorDependsOnLength()
                        || timed.parsedSize().k()
                                == form(error.operation()).parse(error.size()).k());
    }

    private static Size.Form form(Operation operation) {
        return operation.workload().form();
    }
}
