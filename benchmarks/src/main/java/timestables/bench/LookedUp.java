package timestables.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import timestables.bench.Contender.Storage;
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

    private static final int LEAST_INDEX_BITS = 2;
    private static final int MOST_INDEX_BITS = 9;

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
     * @param tables the tables of so many index bits that the operation can use, the timed one first
     * @param accumulator what sums are kept in
     * @param operation the operation through a layout
     */
    static List<Contender> all(
            IntFunction<List<ProductTable>> tables, String accumulator, Function<Layout, Task.Setup> operation) {
        List<Contender> contenders = new ArrayList<>();
        for (int bits = LEAST_INDEX_BITS; bits <= MOST_INDEX_BITS; bits++) {
            List<ProductTable> some = tables.apply(bits);
            String id = "table" + bits;
            contenders.add(contender(id, Layout.best(some.getFirst()), some, accumulator, operation));
            if (bits != WITHOUT_SCALAR_TWIN) {
                contenders.add(contender(
                        id + Contender.SCALAR_TWIN, new ScalarLayout(some.getFirst()), some, accumulator, operation));
            }
        }
        return contenders;
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
        return contender("table8-" + name, layout, List.of(layout.table()), accumulator, operation);
    }

    /**
     * One layout.
     *
     * @param layout of the first of {@code tables}
     * @param tables all that the layout's timing stands for
     */
    private static Contender contender(
            String id,
            Layout layout,
            List<ProductTable> tables,
            String accumulator,
            Function<Layout, Task.Setup> operation) {
        ProductTable table = layout.table();
        int bytes = table.rowFormat().bits() > 8 ? Short.BYTES : Byte.BYTES;
        return Contender.of(
                id,
                Storage.lookedUp(table, bytes, bytes, table.cellBits() / 8.0, layout.name()),
                operation.apply(layout),
                tables.stream()
                        .map(each -> Arithmetic.lookedUp(each, accumulator, operation.apply(new ScalarLayout(each))))
                        .toList());
    }
}
