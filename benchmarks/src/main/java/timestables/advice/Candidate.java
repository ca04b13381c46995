package timestables.advice;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A way to store weights and to multiply by them.
 *
 * @param contenders those of {@code gemv} that multiply so, whose speed is measured
 * @param format the name of what codes stand for
 * @param scales how many numbers share a scale, and how it is chosen
 * @param weights encodes them; none if there are too few different numbers for the format
 * @param multiplication what is done with encoded weights
 */
record Candidate(
        List<String> contenders,
        String format,
        String scales,
        Supplier<Optional<Weights>> weights,
        Multiplication multiplication) {

    /** As progress names it. */
    @Override
    public String toString() {
        return "%s, %s, scales: %s".formatted(contenders.getFirst(), format, scales);
    }
}
