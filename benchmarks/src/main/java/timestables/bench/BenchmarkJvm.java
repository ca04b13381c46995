package timestables.bench;

import java.util.List;
import timestables.contender.Operands;
import timestables.peer.NativeLibrary;

/** What JVMs that benchmarks run in are told. */
public final class BenchmarkJvm {

    /** The kernels need the Vector API. */
    static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    /** JMH uses a part of the JDK that would warn. */
    static final String QUIET = "--sun-misc-unsafe-memory-access=allow";

    /** Lets {@link Operands} begin on cache lines. */
    public static final String ALIGNMENT = "-XX:ObjectAlignmentInBytes=" + Operands.ALIGNMENT;

    public static final List<String> ARGUMENTS = List.of(VECTOR_MODULE, QUIET, ALIGNMENT, NativeLibrary.ACCESS);

    private BenchmarkJvm() {}
}
