package timestables.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import timestables.contender.Contender.Storage;
import timestables.format.Companded;
import timestables.table.Lookup;
import timestables.table.ProductTable;

/**
 * Contenders whose errors are measured, and which nothing times: tables read in other ways than by the nearest codes,
 * for which there are no kernels.
 */
final class Untimed {

    private Untimed() {}

    /** Products of reals. */
    interface Product {

        /** @param i which product it is, that random numbers are told apart by */
        double of(double a, double b, int i);

        /** Products that are the same for the same seed. */
        public interface Seeded {
            Product seeded(long seed);
        }
    }

    /**
     * Tables read at random and in between.
     *
     * @param tables the tables of so many index bits that the operation can use
     * @param operation the operation with such products
     */
    static List<Contender> read(
            IntFunction<List<ProductTable>> tables,
            String accumulator,
            Function<Product.Seeded, Task.Setup> operation) {
        List<Contender> contenders = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            List<ProductTable> some = tables.apply(bits);
            if (bits <= 8) {
                contenders.add(contender(some, Rounding.STOCHASTIC, accumulator, operation, Untimed::atRandom));
            }
            List<ProductTable> companded = some.stream()
                    .filter(table -> table.rowFormat() instanceof Companded)
                    .toList();
            contenders.add(contender(
                    companded, Rounding.INTERPOLATED, accumulator, operation, table -> inBetween(new Lookup(table))));
        }
        return contenders;
    }

    /** Tables with cells of 16 bits: what the code of a product leaves out is added up beside it. */
    static List<Contender> wide(
            IntFunction<List<ProductTable>> tables,
            String accumulator,
            Function<Product.Seeded, Task.Setup> operation) {
        List<Contender> contenders = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= 8; bits++) {
            List<ProductTable> some = tables.apply(bits);
            contenders.add(contender(some, Rounding.FEEDBACK, accumulator, operation, Untimed::nearest));
        }
        return contenders;
    }

    private static Contender contender(
            List<ProductTable> tables,
            Rounding rounding,
            String accumulator,
            Function<Product.Seeded, Task.Setup> operation,
            Function<ProductTable, Product.Seeded> reading) {
        ProductTable first = tables.getFirst();
        List<Arithmetic> arithmetics = tables.stream()
                .map(table -> Arithmetic.lookedUp(table, rounding, accumulator, operation.apply(reading.apply(table))))
                .toList();
        return Contender.of(
                "table" + first.rowFormat().bits() + "-" + rounding.id(),
                Storage.lookedUp(first, 1, 1, first.cellBits() / 8.0, "none"),
                arithmetics.getFirst().definition(),
                arithmetics);
    }

    private static Product.Seeded atRandom(ProductTable table) {
        StochasticTable random = new StochasticTable(table.rowFormat(), table.cellFormat());
        return seed -> (a, b, i) -> random.productOfReals(a, b, seed, i);
    }

    private static Product.Seeded inBetween(Lookup lookup) {
        return seed -> (a, b, i) -> lookup.interpolated(a, b);
    }

    private static Product.Seeded nearest(ProductTable table) {
        return seed -> (a, b, i) ->
                table.product(table.rowFormat().encode(a), table.columnFormat().encode(b));
    }
}
