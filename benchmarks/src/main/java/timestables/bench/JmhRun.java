package timestables.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;
import timestables.run.Progress;

/** A run of JMH that hands on each result as soon as its benchmark ends, where JMH itself keeps all for the end. */
public final class JmhRun {

    private final OutputFormat display;

    /** What JMH says of the present benchmark. */
    private final ByteArrayOutputStream unseen;

    /** What it has said of those that gave no result. */
    private final ByteArrayOutputStream failed = new ByteArrayOutputStream();

    private final Progress progress;
    private final Throughput throughput;
    private final List<RunResult> results = new ArrayList<>();
    private boolean unfinished;
    private int failures;

    private JmhRun(OutputFormat display, ByteArrayOutputStream unseen, Progress progress, Throughput throughput) {
        this.display = display;
        this.unseen = unseen;
        this.progress = progress;
        this.throughput = throughput;
    }

    /**
     * @param display where JMH prints what it has to say
     * @param progress told of each benchmark that begins
     * @param throughput told of each result
     */
    public JmhRun(OutputFormat display, Progress progress, Throughput throughput) {
        this(display, new ByteArrayOutputStream(), progress, throughput);
    }

    /** As the constructor, but what JMH has to say is shown of benchmarks that fail alone, and after all have ended. */
    public static JmhRun unseen(Progress progress, Throughput throughput) {
        ByteArrayOutputStream unseen = new ByteArrayOutputStream();
        OutputFormat display = OutputFormatFactory.createFormatInstance(
                new PrintStream(unseen, true, StandardCharsets.UTF_8), VerboseMode.NORMAL);
        return new JmhRun(display, unseen, progress, throughput);
    }

    /** Runs all benchmarks, part after part, and returns how many gave no result. */
    public int run(List<Options> parts) throws RunnerException {
        // JMH has no listener but its output format, an interface of many methods, of which three are of interest.
        OutputFormat listener = (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    if (List.of("startBenchmark", "endRun").contains(method.getName())) {
                        leave();
                    }
                    Object returned = call(method, arguments);
                    if (method.getName().equals("startBenchmark")) {
                        started((BenchmarkParams) arguments[0]);
                    } else if (method.getName().equals("endBenchmark")) {
                        ended((BenchmarkResult) arguments[0]);
                    }
                    return returned;
                });
        try {
            for (Options options : parts) {
                results.addAll(new Runner(options, listener).run());
            }
        } finally {
            leave();
            progress.clear();
            System.err.print(failed.toString(StandardCharsets.UTF_8));
        }
        return failures;
    }

    /** All results so far. */
    public List<RunResult> results() {
        return results;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(display, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** JMH does not say that a benchmark has failed: it begins the next, or ends. */
    private void leave() {
        if (unfinished) {
            failures++;
            failed.writeBytes(unseen.toByteArray());
        }
        unfinished = false;
        unseen.reset();
    }

    private void started(BenchmarkParams params) {
        unfinished = true;
        progress.begin(Timed.operation(params.getBenchmark())
                .map(operation ->
                        "%s %s, size %s".formatted(operation, params.getParam("contender"), params.getParam("size")))
                .orElse(params.getBenchmark()));
    }

    private void ended(BenchmarkResult result) {
        if (result != null && result.getPrimaryResult() != null) {
            unfinished = false;
            throughput.add(result);
        }
    }
}
