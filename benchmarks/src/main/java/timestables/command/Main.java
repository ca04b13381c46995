package timestables.command;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;
import timestables.bench.BreakEven;
import timestables.bench.Tour;
import timestables.run.RunOptions;

/** The command line: the tour, JMH's own arguments, and the commands beside them. */
@Command(
        name = "java -jar benchmarks.jar",
        customSynopsis = {
            "java -jar benchmarks.jar [--seed N] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar [JMH ARGUMENTS] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar COMMAND [OPTIONS]; COMMAND --help tells which"
        },
        description = {
            "%nWithout arguments: the tour. It times every operation with every contender, measures their errors, and prints both in"
                    + " one table; at most six minutes.",
            "%nWith JMH's arguments (a regular expression, -p, -f, -wi, -i, -prof, ...; -h lists them): what JMH does with them,"
                    + " for instance%n  java -jar benchmarks.jar Multiply -p contender=float32,table4 -p size=1024%n"
        },
        footer =
                "%nEvery run that times or measures writes CSV files to a folder of its own. Exit status: 0 done, 1 failed while running, 2 bad usage.")
public final class Main implements Callable<Integer> {

    @Mixin
    private final RunOptions run;

    @Unmatched
    private final List<String> jmhArguments = new ArrayList<>();

    private Main(RunOptions run) {
        this.run = run;
    }

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and returns the exit status. */
    static int run(String... arguments) {
        // Plots are drawn into files, also where a display is named that cannot be reached; AWT reads this when it
        // loads.
        System.setProperty("java.awt.headless", "true");
        // Texts, names of files and JMH's own CSV look the same everywhere.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        RunOptions options = new RunOptions(List.of(arguments));
        Main main = new Main(options);
        return new CommandLine(main)
                .addSubcommand("accuracy", new AccuracyCommand(options))
                .addSubcommand("break-even", new BreakEvenCommand(options))
                .addSubcommand("inspect", new InspectCommand(options))
                .addSubcommand("simulate", new SimulateCommand(options))
                .addSubcommand("maps", new MapsCommand(options))
                .addSubcommand("batch-export", new BatchExportCommand(options))
                .addSubcommand("export-examples", new ExportExamplesCommand(options))
                .registerConverter(Path.class, Main::path)
                .setExpandAtFiles(false)
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler((e, args) -> complain(e.getMessage(), 2))
                .setExecutionExceptionHandler((e, line, parsed) -> explain(e))
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (jmhArguments.isEmpty()) {
            return new Tour(run).run();
        }
        return new JmhCommand(jmhArguments, run).run();
    }

    /** The arguments that no option takes are JMH's, and no other command's. */
    private int execute(CommandLine.ParseResult parsed) {
        if (parsed.hasSubcommand() && !jmhArguments.isEmpty()) {
            String command = parsed.subcommand().commandSpec().name();
            return complain(command + " takes no arguments of JMH, such as " + String.join(" ", jmhArguments), 2);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new CommandLine.TypeConversionException("the name of a file or folder is not empty");
        }
        return Path.of(text);
    }

    private static int explain(Exception thrown) throws Exception {
        Exception e = original(thrown);
        if (e instanceof IllegalArgumentException
                || e instanceof CommandLineOptionException
                || e instanceof ProfilerException) {
            return complain(e.getMessage(), 2);
        }
        if (e instanceof UncheckedIOException || e instanceof RunnerException) {
            return complain(e.getMessage(), 1);
        }
        throw e;
    }

    /** Parallel streams throw, for what another thread threw, one of the same kind that quotes it. */
    private static Exception original(Exception e) {
        return e.getCause() instanceof Exception cause
                        && cause.getClass() == e.getClass()
                        && cause.toString().equals(e.getMessage())
                ? cause
                : e;
    }

    /** One line, whatever the message. */
    private static int complain(String message, int status) {
        System.err.println(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
        return status;
    }

    /** Times tables of all sizes against float32. */
    @Command(
            name = "break-even",
            description =
                    "Times multiply and gemv with tables of every number of bits against float32, at sizes from the"
                            + " first-level cache to memory, and draws where lookup wins.%n")
    private static final class BreakEvenCommand implements Callable<Integer> {

        private final RunOptions run;

        BreakEvenCommand(RunOptions run) {
            this.run = run;
        }

        @Override
        public Integer call() throws RunnerException {
            return new BreakEven(run).run();
        }
    }
}
