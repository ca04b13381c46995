package timestables.speed;

/**
 * An iteration of a fork: a row of {@value #FILE}.
 *
 * @param round counts passes over all cases, from 1
 * @param iteration counts those of the case in this round, from 1
 * @param nsPerOp nanoseconds that one thread takes for one call
 * @param otherLoad processors kept busy by others in that time; null where the system does not tell
 * @param counts whether it says something: the fork is steady, compilers were idle and others too
 */
public record Sample(Case timed, int round, int iteration, double nsPerOp, Double otherLoad, boolean counts) {

    static final String FILE = "samples.csv";

    /** The same behind so many others of the round. */
    Sample after(int others) {
        return new Sample(timed, round, iteration + others, nsPerOp, otherLoad, counts);
    }
}
