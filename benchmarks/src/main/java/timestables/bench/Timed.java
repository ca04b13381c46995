package timestables.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Task;
import timestables.speed.Case;

/** What a JMH benchmark times: {@code MultiplyBenchmark} times {@link Operation#MULTIPLY}. */
public final class Timed {

    static final String CONTENDER = "contender";
    static final String SIZE = "size";
    static final String OPERANDS = "operands";

    private Timed() {}

    /** The full name of the JMH class that times an operation. */
    public static String benchmark(Operation operation) {
        String id = operation.toString();
        return Timed.class.getPackageName() + "." + id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1)
                + "Benchmark";
    }

    /** A regular expression for JMH that finds an operation's benchmarks and no others. */
    static String pattern(Operation operation) {
        return Pattern.quote(benchmark(operation) + ".");
    }

    /** The operation that a benchmark times, given its full name; none where it times something else. */
    public static Optional<Operation> operation(String benchmark) {
        return Operation.TIMED.stream()
                .filter(operation -> benchmark.startsWith(benchmark(operation) + "."))
                .findFirst();
    }

    /** The operations that some benchmarks time. */
    public static List<Operation> operations(List<String> benchmarks) {
        return benchmarks.stream()
                .flatMap(benchmark -> operation(benchmark).stream())
                .toList();
    }

    /**
     * The nanoseconds that one thread takes for one call, in whichever mode, unit and portions JMH was asked to measure
     * it.
     */
    static double nsPerOp(double score, BenchmarkParams params) {
        double nsPerUnit = TimeUnit.NANOSECONDS.convert(1, params.getTimeUnit());
        double ns = params.getMode() == Mode.Throughput ? nsPerUnit * params.getThreads() / score : nsPerUnit * score;
        return ns * params.getOpsPerInvocation() / params.getMeasurement().getBatchSize();
    }

    /** What a benchmark times; none where that is none of our operations. */
    public static Optional<Case> of(BenchmarkParams params) {
        Map<String, String> values =
                params.getParamsKeys().stream().collect(Collectors.toMap(key -> key, params::getParam));
        return of(params.getBenchmark(), values).map(timed -> timed.by(params.getThreads()));
    }

    /** The same by the values of its parameters, and one thread. */
    public static Optional<Case> of(String benchmark, Map<String, String> parameters) {
        return operation(benchmark)
                .map(operation -> new Case(
                        operation,
                        parameters.get(CONTENDER),
                        parameters.get(SIZE),
                        OperandForm.of(parameters.getOrDefault(OPERANDS, OperandForm.CODES.toString()))));
    }

    /** Prepares what a benchmark is to time. */
    static Task prepare(BenchmarkParams params) {
        Case timed = of(params).orElseThrow();
        return timed.operation().prepare(timed.contender(), timed.size(), timed.operands(), params.getThreads());
    }

    /**
     * Compares what a benchmark gave with its definition.
     *
     * @throws IllegalStateException if they differ
     */
    static void check(BenchmarkParams params, double[] results) {
        Case timed = of(params).orElseThrow();
        timed.operation()
                .defect(timed.contender(), timed.size(), timed.operands(), results)
                .ifPresent(defect -> {
                    throw new IllegalStateException("wrong result of %s: %s".formatted(timed, defect));
                });
    }
}
