package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.FactorEncoder;
import timestables.kernel.FeedbackChain;
import timestables.kernel.Layout;
import timestables.kernel.LogLayout;
import timestables.kernel.ScalarChain;
import timestables.kernel.ScalarLayout;
import timestables.kernel.ScalarMultiply;
import timestables.kernel.VectorMultiply;
import timestables.table.ProductTable;

/**
 * Chains of products: one, whose every step waits for the one before, or many side by side, whose steps are
 * element-wise products in place.
 */
public final class Chain implements Workload {

    private static final double START = MAX_RANGE / 2;

    /** Factors lie within this of 1, starts within half of it of {@link #START}. */
    private static final double JITTER = 0.1;

    @Override
    public Size.Form form() {
        return Size.Form.STEPS;
    }

    /** Starts. */
    @Override
    public long left(Size size) {
        return size.n();
    }

    /** Factors, step by step. */
    @Override
    public long right(Size size) {
        return (long) size.k() * size.n();
    }

    @Override
    public long results(Size size) {
        return size.n();
    }

    @Override
    public double[] left(Distribution distribution, Size size, long seed, int sample) {
        double[] starts = Workload.super.left(distribution, size, seed, sample);
        Arrays.setAll(starts, i -> START * (1 + JITTER / 2 * starts[i]));
        return starts;
    }

    @Override
    public double[] right(Distribution distribution, Size size, long seed, int sample) {
        double[] factors = Workload.super.right(distribution, size, seed, sample);
        Arrays.setAll(factors, i -> 1 + JITTER * factors[i]);
        return factors;
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.addAll(floating(
                "float32",
                Elements.FLOAT32,
                4,
                VectorMultiply::float32,
                ScalarMultiply::float32,
                (x, f, out, from, to) -> out[from] = ScalarChain.float32(x[from], f, from, to)));
        contenders.addAll(floating(
                "float64",
                Elements.FLOAT64,
                8,
                VectorMultiply::float64,
                ScalarMultiply::float64,
                (x, f, out, from, to) -> out[from] = ScalarChain.float64(x[from], f, from, to)));
        contenders.addAll(floating(
                "float16",
                Elements.FLOAT16,
                2,
                VectorMultiply::float16,
                ScalarMultiply::float16,
                (x, f, out, from, to) -> out[from] = ScalarChain.float16(x[from], f, from, to)));
        int fractionBits = FIXED.fractionBits();
        Elements<byte[]> fixed = Elements.bytes(FIXED);
        Kernel<byte[]> one = (x, f, out, from, to) -> out[from] = ScalarChain.int8(x[from], f, fractionBits, from, to);
        Task.Setup plain = setup(
                fixed, fixed, (a, b, out, from, to) -> ScalarMultiply.int8(a, b, out, fractionBits, from, to), one);
        contenders.addAll(Contender.twins(
                "int8",
                Storage.computed(1, 1, 1),
                setup(
                        fixed,
                        fixed,
                        (a, b, out, from, to) -> VectorMultiply.int8(a, b, out, fractionBits, from, to),
                        one),
                plain,
                Arithmetic.coded(FIXED, Arithmetic.NONE, plain)));
        contenders.addAll(LookedUp.all(Chain::table, bits -> List.of(), Arithmetic.NONE, Chain::lookup));
        contenders.add(LookedUp.named("log", new LogLayout(LookedUp.LOGARITHMIC), Arithmetic.NONE, Chain::lookup));
        for (int bits : new int[] {4, 6, 8}) {
            contenders.add(feedback(new Linear(bits, MAX_RANGE)));
        }
        return contenders;
    }

    private static <A> List<Contender> floating(
            String id, Elements<A> elements, int bytes, Kernel<A> fastest, Kernel<A> plain, Kernel<A> one) {
        return Contender.twins(
                id,
                Storage.computed(bytes, bytes, bytes),
                setup(elements, elements, fastest, one),
                setup(elements, elements, plain, one),
                Arithmetic.floating(id, Arithmetic.NONE, setup(elements, elements, plain, one)));
    }

    /** One chain after the other: each waits for its own products, and has nothing to share with the next. */
    private static Contender feedback(Linear format) {
        FeedbackChain chain = new FeedbackChain(format);
        Task.Setup setup = (size, x, y) -> {
            int chains = x.length;
            int steps = size.k();
            byte[][] factors = new byte[chains][steps];
            for (int i = 0; i < chains; i++) {
                FactorEncoder encoder = new FactorEncoder(format);
                for (int step = 0; step < steps; step++) {
                    factors[i][step] = (byte) encoder.encode(y[step * chains + i]);
                }
            }
            byte[] out = new byte[chains];
            Runnable run = () -> {
                for (int i = 0; i < chains; i++) {
                    chain.start(x[i]);
                    chain.multiply(factors[i], 0, steps);
                    out[i] = (byte) chain.code();
                }
            };
            return new Task(run, () -> {
                double[] results = new double[chains];
                Arrays.setAll(results, i -> format.decode(Byte.toUnsignedInt(out[i])));
                return results;
            });
        };
        return Contender.of(
                "table" + format.bits() + "-feedback",
                Storage.lookedUp(chain.table(), 1, 1, 1, "plain, two lookups a product"),
                setup,
                List.of(Arithmetic.rounded(Rounding.FEEDBACK, format, setup)));
    }

    private static ProductTable table(int indexBits) {
        if (indexBits <= 8) {
            return Multiply.timed(indexBits);
        }
        Format operand = new Linear(indexBits, MAX_RANGE);
        return ProductTable.of(operand, operand, operand);
    }

    /** In twice the precision of double. */
    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        double[] high = x.clone();
        double[] low = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            int chain = i % x.length;
            double product = high[chain] * y[i];
            double rest = Math.fma(high[chain], y[i], -product) + low[chain] * y[i];
            high[chain] = product + rest;
            low[chain] = rest - (high[chain] - product);
        }
        return (results, meter) -> {
            for (int chain = 0; chain < results.length; chain++) {
                meter.add(high[chain], results[chain] - high[chain] - low[chain]);
            }
        };
    }

    @Override
    public void forEachProduct(Size size, double[] x, double[] y, Pair visitor) {
        double[] running = x.clone();
        for (int i = 0; i < y.length; i++) {
            int chain = i % x.length;
            visitor.accept(running[chain], y[i]);
            running[chain] *= y[i];
        }
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample("1024", 400), new Sample("64x1024", 1));
    }

    @Override
    public boolean errorDependsOnLength() {
        return true;
    }

    private static Task.Setup lookup(Layout layout) {
        ProductTable table = layout.table();
        if (table.rowFormat().bits() > 8) {
            return setup(
                    Elements.shorts(table.cellFormat()),
                    Elements.shorts(table.rowFormat()),
                    (x, f, out, from, to) -> ((ScalarLayout) layout).multiply(f, x, out, from, to),
                    (x, f, out, from, to) -> out[from] = (short) ScalarChain.table(table, x[from], f, from, to));
        }
        return setup(
                Elements.bytes(table.cellFormat()),
                Elements.bytes(table.rowFormat()),
                (x, f, out, from, to) -> layout.multiply(f, x, out, from, to),
                (x, f, out, from, to) ->
                        out[from] = (byte) ScalarChain.table(table, Byte.toUnsignedInt(x[from]), f, from, to));
    }

    /**
     * @param many multiplies the states of all chains by one factor each
     * @param one multiplies the state of one chain by all its factors
     */
    private static <A> Task.Setup setup(Elements<A> states, Elements<A> factors, Kernel<A> many, Kernel<A> one) {
        return (size, x, y) -> {
            A starts = states.encode().apply(x);
            A out = states.room().apply(x.length);
            int from = states.start();
            int chains = x.length;
            Runnable run;
            if (chains == 1) {
                A all = factors.encode().apply(y);
                run = () -> one.multiply(starts, all, out, from, from + y.length);
            } else {
                List<A> steps = IntStream.range(0, size.k())
                        .mapToObj(i -> factors.encode().apply(Arrays.copyOfRange(y, i * chains, (i + 1) * chains)))
                        .toList();
                run = () -> {
                    System.arraycopy(starts, from, out, from, chains);
                    for (A step : steps) {
                        many.multiply(out, step, out, from, from + chains);
                    }
                };
            }
            return new Task(run, () -> states.decode(out, from, chains));
        };
    }

    /** States, factors, and where products go. */
    private interface Kernel<A> {
        void multiply(A x, A factors, A out, int from, int to);
    }
}
