package timestables.advice;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;

/** Every contender by its accuracy and its speed, or by its size where no speed was measured. */
final class AdvicePlot {

    static final String FILE = "advice.png";

    private static final int HEIGHT = 640;
    private static final int LABEL_SIZE = 12;
    private static final float LINE = 2;

    /** Pixels of the plot without its margins, of a marker, a letter and a line of letters; about. */
    private static final double PLOT_WIDTH = 840;

    private static final double PLOT_HEIGHT = 505;
    private static final double MARKER = 9;
    private static final double LETTER = 6.4;
    private static final double LINE_HEIGHT = 14;

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
        styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE));
        styler.setAnnotationTextFontColor(PlotStyle.INK);
        if (bound.minSnr() > 0 && bound.minSnr() < farthest) {
            double[] x = {bound.minSnr(), bound.minSnr()};
            PlotStyle.line(chart, bound.toString(), x, new double[] {0, 1.1 * most}, PlotStyle.INK, 1);
        }
        label(chart, coded, y, most);
        return PlotImage.draw(List.of(chart));
    }

    /** Names points beside them, where that covers neither another point nor another name. */
    private static void label(XYChart chart, List<AdviceRow> rows, ToDoubleFunction<AdviceRow> y, double most) {
        double xPixel = chart.getStyler().getXAxisMax() / PLOT_WIDTH;
        double yPixel = 1.1 * most / PLOT_HEIGHT;
        List<Rectangle2D> taken = new ArrayList<>();
        for (AdviceRow row : rows) {
            taken.add(centred(row.snrDb() / xPixel, y.applyAsDouble(row) / yPixel, MARKER, MARKER));
        }
        for (AdviceRow row : rows) {
            double width = LETTER * row.contender().length();
            double aside = (width + MARKER) / 2 + 1;
            double[][] places = {{0, LINE_HEIGHT}, {0, -LINE_HEIGHT}, {aside, 0}, {-aside, 0}};
            for (double[] place : places) {
                Rectangle2D box = centred(
                        row.snrDb() / xPixel + place[0],
                        y.applyAsDouble(row) / yPixel + place[1],
                        width,
                        LINE_HEIGHT - 2);
                if (taken.stream().noneMatch(box::intersects)) {
                    taken.add(box);
                    chart.addAnnotation(new AnnotationText(
                            row.contender(), box.getCenterX() * xPixel, box.getCenterY() * yPixel, false));
                    break;
                }
            }
        }
    }

    private static Rectangle2D centred(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x - width / 2, y - height / 2, width, height);
    }
}
