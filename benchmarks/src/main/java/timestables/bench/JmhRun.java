package timestables.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;
import timestables.speed.Case;
import timestables.speed.Timings;

/** Runs of JMH that hand on each fork as soon as it ends, where JMH itself keeps all for the end. */
public final class JmhRun {

    /** What begins with the class of an exception. */
    private static final Pattern THROWN = Pattern.compile("([a-z]\\w*\\.)+\\w*(Exception|Error)\\b");

    private final OutputFormat display;

    /** What JMH says of the present benchmark. */
    private final ByteArrayOutputStream unseen;

    /** Which benchmarks gave no result, and what it has said of them. */
    private final ByteArrayOutputStream failed = new ByteArrayOutputStream();

    private final Timings timings;
    private final Consumer<Collection<RunResult>> completion;

    /** The iterations of the present fork. */
    private final List<ForkResult.Iteration> iterations = new ArrayList<>();

    /** The parameters of the present benchmark. */
    private BenchmarkParams params;

    /** The round that the present fork is of. */
    private int round;

    /** The round that the forks of a benchmark begin with. */
    private int firstRound = 1;

    /** The first exception that JMH has told of the present benchmark; empty if none. */
    private String thrown = "";

    private boolean unfinished;
    private int failures;

    private JmhRun(
            OutputFormat display,
            ByteArrayOutputStream unseen,
            Timings timings,
            Consumer<Collection<RunResult>> completion) {
        this.display = display;
        this.unseen = unseen;
        this.timings = timings;
        this.completion = completion;
    }

    /**
     * @param display where JMH prints what it has to say
     * @param timings told of each fork
     * @param completion takes the results of all benchmarks, and may add to them, before JMH shows and writes them
     */
    public JmhRun(OutputFormat display, Timings timings, Consumer<Collection<RunResult>> completion) {
        this(display, new ByteArrayOutputStream(), timings, completion);
    }

    /** As the constructor, but what JMH says is shown only for benchmarks that fail, and when asked for. */
    public static JmhRun unseen(Timings timings, Consumer<Collection<RunResult>> completion) {
        ByteArrayOutputStream unseen = new ByteArrayOutputStream();
        OutputFormat display = OutputFormatFactory.createFormatInstance(
                new PrintStream(unseen, true, StandardCharsets.UTF_8), VerboseMode.NORMAL);
        return new JmhRun(display, unseen, timings, completion);
    }

    /**
     * Runs benchmarks, whose forks are of one round each.
     *
     * @param firstRound the first of these rounds
     * @return how many gave no result
     */
    public int run(Options options, int firstRound) throws RunnerException {
        this.firstRound = firstRound;
        int before = failures;
        // JMH has no listener but its output format, an interface of many methods, of which some are of interest.
        OutputFormat listener = (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "startBenchmark" -> begin((BenchmarkParams) arguments[0]);
                        case "iterationResult" ->
                            iteration(
                                    (IterationParams) arguments[1], (int) arguments[2], (IterationResult) arguments[3]);
                        case "endBenchmark" -> end((BenchmarkResult) arguments[0]);
                        case "endRun" -> endRun(arguments[0]);
                        case "print", "println", "verbosePrintln" -> heed(arguments);
                        default -> {}
                    }
                    return call(method, arguments);
                });
        try {
            new Runner(options, listener).run();
        } finally {
            leave();
        }
        return failures - before;
    }

    /** Names on standard error the benchmarks that failed, after what JMH had to say of each, where it was not seen. */
    public void explainFailures() {
        System.err.print(failed.toString(StandardCharsets.UTF_8));
        failed.reset();
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(display, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void begin(BenchmarkParams next) {
        leave();
        params = next;
        unfinished = true;
        round = firstRound;
    }

    private void iteration(IterationParams kind, int number, IterationResult result) {
        if (kind.getType() == IterationType.MEASUREMENT) {
            if (number == 1) {
                endFork();
            }
            iterations.add(ForkResult.Iteration.of(result));
        }
        ForkResult.hide(result);
    }

    private void endFork() {
        if (!iterations.isEmpty()) {
            ForkResult.of(params, iterations, round++).ifPresent(fork -> timings.add(fork.fork(), fork.samples()));
        }
        iterations.clear();
    }

    private void end(BenchmarkResult result) {
        if (result != null && result.getPrimaryResult() != null) {
            unfinished = false;
            endFork();
            result.getIterationResults().forEach(ForkResult::hide);
        }
    }

    @SuppressWarnings("unchecked")
    private void endRun(Object results) {
        leave();
        completion.accept((Collection<RunResult>) results);
    }

    /** JMH tells in lines for people alone what a fork has thrown. */
    private void heed(Object[] line) {
        if (thrown.isEmpty() && line.length > 0) {
            thrown = String.valueOf(line[0])
                    .lines()
                    .map(String::strip)
                    .filter(each -> THROWN.matcher(each).lookingAt())
                    .findFirst()
                    .orElse("");
        }
    }

    /** JMH does not say that a benchmark has failed: it begins the next, or ends. */
    private void leave() {
        if (unfinished) {
            failures++;
            failed.writeBytes(unseen.toByteArray());
            failed.writeBytes("%s failed: %s%n"
                    .formatted(
                            Timed.of(params).map(Case::toString).orElse(params.getBenchmark()),
                            thrown.isEmpty() ? "JMH's output tells why" : thrown)
                    .getBytes(StandardCharsets.UTF_8));
        }
        thrown = "";
        unfinished = false;
        iterations.clear();
        unseen.reset();
    }
}
