package timestables.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.HeatMapChart;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.plot.PlotStyle;
import timestables.run.TextTable;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/** Where looking products up begins to pay, and where it stops: tables of every number of bits by size. */
public final class BreakEvenMap {

    public static final String FILE = "break-even.csv";
    static final String PLOT = "break-even.png";

    private static final List<Operation> OPERATIONS = List.of(Operation.MULTIPLY, Operation.GEMV);

    private static final int ROW = 34;
    private static final int MARGINS = 180;

    private BreakEvenMap() {}

    /** A table at a size, from codes: the columns of the file. */
    public record Row(
            Operation operation,
            String contender,
            int indexBits,
            String size,
            double bytesPerElement,
            double elementsPerNs,
            String baseline,
            Double baselineBytesPerElement,
            Double baselineElementsPerNs,
            Double speedup,
            Double speedupLow,
            Double speedupHigh,
            Verdict verdict,
            boolean lookupWins) {

        private double elements() {
            return operation.workload().form().parse(size).elements();
        }
    }

    /** The rows of what was timed: operations, bits and sizes in ascending order. */
    public static List<Row> rows(List<Throughput> timings) {
        List<Row> rows = new ArrayList<>();
        for (Throughput timing : timings) {
            if (isOnMap(timing)) {
                Optional<Throughput> baseline = timings.stream()
                        .filter(row -> row.timed().equals(timing.timed().with(timing.baseline())))
                        .findFirst();
                rows.add(new Row(
                        timing.timed().operation(),
                        timing.timed().contender(),
                        timing.indexBits(),
                        timing.timed().size(),
                        timing.bytesPerElement(),
                        timing.elementsPerNs(),
                        timing.baseline(),
                        baseline.map(Throughput::bytesPerElement).orElse(null),
                        baseline.map(Throughput::elementsPerNs).orElse(null),
                        timing.speedup(),
                        timing.speedupLow(),
                        timing.speedupHigh(),
                        timing.verdict(),
                        timing.verdict() == Verdict.FASTER));
            }
        }
        rows.sort(Comparator.comparing(Row::operation)
                .thenComparing(Row::indexBits)
                .thenComparing(Row::elements));
        return rows;
    }

    private static boolean isOnMap(Throughput timing) {
        Case timed = timing.timed();
        return OPERATIONS.contains(timed.operation())
                && timing.indexBits() != null
                && timed.equals(new Case(
                        timed.operation(), Measured.table(timing.indexBits(), Rounding.NEAREST), timed.size()));
    }

    /** The rows as text. */
    public static String describe(List<Row> rows) {
        TextTable table = new TextTable(
                "operation", "size", "contender", "products/ns", "baseline", "its products/ns", "speed-up", "verdict");
        for (Row row : rows) {
            table.add(
                    row.operation,
                    row.size,
                    row.contender,
                    row.elementsPerNs,
                    row.baseline,
                    row.baselineElementsPerNs,
                    row.speedup,
                    row.verdict);
        }
        return table.toString();
    }

    /** A heat map for each operation that has a known speed-up. */
    static List<HeatMapChart> charts(List<Row> rows, String of) {
        List<Row> known = rows.stream().filter(row -> row.speedup != null).toList();
        return OPERATIONS.stream()
                .map(operation ->
                        known.stream().filter(row -> row.operation == operation).toList())
                .filter(ofOperation -> !ofOperation.isEmpty())
                .map(ofOperation -> chart(ofOperation, of))
                .toList();
    }

    private static HeatMapChart chart(List<Row> rows, String of) {
        Operation operation = rows.getFirst().operation;
        List<String> sizes = rows.stream()
                .sorted(Comparator.comparing(Row::elements))
                .map(Row::size)
                .distinct()
                .toList();
        List<Integer> bits = rows.stream().map(Row::indexBits).distinct().toList();
        HeatMapChart chart = PlotStyle.ratioMap(
                MARGINS + ROW * bits.size(),
                "%s: speed-up over the fastest %s%s".formatted(operation, Contender.FLOAT32, of),
                "size (" + operation.workload().form().shape() + ")",
                "bits of a code");
        List<Number[]> cells = new ArrayList<>();
        for (Row row : rows) {
            cells.add(new Number[] {sizes.indexOf(row.size), bits.indexOf(row.indexBits), row.speedup});
        }
        chart.addSeries("speed-up", sizes, bits, cells);
        return chart;
    }
}
