package timestables.contender;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.FeedbackArithmetic;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.RunningChain;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Symmetric;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.kernel.arithmetic.VectorMultiply;
import timestables.kernel.chain.FactorEncoder;
import timestables.kernel.chain.FeedbackChain;
import timestables.kernel.chain.ScalarChain;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/**
 * Chains of products: one, whose every step waits for the one before, or many side by side, whose steps are
 * element-wise products in place.
 */
public final class Chain extends LayoutWorkload {

    /** Steps of one chain, whose latency counts. */
    public static final String ONE = "1024";

    /** Steps and chains side by side, whose throughput counts. */
    public static final String MANY = "64x1024";

    /** The largest state: chains start in the middle, near 1, and need room for what follows. */
    private static final double MAX_RANGE = 2;

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
        double[] starts = super.left(distribution, size, seed, sample);
        Arrays.setAll(starts, i -> START * (1 + JITTER / 2 * starts[i]));
        return starts;
    }

    @Override
    public double[] right(Distribution distribution, Size size, long seed, int sample) {
        double[] factors = super.right(distribution, size, seed, sample);
        Arrays.setAll(factors, i -> 1 + JITTER * factors[i]);
        return factors;
    }

    @Override
    public List<TimedSize> sizes() {
        return List.of(new TimedSize(MANY, new Sample(MANY, 1)), new TimedSize(ONE, new Sample(ONE, 400)));
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        contenders.addAll(floating(
                Precision.FLOAT32,
                Elements.FLOAT32,
                VectorMultiply::float32,
                ScalarMultiply::float32,
                (x, f, out, from, to) -> out[from] = ScalarChain.float32(x[from], f, from, to)));
        contenders.addAll(floating(
                Precision.FLOAT64,
                Elements.FLOAT64,
                VectorMultiply::float64,
                ScalarMultiply::float64,
                (x, f, out, from, to) -> out[from] = ScalarChain.float64(x[from], f, from, to)));
        contenders.addAll(floating(
                Precision.FLOAT16,
                Elements.FLOAT16,
                VectorMultiply::float16,
                ScalarMultiply::float16,
                (x, f, out, from, to) -> out[from] = ScalarChain.float16(x[from], f, from, to)));
        int fractionBits = Int8.OF_CHAINS.fractionBits();
        contenders.addAll(twins(
                Int8.ID,
                Int8.products(Int8.OF_CHAINS),
                Elements.bytes(Int8.OF_CHAINS),
                (x, f, out, from, to) -> VectorMultiply.int8(x, f, out, fractionBits, from, to),
                (x, f, out, from, to) -> ScalarMultiply.int8(x, f, out, fractionBits, from, to),
                (x, f, out, from, to) -> out[from] = ScalarChain.int8(x[from], f, fractionBits, from, to)));
        addTables(contenders);
        addLogAntilog(contenders, new Symmetric(8, MAX_RANGE));
        for (int bits : new int[] {4, 6, 8}) {
            contenders.add(Measured.table(bits, Rounding.FEEDBACK), id -> feedback(id, new Linear(bits, MAX_RANGE)));
        }
        return contenders;
    }

    private static <A> List<Contender> floating(
            Precision precision, Elements<A> elements, Kernel<A> fastest, Kernel<A> plain, Kernel<A> one) {
        return twins(precision.toString(), FloatingPoint.products(precision), elements, fastest, plain, one);
    }

    /**
     * @param fastest, plain multiply the states of all chains by one factor each
     * @param one multiplies the state of one chain by all its factors
     */
    private static <A> List<Contender> twins(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A> fastest, Kernel<A> plain, Kernel<A> one) {
        return List.of(
                contender(id, arithmetic, elements, fastest, one),
                contender(id + Contender.PLAIN_LOOP, arithmetic, elements, plain, one));
    }

    private static <A> Contender contender(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A> many, Kernel<A> one) {
        return new Contender(
                id,
                arithmetic,
                Storage.computed(elements.bytes()),
                (operands, size, x, y) -> task(operands, elements, elements, many, one, size, x, y));
    }

    private static Contender feedback(String id, Linear format) {
        return new Contender(
                id,
                new FeedbackArithmetic(format, MAX_RANGE),
                Storage.lookedUp(1, 1, 1, "plain, two lookups a product"),
                (size, x, y) -> feedback(format, size, x, y));
    }

    /** One chain after the other: each waits for its own products, and has nothing to share with the next. */
    private static Task feedback(Linear format, Size size, double[] x, double[] y) {
        // It has a state, so that no two threads may have the same.
        FeedbackChain chain = new FeedbackChain(format);
        int chains = x.length;
        int steps = size.k();
        byte[][] factors = new byte[chains][steps];
        for (int i = 0; i < chains; i++) {
            new FactorEncoder(format).encode(factors(y, i, chains), factors[i], 0, steps);
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
    }

    /** The factors of one of so many chains. */
    private static double[] factors(double[] y, int chain, int chains) {
        double[] factors = new double[y.length / chains];
        Arrays.setAll(factors, step -> y[step * chains + chain]);
        return factors;
    }

    @Override
    ProductTable timed(int indexBits) {
        Format operand = new Linear(indexBits, MAX_RANGE);
        return indexBits <= 8
                ? Multiply.linear(indexBits, MAX_RANGE, operand)
                : ProductTable.of(operand, operand, operand);
    }

    @Override
    TableArithmetic arithmetic(ProductTable table) {
        return TableArithmetic.products(table);
    }

    @Override
    Task prepare(Layout layout, OperandForm operands, Size size, double[] x, double[] y) {
        ProductTable table = layout.table();
        if (table.rowFormat().bits() > 8) {
            return task(
                    operands,
                    Elements.shorts(table.cellFormat()),
                    Elements.shorts(table.rowFormat()),
                    (states, f, out, from, to) -> layout.multiply(f, states, out, from, to),
                    (states, f, out, from, to) ->
                            out[from] = (short) ScalarChain.table(table, states[from], f, from, to),
                    size,
                    x,
                    y);
        }
        return task(
                operands,
                Elements.bytes(table.cellFormat()),
                Elements.bytes(table.rowFormat()),
                (states, f, out, from, to) -> layout.multiply(f, states, out, from, to),
                (states, f, out, from, to) ->
                        out[from] = (byte) ScalarChain.table(table, Byte.toUnsignedInt(states[from]), f, from, to),
                size,
                x,
                y);
    }

    private static <A> Task task(
            OperandForm operands,
            Elements<A> states,
            Elements<A> factors,
            Kernel<A> many,
            Kernel<A> one,
            Size size,
            double[] x,
            double[] y) {
        return states.areConvertedFrom(operands)
                ? fromFloats(states, factors, many, one, size, x, y)
                : task(states, factors, many, one, size, x, y);
    }

    private static <A> Task task(
            Elements<A> states, Elements<A> factors, Kernel<A> many, Kernel<A> one, Size size, double[] x, double[] y) {
        A starts = states.encode().apply(x);
        A out = states.scratch().apply(x.length);
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
    }

    private static <A> Task fromFloats(
            Elements<A> states, Elements<A> factors, Kernel<A> many, Kernel<A> one, Size size, double[] x, double[] y) {
        float[] starts = Operands.floats(x);
        float[] all = Operands.floats(y);
        float[] ends = Operands.floats(x.length);
        int floatsFrom = Elements.FLOAT32.start();
        Elements.Kernel<float[], A> encodeStart = states.converter().get().encoder();
        Elements.Kernel<float[], A> encode = factors.converter().get().encoder();
        Elements.Kernel<A, float[]> decode = states.converter().get().decoder();
        int chains = x.length;
        int atOnce = chains == 1 ? TILE : chains;
        Kernel<A> kernel = chains == 1 ? one : many;
        A state = states.scratch().apply(chains);
        A scratch = factors.scratch().apply(atOnce);
        int from = states.start();
        Runnable run = () -> {
            encodeStart.convert(starts, floatsFrom, state, from, chains);
            for (int i = 0; i < y.length; i += atOnce) {
                int count = Math.min(atOnce, y.length - i);
                encode.convert(all, floatsFrom + i, scratch, from, count);
                kernel.multiply(state, scratch, state, from, from + count);
            }
            decode.convert(state, from, ends, floatsFrom, chains);
        };
        return new Task(run, () -> Elements.FLOAT32.decode(ends, floatsFrom, chains));
    }

    /** States, factors, and where products go. */
    private interface Kernel<A> {
        void multiply(A x, A factors, A out, int from, int to);
    }

    @Override
    public double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y) {
        double[] ends = new double[x.length];
        Arrays.setAll(ends, i -> {
            RunningChain chain = arithmetic.chain(x[i], factors(y, i, x.length), Arrays.hashCode(x));
            return RunningChain.end(chain, size.k());
        });
        return ends;
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
    public boolean errorDependsOnLength() {
        return true;
    }
}
