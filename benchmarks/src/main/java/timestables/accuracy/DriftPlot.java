package timestables.accuracy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Rounding;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.format.Linear;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.plot.Ticks;

/** A plot of the errors of bounded chains against their steps, with and without feedback. */
final class DriftPlot {

    static final String FILE = "accumulated_error.png";

    private static final int HEIGHT = 600;
    private static final float LINE = 2.2f;

    private DriftPlot() {}

    private static final String LINEAR = new Linear(8, Drift.RANGE).name();
    private static final String FLOAT16 = Precision.FLOAT16.toString();

    /** What is drawn: linear codes of some number of bits, or {@code float16} where that is null. */
    private record Line(String name, Integer bits, Rounding rounding, Color color) {

        boolean isOf(Integer indexBits, Rounding rounded, String format) {
            return Objects.equals(indexBits, bits)
                    && rounded == rounding
                    && format.equals(bits == null ? FLOAT16 : LINEAR);
        }
    }

    private static final List<Line> LINES = List.of(
            new Line(FLOAT16, null, Rounding.NEAREST, PlotStyle.INK),
            new Line("8 bits, nearest", 8, Rounding.NEAREST, PlotStyle.VERMILLION),
            new Line("8 bits, stochastic", 8, Rounding.STOCHASTIC, PlotStyle.ORANGE),
            new Line("6 bits, feedback", 6, Rounding.FEEDBACK, PlotStyle.SKY),
            new Line("8 bits, feedback", 8, Rounding.FEEDBACK, PlotStyle.BLUE));

    /** Whether chains of it are drawn. */
    static boolean shows(Measured measured) {
        Arithmetic arithmetic = measured.arithmetic();
        return LINES.stream()
                .anyMatch(line -> line.isOf(arithmetic.indexBits(), arithmetic.rounding(), arithmetic.format()));
    }

    static BufferedImage draw(List<AccumulatedError> errors) {
        return PlotImage.draw(List.of(chart(errors)));
    }

    static XYChart chart(List<AccumulatedError> errors) {
        XYChart chart = PlotStyle.chart(
                PlotStyle.WIDTH,
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
                            && line.isOf(error.indexBits(), error.rounding(), error.format()))
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
