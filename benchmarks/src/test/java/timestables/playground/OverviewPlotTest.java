package timestables.playground;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import timestables.arithmetic.Rounding;
import timestables.image.Kind;

class OverviewPlotTest {

    private static final int[] BITS = {2, 3, 9};

    @Test
    void exactTablesLieInADecadeOfTheirOwn() {
        List<OverviewPlot.Line> lines = List.of(
                line(Kind.SIGNED_EXT, "nearest", 0.5, 0.02, 0), line(Kind.SIGNED_LOG, "nearest", 0.25, 0.01, 0.03));
        XYChart chart = OverviewPlot.chart("Chains", lines);
        assertArrayEquals(
                new double[] {0.5, 0.02, 0.001},
                chart.getSeries("signed_ext, nearest").getYData());
        assertTrue(chart.getStyler().getYAxisMin() < 0.001 && chart.getStyler().getYAxisMax() > 1);
        assertEquals("less", label(chart, 0.001));
        assertEquals("0.01", label(chart, 0.01));
        assertDrawn(OverviewPlot.draw("Chains", lines));
    }

    /** However far apart errors are, the axis has a few decades, and two at the least. */
    @Test
    void axesGoFromDecadeToDecade() {
        XYChart far = OverviewPlot.chart("Chains", List.of(line(Kind.SIGNED_EXT, "nearest", 0.5, 0.02, 1e-44)));
        assertArrayEquals(
                new double[] {0.5, 0.02, 0.001},
                far.getSeries("signed_ext, nearest").getYData(),
                1e-12);
        assertEquals("less", label(far, 0.001));
        XYChart near = OverviewPlot.chart("Chains", List.of(line(Kind.SIGNED_EXT, "nearest", 0.5, 0.4, 0.3)));
        assertTrue(near.getStyler().getYAxisMin() < 0.1 && near.getStyler().getYAxisMax() > 1);
        assertEquals("0.1", label(near, 0.1));
    }

    private static String label(XYChart chart, double error) {
        return chart.getStyler().getYAxisTickLabelsFormattingFunction().apply(error);
    }

    @Test
    void allTablesMayBeExact() {
        List<OverviewPlot.Line> lines = List.of(line(Kind.SIGNED_EXT, "nearest", 0, 0, 0));
        assertDrawn(OverviewPlot.draw("Chains", lines));
    }

    @Test
    void sizesAreEvenlySpacedOctaves() {
        XYChart chart = OverviewPlot.chart("Chains", List.of(line(Kind.SIGNED_EXT, "nearest", 1, 1, 1)));
        assertArrayEquals(
                new double[] {2, 3, 9}, chart.getSeries("signed_ext, nearest").getXData());
        assertEquals(
                "512", chart.getStyler().getXAxisTickLabelsFormattingFunction().apply(9.0));
        assertEquals("absolute error at the end", chart.getYAxisTitle());
        assertTrue(chart.getStyler().getYAxisMin() > 0.5 && chart.getStyler().getYAxisMin() < 1);
    }

    @Test
    void spreadsOfSeedsStandSideBySide() {
        List<OverviewPlot.Line> lines = List.of(
                spread(line(Kind.SIGNED_EXT, "nearest", 1, 1, 1), 2, 3, 4),
                spread(line(Kind.SIGNED_EXT, "interpolated", 1, 1, 1), 2, 3, 1e-9));
        XYChart chart = OverviewPlot.chart("Chains", lines);
        assertEquals("absolute error at the end: median, 95th percentile", chart.getYAxisTitle());
        XYSeries first = chart.getSeries("signed_ext, nearest, spread");
        assertArrayEquals(new double[] {1, 2, Double.NaN, 1, 3, Double.NaN, 1, 4, Double.NaN}, first.getYData());
        assertFalse(first.isShowInLegend());
        assertTrue(chart.getSeries("signed_ext, nearest").getXData()[1] < 3);
        assertTrue(chart.getSeries("signed_ext, interpolated").getXData()[1] > 3);
        assertDrawn(OverviewPlot.draw("Chains", lines));
    }

    private static void assertDrawn(BufferedImage image) {
        assertArrayEquals(new int[] {1000, 600}, new int[] {image.getWidth(), image.getHeight()});
    }

    private static OverviewPlot.Line line(Kind kind, String rounding, double... errors) {
        return new OverviewPlot.Line(
                kind, Rounding.valueOf(rounding.toUpperCase(Locale.ROOT)), BITS, errors, Optional.empty());
    }

    private static OverviewPlot.Line spread(OverviewPlot.Line line, double... high) {
        return new OverviewPlot.Line(line.kind(), line.rounding(), BITS, line.errors(), Optional.of(high));
    }
}
