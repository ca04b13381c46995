package timestables.contender;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.BlockArithmetic;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Int8;
import timestables.table.ProductTable;

/**
 * One way to do an operation: a kernel, which is timed, and what it computes, whose error is measured.
 *
 * @param id what {@code -p contender=} takes and every file shows
 * @param arithmetic of the operands that are timed; its definition is what the kernel is compared with
 * @param others further arithmetics that the timing stands for: speed depends on the layout and not on what the cells
 *     hold. Made when asked for: all their tables take a second, which every fork of JMH would spend
 * @param storage what the kernel reads and writes
 * @param kernel sets up what benchmarks time
 * @param fromFloats the same from binary32 to binary32; empty if it cannot be had
 * @param missing what this machine lacks for it, in words that "lacks" can go before; empty if nothing
 */
public record Contender(
        String id,
        Arithmetic arithmetic,
        Supplier<List<Arithmetic>> others,
        Storage storage,
        Kernel kernel,
        Optional<Kernel> fromFloats,
        Optional<String> missing) {

    /** Our own way to multiply in binary32. */
    public static final String FLOAT32 = Precision.FLOAT32.toString();

    /** What the names of plain loops end in. */
    public static final String PLAIN_LOOP = "-scalar";

    private static final Pattern BLOCK_SCALES =
            Pattern.compile("-(block\\d+(-affine)?|mxfp\\d|nvfp4|nf4|q\\d_0)(" + PLAIN_LOOP + ")?$");

    /** A contender that needs nothing but the JDK, and is measured in one arithmetic. */
    Contender(String id, Arithmetic arithmetic, Storage storage, Kernel kernel) {
        this(id, arithmetic, List::of, storage, kernel, Optional.empty(), Optional.empty());
    }

    /** The same of one that takes operands in every form. */
    Contender(String id, Arithmetic arithmetic, Storage storage, KernelOfForms kernel) {
        this(
                id,
                arithmetic,
                List::of,
                storage,
                (size, x, y) -> kernel.prepare(OperandForm.CODES, size, x, y),
                Optional.of((size, x, y) -> kernel.prepare(OperandForm.FLOATS, size, x, y)),
                Optional.empty());
    }

    /** The same contender, measured in further arithmetics. */
    Contender andMeasured(Supplier<List<Arithmetic>> others) {
        return new Contender(id, arithmetic, others, storage, kernel, fromFloats, missing);
    }

    /** The same contender, for which something has to be there. */
    Contender needing(Optional<String> missing) {
        return new Contender(id, arithmetic, others, storage, kernel, fromFloats, missing);
    }

    /** Whether it has a way from operands in some form. */
    public boolean takes(OperandForm operands) {
        return operands == OperandForm.CODES || fromFloats.isPresent();
    }

    /**
     * What sets up an operation on operands in some form.
     *
     * @throws IllegalArgumentException unless it {@link #takes} them
     */
    public Kernel kernel(OperandForm operands) {
        return operands == OperandForm.CODES
                ? kernel
                : fromFloats.orElseThrow(
                        () -> new IllegalArgumentException("%s has no way from %s".formatted(id, operands)));
    }

    /** Whether others may be divided by it: it multiplies in binary32, as fast as we or a library can. */
    public static boolean isBaseline(String id) {
        return isFast(FLOAT32, id);
    }

    /** Whether it multiplies integers of 8 bits, with one scale for all, as fast as we or a library can. */
    public static boolean isInt8(String id) {
        return isFast(Int8.ID, id) && !isInBlocks(id);
    }

    private static boolean isInBlocks(String id) {
        return id.contains(BlockScales.BLOCK);
    }

    /** Whether its operands lie in blocks that have scales of their own. */
    public static boolean hasBlockScales(String id) {
        return BLOCK_SCALES.matcher(id).find();
    }

    private static boolean isFast(String numbers, String id) {
        return (id.equals(numbers) || id.startsWith(numbers + "-")) && !id.endsWith(PLAIN_LOOP);
    }

    /** Prepares an operation for given real operands: encodes them and makes room for the result. */
    public interface Kernel {
        Task prepare(Size size, double[] x, double[] y);
    }

    /** The same for operands in a form. */
    interface KernelOfForms {
        Task prepare(OperandForm operands, Size size, double[] x, double[] y);
    }

    /**
     * The memory behind a contender.
     *
     * @param left bytes in a left operand
     * @param right bytes in a right operand
     * @param result bytes in a result
     * @param note where the table lies, or what keeps a library below this machine's speed; else empty
     */
    public record Storage(double left, double right, double result, String note) {

        /** Operands and results of a computed operation. */
        static Storage computed(double left, double right, double result) {
            return computed(left, right, result, Optional.empty());
        }

        /**
         * Operands and results of an operation that a library computes, slower than it could where it has a weakness.
         */
        static Storage computed(double left, double right, double result, Optional<String> weakness) {
            return new Storage(left, right, result, weakness.orElse(""));
        }

        /** Operands and results of one element-wise operation, all of so many bytes. */
        static Storage computed(double bytes) {
            return computed(bytes, bytes, bytes);
        }

        /** Codes for a table that lies in a layout of some name. */
        static Storage lookedUp(double left, double right, double result, String layout) {
            return new Storage(left, right, result, "layout: " + layout);
        }

        /** The bytes of operands and results that move for one product. */
        public double bytesPerElement(Workload workload, Size size, OperandForm operands) {
            boolean floats = operands == OperandForm.FLOATS;
            double bytes = (floats && !workload.isPacked() ? Float.BYTES : left) * workload.left(size)
                    + (floats ? Float.BYTES : right) * workload.right(size)
                    + (floats ? Float.BYTES : result) * workload.results(size);
            return bytes / size.elements();
        }
    }

    /** Bytes in all cells; null where nothing is looked up. */
    public Integer tableBytes() {
        return arithmetic.table().map(ProductTable::byteSize).orElse(null);
    }

    /** Whether it is the plain loop of another contender. */
    public boolean isPlainLoop() {
        return id.endsWith(PLAIN_LOOP);
    }

    /** What keeps a library below this machine's speed, and the remedy; empty if nothing does. */
    public Optional<String> weakness() {
        return Optional.of(storage.note()).filter(note -> arithmetic.table().isEmpty() && !note.isEmpty());
    }

    /**
     * Whether it is one way of several to look products of so many bits up, and not the best for itself, or has blocks
     * of one length of several; formats with block scales that people have a name for are not ways, though their names
     * are longer.
     */
    public boolean isNamedLayout() {
        return arithmetic instanceof BlockArithmetic
                ? isInBlocks(id)
                : id.contains("-") && arithmetic.table().isPresent();
    }

    /** All arithmetics that it is measured in, the timed one first. */
    public List<Measured> measured() {
        return Stream.concat(Stream.of(arithmetic), others.get().stream())
                .map(each -> new Measured(id, each))
                .toList();
    }

    /** The arithmetic that is timed. */
    public Measured timed() {
        return new Measured(id, arithmetic);
    }
}
