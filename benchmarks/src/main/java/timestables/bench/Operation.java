package timestables.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import timestables.accuracy.Distribution;

/** What is timed and measured: each operation has its benchmark class, its contenders and its way to take errors. */
enum Operation {
    MULTIPLY(MultiplyBenchmark.class, new Multiply()),
    DOT(DotBenchmark.class, new Dot()),
    CHAIN(ChainBenchmark.class, new Chain()),
    GEMV(GemvBenchmark.class, Gemm.gemv()),
    GEMM(GemmBenchmark.class, Gemm.gemm()),
    ENCODE(EncodeBenchmark.class, Conversions.encode()),
    DECODE(DecodeBenchmark.class, Conversions.decode());

    private static final long TIMED_SEED = 1;

    /** Heap for one operand: the real, its code of up to 8 bytes, and as much again for the collector to place them. */
    private static final int BYTES_PER_ELEMENT = 2 * 2 * Double.BYTES;

    private final Class<? extends OperationBenchmark> benchmark;
    private final Workload workload;
    private List<Contender> contenders;

    Operation(Class<? extends OperationBenchmark> benchmark, Workload workload) {
        this.benchmark = benchmark;
        this.workload = workload;
    }

    /**
     * The operation that a JMH benchmark times, given the benchmark's full name; none where it times something else.
     */
    static Optional<Operation> timedBy(String benchmark) {
        return Arrays.stream(values())
                .filter(operation -> benchmark.startsWith(operation.benchmark.getName() + "."))
                .findFirst();
    }

    /** The operations that some benchmarks time. */
    static List<Operation> timedBy(List<String> benchmarks) {
        return benchmarks.stream()
                .flatMap(benchmark -> timedBy(benchmark).stream())
                .toList();
    }

    /** The operation that files show under a name. */
    static Operation withId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /**
     * Reads a size that a user asks for.
     *
     * @throws IllegalArgumentException if it is none of this operation, or operands of that size do not fit into memory
     */
    Size size(String text) {
        Size size = workload.form().parse(text);
        long most = Math.min(
                Integer.MAX_VALUE - Operands.SPACE, Runtime.getRuntime().maxMemory() / BYTES_PER_ELEMENT);
        double elements = (double) workload.left(size) + workload.right(size) + workload.results(size);
        if (elements > most) {
            String message =
                    "size %s of %s does not fit: its operands and results are %.0f numbers, and with this heap, of"
                            + " %d MiB, %d do fit (java -Xmx sets the heap)";
            throw new IllegalArgumentException(
                    message.formatted(text, id(), elements, Runtime.getRuntime().maxMemory() >> 20, most));
        }
        return size;
    }

    /** Prepares a contender for the operands that benchmarks time. */
    Task prepare(String contender, String size) {
        Size parsed = size(size);
        return contender(contender)
                .timed()
                .on(
                        parsed,
                        workload.left(Distribution.UNIFORM, parsed, TIMED_SEED, 0),
                        workload.right(Distribution.UNIFORM, parsed, TIMED_SEED, 0));
    }

    /** The name that files show. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The JMH class that times it. */
    Class<? extends OperationBenchmark> benchmark() {
        return benchmark;
    }

    /** A regular expression for JMH that finds its benchmarks and no others. */
    String pattern() {
        return Pattern.quote(benchmark.getName() + ".");
    }

    /** What it does with each kind of operand. */
    Workload workload() {
        return workload;
    }

    /**
     * All ways to do it, those too that lack a library on this machine. Made when first asked for: making those of all
     * operations takes a third of a second, which every fork of JMH would spend.
     */
    synchronized List<Contender> contenders() {
        if (contenders == null) {
            contenders = List.copyOf(workload.contenders());
        }
        return contenders;
    }

    /**
     * The contender of that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    Contender contender(String id) {
        return contenders().stream()
                .filter(contender -> contender.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no contender '%s'; it has %s"
                        .formatted(
                                id(),
                                id,
                                String.join(
                                        ", ",
                                        contenders().stream().map(Contender::id).toList()))));
    }
}
