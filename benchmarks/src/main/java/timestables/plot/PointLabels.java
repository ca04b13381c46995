package timestables.plot;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** Names beside points. */
public final class PointLabels {

    /** Pixels of a chart's margins, of a marker, a letter and a line of letters; about. */
    private static final double MARGIN_X = 160;

    private static final double MARGIN_Y = 135;
    private static final double MARKER = 9;
    private static final double LETTER = 6.4;
    private static final double LINE_HEIGHT = 14;

    private PointLabels() {}

    /** A point that a chart shows. */
    public record Point(String name, double x, double y) {}

    /**
     * Names points, the first ones first, where that covers neither another point nor another name.
     *
     * @param chart whose axes have their ends, and are linear
     */
    public static void add(XYChart chart, List<Point> points) {
        XYStyler styler = chart.getStyler();
        styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, PlotStyle.LABEL_SIZE));
        styler.setAnnotationTextFontColor(PlotStyle.INK);
        double left = styler.getXAxisMin();
        double bottom = styler.getYAxisMin();
        double xPixel = (styler.getXAxisMax() - left) / (chart.getWidth() - MARGIN_X);
        double yPixel = (styler.getYAxisMax() - bottom) / (chart.getHeight() - MARGIN_Y);
        Rectangle2D plot = new Rectangle2D.Double(0, 0, chart.getWidth() - MARGIN_X, chart.getHeight() - MARGIN_Y);
        List<Rectangle2D> taken = new ArrayList<>();
        for (Point point : points) {
            taken.add(centred((point.x - left) / xPixel, (point.y - bottom) / yPixel, MARKER, MARKER));
        }
        for (Point point : points) {
            double width = LETTER * point.name.length();
            double aside = (width + MARKER) / 2 + 1;
            double[][] places = {{0, LINE_HEIGHT}, {0, -LINE_HEIGHT}, {aside, 0}, {-aside, 0}};
            for (double[] place : places) {
                Rectangle2D box = centred(
                        (point.x - left) / xPixel + place[0],
                        (point.y - bottom) / yPixel + place[1],
                        width,
                        LINE_HEIGHT - 2);
                if (plot.contains(box) && taken.stream().noneMatch(box::intersects)) {
                    taken.add(box);
                    chart.addAnnotation(new AnnotationText(
                            point.name, left + box.getCenterX() * xPixel, bottom + box.getCenterY() * yPixel, false));
                    break;
                }
            }
        }
    }

    private static Rectangle2D centred(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x - width / 2, y - height / 2, width, height);
    }
}
