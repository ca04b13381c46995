package timestables.playground;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import timestables.accuracy.AccumulatedError;
import timestables.arithmetic.Rounding;
import timestables.format.Companded;
import timestables.image.Kind;
import timestables.run.Progress;
import timestables.table.Lookup;
import timestables.table.ProductTable;
import timestables.walk.MersenneTwister;
import timestables.walk.Settings;
import timestables.walk.Walk;

/** All variants of table and lookup, over the same operands, each beside the floating point of the baseline. */
final class Simulation {

    /** Results are kept for at most so many steps, evenly spaced: more than a plot has columns of pixels. */
    private static final int MOST_RECORDED = 2048;

    private final Settings settings;
    private final int[] steps;
    private final List<Walk> walks;

    /** Draws the operands of all seeds, and follows them in floating point. */
    Simulation(Settings settings) {
        this.settings = settings;
        this.steps = recorded(settings.steps());
        this.walks = settings.allSeeds()
                .parallel()
                .mapToObj(seed -> new Walk(settings, seed, steps))
                .toList();
    }

    /** Where tables come from. */
    interface Tables {
        ProductTable table(Kind kind, int bits);
    }

    /** Runs all variants, tables in parallel, of which each is asked for once. */
    List<Outcome> run(Tables tables, Progress progress) {
        List<Variant> all = Variant.all();
        Map<Variant, Outcome> outcomes = all.parallelStream()
                .filter(variant -> variant.method() == Variant.Method.NEAREST)
                .flatMap(variant -> {
                    ProductTable table = tables.table(variant.kind(), variant.bits());
                    return Stream.of(Variant.Method.values()).map(method -> {
                        progress.begin("%s %s, table of %d bits"
                                .formatted(variant.kind().id(), method.id(), variant.bits()));
                        return run(new Variant(method, variant.kind(), variant.bits()), table);
                    });
                })
                .collect(Collectors.toMap(Outcome::variant, outcome -> outcome));
        return all.stream().map(outcomes::get).toList();
    }

    private Outcome run(Variant variant, ProductTable table) {
        Lookup lookup = lookup(table, settings.compat());
        Walk first = walks.getFirst();
        double[] reference = first.reference();
        Saturations counted = new Saturations(product(variant, lookup, first), settings.maxRange());
        double[][] mapped = new double[walks.size()][];
        mapped[0] = first.follow(counted);
        for (int i = 1; i < mapped.length; i++) {
            Walk walk = walks.get(i);
            mapped[i] = walk.follow(product(variant, lookup, walk));
        }
        return new Outcome(
                variant,
                rounding(variant),
                steps,
                reference,
                mapped[0],
                IntStream.range(0, steps.length)
                        .mapToDouble(i -> Outcome.percentError(reference[i], mapped[0][i]))
                        .toArray(),
                counted.count,
                Outcome.Spread.of(walks, mapped));
    }

    private Rounding rounding(Variant variant) {
        if (variant.method() == Variant.Method.INTERPOLATED) {
            return Rounding.INTERPOLATED;
        }
        return settings.isStochastic() ? Rounding.STOCHASTIC : Rounding.NEAREST;
    }

    private DoubleBinaryOperator product(Variant variant, Lookup lookup, Walk walk) {
        if (variant.method() == Variant.Method.INTERPOLATED) {
            return lookup::interpolated;
        }
        if (settings.isStochastic()) {
            MersenneTwister random = walk.rest();
            return (a, b) -> lookup.stochastic(a, b, random);
        }
        return lookup::nearest;
    }

    /**
     * How a table is read.
     *
     * @param compat as the playground does, which takes the largest cell for the full scale
     */
    static Lookup lookup(ProductTable table, boolean compat) {
        if (!compat) {
            return new Lookup(table);
        }
        int rows = table.rowFormat().codes();
        int largest = IntStream.range(0, rows * rows)
                .map(i -> table.cell(i / rows, i % rows))
                .max()
                .orElseThrow();
        Companded cell = (Companded) table.cellFormat();
        double stretch = (cell.codes() - 1.0) / largest;
        return new Lookup(table, position -> cell.at(position * stretch));
    }

    /** Every step of a short walk; of a long one, evenly spaced ones and those that tables of errors show. */
    private static int[] recorded(int steps) {
        int spaced = Math.min(steps, MOST_RECORDED);
        return IntStream.concat(
                        IntStream.rangeClosed(1, spaced).map(i -> (int) ((long) i * steps / spaced)),
                        IntStream.of(AccumulatedError.milestones(steps)))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Products, counting those of which an operand or the exact product leaves the range. */
    private static final class Saturations implements DoubleBinaryOperator {

        private final DoubleBinaryOperator product;
        private final double range;
        private long count;

        Saturations(DoubleBinaryOperator product, double range) {
            this.product = product;
            this.range = range;
        }

        @Override
        public double applyAsDouble(double a, double b) {
            if (Math.abs(a) > range || Math.abs(b) > range || Math.abs(a * b) > range) {
                count++;
            }
            return product.applyAsDouble(a, b);
        }
    }
}
