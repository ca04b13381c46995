package timestables.accuracy;

/** An error: the columns of {@value #FILE}. */
public record AccuracyRow(
        String operation,
        String contender,
        String format,
        String rounding,
        String accumulator,
        Integer indexBits,
        Integer cellBits,
        Double maxRange,
        String distribution,
        String size,
        Integer seeds,
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
}
