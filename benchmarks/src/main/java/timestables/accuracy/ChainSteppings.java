package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import timestables.contender.Formats;
import timestables.contender.Rounding;
import timestables.contender.StochasticTable;
import timestables.format.Companded;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.FactorEncoder;
import timestables.kernel.FeedbackChain;
import timestables.kernel.ScalarChain;
import timestables.kernel.TwoCodeChain;
import timestables.table.Lookup;
import timestables.table.ProductTable;
import timestables.walk.Walk;

/** Chains of products in all arithmetics. */
public final class ChainSteppings {

    /** The format of {@code int8}: it spans [-2, 2). */
    private static final FixedPoint FIXED = new FixedPoint(8, 6);

    private ChainSteppings() {}

    public static List<Stepping> all(double range) {
        List<Stepping> all = new ArrayList<>();
        all.add(Stepping.computed("float64", (walk, seed) -> {
            double[] factors = walk.left();
            double[] x = {walk.start()};
            return i -> x[0] *= factors[i];
        }));
        all.add(Stepping.computed("float32", (walk, seed) -> {
            double[] factors = walk.left();
            float[] x = {(float) walk.start()};
            return i -> x[0] *= (float) factors[i];
        }));
        all.add(Stepping.computed("float16", (walk, seed) -> {
            double[] factors = walk.left();
            double[] x = {float16(walk.start())};
            return i -> x[0] = float16(x[0] * float16(factors[i]));
        }));
        all.add(new Stepping("int8", FIXED.name(), Rounding.NEAREST.id(), null, null, (walk, seed) -> {
            byte[] factors = new byte[walk.left().length];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = (byte) FIXED.encode(walk.left()[i]);
            }
            byte[] x = {(byte) FIXED.encode(walk.start())};
            return i -> FIXED.decode((x[0] = ScalarChain.int8(x[0], factors, FIXED.fractionBits(), i, i + 1)) & 0xff);
        }));
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (Format format : Formats.of(bits, range)) {
                addAll(all, format, range);
            }
        }
        return all;
    }

    /** The nearest binary16 number. */
    static double float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    private static void addAll(List<Stepping> all, Format format, double range) {
        int bits = format.bits();
        ProductTable table = Formats.closed(format);
        all.add(Stepping.lookedUp(
                Rounding.NEAREST, format.name(), bits, table.cellBits(), (walk, seed) -> nearest(table, walk)));
        if (format instanceof Companded) {
            Lookup lookup = new Lookup(table);
            all.add(Stepping.lookedUp(
                    Rounding.INTERPOLATED,
                    format.name(),
                    bits,
                    table.cellBits(),
                    (walk, seed) -> interpolated(lookup, walk)));
        }
        if (bits <= 8) {
            StochasticTable random = new StochasticTable(format, format);
            all.add(Stepping.lookedUp(
                    Rounding.STOCHASTIC,
                    format.name(),
                    bits,
                    table.cellBits(),
                    (walk, seed) -> stochastic(random, walk, seed)));
            all.add(
                    format instanceof Linear linear
                            ? Stepping.lookedUp(
                                    Rounding.FEEDBACK,
                                    format.name(),
                                    bits,
                                    new FeedbackChain(linear).table().cellBits(),
                                    (walk, seed) -> feedback(linear, walk))
                            : Stepping.lookedUp(
                                    Rounding.FEEDBACK,
                                    format.name(),
                                    bits,
                                    16,
                                    (walk, seed) -> feedback(format, range, walk)));
        }
    }

    private static Stepper nearest(ProductTable table, Walk walk) {
        Format format = table.cellFormat();
        double[] factors = walk.left();
        int[] x = {format.encode(walk.start())};
        double[] values = format.values();
        return i -> values[x[0] = table.cell(format.encode(factors[i]), x[0])];
    }

    private static Stepper interpolated(Lookup lookup, Walk walk) {
        double[] factors = walk.left();
        double[] x = {walk.start()};
        return i -> x[0] = lookup.interpolated(x[0], factors[i]);
    }

    private static Stepper stochastic(StochasticTable table, Walk walk, long seed) {
        double[] factors = walk.left();
        double[] x = {table.operand(walk.start(), seed, -1)};
        return i -> x[0] = table.product(x[0], table.operand(factors[i], seed, 2L * i), seed, 2L * i + 1);
    }

    private static Stepper feedback(Linear format, Walk walk) {
        double[] factors = walk.left();
        double[] values = format.values();
        FactorEncoder encoder = new FactorEncoder(format);
        FeedbackChain chain = new FeedbackChain(format);
        chain.start(walk.start());
        return i -> {
            chain.multiply(encoder.encode(factors[i]));
            return values[chain.code()];
        };
    }

    private static Stepper feedback(Format format, double range, Walk walk) {
        double[] factors = walk.left();
        double[] values = format.values();
        FactorEncoder encoder = new FactorEncoder(format);
        TwoCodeChain chain = new TwoCodeChain(format, range);
        chain.start(walk.start());
        return i -> {
            chain.multiply(encoder.encode(factors[i]));
            return values[chain.code()];
        };
    }
}
