package timestables.accuracy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import timestables.contender.Operation;
import timestables.plot.PlotStyle;
import timestables.plot.Ticks;

/** A plot of the errors of bounded chains against their steps, with and without feedback. */
final class DriftPlot {

    static final String FILE = "accumulated_error.png";

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final float LINE = 2.2f;

    private DriftPlot() {}

    /** What is drawn. */
    private record Line(String name, String contender, String format, Color color) {}

    private static final List<Line> LINES = List.of(
            new Line("float16", "float16", "float16", PlotStyle.INK),
            new Line("8 bits, nearest", "table8", "linear", PlotStyle.VERMILLION),
            new Line("8 bits, stochastic", "table8-stochastic", "linear", PlotStyle.ORANGE),
            new Line("6 bits, feedback", "table6-feedback", "linear", PlotStyle.SKY),
            new Line("8 bits, feedback", "table8-feedback", "linear", PlotStyle.BLUE));

    static BufferedImage draw(List<AccumulatedError> errors) {
        return BitmapEncoder.getBufferedImage(chart(errors));
    }

    static XYChart chart(List<AccumulatedError> errors) {
        XYChart chart = PlotStyle.chart(
                WIDTH,
                HEIGHT,
                "Chains of products between R/8 and R = 2: linear codes, 40 seeds",
                "products so far",
                "median absolute error");
        double greatest = 1;
        double least = 1;
        int steps = 1;
        for (Line line : LINES) {
            List<AccumulatedError> points = errors.stream()
                    .filter(error -> error.operation() == Operation.CHAIN_BOUNDED
                            && error.contender().equals(line.contender)
                            && error.format().equals(line.format))
                    .toList();
            double[] x = points.stream().mapToDouble(AccumulatedError::step).toArray();
            double[] y = points.stream()
                    .mapToDouble(AccumulatedError::medianAbsError)
                    .toArray();
            PlotStyle.line(chart, line.name, x, y, line.color, LINE);
            for (AccumulatedError point : points) {
                least = Math.min(least, point.medianAbsError());
                steps = Math.max(steps, point.step());
            }
        }
        XYStyler styler = chart.getStyler();
        double floor = Math.pow(10, Math.floor(Math.log10(least)));
        styler.setXAxisLogarithmic(true).setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(true);
        styler.setXAxisMin(1.0).setXAxisMax((double) steps).setYAxisMin(floor).setYAxisMax(greatest);
        styler.setXAxisTickLabelsFormattingFunction(Ticks::plain).setYAxisTickLabelsFormattingFunction(Ticks::plain);
        Ticks.keepRound(chart, new double[] {1, steps}, new double[] {floor, greatest});
        return chart;
    }
}
