package timestables.contender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import timestables.contender.Contender.Storage;
import timestables.format.Geometric;
import timestables.format.Symmetric;
import timestables.kernel.GatherLayout;
import timestables.kernel.Layout;
import timestables.kernel.LogLayout;
import timestables.kernel.NibbleLayout;
import timestables.kernel.QuarterSquareLayout;
import timestables.kernel.ScalarLayout;
import timestables.table.ProductTable;

/** The contenders that look products up, from tables of few index bits to tables of many. */
final class LookedUp {

    /** The only index bits whose best layout is the plain one on every machine, and which are no example of it. */
    private static final int WITHOUT_SCALAR_TWIN = 7;

    /** Codes as quantisers use them. */
    static final Symmetric INT8 = new Symmetric(8, Workload.MAX_RANGE);

    /** Exact products of such codes, in 16 bits. */
    static final ProductTable EXACT = ProductTable.exact(INT8);

    /** Products of such codes by the sum of their logarithms. */
    static final ProductTable LOGARITHMIC = ProductTable.logarithmic(INT8, INT8);

    /**
     * Products by the sum of codes that are logarithms: closed over [-1, 1], which is where operands are drawn from.
     */
    static final ProductTable GEOMETRIC = ProductTable.closed(new Geometric(8, 1));

    private LookedUp() {}

    /**
     * The best layout of every number of index bits, and the plain one beside it.
     *
     * @param timed the table of so many index bits that is timed
     * @param others further ones that the operation can use
     * @param accumulator what sums are kept in
     * @param operation the operation through a layout
     */
    static List<Contender> all(
            IntFunction<ProductTable> timed,
            IntFunction<List<ProductTable>> others,
            String accumulator,
            Function<Layout, Task.Setup> operation) {
        Function<ProductTable, Arithmetic> measured =
                table -> Arithmetic.lookedUp(table, accumulator, operation.apply(new ScalarLayout(table)));
        List<Contender> contenders = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            int indexBits = bits;
            ProductTable table = timed.apply(bits);
            // Both contenders share them, so that each is measured once.
            Arithmetic arithmetic = measured.apply(table);
            Supplier<Map<ProductTable, Arithmetic>> further = new Once<>(() -> {
                Map<ProductTable, Arithmetic> all = new LinkedHashMap<>();
                others.apply(indexBits).forEach(other -> all.put(other, measured.apply(other)));
                return all;
            });
            String id = "table" + bits;
            contenders.add(contender(
                    id,
                    Layout.best(table),
                    operation,
                    arithmetic,
                    () -> further.get().keySet().stream()
                            .filter(other -> isReadLike(other, table))
                            .map(further.get()::get)
                            .toList()));
            if (bits != WITHOUT_SCALAR_TWIN) {
                contenders.add(contender(
                        id + Contender.SCALAR_TWIN,
                        new ScalarLayout(table),
                        operation,
                        arithmetic,
                        () -> List.copyOf(further.get().values())));
            }
        }
        return contenders;
    }

    /**
     * Whether a table has the regularities that layouts in registers make use of, if another has them. Larger tables
     * lie in memory, whatever they hold.
     */
    private static boolean isReadLike(ProductTable table, ProductTable timed) {
        return timed.rowFormat().bits() >= WITHOUT_SCALAR_TWIN
                || (table.isEven() || !timed.isEven()) && (table.isSymmetric() || !timed.isSymmetric());
    }

    /**
     * The named layouts of 8-bit codes whose cells can be summed, and the plain table of exact products.
     *
     * @param table of 8 index bits, to be gathered
     */
    static Map<String, Layout> namedLayouts(ProductTable table) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        layouts.put("gather", new GatherLayout(table));
        layouts.put("log", new LogLayout(LOGARITHMIC));
        layouts.put("quarter-square", new QuarterSquareLayout(EXACT));
        layouts.put("quarter-square-scalar", new ScalarLayout(EXACT));
        layouts.put("nibble", new NibbleLayout(EXACT));
        return layouts;
    }

    /** A named layout of 8-bit codes. */
    static Contender named(String name, Layout layout, String accumulator, Function<Layout, Task.Setup> operation) {
        Task.Setup definition = operation.apply(new ScalarLayout(layout.table()));
        return contender(
                "table8-" + name,
                layout,
                operation,
                Arithmetic.lookedUp(layout.table(), accumulator, definition),
                List::of);
    }

    /** Cells of 16 bits in two planes: what the upper byte leaves out of a product is added up beside it. */
    static Contender planes(String id, Layout layout, Function<Layout, Task.Setup> operation) {
        Task.Setup definition = operation.apply(new ScalarLayout(layout.table()));
        return contender(
                id,
                layout,
                operation,
                Arithmetic.lookedUp(layout.table(), Rounding.FEEDBACK, Arithmetic.EXACT, definition),
                List::of);
    }

    private static Contender contender(
            String id,
            Layout layout,
            Function<Layout, Task.Setup> operation,
            Arithmetic arithmetic,
            Supplier<List<Arithmetic>> others) {
        ProductTable table = layout.table();
        int bytes = table.rowFormat().bits() > 8 ? Short.BYTES : Byte.BYTES;
        return new Contender(
                id,
                Storage.lookedUp(table, bytes, bytes, table.cellBits() / 8.0, layout.name()),
                operation.apply(layout),
                arithmetic,
                others,
                Optional.empty());
    }
}
