package timestables.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.XYChart;

/** Where axes have ticks, and what stands beside them. */
public final class Ticks {

    private Ticks() {}

    /**
     * Keeps ticks at round numbers. XChart puts them at the data if these are evenly spaced, so that a point is added
     * which makes them uneven, and is not drawn.
     */
    public static void keepRound(XYChart chart, double[] xRange, double[] yRange) {
        chart.addSeries("never drawn", new double[] {between(xRange)}, new double[] {between(yRange)})
                .setEnabled(false);
    }

    private static double between(double[] range) {
        return range[0] + (range[1] - range[0]) / Math.PI;
    }

    /** What to divide values by that are too small or too large for XChart's ticks: a power of ten, mostly 1. */
    public static double unit(double greatest) {
        boolean manageable = greatest >= 1e-6 && greatest <= 1e12;
        return manageable ? 1 : Math.pow(10, Math.floor(Math.log10(greatest)));
    }

    /** How to show the numbers of an axis: as they are where these are short, else with powers of ten. */
    public static Function<Double, String> labels(double greatest) {
        return greatest >= 1e-3 && greatest < 1e5 ? Ticks::plain : Ticks::scientific;
    }

    public static String plain(double tick) {
        return text("#,##0.#########", tick);
    }

    public static String scientific(double tick) {
        return text(tick == 0 ? "0" : "0.#####E0", tick).replace('E', 'e');
    }

    /** A tick has few digits; the pattern leaves out those that come from its computation. */
    private static String text(String pattern, double tick) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(tick);
    }
}
