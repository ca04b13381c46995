package timestables.command;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            return complain("this JVM lacks the Vector API; start it with " + JvmFlags.VECTORS, 2);
        }
        // Plots are drawn into files, also where a display is named that cannot be reached; AWT reads this when it
        // loads.
        System.setProperty("java.awt.headless", "true");
        // Texts, names of files and JMH's own CSV look the same everywhere.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        RunOptions options = new RunOptions(List.of(arguments));
        CommandLine line = commandLine(options);
        Thread stopped = new Thread(options::tellStopped);
        Runtime.getRuntime().addShutdownHook(stopped);
        int status = line.execute(arguments);
        try {
            Runtime.getRuntime().removeShutdownHook(stopped);
        } catch (IllegalStateException e) {
            // Stopped just now, which has been told.
        }
        return status;
    }

    private static CommandLine commandLine(RunOptions options) {
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
                .setParameterExceptionHandler((e, args) -> complain(meant(e), 2))
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e));
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
                        command.name() + " takes no arguments of JMH, such as " + String.join(" ", jmhArguments), 2);
            }
            for (OptionSpec option : parsed.matchedOptions()) {
                if (command.findOption(option.longestName()) == null) {
                    return complain(command.name() + " takes no " + option.longestName(), 2);
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

    /** One line, whatever the message, and nothing in it that a terminal takes for a command. */
    private static int complain(String message, int status) {
        System.err.println(
                String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}", "?"));
        return status;
    }
}
