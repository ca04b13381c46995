package timestables.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What JVMs are told, those above all that benchmarks run in. */
final class BenchmarkJvm {

    /** The kernels need the Vector API. */
    static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    /** JMH uses a part of the JDK that would warn. */
    static final String QUIET = "--sun-misc-unsafe-memory-access=allow";

    /** Lets {@link Operands} begin on cache lines. */
    static final String ALIGNMENT = "-XX:ObjectAlignmentInBytes=" + Operands.ALIGNMENT;

    static final List<String> ARGUMENTS = List.of(VECTOR_MODULE, QUIET, ALIGNMENT, NativeLibrary.ACCESS);

    private BenchmarkJvm() {}

    /**
     * Flags of a JVM as files show them: each once, and without what the launcher and {@code scripts/run} tell this
     * program, which names folders and processes.
     */
    static String describe(Collection<String> flags) {
        return flags.stream()
                .filter(flag -> !flag.startsWith("-Dtimestables."))
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
