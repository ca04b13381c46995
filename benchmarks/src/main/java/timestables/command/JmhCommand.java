package timestables.command;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.util.Multimap;
import org.openjdk.jmh.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import timestables.bench.BenchmarkJvm;
import timestables.bench.ForkProfiler;
import timestables.bench.JmhLock;
import timestables.bench.JmhRun;
import timestables.bench.Selection;
import timestables.bench.Timed;
import timestables.bench.Unfinished;
import timestables.bench.WarmUp;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.run.Environment;
import timestables.run.HarmlessOutput;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.run.Spelling;
import timestables.run.WholeFile;
import timestables.speed.Timings;
import timestables.tour.JmhErrors;

/** JMH with its own arguments, and our files of what ran. */
final class JmhCommand {

    private final String[] jmhArguments;
    private final CommandSpec ours;
    private final RunOptions run;

    /**
     * @param jmhArguments what JMH is to parse
     * @param ours the options and commands that they might have been meant to name
     */
    JmhCommand(List<String> jmhArguments, CommandSpec ours, RunOptions run) {
        this.ours = ours;
        this.jmhArguments = jmhArguments.toArray(String[]::new);
        this.run = run;
    }

    int run() throws Exception {
        CommandLineOptions options = options();
        if (asksForText(options)) {
            org.openjdk.jmh.Main.main(jmhArguments);
            return 0;
        }
        if (run.givenSeed().isPresent()) {
            throw new IllegalArgumentException("--seed cannot be combined with JMH's arguments, such as "
                    + jmhArguments[0] + ": timed operands are always the same");
        }
        List<String> selected = check(options);
        JmhLock.hold();
        RunFolder folder = run.open();
        return run(options, selected, folder, new Timings(folder));
    }

    /**
     * Does what a run that was stopped had not done; if it had done all, as much once more, in further rounds.
     *
     * @throws IllegalArgumentException if it was another program's or machine's, or not of JMH's arguments
     */
    static int resume(RunOptions run, Path path, CommandSpec ours) throws Exception {
        Environment before = Environment.of(path);
        List<String> arguments = jmhArguments(before.arguments());
        if (arguments.isEmpty() || arguments.stream().anyMatch(ours.subcommands()::containsKey)) {
            throw new IllegalArgumentException(
                    path + " is of " + before.fact(Environment.COMMAND) + ", which does not go on; run that again");
        }
        before.requireSame();
        JmhCommand command = new JmhCommand(arguments, ours, run);
        CommandLineOptions options = command.options();
        List<String> selected = check(options);
        JmhLock.hold();
        RunFolder folder = run.reopen(path);
        return command.run(options, selected, folder, Timings.resume(folder));
    }

    /** Without our own. */
    private static List<String> jmhArguments(List<String> recorded) {
        List<String> arguments = new ArrayList<>(recorded);
        arguments.removeAll(List.of("--quiet", "--stack-trace"));
        arguments.removeIf(argument -> argument.startsWith("--output-dir="));
        int folder = arguments.indexOf("--output-dir");
        if (folder >= 0) {
            arguments.subList(folder, Math.min(folder + 2, arguments.size())).clear();
        }
        return arguments;
    }

    private int run(CommandLineOptions options, List<String> selected, RunFolder folder, Timings timings)
            throws Exception {
        JmhErrors errors = new JmhErrors(timings, run.seed());
        try (PrintStream out = output(options)) {
            List<RunResult> results = new ArrayList<>();
            JmhRun jmh = jmh(options, out, timings, some -> {
                errors.addTo(some);
                results.addAll(some);
            });
            ChainedOptionsBuilder builder = new OptionsBuilder()
                    .parent(options)
                    .jvmArgs(options.getJvmArgs()
                            .orElse(BenchmarkJvm.inherited())
                            .toArray(String[]::new))
                    .jvmArgsPrepend(jvmArgs(options))
                    .addProfiler(ForkProfiler.class);
            Optional<String> file = resultFile(options, folder);
            if (file.hasValue()) {
                // JMH itself would write it after each part, and pass over a full disk.
                builder.result(unused());
            }
            Options all = builder.build();
            List<Options> parts = List.of(all);
            if (!options.getParameter("contender").hasValue()) {
                Selection.announceMissing(Timed.operations(selected));
                Selection.announceWithout(operands(options), Timed.operations(selected));
                parts = Selection.split(all, selected, operands(options));
            }
            Selection.announceWeaknesses(
                    Timed.operations(selected),
                    id -> options.getParameter("contender").orElse(List.of(id)).contains(id));
            int failures = 0;
            List<Unfinished.Part> left = timings.isEmpty()
                    ? parts.stream().map(part -> new Unfinished.Part(part, 1)).toList()
                    : Unfinished.of(parts, timings);
            for (Unfinished.Part part : left) {
                failures += jmh.run(part.options(), part.firstRound());
            }
            jmh.explainFailures();
            if (run.quiet()) {
                ResultFormatFactory.getInstance(ResultFormatType.TEXT, out).writeOut(results);
            }
            if (file.hasValue()) {
                write(results, options.getResultFormat().orElse(Defaults.RESULT_FORMAT), Path.of(file.get()));
            }
            if (!timings.isEmpty()) {
                errors.write(folder);
                out.println();
                out.println(errors);
            }
            timings.caveats().forEach(System.err::println);
            timings.warn();
            requireWritten(out, options.getOutput());
            if (timings.isEmpty()) {
                folder.discard();
            } else {
                folder.announce();
            }
            return failures == 0 ? 0 : 1;
        }
    }

    /** A file that JMH may write to, and nobody reads. */
    private static String unused() {
        try {
            Path file = Files.createTempFile("results", "");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary file: " + WholeFile.reason(e), e);
        }
    }

    /** What JMH's result format makes of results. A device, or what a link leads to, is written to and not replaced. */
    private static void write(List<RunResult> results, ResultFormatType format, Path file) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ResultFormatFactory.getInstance(format, new PrintStream(text, true, StandardCharsets.UTF_8))
                .writeOut(results);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            WholeFile.replace(file, text::writeTo);
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            text.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + WholeFile.reason(e), e);
        }
    }

    /** @throws UncheckedIOException if what JMH printed has not got into the user's file */
    private static void requireWritten(PrintStream out, Optional<String> file) {
        if (file.hasValue() && out.checkError()) {
            throw new UncheckedIOException(
                    "cannot write %s: %s".formatted(file.get(), HarmlessOutput.FULL),
                    new IOException(HarmlessOutput.FULL));
        }
    }

    /** Where JMH's results go, if anywhere: without a name, into the run's folder. */
    private static Optional<String> resultFile(CommandLineOptions options, RunFolder folder) {
        if (options.getResult().hasValue() || !options.getResultFormat().hasValue()) {
            return options.getResult();
        }
        String name = Defaults.RESULT_FILE_PREFIX + "."
                + options.getResultFormat().get().toString().toLowerCase(Locale.ROOT);
        return Optional.of(folder.file(name).toString());
    }

    private JmhRun jmh(
            CommandLineOptions options, PrintStream out, Timings timings, Consumer<Collection<RunResult>> completion) {
        return run.quiet()
                ? JmhRun.unseen(timings, completion)
                : new JmhRun(
                        OutputFormatFactory.createFormatInstance(
                                out, options.verbosity().orElse(Defaults.VERBOSITY)),
                        timings,
                        completion);
    }

    /**
     * What JMH makes of its arguments.
     *
     * @throws IllegalArgumentException if the first is no option and names no benchmark either: it was to be a command;
     *     or if JMH has no such option, and one of ours has nearly that name
     */
    private CommandLineOptions options() throws CommandLineOptionException {
        String first = jmhArguments[0];
        if (!first.startsWith("-") && Selection.find(List.of(first), List.of()).isEmpty()) {
            throw new IllegalArgumentException(Spelling.unknown(
                            "command or benchmark", first, ours.subcommands().keySet())
                    + "; -l lists the benchmarks");
        }
        try {
            return new CommandLineOptions(jmhArguments);
        } catch (IllegalStateException e) {
            // As JMH says that it knows no such mode.
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (CommandLineOptionException e) {
            String meant = Arrays.stream(jmhArguments)
                    .filter(argument -> argument.startsWith("--"))
                    .flatMap(argument ->
                            Spelling.nearest(
                                    argument.replaceFirst("=.*", ""),
                                    ours.optionsMap().keySet())
                                    .stream())
                    .findFirst()
                    .orElseThrow(() -> e);
            throw new IllegalArgumentException(e.getMessage() + "; did you mean " + meant + "?", e);
        }
    }

    private static boolean asksForText(CommandLineOptions options) {
        return options.shouldHelp()
                || options.shouldList()
                || options.shouldListWithParams()
                || options.shouldListProfilers()
                || options.shouldListResultFormats();
    }

    /**
     * Refuses before anything is run or written what would fail in the middle of a run.
     *
     * @return the full names of all benchmarks that are to run
     */
    private static List<String> check(CommandLineOptions options) throws ProfilerException {
        Collection<BenchmarkListEntry> selected = Selection.find(options.getIncludes(), options.getExcludes());
        if (selected.isEmpty()) {
            throw new IllegalArgumentException(
                    "no benchmark matches " + String.join(" ", options.getIncludes()) + "; -l lists them all");
        }
        checkParameters(options, selected);
        List<String> benchmarks =
                selected.stream().map(BenchmarkListEntry::getUsername).toList();
        for (Operation operation : Timed.operations(benchmarks)) {
            Collection<String> ids = operation.ids();
            for (String contender : options.getParameter("contender").orElse(List.of())) {
                if (!ids.contains(contender)) {
                    throw new IllegalArgumentException(Spelling.unknown("contender of " + operation, contender, ids));
                }
                operation.contender(contender).missing().ifPresent(what -> {
                    throw new IllegalArgumentException(
                            "%s needs %s, which this machine lacks".formatted(contender, what));
                });
            }
            for (OperandForm operands : operands(options)) {
                options.getParameter("contender")
                        .orElse(List.of())
                        .forEach(id -> operation.contender(id).kernel(operands));
            }
            options.getParameter("size").orElse(List.of()).forEach(size -> operation.size(size, threads(options)));
        }
        for (ProfilerConfig profiler : options.getProfilers()) {
            ProfilerFactory.getProfilerOrException(profiler);
        }
        if (options.getJvm().hasValue()
                && !Files.isExecutable(Path.of(options.getJvm().get()))) {
            throw new IllegalArgumentException("there is no JVM %s; -jvm needs the path of a program"
                    .formatted(options.getJvm().get()));
        }
        requireFolderOf(options.getOutput());
        requireFolderOf(options.getResult());
        return benchmarks;
    }

    private static int threads(CommandLineOptions options) {
        int threads = options.getThreads().orElse(1);
        return threads == Threads.MAX ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** JMH passes over a parameter that no benchmark has, and runs everything. */
    private static void checkParameters(CommandLineOptions options, Collection<BenchmarkListEntry> selected) {
        Set<String> known = new TreeSet<>();
        for (BenchmarkListEntry benchmark : selected) {
            known.addAll(benchmark.getParams().orElse(Map.of()).keySet());
        }
        for (String parameter : parameters(options)) {
            if (!known.contains(parameter)) {
                throw new IllegalArgumentException(Spelling.unknown("parameter", parameter, known));
            }
        }
    }

    /** The names of parameters that were given. JMH's options give the values of a name, but not the names. */
    private static Collection<String> parameters(CommandLineOptions options) {
        try {
            Field parameters = CommandLineOptions.class.getDeclaredField("params");
            parameters.setAccessible(true);
            return ((Multimap<?, ?>) parameters.get(options))
                    .keys().stream().map(String::valueOf).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<OperandForm> operands(CommandLineOptions options) {
        return options.getParameter("operands").orElse(List.of()).stream()
                .map(OperandForm::of)
                .toList();
    }

    private static void requireFolderOf(Optional<String> file) {
        if (file.hasValue()
                && !Files.isDirectory(Path.of(file.get()).toAbsolutePath().resolveSibling(""))) {
            throw new IllegalArgumentException("cannot write " + file.get() + ": no such folder");
        }
    }

    /** The user's arguments would replace those that the benchmarks need. */
    private static String[] jvmArgs(CommandLineOptions options) {
        List<String> args = new ArrayList<>(options.getJvmArgsPrepend().orElse(List.of()));
        args.addAll(BenchmarkJvm.ARGUMENTS);
        if (isToWarmUp(options)) {
            args.addAll(WarmUp.JVM_ARGUMENTS);
        }
        return args.toArray(String[]::new);
    }

    /** Whether what is timed is to be compiled before: not if the first calls are asked for. */
    private static boolean isToWarmUp(CommandLineOptions options) {
        return options.getWarmupIterations().orElse(1) > 0
                && !options.getBenchModes().contains(Mode.SingleShotTime)
                && !options.getBenchModes().contains(Mode.All);
    }

    private static PrintStream output(CommandLineOptions options) {
        if (options.getOutput().hasValue()) {
            String file = options.getOutput().get();
            try {
                return new PrintStream(file);
            } catch (FileNotFoundException e) {
                throw new IllegalArgumentException("cannot write " + e.getMessage(), e);
            }
        }
        return new PrintStream(System.out) {
            @Override
            public void close() {
                // JMH closes what it prints to, and standard output is not its own.
                flush();
            }
        };
    }
}
