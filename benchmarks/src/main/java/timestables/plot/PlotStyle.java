package timestables.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
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

    public static final Color INK = new Color(0x333333);

    private static final Color GRID = new Color(0xe0e0e0);

    /** All colours that plots have, in their shades from white. */
    static final List<Color> INKS = List.of(BLUE, VERMILLION, ORANGE, SKY, INK, GRID);

    /** The width of all plots, in pixels. */
    public static final int WIDTH = 1000;

    /** The ratio, or one over it, that has the deepest colour. */
    private static final int DEEPEST_RATIO = 4;

    private static final Color NONE = new Color(0, true);
    private static final int BAND_ALPHA = 56;

    /** The size of XChart's boxes in legends; names beside lines stand as high only where markers are as large. */
    private static final int LEGEND_BOX = 20;

    private static final int LEGEND_PADDING = 6;
    private static final int FONT_SIZE = 15;
    private static final int TITLE_SIZE = 18;

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

    /** An empty map of ratios that are good above 1: blue there, white at 1, and orange below. */
    public static HeatMapChart ratioMap(int height, String title, String xTitle, String yTitle) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        HeatMapStyler styler = chart.getStyler();
        style(styler);
        // XChart leaves out labels that are nearer to each other than this; it is the hint for both axes.
        styler.setXAxisTickMarkSpacingHint(height / 20);
        styler.setMin(0)
                .setMax(DEEPEST_RATIO)
                .setRangeColors(ratioColours())
                .setShowValue(true)
                .setValueFont(styler.getAxisTickLabelsFont())
                .setValueFontColor(INK)
                .setHeatMapValueDecimalPattern("0.0#")
                .setLegendVisible(false)
                .setPlotContentSize(1);
        return chart;
    }

    /** Colours from 0 to {@link #DEEPEST_RATIO}, evenly spaced, whose depth follows the logarithm. */
    private static Color[] ratioColours() {
        Color[] colours = new Color[20 * DEEPEST_RATIO + 1];
        Arrays.setAll(colours, i -> {
            double depth = Math.log(i / 20.0) / Math.log(DEEPEST_RATIO);
            return mix(Color.WHITE, depth < 0 ? ORANGE : SKY, Math.min(1, Math.abs(depth)));
        });
        return colours;
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
