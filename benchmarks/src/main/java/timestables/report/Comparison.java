package timestables.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.run.TextTable;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/** Two runs side by side. */
public final class Comparison {

    public static final String FILE = "comparison.csv";

    private final List<String> changes;
    private final List<Row> rows = new ArrayList<>();
    private final List<Case> onlyInBase = new ArrayList<>();
    private final List<Case> onlyInNew = new ArrayList<>();

    /**
     * A case in both: the columns of the file.
     *
     * @param ratio how many times as fast the new run is
     * @param ratioLow lower end of its interval, from those of both times; null where either has none
     */
    public record Row(
            Case timed,
            double baseNsPerOp,
            double newNsPerOp,
            double ratio,
            Double ratioLow,
            Double ratioHigh,
            Verdict verdict) {

        static Row of(Throughput base, Throughput now) {
            double ratio = base.nsPerOp() / now.nsPerOp();
            boolean steady = base.verdict() != Verdict.UNSTEADY && now.verdict() != Verdict.UNSTEADY;
            if (!steady || base.nsPerOpLow() == null || now.nsPerOpLow() == null) {
                Verdict verdict = steady ? Verdict.UNDECIDED : Verdict.UNSTEADY;
                return new Row(base.timed(), base.nsPerOp(), now.nsPerOp(), ratio, null, null, verdict);
            }
            // Errors of two independent runs add up as the legs of a right triangle do.
            double below = Math.hypot(
                    Math.log(base.nsPerOp() / base.nsPerOpLow()), Math.log(now.nsPerOpHigh() / now.nsPerOp()));
            double above = Math.hypot(
                    Math.log(base.nsPerOpHigh() / base.nsPerOp()), Math.log(now.nsPerOp() / now.nsPerOpLow()));
            double low = ratio * Math.exp(-below);
            double high = ratio * Math.exp(above);
            return new Row(base.timed(), base.nsPerOp(), now.nsPerOp(), ratio, low, high, Verdict.within(low, high));
        }
    }

    /**
     * Compares two run folders.
     *
     * @throws IllegalArgumentException if either is no run of this version, or they have nothing in common
     */
    public Comparison(Path base, Path now) {
        changes = Environment.of(base).changes(Environment.of(now), Environment.SETTING);
        Map<Case, Throughput> before = byCase(base);
        byCase(now).forEach((timed, row) -> {
            Throughput other = before.remove(timed);
            if (other == null) {
                onlyInNew.add(timed);
            } else {
                rows.add(Row.of(other, row));
            }
        });
        onlyInBase.addAll(before.keySet());
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(base + " and " + now + " have no benchmark in common");
        }
    }

    private static Map<Case, Throughput> byCase(Path run) {
        Map<Case, Throughput> rows = new LinkedHashMap<>();
        CsvFile.read(run.resolve(Throughput.FILE), Throughput.class).forEach(row -> rows.put(row.timed(), row));
        return rows;
    }

    public List<Row> rows() {
        return rows;
    }

    /** The cases that have become slower by more than some percent, beyond doubt. */
    public List<Case> slowerBy(double percent) {
        return rows.stream()
                .filter(row -> row.verdict == Verdict.SLOWER && row.ratio < 1 / (1 + percent / 100))
                .map(Row::timed)
                .toList();
    }

    /** What differs, row by row, and what is on one side alone. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(changes);
        TextTable table = new TextTable(
                "operation", "contender", "size", "operands", "ns before", "ns now", "ratio", "from", "to", "verdict");
        for (Row row : rows) {
            table.add(
                    row.timed.operation(),
                    row.timed.contender(),
                    row.timed.size(),
                    row.timed.operands(),
                    row.baseNsPerOp,
                    row.newNsPerOp,
                    row.ratio,
                    row.ratioLow,
                    row.ratioHigh,
                    row.verdict);
        }
        lines.add(table.toString());
        onlyInBase.forEach(timed -> lines.add("only before: " + timed));
        onlyInNew.forEach(timed -> lines.add("only now: " + timed));
        return String.join(System.lineSeparator(), lines);
    }
}
