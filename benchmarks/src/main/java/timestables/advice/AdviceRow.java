package timestables.advice;

import java.util.List;
import timestables.arithmetic.Int8;
import timestables.error.ErrorMeter;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/**
 * A way to store a matrix of weights and to multiply by them: the columns of {@value #FILE}.
 *
 * @param pareto whether no other is as good in speed and in accuracy, and better in one
 */
record AdviceRow(Way way, Errors errors, Speed speed, boolean pareto) {

    static final String FILE = "advice.csv";

    /** The rounding of weights that each become what is nearest to them. */
    static final String NEAREST = "nearest";

    /** The rounding that carries on what it leaves out. */
    static final String GPTQ = "gptq";

    /**
     * What is done.
     *
     * @param contender of {@code gemv}
     * @param format what codes of weights stand for
     * @param scales how many weights share a scale, and how it is chosen
     * @param rounding {@link #NEAREST}, or {@link #GPTQ} where it knows the activations
     * @param bytesPerWeight in memory, with scales
     */
    record Way(String contender, String format, String scales, String rounding, double bytesPerWeight) {

        /** Whether weights are integers of 8 bits whose products are computed. */
        boolean isOfIntegers() {
            return contender.startsWith(Int8.ID);
        }

        /** Whether weights are kept as they are. */
        boolean isFloating() {
            return scales.isEmpty();
        }
    }

    /**
     * What it costs.
     *
     * @param snrDb signal-to-noise ratio of results
     * @param cosine of the angle between results and exact ones
     * @param bias mean error
     * @param rmse root of the mean squared error
     * @param saturatedShare of weights that are cut off
     */
    record Errors(double snrDb, double cosine, double bias, double rmse, double maxAbsError, double saturatedShare) {

        static Errors of(ErrorMeter.Summary errors, double saturatedShare) {
            return new Errors(
                    errors.signalToNoise(),
                    errors.cosine(),
                    errors.bias(),
                    errors.rootMeanSquare(),
                    errors.maxAbsolute(),
                    saturatedShare);
        }
    }

    /**
     * How fast it is; null where it was not timed.
     *
     * @param timedAt the size
     * @param elementsPerNs products a nanosecond, from floats to floats
     * @param speedup over the fastest float32 at that size, with its interval
     */
    record Speed(
            String timedAt,
            Double elementsPerNs,
            Double speedup,
            Double speedupLow,
            Double speedupHigh,
            Verdict verdict) {

        private static final Speed NONE = new Speed(null, null, null, null, null, null);

        private static Speed of(Throughput timing) {
            return new Speed(
                    timing.timed().size(),
                    timing.elementsPerNs(),
                    timing.speedup(),
                    timing.speedupLow(),
                    timing.speedupHigh(),
                    timing.verdict());
        }

        /** Whether it was timed, and is steady. */
        boolean isSteady() {
            return elementsPerNs != null && verdict != Verdict.UNSTEADY;
        }
    }

    /** A row without speed. */
    AdviceRow(Way way, Errors errors) {
        this(way, errors, Speed.NONE, false);
    }

    /** The same with the speed of its contender. */
    AdviceRow with(Throughput timing) {
        return new AdviceRow(way, errors, Speed.of(timing), false);
    }

    /** The same, marked if no other row beats it. */
    AdviceRow among(List<AdviceRow> all) {
        return new AdviceRow(
                way, errors, speed, speed.isSteady() && all.stream().noneMatch(this::isBeatenBy));
    }

    /** Whether another is no worse in speed and in accuracy, and better in one of them. */
    private boolean isBeatenBy(AdviceRow other) {
        return other.speed.isSteady()
                && other.perNs() >= perNs()
                && other.snrDb() >= snrDb()
                && (other.perNs() > perNs() || other.snrDb() > snrDb());
    }

    String contender() {
        return way.contender;
    }

    double snrDb() {
        return errors.snrDb;
    }

    /** Products a nanosecond; 0 where none were timed. */
    double perNs() {
        return speed.elementsPerNs == null ? 0 : speed.elementsPerNs;
    }
}
