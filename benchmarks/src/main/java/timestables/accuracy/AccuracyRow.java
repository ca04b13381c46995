package timestables.accuracy;

import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.error.ErrorMeter;

/** An error: the columns of {@value #FILE}. */
public record AccuracyRow(
        Operation operation,
        String contender,
        String format,
        Rounding rounding,
        Accumulation accumulator,
        Integer indexBits,
        Integer cellBits,
        Double maxRange,
        Distribution distribution,
        String size,
        Integer seeds,
        double snrDb,
        double meanAbsError,
        double rmse,
        double maxAbsError,
        double p99AbsError,
        double bias,
        double meanRelError,
        double maxRelError,
        double errorProbability,
        double saturatedShare,
        Double stuckShare) {

    public static final String FILE = "accuracy.csv";

    /** @throws IllegalArgumentException if the operation is timed, but not of such sizes */
    public AccuracyRow {
        if (Operation.TIMED.contains(operation)) {
            operation.timedSize(size);
        }
    }

    /**
     * What the errors of an arithmetic come to.
     *
     * @param maxRange what operands are encoded for; null where nothing is
     * @param seeds how many times operands were drawn; null where they were not
     * @param saturatedShare share of products with an operand or an exact value outside the range
     * @param stuckShare share of steps that change nothing; null where there are none
     */
    public static AccuracyRow of(
            Operation operation,
            Measured measured,
            Double maxRange,
            Distribution distribution,
            String size,
            Integer seeds,
            ErrorMeter meter,
            double saturatedShare,
            Double stuckShare) {
        ErrorMeter.Summary errors = meter.summary();
        Arithmetic arithmetic = measured.arithmetic();
        // Numbers that go there and back are not multiplied, whatever could be done with them.
        boolean multiplied = operation != Operation.ENCODE && operation != Operation.DECODE;
        return new AccuracyRow(
                operation,
                measured.contender(),
                arithmetic.format(),
                arithmetic.rounding(),
                multiplied ? arithmetic.accumulation() : Accumulation.NONE,
                multiplied ? arithmetic.indexBits() : null,
                multiplied ? arithmetic.cellBits() : null,
                maxRange,
                distribution,
                size,
                seeds,
                errors.signalToNoise(),
                errors.meanAbsolute(),
                errors.rootMeanSquare(),
                errors.maxAbsolute(),
                errors.p99Absolute(),
                errors.bias(),
                errors.meanRelative(),
                errors.maxRelative(),
                errors.errorProbability(),
                saturatedShare,
                stuckShare);
    }
}
