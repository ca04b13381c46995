package timestables.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells a waiting person, on standard error, what is being done and how long the rest will take. */
public final class Progress {

    private final PrintStream out;
    private final int steps;
    private final Instant start = Instant.now();
    private int done;

    /** @param out where to print; null for silence */
    public Progress(PrintStream out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    /** Begins the next step. */
    public void begin(String what) {
        if (out == null) {
            return;
        }
        String left = "";
        if (done > 0) {
            Duration rest = Duration.between(start, Instant.now())
                    .multipliedBy(steps - done)
                    .dividedBy(done);
            left = ", %d:%02d left".formatted(rest.toMinutes(), rest.toSecondsPart());
        }
        done++;
        out.printf("[%d/%d] %s%s%n", done, steps, what, left);
    }
}
