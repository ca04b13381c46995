package timestables.advice;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.plot.PointLabels;
import timestables.plot.PointLabels.Point;

/** Every contender by its accuracy and its speed, or by its size where no speed was measured. */
final class AdvicePlot {

    static final String FILE = "advice.png";

    private static final int HEIGHT = 640;
    private static final float LINE = 2;

    private AdvicePlot() {}

    /** Contenders that look alike. */
    private record Kind(String name, Color color, Marker marker) {}

    private static final Kind INTEGERS = new Kind("int8", PlotStyle.ORANGE, SeriesMarkers.DIAMOND);
    private static final Kind TABLES = new Kind("tables", PlotStyle.BLUE, SeriesMarkers.CIRCLE);
    private static final Kind BLOCKS = new Kind("in blocks", PlotStyle.VERMILLION, SeriesMarkers.TRIANGLE_UP);

    private static Kind kind(AdviceRow row) {
        return row.way().isOfIntegers() ? INTEGERS : row.contender().contains("-") ? BLOCKS : TABLES;
    }

    /**
     * @param rows one a contender; floating point, which is far more accurate than all else, is drawn as a line
     * @param bound the line at which results become accurate enough
     */
    static BufferedImage draw(List<AdviceRow> rows, String size, Bound bound) {
        boolean timed = rows.stream().anyMatch(row -> row.perNs() > 0);
        ToDoubleFunction<AdviceRow> y = timed
                ? AdviceRow::perNs
                : (ToDoubleFunction<AdviceRow>) row -> row.way().bytesPerWeight();
        List<AdviceRow> shown =
                rows.stream().filter(row -> !timed || row.perNs() > 0).toList();
        List<AdviceRow> coded =
                shown.stream().filter(row -> !row.way().isFloating()).toList();
        double most = shown.stream().mapToDouble(y).max().orElseThrow();
        double farthest =
                5 * Math.ceil(coded.stream().mapToDouble(AdviceRow::snrDb).max().orElse(0) / 5 + 1);
        XYChart chart = PlotStyle.chart(
                PlotStyle.WIDTH,
                HEIGHT,
                "Weights of %s: %s".formatted(size, timed ? "speed and accuracy" : "memory and accuracy"),
                "signal-to-noise ratio, dB",
                timed ? "products a nanosecond, from floats to floats" : "bytes a weight");
        for (Precision precision : List.of(Precision.FLOAT32, Precision.FLOAT16)) {
            shown.stream()
                    .filter(row -> row.way().format().equals(precision.toString()))
                    .max(Comparator.comparingDouble(y))
                    .ifPresent(row -> PlotStyle.line(
                            chart,
                            "%s, %.0f dB".formatted(row.contender(), row.snrDb()),
                            new double[] {0, farthest},
                            new double[] {y.applyAsDouble(row), y.applyAsDouble(row)},
                            precision == Precision.FLOAT32 ? PlotStyle.INK : PlotStyle.SKY,
                            LINE));
        }
        for (Kind kind : List.of(INTEGERS, TABLES, BLOCKS)) {
            List<AdviceRow> of = coded.stream().filter(row -> kind(row) == kind).toList();
            if (!of.isEmpty()) {
                PlotStyle.points(
                        chart,
                        kind.name,
                        of.stream().mapToDouble(AdviceRow::snrDb).toArray(),
                        of.stream().mapToDouble(y).toArray(),
                        kind.color,
                        kind.marker);
            }
        }
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(0.0).setXAxisMax(farthest).setYAxisMin(0.0).setYAxisMax(1.1 * most);
        if (bound.minSnr() > 0 && bound.minSnr() < farthest) {
            double[] x = {bound.minSnr(), bound.minSnr()};
            PlotStyle.line(chart, bound.toString(), x, new double[] {0, 1.1 * most}, PlotStyle.INK, 1);
        }
        PointLabels.add(
                chart,
                coded.stream()
                        .map(row -> new Point(row.contender(), row.snrDb(), y.applyAsDouble(row)))
                        .toList());
        return PlotImage.draw(List.of(chart));
    }
}
