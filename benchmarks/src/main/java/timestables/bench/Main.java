package timestables.bench;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Unmatched;

/** The command line: the tour, JMH's own arguments, and the commands beside them. */
@Command(
        name = "java -jar benchmarks.jar",
        customSynopsis = {
            "java -jar benchmarks.jar [--seed N] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar [JMH ARGUMENTS] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar accuracy [--seed N] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar break-even [--output-dir FOLDER] [--quiet]"
        },
        description = {
            "%nWithout arguments: the tour. It times every operation with every contender, measures their errors, and prints both in"
                    + " one table; at most six minutes.",
            "%nWith JMH's arguments (a regular expression, -p, -f, -wi, -i, -prof, ...; -h lists them): what JMH does with them,"
                    + " for instance%n  java -jar benchmarks.jar Multiply -p contender=float32,table4 -p size=1024%n"
        },
        footer =
                "%nEvery run writes CSV files to a folder of its own. Exit status: 0 done, 1 failed while running, 2 bad usage.")
public final class Main implements Callable<Integer> {

    @Mixin
    private RunOptions run;

    @Unmatched
    private List<String> jmhArguments = new ArrayList<>();

    private final List<String> arguments;

    private Main(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and returns the exit status. */
    static int run(String... arguments) {
        List<String> given = List.of(arguments);
        return new CommandLine(new Main(given))
                .addSubcommand("accuracy", new AccuracyCommand())
                .addSubcommand("break-even", new BreakEvenCommand())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, args) -> complain(e.getMessage(), 2))
                .setExecutionExceptionHandler((e, line, parsed) -> explain(e))
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (jmhArguments.isEmpty()) {
            return new Tour(run, arguments).run();
        }
        return new JmhCommand(jmhArguments, run, arguments).run();
    }

    private void refuseJmhArguments(String command) {
        if (!jmhArguments.isEmpty()) {
            throw new IllegalArgumentException(
                    command + " takes no arguments of JMH, such as " + String.join(" ", jmhArguments));
        }
    }

    private static int explain(Exception e) throws Exception {
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

    /** One line, whatever the message. */
    private static int complain(String message, int status) {
        System.err.println(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
        return status;
    }

    /** What every command can be told. */
    static final class RunOptions {

        @Option(
                names = "--output-dir",
                scope = ScopeType.INHERIT,
                paramLabel = "FOLDER",
                description =
                        "where to write; default: a new folder in results/, named for the day, the processor and the JDK")
        Path outputDir;

        @Option(
                names = "--seed",
                scope = ScopeType.INHERIT,
                paramLabel = "N",
                description =
                        "seed of the operands that errors are measured on; default: ${DEFAULT-VALUE}. Timed operands are always"
                                + " the same")
        long seed = 1;

        @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "no progress, only results")
        boolean quiet;

        @Option(names = "--help", scope = ScopeType.INHERIT, usageHelp = true, description = "this text")
        boolean help;

        Progress progress(int steps) {
            return new Progress(quiet ? null : System.err, steps);
        }

        /** Opens the run's folder and writes down what it has to be read with. */
        RunFolder open(List<String> arguments) {
            RunFolder folder = RunFolder.open(outputDir);
            CsvFile.write(folder.file(Environment.FILE), Environment.Fact.class, Environment.facts(seed, arguments));
            return folder;
        }
    }

    /** Measures errors alone. */
    @Command(
            name = "accuracy",
            description =
                    "Measures the error of every contender, over all pairs of codes and over random operands. For one seed the"
                            + " figures are the same on every machine.%n")
    private static final class AccuracyCommand implements Callable<Integer> {

        @ParentCommand
        private Main main;

        @Override
        public Integer call() {
            main.refuseJmhArguments("accuracy");
            RunOptions run = main.run;
            RunFolder folder = run.open(main.arguments);
            List<Accuracy.Row> rows = Accuracy.measure(run.seed, run.progress(Accuracy.steps()));
            CsvFile.write(folder.file(Accuracy.FILE), Accuracy.Row.class, rows);
            System.out.println(Accuracy.describe(rows));
            folder.announce();
            return 0;
        }
    }

    /** Times tables of all sizes against float32. */
    @Command(
            name = "break-even",
            description =
                    "Times multiply and gemv with tables of every number of bits against float32, at sizes from the"
                            + " first-level cache to memory, and draws where lookup wins.%n")
    private static final class BreakEvenCommand implements Callable<Integer> {

        @ParentCommand
        private Main main;

        @Override
        public Integer call() throws RunnerException {
            main.refuseJmhArguments("break-even");
            return new BreakEven(main.run, main.arguments).run();
        }
    }
}
