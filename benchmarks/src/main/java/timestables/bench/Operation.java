package timestables.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;

/** What is timed and measured: each operation has its benchmark class, its contenders and its way to take errors. */
enum Operation {
    MULTIPLY(MultiplyBenchmark.class, new Multiply()),
    DOT(DotBenchmark.class, new Dot());

    /** The largest operand and product that the tables' formats represent. */
    static final double MAX_RANGE = 2.0;

    /**
     * Heap for one element of the largest contender: three doubles, the two that they are encoded from, and as much
     * again for the collector to place them.
     */
    private static final int BYTES_PER_ELEMENT = 2 * 5 * Double.BYTES;

    private final Class<?> benchmark;
    private final Workload workload;
    private final List<Contender> contenders;

    Operation(Class<?> benchmark, Workload workload) {
        this.benchmark = benchmark;
        this.workload = workload;
        this.contenders = Contenders.of(workload);
    }

    /** The operation that a JMH benchmark times, given the benchmark's full name. */
    static Operation timedBy(String benchmark) {
        return Arrays.stream(values())
                .filter(operation -> benchmark.startsWith(operation.benchmark.getName() + "."))
                .findFirst()
                .orElseThrow();
    }

    /** The values of a parameter that the benchmark runs by default. */
    List<String> defaults(String parameter) {
        try {
            return List.of(
                    benchmark.getField(parameter).getAnnotation(Param.class).value());
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Checks a size that a user asks for.
     *
     * @throws IllegalArgumentException if it is not a size, or operands of that size do not fit into memory
     */
    void checkSize(String size) {
        if (!size.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("size '%s' is not a whole number above 0".formatted(size));
        }
        long most = Math.min(
                Integer.MAX_VALUE - Operands.SPACE, Runtime.getRuntime().maxMemory() / BYTES_PER_ELEMENT);
        if (elements(size) > most) {
            throw new IllegalArgumentException(
                    "size %s does not fit: with this heap, of %d MiB, sizes up to %d do (java -Xmx sets the heap)"
                            .formatted(size, Runtime.getRuntime().maxMemory() >> 20, most));
        }
    }

    /** The operation that files show under a name. */
    static Operation withId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** How many products an operation of a given size computes. */
    long elements(String size) {
        return Long.parseLong(size);
    }

    /** The name that files show. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The JMH class that times it. */
    Class<?> benchmark() {
        return benchmark;
    }

    /** What it does with each kind of operand. */
    Workload workload() {
        return workload;
    }

    /** All ways to do it. */
    List<Contender> contenders() {
        return contenders;
    }

    /**
     * The contender of that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    Contender contender(String id) {
        return contenders.stream()
                .filter(contender -> contender.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no contender '%s'; it has %s"
                        .formatted(
                                id(),
                                id,
                                String.join(
                                        ", ",
                                        contenders.stream().map(Contender::id).toList()))));
    }
}
