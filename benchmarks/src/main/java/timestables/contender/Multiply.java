package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.kernel.AdditiveLayout;
import timestables.kernel.Layout;
import timestables.kernel.ScalarLayout;
import timestables.kernel.ScalarMultiply;
import timestables.kernel.VectorMultiply;
import timestables.table.ProductTable;

/** Element-wise products. */
public final class Multiply implements Workload {

    private static final Elements<byte[]> FIXED_BYTES = Elements.bytes(FIXED);

    @Override
    public Size.Form form() {
        return Size.Form.ELEMENTS;
    }

    @Override
    public long results(Size size) {
        return size.k();
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.addAll(floating("float32", Elements.FLOAT32, 4, VectorMultiply::float32, ScalarMultiply::float32));
        contenders.addAll(floating("float64", Elements.FLOAT64, 8, VectorMultiply::float64, ScalarMultiply::float64));
        contenders.addAll(floating("float16", Elements.FLOAT16, 2, VectorMultiply::float16, ScalarMultiply::float16));
        int fractionBits = FIXED.fractionBits();
        Task.Setup plain =
                setup(FIXED_BYTES, (a, b, out, from, to) -> ScalarMultiply.int8(a, b, out, fractionBits, from, to));
        contenders.addAll(Contender.twins(
                "int8",
                Storage.computed(1, 1, 1),
                setup(FIXED_BYTES, (a, b, out, from, to) -> VectorMultiply.int8(a, b, out, fractionBits, from, to)),
                plain,
                Arithmetic.coded(FIXED, Arithmetic.NONE, plain)));
        contenders.addAll(LookedUp.all(Multiply::timed, Multiply::others, Arithmetic.NONE, Multiply::lookup));
        Map<String, Layout> named = LookedUp.namedLayouts(timed(8));
        named.put("additive", new AdditiveLayout(LookedUp.GEOMETRIC));
        named.forEach(
                (name, layout) -> contenders.add(LookedUp.named(name, layout, Arithmetic.NONE, Multiply::lookup)));
        return contenders;
    }

    @Override
    public List<Contender> untimed() {
        return Untimed.read(Multiply::tables, Arithmetic.NONE, products -> (size, x, y) -> {
            Untimed.Product product = products.seeded(Arrays.hashCode(x));
            double[] out = new double[x.length];
            return new Task(() -> Arrays.setAll(out, i -> product.of(x[i], y[i], i)), () -> out);
        });
    }

    /** The table of so many index bits that is timed. */
    static ProductTable timed(int indexBits) {
        return linear(indexBits, new Linear(cellBits(indexBits), MAX_RANGE));
    }

    private static List<ProductTable> others(int indexBits) {
        Stream<ProductTable> companded = Stream.of(linear(indexBits, new Log(cellBits(indexBits), MAX_RANGE)));
        Stream<ProductTable> closed = Formats.of(indexBits, MAX_RANGE).stream()
                .filter(format -> !(format instanceof Linear))
                .map(Formats::closed);
        return Stream.concat(companded, closed).toList();
    }

    private static List<ProductTable> tables(int indexBits) {
        return Stream.concat(Stream.of(timed(indexBits)), others(indexBits).stream())
                .toList();
    }

    private static ProductTable linear(int indexBits, Format cell) {
        Format operand = new Linear(indexBits, MAX_RANGE);
        return ProductTable.symmetric(operand, operand, cell);
    }

    private static int cellBits(int indexBits) {
        return indexBits > 8 ? 16 : indexBits;
    }

    private static <A> List<Contender> floating(
            String id, Elements<A> elements, int bytes, Kernel<A, A> fastest, Kernel<A, A> plain) {
        return Contender.twins(
                id,
                Storage.computed(bytes, bytes, bytes),
                setup(elements, fastest),
                setup(elements, plain),
                Arithmetic.floating(id, Arithmetic.NONE, setup(elements, plain)));
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        return (results, meter) -> {
            for (int i = 0; i < results.length; i++) {
                // One rounding: the error is right even where the product has no exact double.
                meter.add(x[i] * y[i], -Math.fma(x[i], y[i], -results[i]));
            }
        };
    }

    @Override
    public void forEachProduct(Size size, double[] x, double[] y, Pair visitor) {
        for (int i = 0; i < x.length; i++) {
            visitor.accept(x[i], y[i]);
        }
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample("1024", 100));
    }

    @Override
    public boolean errorDependsOnLength() {
        return false;
    }

    @Override
    public boolean exhaustive() {
        return true;
    }

    private static Task.Setup lookup(Layout layout) {
        Format row = layout.table().rowFormat();
        Format column = layout.table().columnFormat();
        Format cell = layout.table().cellFormat();
        if (row.bits() > 8) {
            Kernel<short[], short[]> kernel = ((ScalarLayout) layout)::multiply;
            return setup(Elements.shorts(row), Elements.shorts(column), Elements.shorts(cell), kernel);
        }
        if (cell.bits() > 8) {
            Kernel<byte[], short[]> kernel = layout::multiply;
            return setup(Elements.bytes(row), Elements.bytes(column), Elements.shorts(cell), kernel);
        }
        Kernel<byte[], byte[]> kernel = layout::multiply;
        return setup(Elements.bytes(row), Elements.bytes(column), Elements.bytes(cell), kernel);
    }

    private static <A> Task.Setup setup(Elements<A> elements, Kernel<A, A> kernel) {
        return setup(elements, elements, elements, kernel);
    }

    private static <A, R> Task.Setup setup(
            Elements<A> left, Elements<A> right, Elements<R> result, Kernel<A, R> kernel) {
        return (size, x, y) -> {
            A a = left.encode().apply(x);
            A b = right.encode().apply(y);
            R out = result.room().apply(x.length);
            int from = left.start();
            int to = from + x.length;
            return new Task(() -> kernel.multiply(a, b, out, from, to), () -> result.decode(out, from, x.length));
        };
    }

    private interface Kernel<A, R> {
        void multiply(A a, A b, R out, int from, int to);
    }
}
