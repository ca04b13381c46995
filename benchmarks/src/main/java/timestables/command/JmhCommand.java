package timestables.command;

import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Optional;
import timestables.bench.BenchmarkJvm;
import timestables.bench.JmhRun;
import timestables.bench.Selection;
import timestables.bench.Throughput;
import timestables.bench.Timed;
import timestables.contender.Operation;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;

/** JMH with its own arguments, and our files of what ran. */
final class JmhCommand {

    private final String[] jmhArguments;
    private final RunOptions run;

    /** @param jmhArguments what JMH is to parse */
    JmhCommand(List<String> jmhArguments, RunOptions run) {
        this.jmhArguments = jmhArguments.toArray(String[]::new);
        this.run = run;
    }

    int run() throws Exception {
        CommandLineOptions options = new CommandLineOptions(jmhArguments);
        if (asksForText(options)) {
            org.openjdk.jmh.Main.main(jmhArguments);
            return 0;
        }
        List<String> selected = check(options);
        RunFolder folder = run.open();
        Throughput throughput = new Throughput(folder);
        try (PrintStream out = output(options)) {
            JmhRun jmh = jmh(options, out, throughput);
            Options all = new OptionsBuilder()
                    .parent(options)
                    .jvmArgsPrepend(jvmArgs(options))
                    .build();
            List<Options> parts = List.of(all);
            if (!options.getParameter("contender").hasValue()) {
                Selection.announceMissing(Timed.operations(selected));
                parts = Selection.split(all, selected);
            }
            int failures = jmh.run(parts);
            if (run.quiet()) {
                ResultFormatFactory.getInstance(ResultFormatType.TEXT, out).writeOut(jmh.results());
            }
            if (parts.size() > 1 && options.getResult().hasValue()) {
                // Each part has replaced the results of the one before.
                ResultFormatFactory.getInstance(
                                options.getResultFormat().orElse(Defaults.RESULT_FORMAT),
                                options.getResult().get())
                        .writeOut(jmh.results());
            }
            throughput.warn();
            return failures == 0 ? 0 : 1;
        } finally {
            if (throughput.rows().isEmpty()) {
                folder.discard();
            } else {
                folder.announce();
            }
        }
    }

    private JmhRun jmh(CommandLineOptions options, PrintStream out, Throughput throughput) {
        Progress none = new Progress(null, 0);
        return run.quiet()
                ? JmhRun.unseen(none, throughput)
                : new JmhRun(
                        OutputFormatFactory.createFormatInstance(
                                out, options.verbosity().orElse(Defaults.VERBOSITY)),
                        none,
                        throughput);
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
        Collection<BenchmarkListEntry> selected = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        options.getIncludes(),
                        options.getExcludes());
        if (selected.isEmpty()) {
            throw new IllegalArgumentException(
                    "no benchmark matches " + String.join(" ", options.getIncludes()) + "; -l lists them all");
        }
        List<String> benchmarks =
                selected.stream().map(BenchmarkListEntry::getUsername).toList();
        for (Operation operation : Timed.operations(benchmarks)) {
            for (String contender : options.getParameter("contender").orElse(List.of())) {
                operation.contender(contender).missing().ifPresent(what -> {
                    throw new IllegalArgumentException(
                            "%s needs %s, which is not installed".formatted(contender, what));
                });
            }
            options.getParameter("size").orElse(List.of()).forEach(operation::size);
        }
        for (ProfilerConfig profiler : options.getProfilers()) {
            ProfilerFactory.getProfilerOrException(profiler);
        }
        requireFolderOf(options.getOutput());
        requireFolderOf(options.getResult());
        return benchmarks;
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
        return args.toArray(String[]::new);
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
