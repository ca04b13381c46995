package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import timestables.bench.Contender.Storage;
import timestables.kernel.Layout;
import timestables.kernel.ScalarLayout;
import timestables.table.ProductTable;

/** The contenders that look products up, from tables of few index bits to tables of many. */
final class LookedUp {

    private static final int LEAST_INDEX_BITS = 2;
    private static final int MOST_INDEX_BITS = 9;

    /** The only index bits whose best layout is the plain one on every machine, and which are no example of it. */
    private static final int WITHOUT_SCALAR_TWIN = 7;

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
     * One layout.
     *
     * @param layout of the first of {@code tables}
     * @param tables all that the layout's timing stands for
     */
    static Contender contender(
            String id,
            Layout layout,
            List<ProductTable> tables,
            String accumulator,
            Function<Layout, Task.Setup> operation) {
        ProductTable table = layout.table();
        int bytes = table.rowFormat().bits() > 8 ? Short.BYTES : Byte.BYTES;
        return Contender.of(
                id,
                Storage.lookedUp(table, bytes, bytes, bytes, layout.name()),
                operation.apply(layout),
                tables.stream()
                        .map(each -> Arithmetic.lookedUp(each, accumulator, operation.apply(new ScalarLayout(each))))
                        .toList());
    }
}
