package timestables.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import timestables.contender.Operation;

/** Which operation a JMH benchmark times: {@code MultiplyBenchmark} times {@link Operation#MULTIPLY}. */
public final class Timed {

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
}
