package timestables.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command that makes a run can be told. */
public final class RunOptions {

    private static final long SEED = 1;

    private final List<String> arguments;

    @Option(
            names = "--output-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description =
                    "where to write; default: a new folder in results/, named for the day, the processor and the JDK, unless the command has a place of its own")
    private Path outputDir;

    @Option(
            names = "--seed",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description =
                    "seed of the operands that errors are measured on, and of the order in which rounds take benchmarks; default: 1, and of simulations the clock. Timed operands are always the same")
    private Long seed;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "no progress, only results")
    private boolean quiet;

    @Option(
            names = "--stack-trace",
            scope = ScopeType.INHERIT,
            description = "if the program fails, show where in it, for whoever mends it")
    private boolean stackTrace;

    private RunFolder folder;

    private boolean stopped;

    private Progress progress;

    /** @param arguments the command line that they are to be read from */
    public RunOptions(List<String> arguments) {
        this.arguments = arguments;
    }

    /** The options of a quiet run into a folder. */
    public static RunOptions quietly(Path outputDir) {
        RunOptions options = new RunOptions(List.of());
        options.outputDir = outputDir;
        options.quiet = true;
        return options;
    }

    /** The seed of operands that errors are measured on: always the same, unless the user names another. */
    public long seed() {
        return givenSeed().orElse(SEED);
    }

    /** The seed that the user names. */
    public OptionalLong givenSeed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /** The folder that the user names. */
    public Optional<Path> outputDir() {
        return Optional.ofNullable(outputDir);
    }

    /** Whether only results are to be shown. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether to show where in the program a failure was. */
    public boolean stackTrace() {
        return stackTrace;
    }

    /** Shows how far a run of so many steps has come, unless it is to be quiet. */
    public Progress progress(int steps) {
        progress = new Progress(quiet ? null : System.err, steps);
        return progress;
    }

    /** Shows how much of such a time has passed, unless it is to be quiet. */
    public Progress progress(Duration budget) {
        progress = new Progress(quiet ? null : System.err, budget);
        return progress;
    }

    /** Opens the run's folder, names it unless the run is to be quiet, and writes down what it has to be read with. */
    public RunFolder open() {
        return open(seed(), List.of());
    }

    /**
     * As {@link #open()}, for a run with a seed of its own.
     *
     * @param files what it will write, none of which may be there
     */
    public RunFolder open(long seed, List<String> files) {
        make(files, Environment.facts(seed, arguments));
        if (!quiet) {
            System.err.println("Results go to " + folder.path());
        }
        return folder;
    }

    /** All of it or none: a run that is stopped meanwhile must leave no folder without results. */
    private synchronized void make(List<String> files, List<Environment.Fact> facts) {
        while (stopped) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The program is about to end.
            }
        }
        folder = RunFolder.open(outputDir, files, facts);
    }

    /** Opens the folder of a run that is to go on. */
    public RunFolder reopen(Path path) {
        folder = RunFolder.reopen(path);
        if (!quiet) {
            System.err.println("Results go to " + folder.path());
        }
        return folder;
    }

    /**
     * What a run that failed leaves behind, in words; nothing if none was begun. A folder without results is taken
     * away.
     */
    public synchronized Optional<String> left() {
        return Optional.ofNullable(folder).map(RunFolder::left);
    }

    /** Tells on standard error that the run was stopped before its end, and where the results so far are. */
    public synchronized void tellStopped() {
        stopped = true;
        if (progress != null) {
            progress.close();
        }
        System.err.println(folder == null ? "Stopped" : "Stopped: " + folder.left());
    }

    /** Writes down, in a folder, what a run has to be read with. */
    public void describe(Path folder, long seed) {
        CsvFile.write(folder.resolve(Environment.FILE), Environment.Fact.class, Environment.facts(seed, arguments));
    }
}
