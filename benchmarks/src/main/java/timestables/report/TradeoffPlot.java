package timestables.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import timestables.arithmetic.Int8;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.plot.PlotStyle;
import timestables.plot.PointLabels;
import timestables.plot.PointLabels.Point;
import timestables.plot.PowersOfTwo;

/** Speed against accuracy: each contender of an operation, in its most accurate format. */
final class TradeoffPlot {

    /** Signal-to-noise ratio, in dB, beyond which points lie at the edge: tables and int8 are far below it. */
    static final double FARTHEST = 80;

    private static final int HEIGHT = 620;

    private TradeoffPlot() {}

    static String file(Operation operation) {
        return "tradeoff-%s.png".formatted(operation);
    }

    /** Contenders that look alike. */
    enum Kind {
        FLOATS("floating point", PlotStyle.INK, SeriesMarkers.SQUARE),
        INTEGERS("int8", PlotStyle.ORANGE, SeriesMarkers.DIAMOND),
        TABLES("tables", PlotStyle.BLUE, SeriesMarkers.CIRCLE),
        BLOCKS("tables, in blocks with scales", PlotStyle.VERMILLION, SeriesMarkers.TRIANGLE_UP);

        private final String name;
        private final Color colour;
        private final Marker marker;

        Kind(String name, Color colour, Marker marker) {
            this.name = name;
            this.colour = colour;
            this.marker = marker;
        }

        static Kind of(Tradeoff.Row row) {
            if (row.contender().startsWith("float")) {
                return FLOATS;
            }
            if (row.contender().startsWith(Int8.ID)) {
                return INTEGERS;
            }
            return Contender.hasBlockScales(row.contender()) ? BLOCKS : TABLES;
        }

        /** As legends have it. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The most accurate format of each contender that has a speed-up, of plain loops only where none is better, of one
     * operation, size and form of operands.
     */
    static List<Tradeoff.Row> best(List<Tradeoff.Row> rows) {
        return rows.stream()
                .filter(row -> row.speedup() != null
                        && !Double.isNaN(row.snrDb())
                        && (!row.contender().endsWith(Contender.PLAIN_LOOP) || row.pareto()))
                .collect(Collectors.toMap(
                        Tradeoff.Row::contender,
                        row -> row,
                        (one, other) -> one.snrDb() >= other.snrDb() ? one : other))
                .values()
                .stream()
                .sorted(Comparator.comparing(Tradeoff.Row::contender))
                .toList();
    }

    /**
     * A chart from codes and one from floats, of the size at which most contenders were timed; none where fewer than
     * three were.
     */
    static List<XYChart> charts(List<Tradeoff.Row> rows, Operation operation, String of) {
        List<XYChart> charts = new ArrayList<>();
        for (OperandForm operands : OperandForm.values()) {
            Map<String, List<Tradeoff.Row>> sizes = rows.stream()
                    .filter(row -> row.operation() == operation && row.operands() == operands)
                    .collect(Collectors.groupingBy(Tradeoff.Row::size));
            sizes.values().stream()
                    .map(TradeoffPlot::best)
                    .max(Comparator.comparingInt(List::size))
                    .filter(best -> best.size() > 2)
                    .ifPresent(best -> charts.add(chart(best, operands, of)));
        }
        return charts;
    }

    private static XYChart chart(List<Tradeoff.Row> rows, OperandForm operands, String of) {
        Tradeoff.Row any = rows.getFirst();
        XYChart chart = PlotStyle.chart(
                PlotStyle.WIDTH,
                HEIGHT,
                "%s %s, from %s: speed against accuracy%s".formatted(any.operation(), any.size(), operands, of),
                "signal-to-noise ratio, dB; beyond %.0f: at the right edge".formatted(FARTHEST),
                "speed-up over the fastest float32, with 95 % intervals");
        PowersOfTwo y = new PowersOfTwo(
                rows.stream().mapToDouble(TradeoffPlot::low).min().orElseThrow(),
                rows.stream().mapToDouble(TradeoffPlot::high).max().orElseThrow());
        y.label(chart.getStyler()::setYAxisMin, chart.getStyler()::setYAxisMax);
        double left =
                Math.min(0, rows.stream().mapToDouble(TradeoffPlot::x).min().orElseThrow());
        chart.getStyler()
                .setXAxisMin(10 * Math.floor(left / 10))
                .setXAxisMax(FARTHEST)
                .setYAxisTickLabelsFormattingFunction(PowersOfTwo::ratio);
        for (Kind kind : Kind.values()) {
            List<Tradeoff.Row> ofKind =
                    rows.stream().filter(row -> Kind.of(row) == kind).toList();
            if (!ofKind.isEmpty()) {
                double[] x = ofKind.stream().mapToDouble(TradeoffPlot::x).toArray();
                PlotStyle.points(
                        chart, kind.name, x, exponents(ofKind, Tradeoff.Row::speedup), kind.colour, kind.marker);
                PlotStyle.intervals(
                        chart,
                        kind.name + ", intervals",
                        x,
                        exponents(ofKind, TradeoffPlot::low),
                        exponents(ofKind, TradeoffPlot::high),
                        kind.colour);
            }
        }
        List<Tradeoff.Row> pareto = rows.stream()
                .filter(Tradeoff.Row::pareto)
                .sorted(Comparator.comparingDouble(Tradeoff.Row::snrDb))
                .toList();
        if (!pareto.isEmpty()) {
            PlotStyle.line(
                    chart,
                    "none is faster and more accurate",
                    pareto.stream().mapToDouble(TradeoffPlot::x).toArray(),
                    exponents(pareto, Tradeoff.Row::speedup),
                    PlotStyle.GREEN,
                    1);
        }
        PointLabels.add(
                chart,
                rows.stream()
                        .sorted(Comparator.comparing(Tradeoff.Row::pareto).reversed())
                        .map(row -> new Point(row.contender(), x(row), PowersOfTwo.exponent(row.speedup())))
                        .toList());
        return chart;
    }

    private static double x(Tradeoff.Row row) {
        return Math.min(row.snrDb(), FARTHEST);
    }

    private static double low(Tradeoff.Row row) {
        return Objects.requireNonNullElse(row.speedupLow(), row.speedup());
    }

    private static double high(Tradeoff.Row row) {
        return Objects.requireNonNullElse(row.speedupHigh(), row.speedup());
    }

    private static double[] exponents(List<Tradeoff.Row> rows, ToDoubleFunction<Tradeoff.Row> value) {
        return rows.stream()
                .mapToDouble(row -> PowersOfTwo.exponent(value.applyAsDouble(row)))
                .toArray();
    }
}
