package timestables.speed;

/**
 * A JVM of its own in which a case was timed once: a row of {@value #FILE}.
 *
 * @param round counts passes over all cases, from 1
 * @param samples how many were taken
 * @param steady whether its samples came to stand still
 * @param disturbed whether half of its samples or more were taken while others kept the machine busy
 * @param allocBytesPerOp bytes that one call allocates; null where that was not profiled
 * @param allocates whether these are more than the harness's own
 * @param mode how JMH took the time, {@code avgt} in rounds
 * @param layout where a table lies, or what keeps a library below this machine's speed; else empty
 * @param vectorBits width of the vectors that kernels use
 * @param weakness what keeps this JVM below the machine's speed; else empty
 * @param jvmArgs its flags
 */
public record Fork(
        Case timed,
        int round,
        int samples,
        boolean steady,
        boolean disturbed,
        Double allocBytesPerOp,
        boolean allocates,
        String mode,
        String layout,
        int vectorBits,
        String weakness,
        String jvmArgs) {

    static final String FILE = "forks.csv";

    /** JMH's name for the time of a call, on average over an iteration. */
    public static final String AVERAGE_TIME = "avgt";

    /** Whether its samples may decide anything. */
    boolean counts() {
        return steady && !disturbed;
    }
}
