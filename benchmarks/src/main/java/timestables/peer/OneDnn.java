package timestables.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timestables.peer.Processor.InstructionSet;

/**
 * A product of matrices, {@code Y = W X}, by the inner product primitive of oneDNN, versions 2 and 3: what a fully
 * connected layer of a neural network is computed with. The weights are first brought into the order that the primitive
 * prefers, as the library's guide advises; that is no part of a run.
 *
 * <p>It is the fastest that the library offers. On one Zen 5 core, 1024 x 1024 times 64 columns: 133 binary32 products
 * a nanosecond, where {@code dnnl_sgemm} did 88; 530 in int8, where {@code dnnl_gemm_u8s8s32} did 447. Its matrix
 * multiplication primitive is within 3 % of that, but slower by 10 % for one column in int8.
 *
 * <p>Each run, by the thread that prepared it, computes Y of what X holds then and of what W held when it was prepared.
 * The memory of X and Y has to stay allocated. What the library itself allocates, some KiB, is never freed.
 */
public final class OneDnn implements Runnable {

    public static final NativeLibrary LIBRARY = new NativeLibrary(
            "libdnnl2 or libdnnl3",
            List.of(
                    "dnnl_version",
                    "dnnl_get_effective_cpu_isa",
                    "dnnl_engine_create",
                    "dnnl_stream_create",
                    "dnnl_stream_wait",
                    "dnnl_memory_create",
                    "dnnl_memory_desc_get_size",
                    "dnnl_primitive_create",
                    "dnnl_primitive_desc_query_md",
                    "dnnl_primitive_execute",
                    "dnnl_reorder_primitive_desc_create"),
            "libdnnl.so.3",
            "libdnnl.so.2");

    private static final MethodHandle EXECUTE = LIBRARY.function(
            "dnnl_primitive_execute", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));

    private static final MethodHandle WAIT =
            LIBRARY.function("dnnl_stream_wait", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    /** From version 3 on, the library allocates descriptors itself. */
    private static final boolean ALLOCATES_DESCRIPTORS = LIBRARY.has("dnnl_memory_desc_create_with_tag");

    /** Room for either descriptor of version 2: they have 696 and 5584 bytes. */
    private static final long DESCRIPTOR_BYTES = 8192;

    private static final long CACHE_LINE = 64;

    // Constants of dnnl_types.h that both versions share.
    private static final int CPU = 1;
    private static final int IN_ORDER = 1;
    private static final int FORWARD_INFERENCE = 96;
    private static final int WEIGHTS_DESCRIPTOR = 131;
    private static final int ANY_ORDER = 1;
    private static final int ROW_MAJOR = 3;
    private static final int SOURCE = 1;
    private static final int DESTINATION = 17;
    private static final int WEIGHTS = 33;

    // Flags of dnnl_cpu_isa_t, a set including those before it but for VNNI.
    private static final int AVX = 0x3;
    private static final int AVX2 = 0x7;
    private static final int AVX2_VNNI = 0xf;
    private static final int AVX2_VNNI_OF_VERSION_2 = 0x407;
    private static final int AVX512 = 0x27;
    private static final int AVX512_VNNI = 0x67;

    private enum Type {
        FLOAT32(3, Float.BYTES),
        INT32(4, Integer.BYTES),
        INT8(5, Byte.BYTES),
        UINT8(6, Byte.BYTES);

        private final int id;
        private final int bytes;

        Type(int id, int bytes) {
            this.id = id;
            this.bytes = bytes;
        }
    }

    /** Everything that the library knows by address alone, but for X and Y. */
    private final Arena arena = Arena.ofAuto();

    // Kept for their memory, which may be the garbage collector's to free.
    private final MemorySegment x;
    private final MemorySegment y;

    private final MemorySegment engine;
    private final MemorySegment stream;
    private final MemorySegment primitive;
    private final MemorySegment arguments;

    private OneDnn(
            int m,
            int k,
            int n,
            Type weight,
            MemorySegment w,
            Type activation,
            MemorySegment x,
            Type sum,
            MemorySegment y) {
        MemorySegment given = NativeLibrary.matrix(w, m, k, weight.bytes);
        this.x = NativeLibrary.matrix(x, n, k, activation.bytes);
        this.y = NativeLibrary.matrix(y, n, m, sum.bytes);
        LIBRARY.useOneThread("omp_set_num_threads");
        this.engine = create("dnnl_engine_create", CPU, 0L);
        this.stream = create("dnnl_stream_create", engine, IN_ORDER);

        MemorySegment rows = describe(m, k, weight, ROW_MAJOR);
        MemorySegment columns = describe(n, k, activation, ROW_MAJOR);
        MemorySegment sums = describe(n, m, sum, ROW_MAJOR);
        MemorySegment product = innerProduct(columns, describe(m, k, weight, ANY_ORDER), sums);
        this.primitive = create("dnnl_primitive_create", product);

        MemorySegment preferred =
                (MemorySegment) LIBRARY.call(ADDRESS, "dnnl_primitive_desc_query_md", product, WEIGHTS_DESCRIPTOR, 0);
        long bytes = (long) LIBRARY.call(JAVA_LONG, "dnnl_memory_desc_get_size", preferred);
        MemorySegment weights = memory(preferred, arena.allocate(bytes, CACHE_LINE));
        MemorySegment reorder =
                create("dnnl_reorder_primitive_desc_create", rows, engine, preferred, engine, MemorySegment.NULL);
        execute(create("dnnl_primitive_create", reorder), arguments(SOURCE, memory(rows, given), DESTINATION, weights));
        Reference.reachabilityFence(w);

        this.arguments =
                arguments(SOURCE, memory(columns, this.x), WEIGHTS, weights, DESTINATION, memory(sums, this.y));
    }

    /** The library's version, and the instructions that its kernels use. */
    public static String version() {
        int[] numbers = NativeLibrary.memory(LIBRARY.call(ADDRESS, "dnnl_version"), 3 * Integer.BYTES)
                .toArray(JAVA_INT);
        return "oneDNN %d.%d.%d, %s".formatted(numbers[0], numbers[1], numbers[2], instructionSet());
    }

    /** What keeps it below this machine's speed, and the remedy; empty if nothing does, or it is not installed. */
    public static Optional<String> weakness() {
        return LIBRARY.isInstalled()
                ? weakness(instructionSet(), Processor.instructionSet(), System.getenv())
                : Optional.empty();
    }

    /** What keeps kernels of a set of instructions below the speed of a processor, or has them do more than compute. */
    static Optional<String> weakness(InstructionSet used, InstructionSet processor, Map<String, String> environment) {
        Optional<String> slow = Optional.of("computes with %s, though this machine has %s: %s"
                        .formatted(
                                used,
                                processor,
                                variable(environment, "MAX_CPU_ISA")
                                        .map(limit -> "unset " + limit)
                                        .orElse("install a newer version")))
                .filter(any -> used.compareTo(processor) < 0);
        Optional<String> chatty = variable(environment, "VERBOSE")
                .filter(verbose -> !List.of("", "0", "none").contains(environment.get(verbose)))
                .map(verbose -> "prints what it does: unset " + verbose);
        return Stream.of(slow, chatty)
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + ", and " + second)
                .map(weakness -> "oneDNN " + weakness);
    }

    /** The name of an environment variable that is set: the library takes two prefixes, the newer one first. */
    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Stream.of("ONEDNN_", "DNNL_")
                .map(prefix -> prefix + name)
                .filter(environment::containsKey)
                .findFirst();
    }

    /** What its kernels compute with: the processor's instructions, or fewer where a variable limits it to them. */
    private static InstructionSet instructionSet() {
        int flags = (int) LIBRARY.call(JAVA_INT, "dnnl_get_effective_cpu_isa");
        if (hasAll(flags, AVX512)) {
            return hasAll(flags, AVX512_VNNI) ? InstructionSet.AVX512_VNNI : InstructionSet.AVX512;
        }
        if (hasAll(flags, AVX2)) {
            return hasAll(flags, ALLOCATES_DESCRIPTORS ? AVX2_VNNI : AVX2_VNNI_OF_VERSION_2)
                    ? InstructionSet.AVX2_VNNI
                    : InstructionSet.AVX2;
        }
        return hasAll(flags, AVX) ? InstructionSet.AVX : InstructionSet.SSE;
    }

    private static boolean hasAll(int flags, int set) {
        return (flags & set) == set;
    }

    /**
     * The greatest magnitude of int8 weights whose sums are exact. Without VNNI, x86 processors add two products in 16
     * bits, which saturate (oneDNN's guide, <em>Nuances of int8 Computations</em>).
     */
    public static int greatestInt8Weight() {
        boolean addsTwo = System.getProperty("os.arch").equals("amd64")
                && !EnumSet.of(InstructionSet.AVX2_VNNI, InstructionSet.AVX512_VNNI)
                        .contains(instructionSet());
        return addsTwo ? 64 : 128;
    }

    /**
     * Prepares a product in binary32.
     *
     * @param w m rows of k numbers
     * @param x n columns of k numbers
     * @param y room for n columns of m numbers
     * @throws IllegalArgumentException if a matrix has no elements, or is on the heap
     * @throws IndexOutOfBoundsException if a matrix is smaller than that
     * @throws IllegalStateException if the library is not installed, or cannot do it
     */
    public static Runnable float32(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y) {
        return new OneDnn(m, k, n, Type.FLOAT32, w, Type.FLOAT32, x, Type.FLOAT32, y);
    }

    /**
     * Prepares a product of signed 8-bit weights and unsigned 8-bit activations, the pair that x86 multiplies: signed
     * activations took as long with AVX-512 VNNI, but with AVX2 alone ten times as long for one column.
     *
     * <p>The 32-bit sums are exact, if they fit.
     *
     * @param w m rows of k signed bytes
     * @param x n columns of k unsigned bytes
     * @param y room for n columns of m ints
     * @throws IllegalArgumentException if a matrix has no elements, is on the heap, or a weight exceeds
     *     {@link #greatestInt8Weight} in magnitude
     * @throws IndexOutOfBoundsException if a matrix is smaller than that
     * @throws IllegalStateException if the library is not installed, or cannot do it
     */
    public static Runnable int8(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y) {
        OneDnn product = new OneDnn(m, k, n, Type.INT8, w, Type.UINT8, x, Type.INT32, y);
        int greatest = greatestInt8Weight();
        for (byte weight : NativeLibrary.matrix(w, m, k, Byte.BYTES).toArray(JAVA_BYTE)) {
            if (Math.abs(weight) > greatest) {
                throw new IllegalArgumentException(
                        "a weight of %d would saturate sums: without VNNI, oneDNN takes up to %d"
                                .formatted(weight, greatest));
            }
        }
        return product;
    }

    @Override
    public void run() {
        execute(primitive, arguments);
        Reference.reachabilityFence(this);
    }

    private void execute(MemorySegment primitive, MemorySegment arguments) {
        int count = (int) (arguments.byteSize() / (2 * Long.BYTES));
        int status;
        try {
            status = (int) EXECUTE.invokeExact(primitive, stream, count, arguments) | (int) WAIT.invokeExact(stream);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        check(status, "dnnl_primitive_execute");
    }

    /** The descriptor of an inner product: with columns of X and Y as rows, Y' = X' W'. */
    private MemorySegment innerProduct(MemorySegment x, MemorySegment w, MemorySegment y) {
        MemorySegment none = MemorySegment.NULL;
        if (ALLOCATES_DESCRIPTORS) {
            return create(
                    "dnnl_inner_product_forward_primitive_desc_create", engine, FORWARD_INFERENCE, x, w, none, y, none);
        }
        MemorySegment operation = arena.allocate(DESCRIPTOR_BYTES, Long.BYTES);
        call("dnnl_inner_product_forward_desc_init", operation, FORWARD_INFERENCE, x, w, none, y);
        return create("dnnl_primitive_desc_create", operation, none, engine, none);
    }

    private MemorySegment describe(long rows, long columns, Type type, int order) {
        MemorySegment sides = arena.allocateFrom(JAVA_LONG, rows, columns);
        if (ALLOCATES_DESCRIPTORS) {
            return create("dnnl_memory_desc_create_with_tag", 2, sides, type.id, order);
        }
        MemorySegment descriptor = arena.allocate(DESCRIPTOR_BYTES, Long.BYTES);
        call("dnnl_memory_desc_init_by_tag", descriptor, 2, sides, type.id, order);
        return descriptor;
    }

    private MemorySegment memory(MemorySegment descriptor, MemorySegment bytes) {
        return create("dnnl_memory_create", descriptor, engine, bytes);
    }

    /** An array of {@code dnnl_exec_arg_t}: an int, padding, and a pointer each. */
    private MemorySegment arguments(Object... rolesAndMemories) {
        MemorySegment array = arena.allocate((long) rolesAndMemories.length * Long.BYTES, Long.BYTES);
        for (int i = 0; i < rolesAndMemories.length; i += 2) {
            array.set(JAVA_INT, (long) i * Long.BYTES, (int) rolesAndMemories[i]);
            array.set(ADDRESS, (i + 1L) * Long.BYTES, (MemorySegment) rolesAndMemories[i + 1]);
        }
        return array;
    }

    /** Calls a function that puts the address of what it creates where its first argument says. */
    private MemorySegment create(String function, Object... arguments) {
        MemorySegment address = arena.allocate(ADDRESS);
        call(function, Stream.concat(Stream.of(address), Stream.of(arguments)).toArray());
        return address.get(ADDRESS, 0);
    }

    private static void call(String function, Object... arguments) {
        check((int) LIBRARY.call(JAVA_INT, function, arguments), function);
    }

    private static void check(int status, String function) {
        if (status != 0) {
            throw new IllegalStateException("%s failed with status %d".formatted(function, status));
        }
    }
}
