package timestables.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;
import timestables.launch.JvmFlags;
import timestables.run.Environment;
import timestables.run.HarmlessOutput;
import timestables.run.RunOptions;
import timestables.tour.Tour;

/** The command line: the tour, JMH's own arguments, and the commands beside them. */
@Command(
        name = "java -jar benchmarks.jar",
        customSynopsis = {
            "java -jar benchmarks.jar [--minutes N] [--all] [--resume RUN] [--seed N] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar [JMH ARGUMENTS] [--output-dir FOLDER] [--quiet]",
            "       java -jar benchmarks.jar COMMAND [OPTIONS]; COMMAND -h tells which"
        },
        description = {
            "%nWithout arguments: the tour. It measures errors, times the contenders that tell where lookup pays, round by round"
                    + " for six minutes, and answers on a page.",
            "%nWith JMH's arguments (a regular expression, -p, -f, -wi, -i, -prof, ...; -h lists them): what JMH does with them,"
                    + " for instance%n  java -jar benchmarks.jar Multiply -p contender=float32,table4 -p size=1024%n"
        },
        footer =
                "%nEvery run that times or measures writes CSV files to a folder of its own. Exit status: 0 done, 1 failed while running, 2 bad usage.")
public final class Main implements Callable<Integer> {

    /** What a command that does not use it is not to be told, though most are. */
    private static final Map<String, List<String>> UNUSED = Map.of(
            "completion", List.of("--seed", "--quiet", "--output-dir"),
            "figure", List.of("--seed", "--quiet"),
            "inspect", List.of("--seed"),
            "maps", List.of("--seed"),
            "report", List.of("--seed", "--quiet"),
            "compare", List.of("--seed"),
            "export-examples", List.of("--seed", "--quiet"));

    private static final int FAILED = 1;

    private static final int BAD_USAGE = 2;

    /** How much of a message is shown; one that is longer quotes some file, or an argument. */
    private static final int LONGEST_LINE = 1000;

    /** What is for the tour alone. */
    private static final List<String> OF_TOURS = List.of("--minutes", "--all", "--resume");

    @Mixin
    private final RunOptions run;

    @Mixin
    private final Budget budget = new Budget();

    @Option(
            names = "--all",
            description = "the tour: time every contender, plain loops, accumulators and all layouts too")
    private boolean all;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "go on with the run in this folder: with a tour for --minutes more; with JMH's arguments,"
                    + " with what it had not done, or with as many forks again if it had done all")
    private Path resume;

    @Option(names = "--help", usageHelp = true, description = "this text")
    private boolean help;

    @Option(
            names = "--version",
            versionHelp = true,
            description = "the commit of this program, and the JDK that runs it")
    private boolean version;

    @Spec
    private CommandSpec spec;

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
        if (!JvmFlags.haveVectors()) {
            return complain("this JVM lacks the Vector API; start it with " + JvmFlags.VECTORS, BAD_USAGE);
        }
        // Plots are drawn into files, also where a display is named that cannot be reached; AWT reads this when it
        // loads.
        System.setProperty("java.awt.headless", "true");
        // What JMH logs, as that it has no room for what a fork prints, is a line without a trace.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n");
        // Texts, names of files and JMH's own CSV look the same everywhere.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(HarmlessOutput.of(out));
        System.setErr(HarmlessOutput.of(err));
        try {
            return run(new RunOptions(List.of(arguments)), out, arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** @param terminal standard output for texts of this program alone, whose styles are no harm */
    private static int run(RunOptions options, PrintStream terminal, String... arguments) {
        Thread stopped = new Thread(options::tellStopped);
        Runtime.getRuntime().addShutdownHook(stopped);
        Failure failure = new Failure();
        int status;
        try {
            status = commandLine(options)
                    .setExecutionExceptionHandler((e, command, parsed) -> failure.keep(e))
                    .setOut(new PrintWriter(terminal, true))
                    .execute(arguments);
        } catch (Error e) {
            status = failure.keep(e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(stopped);
        } catch (IllegalStateException e) {
            // Stopped just now, which has been told, and explains whatever failed.
            return FAILED;
        }
        if (failure.thrown != null) {
            status = explain(failure.thrown, options);
        }
        // Nothing else tells that a disk is full, or that whoever was to read has gone.
        return System.out.checkError() && status == 0
                ? complain("cannot write to standard output: " + HarmlessOutput.FULL, FAILED)
                : status;
    }

    /** What a command has thrown. */
    private static final class Failure {

        private Throwable thrown;

        private int keep(Throwable thrown) {
            this.thrown = thrown;
            return FAILED;
        }
    }

    /** What parses the command line, and runs what it asks for. */
    static CommandLine commandLine(RunOptions options) {
        // It would warn of quotes in lists, in lines of its own.
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
        Main main = new Main(options);
        CommandLine line = new CommandLine(main)
                .addSubcommand("accuracy", new AccuracyCommand(options))
                .addSubcommand("advise", new AdviseCommand(options))
                .addSubcommand("break-even", new BreakEvenCommand(options))
                .addSubcommand("figure", new FigureCommand(options))
                .addSubcommand("inspect", new InspectCommand(options))
                .addSubcommand("report", new ReportCommand(options))
                .addSubcommand("compare", new CompareCommand(options))
                .addSubcommand("simulate", new SimulateCommand(options))
                .addSubcommand("maps", new MapsCommand(options))
                .addSubcommand("batch-export", new BatchExportCommand(options))
                .addSubcommand("export-examples", new ExportExamplesCommand(options))
                .addSubcommand("completion", new CompletionCommand());
        line.getSubcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            UNUSED.getOrDefault(name, List.of()).forEach(option -> spec.remove(spec.findOption(option)));
            // Where there is no command, -h is JMH's.
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("this text")
                    .build());
        });
        line.getCommandSpec().versionProvider(() -> Environment.version().toArray(String[]::new));
        return line.registerConverter(Path.class, Main::path)
                .setExpandAtFiles(false)
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler((e, args) -> complain(meant(e), BAD_USAGE));
    }

    @Override
    public Integer call() throws Exception {
        if (jmhArguments.isEmpty()) {
            if (resume != null) {
                refuseBesideResume();
                return Tour.isTour(Environment.of(resume).arguments())
                        ? Tour.resume(run, resume, budget.duration(), all)
                        : resumeJmh();
            }
            return new Tour(run, budget.duration(), all).run();
        }
        for (String option : OF_TOURS) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(option + " cannot be combined with JMH's arguments, such as "
                        + jmhArguments.getFirst() + ", which says itself what is timed, and how long");
            }
        }
        return new JmhCommand(jmhArguments, spec, run).run();
    }

    private int resumeJmh() throws Exception {
        for (String option : List.of("--minutes", "--all")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException("%s needs a tour, and %s is none".formatted(option, resume));
            }
        }
        return JmhCommand.resume(run, resume, spec);
    }

    private void refuseBesideResume() {
        for (String option : List.of("--seed", "--output-dir")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(
                        "--resume keeps the seed and the folder of its run; leave out " + option);
            }
        }
    }

    /** What stands before a command, and is not for it, is refused, as it would be behind it. */
    private int execute(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            CommandSpec command = parsed.subcommand().commandSpec();
            if (!jmhArguments.isEmpty()) {
                return complain(
                        command.name() + " takes no arguments of JMH, such as " + String.join(" ", jmhArguments),
                        BAD_USAGE);
            }
            for (OptionSpec option : parsed.matchedOptions()) {
                if (command.findOption(option.longestName()) == null) {
                    return complain(command.name() + " takes no " + option.longestName(), BAD_USAGE);
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static String meant(ParameterException e) {
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return e.getMessage() + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.getFirst() + "?");
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new CommandLine.TypeConversionException("the name of a file or folder must not be empty");
        }
        return Path.of(text);
    }

    private static int explain(Throwable thrown, RunOptions options) {
        Throwable e = original(thrown);
        if (options.stackTrace()) {
            e.printStackTrace();
        }
        // A folder without results goes in any case.
        Optional<String> left = options.left();
        if (e instanceof IllegalArgumentException
                || e instanceof CommandLineOptionException
                || e instanceof ProfilerException) {
            return complain(e.getMessage(), BAD_USAGE);
        }
        String message = e instanceof UncheckedIOException || e instanceof RunnerException
                ? e.getMessage()
                : e instanceof OutOfMemoryError
                        ? "this JVM ran out of memory; java -Xmx gives it more"
                        : "the program failed: %s; --stack-trace shows where".formatted(e);
        return complain(message + left.map("; "::concat).orElse(""), FAILED);
    }

    /** Parallel streams throw, for what another thread threw, one of the same kind that quotes it. */
    private static Throwable original(Throwable e) {
        return e.getCause() != null
                        && e.getCause().getClass() == e.getClass()
                        && e.getCause().toString().equals(e.getMessage())
                ? e.getCause()
                : e;
    }

    /** One line, whatever the message. */
    private static int complain(String message, int status) {
        String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        System.err.println(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line);
        return status;
    }
}
