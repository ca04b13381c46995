package timestables.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.plot.PlotStyle;
import timestables.plot.PowersOfTwo;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/**
 * How fast {@code gemv} is while its weights fit a cache, and when they no longer do: fewer bits a weight keep larger
 * matrices in faster memory.
 */
final class CacheCliff {

    static final String PLOT = "cache-cliff.png";

    private static final List<Integer> TABLES = List.of(2, 3, 4, 8);

    private static final int HEIGHT = 560;
    private static final float LINE = 2.2f;

    private static final Map<Integer, Color> COLOURS = Map.of(
            2, PlotStyle.ORANGE,
            3, PlotStyle.GREEN,
            4, PlotStyle.BLUE,
            8, PlotStyle.VERMILLION,
            16, PlotStyle.SKY,
            32, PlotStyle.INK);

    private CacheCliff() {}

    /**
     * A matrix of weights, from codes.
     *
     * @param weightBits bits a weight
     * @param weightBytes of all weights together
     * @param elementsPerNsLow the end of the 95 % interval; null where there is none
     */
    record Row(
            int weightBits,
            String contender,
            String size,
            double weightBytes,
            double elementsPerNs,
            Double elementsPerNsLow,
            Double elementsPerNsHigh) {

        private double low() {
            return Objects.requireNonNullElse(elementsPerNsLow, elementsPerNs);
        }

        private double high() {
            return Objects.requireNonNullElse(elementsPerNsHigh, elementsPerNs);
        }

        private static Row of(Throughput timing, int bits) {
            double elements = timing.timed().parsedSize().elements();
            return new Row(
                    bits,
                    timing.timed().contender(),
                    timing.timed().size(),
                    elements * bits / Byte.SIZE,
                    timing.elementsPerNs(),
                    timing.nsPerOpHigh() == null ? null : elements / timing.nsPerOpHigh(),
                    timing.nsPerOpLow() == null ? null : elements / timing.nsPerOpLow());
        }
    }

    /** The rows of what was timed, the fastest float32 alone: bits and bytes in ascending order. */
    static List<Row> rows(List<Throughput> timings) {
        Map<Integer, Map<Double, Row>> rows = new TreeMap<>();
        for (Throughput timing : timings) {
            OptionalInt bits = bits(timing);
            if (bits.isPresent() && timing.verdict() != Verdict.UNSTEADY) {
                Row row = Row.of(timing, bits.getAsInt());
                rows.computeIfAbsent(row.weightBits, key -> new TreeMap<>())
                        .merge(row.weightBytes, row, (a, b) -> a.elementsPerNs >= b.elementsPerNs ? a : b);
            }
        }
        return rows.values().stream().flatMap(line -> line.values().stream()).toList();
    }

    private static OptionalInt bits(Throughput timing) {
        Case timed = timing.timed();
        String id = timed.contender();
        if (timed.operation() != Operation.GEMV || !timed.equals(new Case(Operation.GEMV, id, timed.size()))) {
            return OptionalInt.empty();
        }
        if (Contender.isBaseline(id)) {
            return OptionalInt.of(Float.SIZE);
        }
        return id.equals(Precision.FLOAT16.toString())
                ? OptionalInt.of(Short.SIZE)
                : TABLES.stream()
                        .mapToInt(Integer::intValue)
                        .filter(bits -> id.equals(Measured.table(bits, Rounding.NEAREST)))
                        .findFirst();
    }

    /** Lines of speed against bytes, of {@link #rows}; none where there are fewer than two sizes. */
    static List<XYChart> charts(List<Row> rows, String of, Map<String, Double> caches) {
        if (rows.stream().map(Row::size).distinct().count() < 2) {
            return List.of();
        }
        XYChart chart = PlotStyle.chart(
                PlotStyle.WIDTH,
                HEIGHT,
                "gemv: speed against the memory that weights take" + of,
                "bytes of weights",
                "products a nanosecond, with 95 % intervals");
        double least = rows.stream().mapToDouble(Row::low).min().orElseThrow();
        double most = rows.stream().mapToDouble(Row::high).max().orElseThrow();
        double fewest = rows.stream().mapToDouble(Row::weightBytes).min().orElseThrow();
        double largest = rows.stream().mapToDouble(Row::weightBytes).max().orElseThrow();
        PowersOfTwo x = new PowersOfTwo(fewest, largest);
        PowersOfTwo y = new PowersOfTwo(least, most);
        x.label(chart.getStyler()::setXAxisMin, chart.getStyler()::setXAxisMax);
        y.label(chart.getStyler()::setYAxisMin, chart.getStyler()::setYAxisMax);
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(PowersOfTwo::bytes)
                .setYAxisTickLabelsFormattingFunction(PowersOfTwo::number);
        for (int bits : rows.stream().map(Row::weightBits).distinct().toList()) {
            List<Row> line = rows.stream().filter(row -> row.weightBits == bits).toList();
            double[] xs = line.stream()
                    .mapToDouble(row -> PowersOfTwo.exponent(row.weightBytes))
                    .toArray();
            double[] ys = line.stream()
                    .mapToDouble(row -> PowersOfTwo.exponent(row.elementsPerNs))
                    .toArray();
            Color colour = COLOURS.get(bits);
            PlotStyle.line(chart, bits + " bits", xs, ys, colour, LINE);
            PlotStyle.intervals(
                    chart,
                    bits + " bits, intervals",
                    xs,
                    line.stream()
                            .mapToDouble(row -> PowersOfTwo.exponent(row.low()))
                            .toArray(),
                    line.stream()
                            .mapToDouble(row -> PowersOfTwo.exponent(row.high()))
                            .toArray(),
                    colour);
        }
        caches.forEach((name, bytes) -> {
            if (bytes > fewest && bytes < largest) {
                double at = PowersOfTwo.exponent(bytes);
                PlotStyle.mark(chart, name, at, y.least(), y.most());
            }
        });
        return List.of(chart);
    }
}
