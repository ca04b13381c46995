package timestables.speed;

import timestables.contender.Contender;
import timestables.contender.Size;
import timestables.run.RunFolder;

/**
 * What all rounds of a case come to: a row of {@value #FILE}.
 *
 * @param nsPerOp middle of the rounds, in nanoseconds that one thread takes for one call
 * @param speedup middle of the rounds' ratios, baseline over contender; null where either is not steady
 * @param baseline the contender divided by; null where there is none
 * @param rounds how many count
 * @param samples how many were taken in these
 * @param note where tables lie, what ran, and what is wrong with it
 */
public record Throughput(
        Case timed,
        Integer indexBits,
        Integer cellBits,
        Integer tableBytes,
        double bytesPerElement,
        double nsPerOp,
        Double nsPerOpLow,
        Double nsPerOpHigh,
        double elementsPerNs,
        Double speedup,
        Double speedupLow,
        Double speedupHigh,
        String baseline,
        Verdict verdict,
        Double allocBytesPerOp,
        int rounds,
        int samples,
        String note,
        String jvmArgs) {

    public static final String FILE = RunFolder.TIMINGS;

    /** @throws IllegalArgumentException if an interval has one end alone, or a verdict has none */
    public Throughput {
        if ((nsPerOpLow == null) != (nsPerOpHigh == null)) {
            throw new IllegalArgumentException("its time lacks an end of its interval");
        }
        verdict.requireInterval(speedup, speedupLow, speedupHigh);
    }

    static Throughput of(Series series, Series baseline, String note) {
        Case timed = series.timed();
        Contender contender = timed.operation().contender(timed.contender());
        Size size = timed.parsedSize();
        Interval time = Interval.of(series.times(), Series.CONFIDENCE);
        double[] ratios = baseline == null ? new double[0] : series.ratios(baseline);
        Interval speedup = ratios.length == 0 ? null : Interval.of(ratios, Series.CONFIDENCE);
        return new Throughput(
                timed,
                contender.arithmetic().indexBits(),
                contender.arithmetic().cellBits(),
                contender.tableBytes(),
                contender.storage().bytesPerElement(timed.operation().workload(), size, timed.operands()),
                time.middle(),
                time.low(),
                time.high(),
                size.elements() * timed.threads() / time.middle(),
                speedup == null ? null : speedup.middle(),
                speedup == null ? null : speedup.low(),
                speedup == null ? null : speedup.high(),
                baseline == null ? null : baseline.timed().contender(),
                series.verdict(baseline),
                series.allocation(),
                series.rounds(),
                series.samples(),
                note,
                series.last().jvmArgs());
    }

    /** How far apart the ends of the interval of the speed-up, or else of the time, are, as a factor. */
    public double width() {
        if (speedupLow != null) {
            return speedupHigh / speedupLow;
        }
        return nsPerOpLow == null ? Double.POSITIVE_INFINITY : nsPerOpHigh / nsPerOpLow;
    }

    /** Whether more rounds may say more. */
    public boolean isOpen() {
        return verdict == Verdict.UNDECIDED || verdict == Verdict.UNSTEADY;
    }
}
