package timestables.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import timestables.peer.Processor.InstructionSet;

/**
 * Products of matrices by OpenBLAS, through the C interface to the BLAS (L. S. Blackford et al., <em>An Updated Set of
 * Basic Linear Algebra Subprograms</em>, ACM TOMS 28, 2002).
 *
 * <p>It picks a kernel for the processor that it finds, one that it knows: {@link #version} names it. For a processor
 * newer than itself that may be a slow one, which {@link #weakness} tells. The environment variable
 * {@code OPENBLAS_CORETYPE} overrides its choice.
 */
public final class OpenBlas {

    public static final NativeLibrary LIBRARY = new NativeLibrary(
            "libopenblas0",
            List.of("cblas_sgemv", "cblas_sgemm", "openblas_get_config", "openblas_get_corename"),
            "libopenblas.so.0");

    /** The processors that it has kernels for, by what these compute with; the first of each has the usual ones. */
    private static final NavigableMap<InstructionSet, List<String>> CORES = new TreeMap<>(Map.of(
            InstructionSet.SSE,
            List.of(
                    "Prescott",
                    "Katmai",
                    "Coppermine",
                    "Northwood",
                    "Banias",
                    "Atom",
                    "Core2",
                    "Penryn",
                    "Dunnington",
                    "Nehalem",
                    "Athlon",
                    "Opteron",
                    "Opteron_SSE3",
                    "Barcelona",
                    "Nano",
                    "Bobcat"),
            InstructionSet.AVX,
            List.of("Sandybridge", "Bulldozer", "Piledriver", "Steamroller"),
            InstructionSet.AVX2,
            List.of("Haswell", "Excavator", "Zen"),
            InstructionSet.AVX512,
            List.of("SkylakeX", "Cooperlake", "Sapphirerapids")));

    private static final MethodHandle SGEMV = LIBRARY.function(
            "cblas_sgemv",
            FunctionDescriptor.ofVoid(
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT));

    private static final MethodHandle SGEMM = LIBRARY.function(
            "cblas_sgemm",
            FunctionDescriptor.ofVoid(
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT));

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    private OpenBlas() {}

    /** The library's version, how it was built, and the processor that its kernels are for. */
    public static String version() {
        return NativeLibrary.string(LIBRARY.call(ADDRESS, "openblas_get_config"));
    }

    /** What keeps it below this machine's speed, and the remedy; empty if nothing does, or it is not installed. */
    public static Optional<String> weakness() {
        return LIBRARY.isInstalled() ? weakness(core(), Processor.instructionSet()) : Optional.empty();
    }

    /** What keeps the kernels for a core below the speed of a processor; nothing is known of cores not listed. */
    static Optional<String> weakness(String core, InstructionSet processor) {
        Map.Entry<InstructionSet, List<String>> best = CORES.floorEntry(processor);
        return CORES.headMap(best.getKey()).entrySet().stream()
                .filter(slower -> slower.getValue().stream().anyMatch(core::equalsIgnoreCase))
                .findFirst()
                .map(slower ->
                        "OpenBLAS computes as on a %s, with %s, though this machine has %s: set OPENBLAS_CORETYPE=%s"
                                .formatted(
                                        core,
                                        slower.getKey(),
                                        processor,
                                        best.getValue().getFirst()));
    }

    private static String core() {
        return NativeLibrary.string(LIBRARY.call(ADDRESS, "openblas_get_corename"));
    }

    /**
     * Prepares {@code Y = W X}, by {@code sgemv} for one column and by {@code sgemm} for more. Each run, by the thread
     * that prepared it, computes Y of what W and X hold then.
     *
     * @param w m rows of k binary32 numbers
     * @param x n columns of k binary32 numbers
     * @param y room for n columns of m binary32 numbers
     * @throws IllegalArgumentException if a matrix has no elements, or is on the heap
     * @throws IndexOutOfBoundsException if a matrix is smaller than that
     * @throws IllegalStateException if the library is not installed
     */
    public static Runnable float32(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y) {
        MemorySegment weights = NativeLibrary.matrix(w, m, k, Float.BYTES);
        MemorySegment columns = NativeLibrary.matrix(x, n, k, Float.BYTES);
        MemorySegment results = NativeLibrary.matrix(y, n, m, Float.BYTES);
        LIBRARY.useOneThread("openblas_set_num_threads");
        return n == 1 ? () -> sgemv(m, k, weights, columns, results) : () -> sgemm(m, k, n, weights, columns, results);
    }

    private static void sgemv(int m, int k, MemorySegment w, MemorySegment x, MemorySegment y) {
        try {
            SGEMV.invokeExact(ROW_MAJOR, AS_IT_IS, m, k, 1f, w, k, x, 1, 0f, y, 1);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Columns are the rows of the transposed matrix: Y' = X' W'. */
    private static void sgemm(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y) {
        try {
            SGEMM.invokeExact(ROW_MAJOR, AS_IT_IS, TRANSPOSED, n, m, k, 1f, x, k, w, k, 0f, y, m);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
