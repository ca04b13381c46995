package timestables.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Memoised;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Contender.Storage;
import timestables.format.Geometric;
import timestables.format.Symmetric;
import timestables.kernel.layout.FoldedLayout;
import timestables.kernel.layout.GatherLayout;
import timestables.kernel.layout.Layout;
import timestables.kernel.layout.LogAntilogLayout;
import timestables.kernel.layout.NibbleLayout;
import timestables.kernel.layout.QuarterSquareLayout;
import timestables.kernel.layout.ScalarLayout;
import timestables.kernel.layout.SumDifferenceLayout;
import timestables.table.ProductTable;

/** An operation that looks products up one by one, through a {@link Layout}. */
abstract class LayoutWorkload implements Workload {

    /** Index bits of the largest tables that one shuffle reads. */
    private static final int IN_ONE_SHUFFLE = 4;

    /** Index bits of the largest tables of no other structure than symmetry that registers hold. */
    private static final int IN_REGISTERS = 6;

    /** Codes as quantisers use them. */
    static final Symmetric INT8 = new Symmetric(8, RANGE);

    /** Exact products of such codes, in 16 bits. */
    private static final Supplier<ProductTable> EXACT = new Memoised<>(() -> ProductTable.exact(INT8));

    /** Codes that are logarithms. */
    static final Geometric GEOMETRIC = new Geometric(8, RANGE);

    /** The table of so many index bits that is timed. */
    abstract ProductTable timed(int indexBits);

    /** Further tables of so many index bits, whose errors are measured. */
    List<ProductTable> others(int indexBits) {
        return List.of();
    }

    /** What the operation does with a table. */
    abstract TableArithmetic arithmetic(ProductTable table);

    /** How many operands are encoded at once, where that is timed: with what becomes of them, they take 24 KiB. */
    static final int TILE = 2048;

    /** Prepares the operation through a layout. */
    abstract Task prepare(Layout layout, OperandForm operands, Size size, double[] x, double[] y);

    /** The best layout of every number of index bits, and the plain one beside it. */
    final void addTables(Catalogue contenders) {
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            int indexBits = bits;
            Supplier<ProductTable> timed = new Memoised<>(() -> timed(indexBits));
            // Both contenders share them, so that each is measured once.
            Supplier<TableArithmetic> arithmetic = new Memoised<>(() -> arithmetic(timed.get()));
            Supplier<List<TableArithmetic>> others = new Memoised<>(
                    () -> others(indexBits).stream().map(this::arithmetic).toList());
            String name = Measured.table(bits, Rounding.NEAREST);
            contenders.add(
                    name,
                    id -> contender(
                            id,
                            Layout.best(timed.get()),
                            arithmetic.get(),
                            () -> others.get().stream()
                                    .filter(other -> isReadLike(other.table().orElseThrow(), timed.get()))
                                    .toList()));
            contenders.add(
                    name + Contender.PLAIN_LOOP,
                    id -> contender(id, new ScalarLayout(timed.get()), arithmetic.get(), others));
        }
    }

    /** The layout of symmetric tables that do not fall apart into sums, as those that are timed do. */
    final void addFolded(Catalogue contenders) {
        for (int bits = IN_ONE_SHUFFLE + 1; bits <= IN_REGISTERS; bits++) {
            int indexBits = bits;
            contenders.add(Measured.table(bits, Rounding.NEAREST) + "-folded", id -> {
                ProductTable timed = timed(indexBits);
                return contender(
                        id,
                        FoldedLayout.accepts(timed) ? new FoldedLayout(timed) : new ScalarLayout(timed),
                        arithmetic(timed),
                        () -> others(indexBits).stream()
                                .filter(other -> other.isSignSymmetric() && !isReadLike(other, timed))
                                .map(this::arithmetic)
                                .toList());
            });
        }
    }

    /**
     * Whether the layout that is the best of {@code timed} where vectors are widest can read {@code table} too. So it
     * is the same on every machine, and the file of errors with it. Where no such layout is in registers, the table
     * lies in memory, whatever it holds.
     */
    private static boolean isReadLike(ProductTable table, ProductTable timed) {
        int bits = timed.rowFormat().bits();
        if (bits > IN_ONE_SHUFFLE && SumDifferenceLayout.accepts(timed)) {
            return SumDifferenceLayout.accepts(table);
        }
        return bits > IN_REGISTERS
                || (table.isCentrosymmetric() || !timed.isCentrosymmetric())
                        && (table.isSignSymmetric() || !timed.isSignSymmetric());
    }

    /** The layouts of 8-bit codes whose cells can be summed, and the plain table of exact products. */
    final void addNamedLayouts(Catalogue contenders) {
        add(contenders, "table8-gather", () -> new GatherLayout(timed(8)));
        addLogAntilog(contenders, INT8);
        add(contenders, "table8-quarter-square", () -> new QuarterSquareLayout(EXACT.get()));
        add(contenders, "table8-quarter-square-scalar", () -> new ScalarLayout(EXACT.get()));
        add(contenders, "table8-nibble", () -> new NibbleLayout(EXACT.get()));
    }

    /** The log/antilog layout of codes as quantisers use them. */
    final void addLogAntilog(Catalogue contenders, Symmetric codes) {
        add(contenders, "table8-log", () -> new LogAntilogLayout(ProductTable.logAntilog(codes, codes)));
    }

    /** A layout by its name. */
    final void add(Catalogue contenders, String name, Supplier<Layout> maker) {
        contenders.add(name, id -> {
            Layout layout = maker.get();
            return contender(id, layout, arithmetic(layout.table()), List::of);
        });
    }

    private Contender contender(
            String id, Layout layout, Arithmetic arithmetic, Supplier<? extends List<? extends Arithmetic>> others) {
        ProductTable table = layout.table();
        int bytes = table.rowFormat().bits() > 8 ? Short.BYTES : Byte.BYTES;
        return new Contender(
                        id,
                        arithmetic,
                        Storage.lookedUp(bytes, bytes, table.cellBits() / 8.0, layout.name()),
                        (operands, size, x, y) -> prepare(layout, operands, size, x, y))
                .andMeasured(() -> List.copyOf(others.get()));
    }

    /** Tables read at random and in between, for which there are no kernels. */
    final List<Measured> readOtherwise() {
        List<Measured> measured = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            List<TableArithmetic> nearest = Stream.concat(Stream.of(timed(bits)), others(bits).stream())
                    .map(this::arithmetic)
                    .toList();
            for (Rounding rounding : Rounding.values()) {
                if (rounding != Rounding.NEAREST) {
                    String id = Measured.table(bits, rounding);
                    nearest.stream()
                            .flatMap(each -> rounding.of(each).stream())
                            .forEach(each -> measured.add(new Measured(id, each)));
                }
            }
        }
        return measured;
    }
}
