package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import timestables.bench.Contender.Storage;
import timestables.kernel.Layout;
import timestables.kernel.ScalarLayout;
import timestables.table.ProductTable;

/** The list of contenders, the same for every operation: its arithmetics, then its tables from small to large. */
final class Contenders {

    private static final int LEAST_INDEX_BITS = 2;
    private static final int MOST_INDEX_BITS = 9;

    /**
     * Up to here the best layout is not the plain one, on some machine at least, and the plain one is timed beside it.
     */
    private static final int MOST_BITS_IN_REGISTERS = 5;

    private Contenders() {}

    static List<Contender> of(Workload workload) {
        List<Contender> contenders = new ArrayList<>();
        for (Workload.Computed computed : workload.computed()) {
            contenders.add(computed(computed.id(), computed, workload, computed.fastest(), computed.definition()));
            contenders.add(computed(computed.id() + "-scalar", computed, workload, computed.plain(), computed.plain()));
        }
        for (int bits = LEAST_INDEX_BITS; bits <= MOST_INDEX_BITS; bits++) {
            List<ProductTable> tables = workload.tables(bits);
            List<Arithmetic> arithmetics = arithmetics(workload, tables);
            ProductTable timed = tables.getFirst();
            contenders.add(lookedUp("table" + bits, workload, Layout.best(timed), arithmetics));
            if (bits <= MOST_BITS_IN_REGISTERS) {
                contenders.add(lookedUp("table" + bits + "-scalar", workload, new ScalarLayout(timed), arithmetics));
            }
        }
        return List.copyOf(contenders);
    }

    private static Contender computed(
            String id, Workload.Computed computed, Workload workload, Task.Setup timed, Task.Setup definition) {
        Arithmetic arithmetic = computed.fixed()
                .map(format ->
                        Arithmetic.coded(format.name(), computed.accumulator(), format, format::saturates, definition))
                .orElseGet(() -> Arithmetic.floating(computed.id(), computed.accumulator(), definition));
        Storage storage = new Storage(null, null, null, workload.arrays() * computed.bytes(), "");
        return new Contender(id, storage, timed, List.of(arithmetic));
    }

    private static List<Arithmetic> arithmetics(Workload workload, List<ProductTable> tables) {
        return tables.stream()
                .map(table -> Arithmetic.coded(
                        table.cellFormat().name(),
                        workload.integerAccumulator(),
                        table.rowFormat(),
                        table.cellFormat()::saturates,
                        lookup(workload, new ScalarLayout(table))))
                .toList();
    }

    private static Contender lookedUp(String id, Workload workload, Layout layout, List<Arithmetic> arithmetics) {
        ProductTable table = layout.table();
        int indexBits = table.rowFormat().bits();
        int bytesPerElement = workload.arrays() * (indexBits > 8 ? Short.BYTES : Byte.BYTES);
        Storage storage =
                new Storage(indexBits, table.cellBits(), table.byteSize(), bytesPerElement, "layout: " + layout.name());
        return new Contender(id, storage, lookup(workload, layout), arithmetics);
    }

    private static Task.Setup lookup(Workload workload, Layout layout) {
        return layout instanceof ScalarLayout plain && plain.table().rowFormat().bits() > 8
                ? workload.wideLookup(plain)
                : workload.lookup(layout);
    }
}
