package timestables.accuracy;

import java.util.Arrays;
import java.util.stream.IntStream;
import timestables.arithmetic.Rounding;
import timestables.contender.Operation;
import timestables.error.Quantiles;

/** The errors of a chain or a sum after some steps, over many seeds: the columns of {@value #FILE}. */
public record AccumulatedError(
        Operation operation,
        String contender,
        String format,
        Rounding rounding,
        Integer indexBits,
        double maxRange,
        int step,
        int seeds,
        double p05AbsError,
        double medianAbsError,
        double p95AbsError,
        double maxAbsError,
        double meanSignedError) {

    public static final String FILE = "accumulated_error.csv";

    private static final int STEPS_A_DECADE = 10;

    /**
     * Errors after one step.
     *
     * @param errors result minus reference, one a seed
     */
    public static AccumulatedError of(
            Operation operation,
            String contender,
            String format,
            Rounding rounding,
            Integer indexBits,
            double maxRange,
            int step,
            double[] errors) {
        Quantiles absolute = new Quantiles(Arrays.stream(errors).map(Math::abs).toArray());
        return new AccumulatedError(
                operation,
                contender,
                format,
                rounding,
                indexBits,
                maxRange,
                step,
                errors.length,
                absolute.at(0.05),
                absolute.median(),
                absolute.at(0.95),
                absolute.max(),
                Arrays.stream(errors).sum() / errors.length);
    }

    /** The steps after which errors are told: ten a decade, and the last. */
    public static int[] milestones(int steps) {
        int decades = (int) Math.ceil(Math.log10(steps)) + 1;
        return IntStream.concat(
                        IntStream.range(0, decades * STEPS_A_DECADE)
                                .map(i -> (int) Math.rint(Math.pow(10, (double) i / STEPS_A_DECADE)))
                                .filter(step -> step < steps),
                        IntStream.of(steps))
                .distinct()
                .toArray();
    }
}
