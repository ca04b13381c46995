package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import timestables.format.Companded;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.playground.Walk;
import timestables.table.Lookup;
import timestables.table.ProductTable;

/** Sums of products in all arithmetics, added up one after the other. */
final class SumSteppings {

    private SumSteppings() {}

    static List<Stepping> all(double range) {
        List<Stepping> all = new ArrayList<>();
        all.add(Stepping.computed("float64", (walk, seed) -> sum(walk, (a, b) -> a * b)));
        all.add(Stepping.computed("float32", (walk, seed) -> floatSum(walk, (a, b) -> (float) a * (float) b)));
        all.add(Stepping.computed("float16", (walk, seed) -> floatSum(walk, (a, b) -> float16(a) * float16(b))));
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (Format format : Formats.of(bits, range)) {
                addAll(all, format, range);
            }
        }
        return all;
    }

    private static float float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    private static void addAll(List<Stepping> all, Format format, double range) {
        int bits = format.bits();
        int cellBits = bits > 8 ? 16 : 8;
        ProductTable table = ProductTable.of(format, format, new Linear(cellBits, range * range));
        all.add(Stepping.lookedUp(Rounding.NEAREST, format.name(), bits, cellBits, (walk, seed) -> sum(walk, table)));
        if (format instanceof Companded) {
            Lookup lookup = new Lookup(table);
            all.add(Stepping.lookedUp(
                    Rounding.INTERPOLATED,
                    format.name(),
                    bits,
                    cellBits,
                    (walk, seed) -> sum(walk, lookup::interpolated)));
        }
        if (bits <= 8) {
            StochasticTable random = new StochasticTable(format, new Linear(8, range * range));
            all.add(Stepping.lookedUp(
                    Rounding.STOCHASTIC, format.name(), bits, 16, (walk, seed) -> stochastic(random, walk, seed)));
            ProductTable wide = format instanceof Linear linear
                    ? ProductTable.exact(linear)
                    : ProductTable.of(format, format, new Linear(16, range * range));
            all.add(Stepping.lookedUp(Rounding.FEEDBACK, format.name(), bits, 16, (walk, seed) -> sum(walk, wide)));
        }
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
        return i -> sum[0] += table.product(
                table.operand(a[i], seed, 3L * i), table.operand(b[i], seed, 3L * i + 1), seed, 3L * i + 2);
    }

    private static Stepper floatSum(Walk walk, DoubleBinaryOperator product) {
        double[] a = walk.left();
        double[] b = walk.right();
        float[] sum = new float[1];
        return i -> sum[0] += (float) product.applyAsDouble(a[i], b[i]);
    }
}
