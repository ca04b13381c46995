package timestables.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a waiting person, on standard error, what is being done and how long the rest will take: on a terminal by a bar
 * that stays in its place, elsewhere, where nothing can be taken back, by a line for each step.
 */
public final class Progress implements AutoCloseable {

    /** One column less than terminals have at the least, for some begin a new line after the last. */
    private static final int WIDTH = 79;

    private static final int BAR = 20;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final PrintStream out;
    private final int steps;
    private final boolean inPlace;
    private final Instant start = Instant.now();
    private int begun;
    private boolean closed;

    /**
     * @param out standard error; null for silence
     * @param steps how many there will be, as far as is known
     */
    public Progress(PrintStream out, int steps) {
        this(out, steps, isOnTerminal());
    }

    /** The console knows of standard input and output; where standard error leads, Linux tells. */
    private static boolean isOnTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    Progress(PrintStream out, int steps, boolean inPlace) {
        this.out = out;
        this.steps = steps;
        this.inPlace = inPlace;
    }

    /** Begins the next step, on whatever thread. */
    public synchronized void begin(String what) {
        if (out == null || closed) {
            return;
        }
        int done = begun++;
        // Better an estimate that turns out too small than none.
        int steps = Math.max(this.steps, begun);
        if (inPlace) {
            show("[%s%s] %3d%%%s, %s"
                    .formatted(
                            "#".repeat(BAR * done / steps),
                            ".".repeat(BAR - BAR * done / steps),
                            100 * done / steps,
                            left(done, steps),
                            what));
        } else {
            out.printf("[%d/%d] %s%s%n", begun, steps, what, left(done, steps));
        }
    }

    private String left(int done, int steps) {
        if (done == 0) {
            return "";
        }
        Duration rest = Duration.between(start, Instant.now())
                .multipliedBy(steps - done)
                .dividedBy(done);
        return ", %d:%02d left".formatted(rest.toMinutes(), rest.toSecondsPart());
    }

    /** Takes the bar away, until the next step begins, so that other lines can be printed. */
    public synchronized void clear() {
        if (out != null && inPlace && begun > 0) {
            show("");
            out.print('\r');
            out.flush();
        }
    }

    private void show(String line) {
        // Blanks cover the rest of the line before on every terminal; sequences that erase it do not work on all.
        out.printf("\r%-" + WIDTH + "." + WIDTH + "s", line);
        out.flush();
    }

    /** Takes the bar away for good: steps that begin after are not shown. */
    @Override
    public synchronized void close() {
        clear();
        closed = true;
    }
}
