package timestables.playground;

import static timestables.plot.PlotStyle.BLUE;
import static timestables.plot.PlotStyle.VERMILLION;
import static timestables.plot.PlotStyle.WIDTH;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import timestables.arithmetic.Rounding;
import timestables.image.Kind;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.plot.Ticks;

/** A plot of the errors that tables of every kind and size end with. */
final class OverviewPlot {

    static final int HEIGHT = 600;

    /** Errors smaller than the greatest by more than this share the place of zero. */
    private static final double MOST_DECADES = 1e8;

    /** How far the lines keep from the axis above and below. */
    private static final double MARGIN = 1.5;

    private static final float WIDTH_OF_LINES = 2.2f;
    private static final float WIDTH_OF_SPREAD = 1.5f;
    private static final float[] DASHES = {8, 7};

    /** Lines over one size lie this far apart where they show their spread, in octaves. */
    private static final double SHIFT = 0.06;

    private OverviewPlot() {}

    /**
     * The errors of tables of one kind, read in one way.
     *
     * @param rounding how they are read
     * @param bits of the tables' rows and columns
     * @param errors absolute; their median, if there are several seeds
     * @param high the 95th percentiles over several seeds
     */
    record Line(Kind kind, Rounding rounding, int[] bits, double[] errors, Optional<double[]> high) {

        private String name() {
            return kind.id() + ", " + rounding;
        }

        private boolean isInterpolated() {
            return rounding == Rounding.INTERPOLATED;
        }

        private Color color() {
            return kind == Kind.SIGNED_LOG ? VERMILLION : BLUE;
        }
    }

    static BufferedImage draw(String title, List<Line> lines) {
        return PlotImage.draw(List.of(chart(title, lines)));
    }

    static XYChart chart(String title, List<Line> lines) {
        double floor = floor(lines);
        boolean zeros = all(lines).anyMatch(error -> error < floor);
        String spread = lines.stream().anyMatch(line -> line.high.isPresent()) ? ": median, 95th percentile" : "";
        XYChart chart =
                PlotStyle.chart(WIDTH, HEIGHT, title, "table size (codes)", "absolute error at the end" + spread);
        double least = floor / MARGIN;
        double greatest = decadeFrom(all(lines).max().orElse(1)) * MARGIN;
        for (int i = 0; i < lines.size(); i++) {
            add(chart, lines.get(i), floor, SHIFT * (i - (lines.size() - 1) / 2.0));
        }
        double[] xRange = {Kind.LEAST_BITS - 0.3, Kind.MOST_BITS + 0.3};
        XYStyler styler = chart.getStyler();
        styler.setPlotContentSize(1).setMarkerSize(9);
        styler.setXAxisMin(xRange[0])
                .setXAxisMax(xRange[1])
                .setYAxisMin(least)
                .setYAxisMax(greatest)
                .setXAxisTickMarkSpacingHint(WIDTH / 8)
                .setXAxisTickLabelsFormattingFunction(bits -> String.valueOf(Math.round(Math.pow(2, bits))))
                .setYAxisTickLabelsFormattingFunction(error -> zeros && error < 2 * floor
                        ? "less"
                        : Ticks.labels(error).apply(error));
        styler.setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(true);
        Ticks.keepRound(chart, xRange, new double[] {least, greatest});
        return chart;
    }

    private static void add(XYChart chart, Line line, double floor, double shift) {
        double[] x = Arrays.stream(line.bits)
                .mapToDouble(bits -> line.high.isPresent() ? bits + shift : bits)
                .toArray();
        double[] errors = raised(line.errors, floor);
        XYSeries series = PlotStyle.line(chart, line.name(), x, errors, line.color(), WIDTH_OF_LINES);
        series.setMarker(line.isInterpolated() ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
        if (line.isInterpolated()) {
            series.setLineStyle(
                    new BasicStroke(WIDTH_OF_LINES, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
        }
        line.high.ifPresent(high -> spread(chart, line, x, errors, raised(high, floor)));
    }

    /** Bars from each error up to the one that few seeds exceed. */
    private static void spread(XYChart chart, Line line, double[] x, double[] low, double[] high) {
        double[] bars =
                Arrays.stream(x).flatMap(at -> DoubleStream.of(at, at, at)).toArray();
        double[] ends = IntStream.range(0, x.length)
                .mapToObj(i -> DoubleStream.of(low[i], high[i], Double.NaN))
                .flatMapToDouble(bar -> bar)
                .toArray();
        PlotStyle.addition(chart, line.name() + ", spread", bars, ends, line.color(), WIDTH_OF_SPREAD);
    }

    /**
     * The lowest decade of the axis. If there are zeros, or errors far below all others, it is an additional decade for
     * these.
     */
    static double floor(List<Line> lines) {
        double greatest = all(lines).max().orElse(0);
        double far = greatest > 0 ? greatest / MOST_DECADES : 1;
        double least = all(lines).filter(error -> error > far).min().orElse(far);
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        return all(lines).anyMatch(error -> error <= far) ? decade / 10 : decade;
    }

    private static double decadeFrom(double error) {
        return error > 0 ? Math.pow(10, Math.ceil(Math.log10(error))) : 1;
    }

    private static double[] raised(double[] errors, double floor) {
        return Arrays.stream(errors).map(error -> Math.max(floor, error)).toArray();
    }

    private static DoubleStream all(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> Stream.concat(Stream.of(line.errors), line.high.stream()))
                .flatMapToDouble(Arrays::stream);
    }
}
