package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import timestables.contender.Measured;

class DriftPlotTest {

    private static final int[] STEPS = {1, 10, 100};

    /** Errors of everything that is walked, which grow with the steps. */
    private static List<AccumulatedError> errors() {
        List<AccumulatedError> errors = new ArrayList<>();
        for (Measured measured : Drift.chains()) {
            for (Drift.Course course : Drift.Course.values()) {
                for (int step : STEPS) {
                    double error = course == Drift.Course.CHAIN_BOUNDED ? 1e-3 * step : 1e-9;
                    errors.add(AccumulatedError.of(
                            course.operation,
                            measured.contender(),
                            measured.arithmetic().format(),
                            measured.arithmetic().rounding(),
                            measured.arithmetic().indexBits(),
                            Drift.RANGE,
                            step,
                            new double[] {-error, error}));
                }
            }
        }
        return errors;
    }

    @Test
    void everyLineShowsTheErrorsOfBoundedChains() {
        XYChart chart = DriftPlot.chart(errors());
        List<String> names =
                List.of("float16", "8 bits, nearest", "8 bits, stochastic", "6 bits, feedback", "8 bits, feedback");
        for (String name : names) {
            XYSeries line = chart.getSeries(name);
            assertArrayEquals(new double[] {1, 10, 100}, line.getXData());
            assertArrayEquals(new double[] {1e-3, 1e-2, 1e-1}, line.getYData(), 1e-15);
        }
        assertTrue(chart.getStyler().getYAxisMin() <= 1e-3);
    }

    @Test
    void thePlotHasItsSize() {
        BufferedImage image = DriftPlot.draw(errors());
        assertArrayEquals(new int[] {1000, 600}, new int[] {image.getWidth(), image.getHeight()});
    }
}
