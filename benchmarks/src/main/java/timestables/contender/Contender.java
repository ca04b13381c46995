package timestables.contender;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import timestables.table.ProductTable;

/**
 * One way to do an operation.
 *
 * @param id what {@code -p contender=} takes and every file shows
 * @param storage what it reads and writes
 * @param timed sets up the kernel that benchmarks time
 * @param arithmetic of the operands that are timed
 * @param others further formats that it is measured in. Speed depends on the layout and not on what the cells hold, so
 *     that one timing stands for all of them. Made when asked for: all their tables take a second, which every fork of
 *     JMH would spend
 * @param missing what has to be installed on this machine before it can run; empty if nothing
 */
public record Contender(
        String id,
        Storage storage,
        Task.Setup timed,
        Arithmetic arithmetic,
        Supplier<List<Arithmetic>> others,
        Optional<String> missing) {

    public static final String SCALAR_TWIN = "-scalar";

    /** A contender that needs nothing but the JDK. */
    static Contender of(String id, Storage storage, Task.Setup timed, List<Arithmetic> arithmetics) {
        List<Arithmetic> others = arithmetics.subList(1, arithmetics.size());
        return new Contender(id, storage, timed, arithmetics.getFirst(), () -> others, Optional.empty());
    }

    /** A contender that needs a library, and is measured in one format. */
    static Contender of(String id, Storage storage, Task.Setup timed, Arithmetic arithmetic, Optional<String> missing) {
        return new Contender(id, storage, timed, arithmetic, List::of, missing);
    }

    /** A kernel and the plain loop of the same arithmetic. */
    static List<Contender> twins(
            String id, Storage storage, Task.Setup fastest, Task.Setup plain, Arithmetic arithmetic) {
        return twins(id, storage, fastest, arithmetic, plain, arithmetic);
    }

    /** A kernel and its plain loop, which add up in different orders. */
    static List<Contender> twins(
            String id,
            Storage storage,
            Task.Setup fastest,
            Arithmetic arithmetic,
            Task.Setup plain,
            Arithmetic plainArithmetic) {
        return List.of(
                of(id, storage, fastest, List.of(arithmetic)),
                of(id + SCALAR_TWIN, storage, plain, List.of(plainArithmetic)));
    }

    /**
     * The memory behind a contender.
     *
     * @param table where products are looked up; null where none is
     * @param left bytes in a left operand
     * @param right bytes in a right operand
     * @param result bytes in a result
     * @param note where the table lies; empty where nothing is looked up
     */
    public record Storage(ProductTable table, double left, double right, double result, String note) {

        /** Operands and results of a computed operation. */
        static Storage computed(double left, double right, double result) {
            return new Storage(null, left, right, result, "");
        }

        /** Codes for a table that lies in a layout of some name. */
        static Storage lookedUp(ProductTable table, double left, double right, double result, String layout) {
            return new Storage(table, left, right, result, "layout: " + layout);
        }

        /** Bits in a (left) operand's code; null where nothing is looked up. */
        public Integer indexBits() {
            return table == null ? null : table.rowFormat().bits();
        }

        /** Bits that a cell occupies; null where nothing is looked up. */
        public Integer cellBits() {
            return table == null ? null : table.cellBits();
        }

        /** Bytes in all cells; null where nothing is looked up. */
        public Integer tableBytes() {
            return table == null ? null : table.byteSize();
        }

        /** The bytes of operands and results that move for one product. */
        public double bytesPerElement(Workload workload, Size size) {
            double bytes = left * workload.left(size) + right * workload.right(size) + result * workload.results(size);
            return bytes / size.elements();
        }
    }

    /** This contender in the format alone that is timed. */
    public Contender ofTimed() {
        return of(id, storage, timed, arithmetic, missing);
    }

    /** Whether it is one way of several to look products of so many bits up, and not the best for itself. */
    public boolean isNamedLayout() {
        return storage.table() != null && id.contains("-");
    }

    /** All formats that it is measured in, the timed one first. */
    public List<Arithmetic> arithmetics() {
        return Stream.concat(Stream.of(arithmetic), others.get().stream()).toList();
    }
}
