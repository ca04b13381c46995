package timestables.playground;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import timestables.arithmetic.Rounding;
import timestables.error.Quantiles;
import timestables.walk.Walk;

/**
 * What came of one variant. Arrays and lists have an entry for each step after which results were kept.
 *
 * @param rounding how operands became codes: nearest, stochastic or interpolated
 * @param steps how many products each entry is after
 * @param reference results of floating point, of the first seed
 * @param mapped results of the table, of the first seed
 * @param percentError of the first seed
 * @param saturations products of the first seed that left the range, or whose operand did
 * @param errors of all seeds
 */
public record Outcome(
        Variant variant,
        Rounding rounding,
        int[] steps,
        double[] reference,
        double[] mapped,
        double[] percentError,
        long saturations,
        List<Spread> errors) {

    /** A reference nearer to zero than this has no error in percent: it counts as none. */
    private static final double LEAST_REFERENCE = 1e-6;

    /** How the errors of all seeds are spread after one step: absolute, signed, and in percent of the reference. */
    record Spread(
            double p05Abs,
            double medianAbs,
            double p95Abs,
            double maxAbs,
            double p05Signed,
            double p95Signed,
            double meanSigned,
            double p05Percent,
            double medianPercent,
            double p95Percent) {

        /**
         * The spread after each step after which results were kept.
         *
         * @param mapped results of the table, in the order of the walks that it followed
         */
        static List<Spread> of(List<Walk> walks, double[][] mapped) {
            int seeds = mapped.length;
            // One array for all steps: an array a step would take a gigabyte for a thousand seeds.
            double[] signed = new double[seeds];
            double[] absolute = new double[seeds];
            double[] percent = new double[seeds];
            List<Spread> spreads = new ArrayList<>();
            for (int entry = 0; entry < mapped[0].length; entry++) {
                for (int i = 0; i < seeds; i++) {
                    double reference = walks.get(i).reference()[entry];
                    signed[i] = mapped[i][entry] - reference;
                    absolute[i] = Math.abs(signed[i]);
                    percent[i] = percentError(reference, mapped[i][entry]);
                }
                spreads.add(of(signed, absolute, percent));
            }
            return spreads;
        }

        private static Spread of(double[] signed, double[] absolute, double[] percent) {
            double mean = Arrays.stream(signed).sum() / signed.length;
            Quantiles ofSigned = new Quantiles(signed);
            Quantiles ofAbsolute = new Quantiles(absolute);
            Quantiles ofPercent = new Quantiles(percent);
            return new Spread(
                    ofAbsolute.at(0.05),
                    ofAbsolute.median(),
                    ofAbsolute.at(0.95),
                    ofAbsolute.max(),
                    ofSigned.at(0.05),
                    ofSigned.at(0.95),
                    mean,
                    ofPercent.at(0.05),
                    ofPercent.median(),
                    ofPercent.at(0.95));
        }
    }

    /** The error of a result in percent of the reference, as the playground takes it. */
    static double percentError(double reference, double mapped) {
        return hasPercentError(reference) ? Math.abs(mapped - reference) / Math.abs(reference) * 100 : 0;
    }

    static boolean hasPercentError(double reference) {
        return Math.abs(reference) > LEAST_REFERENCE;
    }

    double finalReference() {
        return reference[reference.length - 1];
    }

    double finalMapped() {
        return mapped[mapped.length - 1];
    }

    double finalPercentError() {
        return percentError[percentError.length - 1];
    }

    double finalAbsError() {
        return Math.abs(finalMapped() - finalReference());
    }

    Spread finalErrors() {
        return errors.getLast();
    }
}
