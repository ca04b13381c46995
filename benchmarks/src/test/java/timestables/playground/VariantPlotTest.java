package timestables.playground;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import timestables.error.Quantiles;
import timestables.plot.PlotStyle;
import timestables.plot.Ticks;

class VariantPlotTest {

    @Test
    void errorsAddAPanelHalfAsHigh() {
        Curves curves = waves(1024, 2, Optional.empty());
        BufferedImage alone = product(2).draw(curves, false);
        BufferedImage both = product(2).draw(curves, true);
        assertArrayEquals(new int[] {1000, 500}, new int[] {alone.getWidth(), alone.getHeight()});
        assertArrayEquals(new int[] {1000, 750}, new int[] {both.getWidth(), both.getHeight()});
        assertArrayEquals(alone.getRGB(0, 0, 1000, 500, null, 0, 1000), both.getRGB(0, 0, 1000, 500, null, 0, 1000));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-50, 0.001, 1, 2, 1e6, 1e50})
    void productsAreShownATenthBeyondTheRangeWhateverItIs(double range) {
        Curves curves = waves(100, range, Optional.of(3 * range));
        XYChart chart = product(range).values(curves);
        double unit = Ticks.unit(1.1 * range);
        assertEquals(-1.1 * range / unit, chart.getStyler().getYAxisMin());
        assertEquals(1.1 * range / unit, chart.getStyler().getYAxisMax());
        assertTrue(range < 1e-6 || range > 1e12 || unit == 1);
        assertCurvesShow(product(range).draw(curves, true));
    }

    @Test
    void sumsAreShownAsFarAsTheyReach() {
        Curves inside = waves(100, 1, Optional.empty());
        assertEquals(-1.1, sum(1).values(inside).getStyler().getYAxisMin());
        assertEquals(1.1, sum(1).values(inside).getStyler().getYAxisMax());
        XYChart outside = sum(0.5).values(waves(100, 1, Optional.of(70.0)));
        double highest = Arrays.stream(outside.getSeries("reference and 90 % of the errors of 40 seeds")
                        .getYData())
                .max()
                .orElseThrow();
        assertEquals(1.1 * highest, outside.getStyler().getYAxisMax());
        assertTrue(highest > 60);
    }

    @Test
    void whereTheCurvesAreOneBothShow() {
        Curves curves = waves(50, 1, Optional.empty());
        Curves same =
                new Curves(curves.steps(), curves.reference(), curves.reference(), new double[51], Optional.empty());
        assertCurvesShow(product(1).draw(same, true));
    }

    @Test
    void aSingleStepAndConstantsAndZerosAreDrawn() {
        double[] one = {0.5};
        assertCurvesShow(product(1)
                .draw(new Curves(new int[] {1}, one, new double[] {0.4}, new double[] {20}, Optional.empty()), true));
        for (double constant : new double[] {0, 1, -0.3}) {
            double[] values = new double[101];
            Arrays.fill(values, constant);
            Curves curves = new Curves(
                    IntStream.rangeClosed(0, 100).toArray(),
                    values,
                    values,
                    new double[101],
                    Optional.of(new Curves.Band(2, values, values, new double[101], new double[101], new double[101])));
            assertCurvesShow(product(1).draw(curves, true));
            assertCurvesShow(sum(1).draw(curves, true));
        }
    }

    @Test
    void errorsAreShownFromZeroToWhatFewExceed() {
        Curves curves = waves(100, 1, Optional.of(0.2));
        XYChart chart = product(1).errors(curves);
        double[] all = DoubleStream.concat(
                        Arrays.stream(curves.percentError()),
                        Arrays.stream(curves.band().orElseThrow().percentHigh()))
                .filter(error -> error > 0)
                .toArray();
        assertEquals(1.1 * new Quantiles(all).at(0.98), chart.getStyler().getYAxisMax());
        assertTrue(chart.getStyler().getYAxisMin() <= 0 && chart.getStyler().getYAxisMin() > -5);
        assertTrue(chart.getSeriesCollection().stream()
                .map(XYSeries::getName)
                .toList()
                .contains("their median"));
    }

    private static void assertCurvesShow(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), 400, null, 0, image.getWidth());
        for (Color ink : List.of(PlotStyle.BLUE, PlotStyle.VERMILLION)) {
            assertTrue(Arrays.stream(pixels)
                            .filter(pixel -> isNear(ink, new Color(pixel)))
                            .count()
                    > 10);
        }
    }

    /** Thin lines between two rows of pixels are a little paler. */
    private static boolean isNear(Color ink, Color pixel) {
        return Math.abs(ink.getRed() - pixel.getRed()) < 50
                && Math.abs(ink.getGreen() - pixel.getGreen()) < 50
                && Math.abs(ink.getBlue() - pixel.getBlue()) < 50;
    }

    private static VariantPlot product(double range) {
        return new VariantPlot("Chain", "running product", "float16", "table of 8 bits", range, true);
    }

    private static VariantPlot sum(double range) {
        return new VariantPlot("Dot product", "running sum", "float16", "table of 8 bits", range, false);
    }

    /** Waves as high as the range, and a band that grows to some height. */
    private static Curves waves(int steps, double range, Optional<Double> height) {
        int[] at = IntStream.rangeClosed(0, steps).toArray();
        double[] reference =
                Arrays.stream(at).mapToDouble(i -> range * Math.sin(0.1 * i)).toArray();
        double[] mapped = Arrays.stream(at)
                .mapToDouble(i -> range * Math.sin(0.1 * i + 0.05))
                .toArray();
        double[] percent = IntStream.range(0, at.length)
                .mapToDouble(i -> 100 * Math.abs(mapped[i] - reference[i]) / range)
                .toArray();
        return new Curves(at, reference, mapped, percent, height.map(most -> {
            double[] spread =
                    Arrays.stream(at).mapToDouble(i -> most * i / steps).toArray();
            double[] low = IntStream.range(0, at.length)
                    .mapToDouble(i -> reference[i] - spread[i])
                    .toArray();
            double[] high = IntStream.range(0, at.length)
                    .mapToDouble(i -> reference[i] + spread[i])
                    .toArray();
            double[] more = Arrays.stream(percent).map(error -> 2 * error).toArray();
            return new Curves.Band(40, low, high, percent, new double[at.length], more);
        }));
    }
}
