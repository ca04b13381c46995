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

    /** Columns of a terminal that does not tell. */
    private static final int WIDTH = 80;

    private static final int BAR = 20;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final PrintStream out;
    private final int steps;

    /** How long it takes; null where steps tell. */
    private final Duration budget;

    private final int width;
    private final Instant start = Instant.now();
    private int begun;
    private boolean closed;

    /**
     * @param out standard error; null for silence
     * @param steps how many there will be, as far as is known
     */
    public Progress(PrintStream out, int steps) {
        this(out, steps, null, width());
    }

    /**
     * @param out standard error; null for silence
     * @param budget how long all steps take
     */
    public Progress(PrintStream out, Duration budget) {
        this(out, 0, budget, width());
    }

    /** Columns of the terminal that standard error leads to; 0 where it leads elsewhere. */
    private static int width() {
        if (!isOnTerminal()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int columns = Integer.parseInt(
                    stty.inputReader().lines().findFirst().orElse("").replaceFirst(".* ", ""));
            return columns > 0 ? columns : WIDTH;
        } catch (IOException | NumberFormatException e) {
            return WIDTH;
        }
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

    /** @param width columns of a terminal; 0 for anything else */
    Progress(PrintStream out, int steps, Duration budget, int width) {
        this.out = out;
        this.steps = steps;
        this.budget = budget;
        this.width = width;
    }

    /** Begins the next step, on whatever thread. */
    public synchronized void begin(String what) {
        if (out == null || closed) {
            return;
        }
        int done = begun++;
        // Better an estimate that turns out too small than none.
        int steps = Math.max(this.steps, begun);
        Duration elapsed = Duration.between(start, Instant.now());
        double share = budget == null
                ? (double) done / steps
                : Math.min(1, (double) elapsed.toMillis() / Math.max(1, budget.toMillis()));
        String left = left(elapsed, share);
        if (width > 0) {
            int bar = (int) (BAR * share);
            show("[%s%s] %3d%%%s, %s"
                    .formatted("#".repeat(bar), ".".repeat(BAR - bar), (int) (100 * share), left, what));
        } else if (budget == null) {
            out.printf("[%d/%d] %s%s%n", begun, steps, what, left);
        } else {
            out.printf("[%d] %s%s%n", begun, what, left);
        }
    }

    private String left(Duration elapsed, double share) {
        if (budget == null && share == 0) {
            return "";
        }
        Duration rest = budget == null
                ? Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share))
                : budget.minus(elapsed);
        Duration shown = rest.isNegative() ? Duration.ZERO : rest;
        return ", %d:%02d left".formatted(shown.toMinutes(), shown.toSecondsPart());
    }

    /** Takes the bar away, until the next step begins, so that other lines can be printed. */
    public synchronized void clear() {
        if (out != null && width > 0 && begun > 0) {
            show("");
            out.print('\r');
            out.flush();
        }
    }

    private void show(String line) {
        // Blanks cover the rest of the line before on every terminal; sequences that erase it do not work on all.
        // Some terminals begin a new line after the last column.
        out.printf("\r%-" + (width - 1) + "." + (width - 1) + "s", line);
        out.flush();
    }

    /** Takes the bar away for good: steps that begin after are not shown. */
    @Override
    public synchronized void close() {
        clear();
        closed = true;
    }
}
