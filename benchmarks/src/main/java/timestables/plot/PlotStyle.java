package timestables.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.HeatMapStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How all plots look. */
public final class PlotStyle {

    // Of Okabe and Ito's colours, which all eyes tell apart.
    public static final Color BLUE = new Color(0x0072b2);
    public static final Color VERMILLION = new Color(0xd55e00);

    public static final Color ORANGE = new Color(0xe69f00);
    public static final Color SKY = new Color(0x56b4e9);
    public static final Color GREEN = new Color(0x009e73);

    public static final Color INK = new Color(0x333333);

    private static final Color GRID = new Color(0xe0e0e0);

    /** All colours that plots have, in their shades from white. */
    static final List<Color> INKS = List.of(BLUE, VERMILLION, ORANGE, SKY, GREEN, INK, GRID);

    /** The width of all plots, in pixels. */
    public static final int WIDTH = 1000;

    /** Pixels between the labels of a map, each of which is to be seen. */
    private static final int TICK_SPACING = 12;

    /** The ratio, or one over it, that has the deepest colour. */
    public static final int DEEPEST_RATIO = 32;

    /** What the ends and the middle of a bar of ratios are called. */
    public static final List<String> RATIOS =
            List.of("1/" + DEEPEST_RATIO + "x or less", "1x", DEEPEST_RATIO + "x or more");

    private static final Color NONE = new Color(0, true);
    private static final int BAND_ALPHA = 56;

    /** The size of XChart's boxes in legends; names beside lines stand as high only where markers are as large. */
    private static final int LEGEND_BOX = 20;

    private static final int LEGEND_PADDING = 6;
    private static final int FONT_SIZE = 15;
    private static final int TITLE_SIZE = 18;

    /** The size of names beside points. */
    static final int LABEL_SIZE = 12;

    private PlotStyle() {}

    /** An empty chart, with a legend below. */
    public static XYChart chart(int width, int height, String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
        styler.setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTickMarksColor(INK)
                .setAxisTickPadding(7)
                .setYAxisLabelAlignment(TextAlignment.Right)
                .setXAxisLabelAlignmentVertical(TextAlignment.Right)
                .setAxisTickLabelsColor(INK)
                .setLegendFont(font)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPadding(LEGEND_PADDING)
                .setLegendSeriesLineLength(26)
                .setChartTitleFont(font.deriveFont((float) TITLE_SIZE))
                .setChartTitlePadding(TITLE_SIZE / 2)
                .setChartTitleBoxVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(INK)
                .setPlotBorderVisible(false);
    }

    /**
     * An empty map of ratios that are good above 1: blue there, white at 1, and orange below. {@link PlotImage#withBar}
     * adds the bar of its colours, {@link #RATIOS}: XChart's is linear, and as wide as a map.
     */
    public static HeatMapChart ratioMap(int height, String title, String xTitle, String yTitle) {
        HeatMapChart chart = map(WIDTH, height, title, xTitle, yTitle);
        // Fine steps, for XChart divides the range evenly: from a ratio of 1/32 to one of 1 there are 31.
        Color[] colours = new Color[DEEPEST_RATIO * DEEPEST_RATIO + 1];
        Arrays.setAll(colours, i -> diverging(Math.log((double) i / DEEPEST_RATIO) / Math.log(DEEPEST_RATIO)));
        chart.getStyler()
                .setMin(0)
                .setMax(DEEPEST_RATIO)
                .setRangeColors(colours)
                .setHeatMapValueDecimalPattern("0.0#'x'")
                .setLegendVisible(false);
        return chart;
    }

    /**
     * An empty map of numbers about zero: white there, orange at {@code -bound}, blue at {@code bound}.
     * {@link PlotImage#withBar} adds the bar of its colours.
     */
    public static HeatMapChart signedMap(
            int width, int height, String title, String xTitle, String yTitle, double bound, boolean showValues) {
        HeatMapChart chart = map(width, height, title, xTitle, yTitle);
        Color[] colours = new Color[2 * DEEPEST_RATIO + 1];
        Arrays.setAll(colours, i -> diverging((double) i / DEEPEST_RATIO - 1));
        chart.getStyler()
                .setMin(-bound)
                .setMax(bound)
                .setRangeColors(colours)
                .setShowValue(showValues)
                .setHeatMapValueDecimalPattern("0.0##")
                .setLegendVisible(false);
        return chart;
    }

    private static HeatMapChart map(int width, int height, String title, String xTitle, String yTitle) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        HeatMapStyler styler = chart.getStyler();
        style(styler);
        // XChart leaves out labels that are nearer to each other than this; it is the hint for both axes.
        styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
        styler.setShowValue(true)
                .setValueFont(styler.getAxisTickLabelsFont().deriveFont((float) LABEL_SIZE))
                .setValueFontColor(INK)
                .setPlotContentSize(1);
        return chart;
    }

    /** Orange at -1 and below, white at 0, blue at 1 and above; light enough for dark letters. */
    static Color diverging(double depth) {
        return mix(Color.WHITE, depth < 0 ? ORANGE : SKY, Math.min(1, Math.abs(depth)));
    }

    /** A colour between two, at some share of the way. */
    static Color mix(Color from, Color to, double share) {
        return new Color(
                mix(from.getRed(), to.getRed(), share),
                mix(from.getGreen(), to.getGreen(), share),
                mix(from.getBlue(), to.getBlue(), share));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    /** Adds a line, and a name for it to the legend. */
    public static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color, float width) {
        keepApart(chart, x[0], y[0]);
        return stroke(chart, name, x, y, color, width);
    }

    /** Adds points, and a name for them to the legend. */
    public static void points(XYChart chart, String name, double[] x, double[] y, Color color, Marker marker) {
        keepApart(chart, x[0], y[0]);
        XYSeries points = chart.addSeries(name, x, y);
        points.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        points.setMarker(marker);
        points.setMarkerColor(color);
    }

    /** Adds a line to one that the legend names, broken where y is not a number. */
    public static void addition(XYChart chart, String name, double[] x, double[] y, Color color, float width) {
        stroke(chart, name, x, y, color, width).setShowInLegend(false);
    }

    /** Adds a vertical bar for each interval, in the colour of the points that it belongs to, and no name for them. */
    public static void intervals(XYChart chart, String name, double[] x, double[] low, double[] high, Color color) {
        double[] xs = new double[3 * x.length];
        double[] ys = new double[3 * x.length];
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(xs, 3 * i, 3 * i + 3, x[i]);
            ys[3 * i] = low[i];
            ys[3 * i + 1] = high[i];
            ys[3 * i + 2] = Double.NaN;
        }
        addition(chart, name, xs, ys, color, 1);
    }

    /** Adds a vertical dashed line, with its name above it. */
    public static void mark(XYChart chart, String name, double x, double least, double most) {
        double below = least + (most - least) * 0.95;
        XYSeries line = stroke(chart, name, new double[] {x, x}, new double[] {least, below}, INK, 1);
        line.setLineStyle(SeriesLines.DASH_DASH).setShowInLegend(false);
        chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE));
        chart.getStyler().setAnnotationTextFontColor(INK);
        chart.addAnnotation(new AnnotationText(name, x, (below + most) / 2, false));
    }

    private static XYSeries stroke(XYChart chart, String name, double[] x, double[] y, Color color, float width) {
        XYSeries line = chart.addSeries(name, x, y);
        line.setMarker(x.length > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        line.setMarkerColor(color);
        line.setLineColor(color);
        line.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return line;
    }

    /** Fills what lies between two lines, and adds a name for it to the legend. */
    public static void band(XYChart chart, String name, double[] x, double[] low, double[] high, Color color) {
        keepApart(chart, x[0], low[0]);
        chart.getStyler().setMarkerSize(LEGEND_BOX);
        XYSeries band = chart.addSeries(name, thereAndBack(x, x), thereAndBack(low, high));
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setMarker(SeriesMarkers.NONE);
        band.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA));
        band.setLineColor(NONE);
        band.setLineStyle(SeriesLines.NONE);
    }

    private static double[] thereAndBack(double[] there, double[] back) {
        int n = there.length;
        double[] all = Arrays.copyOf(there, 2 * n);
        for (int i = 0; i < n; i++) {
            all[2 * n - 1 - i] = back[i];
        }
        return all;
    }

    /** Parts names in the legend, between which XChart leaves no more room than within them. */
    private static void keepApart(XYChart chart, double x, double y) {
        if (chart.getSeriesCollection().stream().anyMatch(XYSeries::isEnabled)) {
            chart.addSeries("gap " + chart.getSeriesCollection().size(), new double[] {x}, new double[] {y})
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                    .setMarker(SeriesMarkers.NONE)
                    .setLabel(" ");
        }
    }
}
