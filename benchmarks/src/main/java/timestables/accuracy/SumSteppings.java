package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import timestables.contender.Formats;
import timestables.contender.Rounding;
import timestables.contender.StochasticTable;
import timestables.format.Companded;
import timestables.format.Format;
import timestables.table.Lookup;
import timestables.table.ProductTable;
import timestables.walk.Walk;

/** Sums of products in all arithmetics, added up one after the other. */
final class SumSteppings {

    private SumSteppings() {}

    static List<Stepping> all(double range) {
        List<Stepping> all = new ArrayList<>();
        all.add(Stepping.computed("float64", (walk, seed) -> sum(walk, (a, b) -> a * b)));
        all.add(Stepping.computed("float32", (walk, seed) -> floatSum(walk, (a, b) -> (float) a * (float) b)));
        all.add(Stepping.computed(
                "float16",
                (walk, seed) -> floatSum(walk, (a, b) -> ChainSteppings.float16(a) * ChainSteppings.float16(b))));
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            Formats.accumulating(bits, bits > 8 ? 16 : 8, range).forEach(table -> addAll(all, table));
            if (bits <= 8) {
                Formats.accumulatingWide(bits, range)
                        .forEach(
                                table -> all.add(stepping(Rounding.FEEDBACK, table, (walk, seed) -> sum(walk, table))));
            }
        }
        return all;
    }

    private static void addAll(List<Stepping> all, ProductTable table) {
        all.add(stepping(Rounding.NEAREST, table, (walk, seed) -> sum(walk, table)));
        if (table.rowFormat() instanceof Companded) {
            Lookup lookup = new Lookup(table);
            all.add(stepping(Rounding.INTERPOLATED, table, (walk, seed) -> sum(walk, lookup::interpolated)));
        }
        if (table.cellBits() == 8) {
            StochasticTable random = new StochasticTable(table.rowFormat(), table.cellFormat());
            all.add(stepping(Rounding.STOCHASTIC, table, (walk, seed) -> stochastic(random, walk, seed)));
        }
    }

    private static Stepping stepping(Rounding rounding, ProductTable table, Stepper.Start start) {
        Format operand = table.rowFormat();
        return Stepping.lookedUp(rounding, operand.name(), operand.bits(), table.cellBits(), start);
    }

    private static Stepper sum(Walk walk, ProductTable table) {
        Format row = table.rowFormat();
        Format column = table.columnFormat();
        return sum(walk, (a, b) -> table.product(row.encode(a), column.encode(b)));
    }

    /** Sums of cells are exact in integers; in doubles they are nearly so. */
    private static Stepper sum(Walk walk, DoubleBinaryOperator product) {
        double[] a = walk.left();
        double[] b = walk.right();
        double[] sum = new double[1];
        return i -> sum[0] += product.applyAsDouble(a[i], b[i]);
    }

    private static Stepper stochastic(StochasticTable table, Walk walk, long seed) {
        double[] a = walk.left();
        double[] b = walk.right();
        double[] sum = new double[1];
        return i -> sum[0] += table.productOfReals(a[i], b[i], seed, i);
    }

    private static Stepper floatSum(Walk walk, DoubleBinaryOperator product) {
        double[] a = walk.left();
        double[] b = walk.right();
        float[] sum = new float[1];
        return i -> sum[0] += (float) product.applyAsDouble(a[i], b[i]);
    }
}
