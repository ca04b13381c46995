package timestables.playground;

import static timestables.plot.PlotStyle.BLUE;
import static timestables.plot.PlotStyle.VERMILLION;
import static timestables.plot.PlotStyle.WIDTH;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import timestables.error.Quantiles;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.plot.Ticks;

/**
 * A plot of what one table makes of a simulation.
 *
 * @param title above it
 * @param quantity what is computed step by step, such as {@code running product}
 * @param reference what computes the reference, such as {@code float16}
 * @param mapped the table, such as {@code table of 8 bits}
 * @param range the largest number of the tables
 * @param saturating whether the quantity is kept within the range
 */
record VariantPlot(String title, String quantity, String reference, String mapped, double range, boolean saturating) {

    static final int HEIGHT = 500;
    static final int ERROR_HEIGHT = 250;

    /** Room at the left for labels such as -20,000, as much in both panels. */
    private static final int LABELS_WIDTH = 100;

    /** How far the axis goes beyond the range, and beyond curves that leave it. */
    private static final double MARGIN = 1.1;

    /** Room that lets a line along zero show its whole width, of the greatest error shown. */
    private static final double BELOW_ZERO = 0.04;

    /**
     * The share of the errors that the lower panel shows: where a reference passes zero, relative errors have no bound.
     */
    private static final double SHOWN = 0.98;

    private static final float WIDE = 4.5f;
    private static final float NARROW = 1.8f;

    /** Draws both curves, and below them, if asked to, their difference. */
    BufferedImage draw(Curves curves, boolean showError) {
        return PlotImage.draw(showError ? List.of(values(curves), errors(curves)) : List.of(values(curves)));
    }

    /** The upper panel. */
    XYChart values(Curves curves) {
        double[] limits = limits(curves);
        Panel panel = new Panel(HEIGHT, title, quantity, curves.steps(), limits[0], limits[1]);
        curves.band()
                .ifPresent(band -> panel.band(
                        "reference and 90 %% of the errors of %,d seeds".formatted(band.seeds()),
                        band.low(),
                        band.high()));
        // Where both curves coincide, the wider shows on both sides of the narrower.
        panel.line(reference, curves.reference(), BLUE, WIDE);
        panel.line(mapped, curves.mapped(), VERMILLION, NARROW);
        return panel.chart;
    }

    /** The lower panel. */
    XYChart errors(Curves curves) {
        DoubleStream all = Stream.concat(
                        Stream.of(curves.percentError()), curves.band().stream().map(Curves.Band::percentHigh))
                .flatMapToDouble(DoubleStream::of);
        double[] positive = all.filter(error -> error > 0).toArray();
        double greatest = positive.length == 0 ? 1 : new Quantiles(positive).at(SHOWN);
        Panel panel =
                new Panel(ERROR_HEIGHT, "", "error (%)", curves.steps(), -BELOW_ZERO * greatest, MARGIN * greatest);
        curves.band().ifPresent(band -> {
            panel.band("90 %% of %,d seeds".formatted(band.seeds()), band.percentLow(), band.percentHigh());
            panel.line("their median", band.percentMedian(), PlotStyle.INK, NARROW);
        });
        panel.line(mapped, curves.percentError(), VERMILLION, NARROW);
        panel.chart.getStyler().setLegendVisible(curves.band().isPresent());
        return panel.chart;
    }

    private double[] limits(Curves curves) {
        double[] limits = {-range, range};
        if (!saturating) {
            Stream.concat(
                            Stream.of(curves.reference(), curves.mapped()),
                            curves.band().stream().flatMap(band -> Stream.of(band.low(), band.high())))
                    .flatMapToDouble(Arrays::stream)
                    .forEach(value -> {
                        limits[0] = Math.min(limits[0], value);
                        limits[1] = Math.max(limits[1], value);
                    });
        }
        return new double[] {MARGIN * limits[0], MARGIN * limits[1]};
    }

    /** A chart over the steps that shares its x axis with the other. */
    private static final class Panel {

        private final XYChart chart;
        private final double[] steps;
        private final double unit;

        Panel(int height, String title, String yTitle, int[] steps, double least, double greatest) {
            chart = PlotStyle.chart(WIDTH, height, title, "step", yTitle);
            this.steps = Arrays.stream(steps).asDoubleStream().toArray();
            double furthest = Math.max(-least, greatest);
            unit = Ticks.unit(furthest);
            Function<Double, String> labels = Ticks.labels(furthest);
            double last = steps[steps.length - 1];
            double[] xRange = {-0.01 * last, 1.04 * last};
            double[] yRange = {least / unit, greatest / unit};
            XYStyler styler = chart.getStyler();
            styler.setPlotContentSize(1).setYAxisLeftWidthHint(LABELS_WIDTH);
            styler.setXAxisMin(xRange[0])
                    .setXAxisMax(xRange[1])
                    .setYAxisMin(yRange[0])
                    .setYAxisMax(yRange[1])
                    .setXAxisTickLabelsFormattingFunction(Ticks::plain)
                    .setYAxisTickLabelsFormattingFunction(tick -> labels.apply(tick * unit));
            Ticks.keepRound(chart, xRange, yRange);
        }

        void line(String name, double[] values, Color color, float width) {
            PlotStyle.line(chart, name, steps, inUnits(values), color, width);
        }

        void band(String name, double[] low, double[] high) {
            PlotStyle.band(chart, name, steps, inUnits(low), inUnits(high), VERMILLION);
        }

        private double[] inUnits(double[] values) {
            return Arrays.stream(values).map(value -> value / unit).toArray();
        }
    }
}
