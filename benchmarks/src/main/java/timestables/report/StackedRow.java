package timestables.report;

import java.util.ArrayList;
import java.util.List;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/**
 * Speed, error and both of one run beside those of others: the columns of {@value #FILE}. Of what was not timed, or not
 * measured, cells are empty.
 */
record StackedRow(
        String run,
        String processor,
        String jdk,
        String date,
        Integer vectorBits,
        Operation operation,
        String contender,
        String format,
        Rounding rounding,
        Accumulation accumulator,
        Distribution distribution,
        String size,
        OperandForm operands,
        Integer threads,
        Integer indexBits,
        Integer cellBits,
        Integer tableBytes,
        Double bytesPerElement,
        Double nsPerOp,
        Double nsPerOpLow,
        Double nsPerOpHigh,
        Double elementsPerNs,
        Double speedup,
        Double speedupLow,
        Double speedupHigh,
        String baseline,
        Verdict verdict,
        Boolean pareto,
        Integer rounds,
        Integer samples,
        Double snrDb,
        Double rmse,
        Double meanAbsError,
        Double maxAbsError,
        Double bias,
        Double saturatedShare,
        String note,
        String jvmArgs) {

    static final String FILE = "all.csv";

    /** The rows of a run: what was timed, joined with its errors where it has any, and all other errors. */
    static List<StackedRow> of(ReportedRun run) {
        List<StackedRow> rows = new ArrayList<>();
        List<AccuracyRow> others = new ArrayList<>(run.errors());
        for (Throughput speed : run.timings()) {
            List<Tradeoff.Row> joined = run.tradeoffs().stream()
                    .filter(row -> isOf(row, speed, run.timings()))
                    .toList();
            if (joined.isEmpty()) {
                rows.add(of(run, speed, null, null));
            }
            for (Tradeoff.Row row : joined) {
                AccuracyRow error =
                        run.errors().stream().filter(row::isOf).findFirst().orElse(null);
                others.remove(error);
                rows.add(of(run, speed, row, error));
            }
        }
        others.forEach(error -> rows.add(of(run, null, null, error)));
        return rows;
    }

    /** Whether a row is of that timing, and no nearer to one of the same case by other threads or in another mode. */
    private static boolean isOf(Tradeoff.Row row, Throughput speed, List<Throughput> timings) {
        double distance = Math.abs(row.elementsPerNs() - speed.elementsPerNs());
        return row.isOf(speed.timed())
                && timings.stream()
                        .noneMatch(other -> row.isOf(other.timed())
                                && Math.abs(row.elementsPerNs() - other.elementsPerNs()) < distance);
    }

    private static StackedRow of(ReportedRun run, Throughput speed, Tradeoff.Row row, AccuracyRow error) {
        boolean timed = speed != null;
        boolean measured = error != null;
        boolean joined = row != null;
        return new StackedRow(
                run.name(),
                run.processor(),
                run.jdk(),
                run.date(),
                run.vectorBits(),
                timed ? speed.timed().operation() : error.operation(),
                timed ? speed.timed().contender() : error.contender(),
                joined ? row.format() : measured ? error.format() : null,
                joined ? row.rounding() : measured ? error.rounding() : null,
                measured ? error.accumulator() : null,
                measured ? error.distribution() : null,
                timed ? speed.timed().size() : error.size(),
                timed ? speed.timed().operands() : null,
                timed ? speed.timed().threads() : null,
                timed ? speed.indexBits() : error.indexBits(),
                timed ? speed.cellBits() : error.cellBits(),
                timed ? speed.tableBytes() : null,
                timed ? speed.bytesPerElement() : null,
                timed ? speed.nsPerOp() : null,
                timed ? speed.nsPerOpLow() : null,
                timed ? speed.nsPerOpHigh() : null,
                timed ? speed.elementsPerNs() : null,
                timed ? speed.speedup() : null,
                timed ? speed.speedupLow() : null,
                timed ? speed.speedupHigh() : null,
                timed ? speed.baseline() : null,
                timed ? speed.verdict() : null,
                joined ? row.pareto() : null,
                timed ? speed.rounds() : null,
                timed ? speed.samples() : null,
                joined ? (Double) row.snrDb() : measured ? (Double) error.snrDb() : null,
                joined ? (Double) row.rmse() : measured ? (Double) error.rmse() : null,
                measured ? error.meanAbsError() : null,
                joined ? (Double) row.maxAbsError() : measured ? (Double) error.maxAbsError() : null,
                measured ? error.bias() : null,
                measured ? error.saturatedShare() : null,
                timed ? speed.note() : null,
                timed ? speed.jvmArgs() : null);
    }
}
