package timestables.contender;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import timestables.arithmetic.Distribution;

/** What is timed and measured: each operation has its benchmark class, its contenders and its way to take errors. */
public enum Operation {
    MULTIPLY(new Multiply()),
    DOT(new Dot()),
    CHAIN(new Chain()),
    /** Chains whose factors keep them in the upper octaves of the range; errors alone. */
    CHAIN_BOUNDED(null),
    GEMV(Gemm.gemv()),
    GEMM(Gemm.gemm()),
    ENCODE(Conversions.encode()),
    DECODE(Conversions.decode());

    /** Those that benchmarks time. */
    public static final List<Operation> TIMED = Arrays.stream(values())
            .filter(operation -> operation.workload != null)
            .toList();

    private static final long TIMED_SEED = 1;

    /** Heap for one operand: the real, its code of up to 8 bytes, and as much again for the collector to place them. */
    private static final int BYTES_PER_ELEMENT = 2 * 2 * Double.BYTES;

    private final Workload workload;
    private Catalogue contenders;

    Operation(Workload workload) {
        this.workload = workload;
    }

    /**
     * Reads a size of what was timed.
     *
     * @throws IllegalArgumentException if it is none of this operation, or this is not timed
     */
    public Size timedSize(String text) {
        if (workload == null) {
            throw new IllegalArgumentException(this + " is not timed");
        }
        return workload.form().parse(text);
    }

    /**
     * Reads a size that a user asks for.
     *
     * @throws IllegalArgumentException if it is none of this operation, or operands of that size do not fit into memory
     */
    public Size size(String text) {
        return size(text, 1);
    }

    /**
     * The same, of several threads that each have operands of their own.
     *
     * @throws IllegalArgumentException likewise, if those of all do not fit
     */
    public Size size(String text, int threads) {
        Size size = workload.form().parse(text);
        long heap = Runtime.getRuntime().maxMemory();
        long most = Math.min(Integer.MAX_VALUE - Operands.SPACE, heap / BYTES_PER_ELEMENT / threads);
        double elements = (double) workload.left(size) + workload.right(size) + workload.results(size);
        if (elements > most) {
            throw new IllegalArgumentException(
                    "size %s of %s does not fit%s: its operands and results are %.0f numbers, and with this heap, of %d MiB, %d do fit (java -Xmx sets the heap)"
                            .formatted(
                                    text,
                                    this,
                                    threads == 1 ? "" : " in each of %d threads".formatted(threads),
                                    elements,
                                    heap >> 20,
                                    most));
        }
        return size;
    }

    /**
     * Prepares a contender for the operands that benchmarks time.
     *
     * @param threads how many prepare one each
     * @throws IllegalArgumentException if it has no way from operands in that form, or those of all threads do not fit
     */
    public Task prepare(String contender, String size, OperandForm operands, int threads) {
        Size parsed = size(size, threads);
        return contender(contender)
                .kernel(operands)
                .prepare(parsed, timedLeft(parsed, operands), timedRight(parsed, operands));
    }

    private double[] timedLeft(Size size, OperandForm operands) {
        return operands.of(workload.left(Distribution.UNIFORM, size, TIMED_SEED, 0));
    }

    private double[] timedRight(Size size, OperandForm operands) {
        return operands.of(workload.right(Distribution.UNIFORM, size, TIMED_SEED, 0));
    }

    /**
     * How the results of a task that was {@link #prepare prepared} differ from their definition: of large matrices,
     * those of some rows and columns. Empty if they do not.
     */
    public Optional<String> defect(String contender, String size, OperandForm operands, double[] results) {
        Size parsed = size(size);
        return workload.defect(
                contender(contender).arithmetic(),
                parsed,
                operands,
                timedLeft(parsed, operands),
                timedRight(parsed, operands),
                results);
    }

    /** Its operands, its definition and its contenders. */
    public Workload workload() {
        return workload;
    }

    /** All ways to do it, those too that lack a library on this machine. */
    public List<Contender> contenders() {
        return catalogue().all();
    }

    /** The ids of {@link #contenders}. */
    public Collection<String> ids() {
        return catalogue().ids();
    }

    private synchronized Catalogue catalogue() {
        if (contenders == null) {
            contenders = workload.contenders();
        }
        return contenders;
    }

    /**
     * The contender of that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Contender contender(String id) {
        return catalogue()
                .find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no contender '%s'; it has %s".formatted(this, id, String.join(", ", ids()))));
    }

    /**
     * The operation that files show so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Operation of(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation is called '" + name + "'"));
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
