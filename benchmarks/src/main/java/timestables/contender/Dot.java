package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import timestables.contender.Contender.Storage;
import timestables.error.ExactDot;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.Accumulator;
import timestables.kernel.AccumulatorDot;
import timestables.kernel.Layout;
import timestables.kernel.ScalarDot;
import timestables.kernel.ScalarLayout;
import timestables.kernel.VectorDot;
import timestables.table.ProductTable;

/** Sums of products. */
public final class Dot implements Workload {

    /** Lanes that {@link VectorDot} keeps in flight with vectors of 512 bits. */
    private static final int LANES_FLOAT64 = 32;

    public static final int LANES_FLOAT32 = 64;

    public static final int LANES_FLOAT16 = 32;

    @Override
    public Size.Form form() {
        return Size.Form.ELEMENTS;
    }

    /** The sum stays in a register. */
    @Override
    public long results(Size size) {
        return 0;
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.addAll(floating(
                "float32",
                Elements.FLOAT32,
                4,
                VectorDot::float32,
                (a, b, from, to) -> ScalarDot.float32(a, b, from, to, LANES_FLOAT32),
                ScalarDot::float32));
        contenders.addAll(floating(
                "float64",
                Elements.FLOAT64,
                8,
                VectorDot::float64,
                (a, b, from, to) -> ScalarDot.float64(a, b, from, to, LANES_FLOAT64),
                ScalarDot::float64));
        contenders.addAll(floating(
                "float16",
                Elements.FLOAT16,
                2,
                VectorDot::float16,
                (a, b, from, to) -> ScalarDot.float16(a, b, from, to, LANES_FLOAT16),
                ScalarDot::float16));
        contenders.addAll(Contender.twins(
                "int8",
                Storage.computed(1, 1, 4),
                fixed(VectorDot::int8),
                fixed(ScalarDot::int8),
                Arithmetic.coded(FIXED, Arithmetic.EXACT, fixed(ScalarDot::int8))));
        contenders.addAll(LookedUp.all(Dot::timed, Dot::others, Arithmetic.EXACT, Dot::lookup));
        Map<String, Layout> named = LookedUp.namedLayouts(timed(8));
        named.forEach((name, layout) -> contenders.add(LookedUp.named(name, layout, Arithmetic.EXACT, Dot::lookup)));
        for (Accumulator accumulator : Accumulator.values()) {
            contenders.add(accumulated(accumulator, timed(4)));
        }
        Linear four = new Linear(4, MAX_RANGE);
        Layout planes = Layout.best(ProductTable.accumulating(four, four, 16));
        contenders.add(LookedUp.planes("table4-planes", planes, Dot::lookup));
        contenders.addAll(BlockScales.dots());
        return contenders;
    }

    private static Contender accumulated(Accumulator accumulator, ProductTable table) {
        AccumulatorDot fastest = new AccumulatorDot(accumulator, table);
        Elements<byte[]> codes = Elements.bytes(table.rowFormat());
        Decoder decoder = (sum, count) -> Accumulator.decode(table, sum);
        Kernel<byte[]> plain = (a, b, from, to) -> accumulator.dot(table, a, b, from, to);
        return Contender.of(
                "table4-" + accumulator.id(),
                Storage.lookedUp(table, 1, 1, 1, fastest.name()),
                setup(codes, codes, fastest::dot, decoder),
                List.of(Arithmetic.lookedUp(table, accumulator.id(), setup(codes, codes, plain, decoder))));
    }

    private static <A> List<Contender> floating(
            String id, Elements<A> elements, int bytes, Kernel<A> fastest, Kernel<A> definition, Kernel<A> plain) {
        Decoder itself = (sum, count) -> sum;
        return Contender.twins(
                id,
                Storage.computed(bytes, bytes, bytes),
                setup(elements, elements, fastest, itself),
                Arithmetic.summed(id, setup(elements, elements, definition, itself)),
                setup(elements, elements, plain, itself),
                Arithmetic.summed(id, setup(elements, elements, plain, itself)));
    }

    private static Task.Setup fixed(Kernel<byte[]> kernel) {
        Elements<byte[]> elements = Elements.bytes(FIXED);
        return setup(elements, elements, kernel, (sum, count) -> Math.scalb(sum, -2 * FIXED.fractionBits()));
    }

    @Override
    public List<Contender> untimed() {
        List<Contender> untimed = new ArrayList<>(Untimed.read(Dot::tables, Arithmetic.EXACT, Dot::summed));
        untimed.addAll(Untimed.wide(bits -> Formats.accumulatingWide(bits, MAX_RANGE), Arithmetic.EXACT, Dot::summed));
        return untimed;
    }

    private static Task.Setup summed(Untimed.Product.Seeded products) {
        return (size, x, y) -> {
            Untimed.Product product = products.seeded(Arrays.hashCode(x));
            double[] sum = new double[1];
            return new Task(
                    () -> {
                        sum[0] = 0;
                        for (int i = 0; i < x.length; i++) {
                            sum[0] += product.of(x[i], y[i], i);
                        }
                    },
                    () -> sum);
        };
    }

    /** The table of so many index bits that is timed. */
    private static ProductTable timed(int indexBits) {
        return ProductTable.accumulating(new Linear(indexBits, MAX_RANGE));
    }

    private static List<ProductTable> others(int indexBits) {
        List<ProductTable> all = tables(indexBits);
        return all.subList(1, all.size());
    }

    private static List<ProductTable> tables(int indexBits) {
        return Formats.accumulating(indexBits, indexBits > 8 ? 16 : 8, MAX_RANGE);
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        ExactDot exact = ExactDot.of(x, y);
        return (results, meter) -> meter.add(exact.high(), exact.errorOf(results[0]));
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample("1024", 400), new Sample("1048576", 16, true));
    }

    @Override
    public boolean errorDependsOnLength() {
        return true;
    }

    @Override
    public void forEachProduct(Size size, double[] x, double[] y, Pair visitor) {
        for (int i = 0; i < x.length; i++) {
            visitor.accept(x[i], y[i]);
        }
    }

    private static Task.Setup lookup(Layout layout) {
        ProductTable table = layout.table();
        Format row = table.rowFormat();
        Format column = table.columnFormat();
        Decoder decoder = (sum, count) -> table.decodeSum((long) sum, count);
        if (row.bits() > 8) {
            Kernel<short[]> kernel = ((ScalarLayout) layout)::dot;
            return setup(Elements.shorts(row), Elements.shorts(column), kernel, decoder);
        }
        Kernel<byte[]> kernel = layout::dot;
        return setup(Elements.bytes(row), Elements.bytes(column), kernel, decoder);
    }

    private static <A> Task.Setup setup(Elements<A> left, Elements<A> right, Kernel<A> kernel, Decoder decoder) {
        return (size, x, y) -> {
            A a = left.encode().apply(x);
            A b = right.encode().apply(y);
            int from = left.start();
            int to = from + x.length;
            double[] sum = new double[1];
            return new Task(
                    () -> sum[0] = kernel.dot(a, b, from, to), () -> new double[] {decoder.decode(sum[0], x.length)});
        };
    }

    /** Sums of integers stay far below 2^53, so that a double holds them. */
    private interface Kernel<A> {
        double dot(A a, A b, int from, int to);
    }

    private interface Decoder {
        double decode(double sum, int count);
    }
}
