package timestables.advice;

import java.util.List;
import timestables.arithmetic.Int8;
import timestables.error.ErrorMeter;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/**
 * A way to store a matrix of weights and to multiply by them: the columns of {@value #FILE}.
 *
 * @param contender of {@code gemv}
 * @param format what codes of weights stand for
 * @param scales how many weights share a scale, and how it is chosen
 * @param rounding {@code nearest}, or {@code gptq} where it knows the activations
 * @param bytesPerWeight in memory, with scales and what fills tiles up
 * @param snrDb signal-to-noise ratio of results
 * @param cosine of the angle between results and exact ones
 * @param bias mean error
 * @param rmse root of the mean squared error
 * @param saturatedShare of weights that are cut off
 * @param timedAt the size at which speed was measured; null where it was not
 * @param elementsPerNs products a nanosecond, from floats to floats
 * @param speedup over the fastest float32 at that size, with its interval
 * @param pareto whether no other is as good in speed and in accuracy, and better in one
 */
record AdviceRow(
        String contender,
        String format,
        String scales,
        String rounding,
        double bytesPerWeight,
        double snrDb,
        double cosine,
        double bias,
        double rmse,
        double maxAbsError,
        double saturatedShare,
        String timedAt,
        Double elementsPerNs,
        Double speedup,
        Double speedupLow,
        Double speedupHigh,
        Verdict verdict,
        boolean pareto) {

    static final String FILE = "advice.csv";

    /** The rounding of weights that each become what is nearest to them. */
    static final String NEAREST = "nearest";

    /** The rounding that carries on what it leaves out. */
    static final String GPTQ = "gptq";

    /** A row without speed, of a contender. */
    static AdviceRow of(
            String contender,
            String format,
            String scales,
            String rounding,
            double bytesPerWeight,
            ErrorMeter.Summary errors,
            double saturatedShare) {
        return new AdviceRow(
                contender,
                format,
                scales,
                rounding,
                bytesPerWeight,
                // Infinite results have an infinite error.
                Double.isNaN(errors.signalToNoise()) ? Double.NEGATIVE_INFINITY : errors.signalToNoise(),
                errors.cosine(),
                errors.bias(),
                errors.rootMeanSquare(),
                errors.maxAbsolute(),
                saturatedShare,
                null,
                null,
                null,
                null,
                null,
                null,
                false);
    }

    /** The same with the speed of its contender. */
    AdviceRow with(Throughput speed) {
        return new AdviceRow(
                contender,
                format,
                scales,
                rounding,
                bytesPerWeight,
                snrDb,
                cosine,
                bias,
                rmse,
                maxAbsError,
                saturatedShare,
                speed.timed().size(),
                speed.elementsPerNs(),
                speed.speedup(),
                speed.speedupLow(),
                speed.speedupHigh(),
                speed.verdict(),
                false);
    }

    /** The same, which knows whether it is on the front of all. */
    AdviceRow among(List<AdviceRow> all) {
        return new AdviceRow(
                contender,
                format,
                scales,
                rounding,
                bytesPerWeight,
                snrDb,
                cosine,
                bias,
                rmse,
                maxAbsError,
                saturatedShare,
                timedAt,
                elementsPerNs,
                speedup,
                speedupLow,
                speedupHigh,
                verdict,
                isSteady() && all.stream().noneMatch(this::isBeatenBy));
    }

    /** Whether its weights are integers of 8 bits whose products are computed. */
    boolean isOfIntegers() {
        return contender.startsWith(Int8.ID);
    }

    private boolean isSteady() {
        return elementsPerNs != null && verdict != Verdict.UNSTEADY;
    }

    /** Whether another is no worse in speed and in accuracy, and better in one of them. */
    private boolean isBeatenBy(AdviceRow other) {
        return other.isSteady()
                && other.elementsPerNs >= elementsPerNs
                && other.snrDb >= snrDb
                && (other.elementsPerNs > elementsPerNs || other.snrDb > snrDb);
    }
}
