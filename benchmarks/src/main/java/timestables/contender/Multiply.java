package timestables.contender;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Encoded;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.kernel.arithmetic.VectorMultiply;
import timestables.kernel.layout.AdditiveLayout;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/** Element-wise products. */
public final class Multiply extends LayoutWorkload {

    /**
     * Elements that a second-level cache holds and a first-level one does not, of every contender; a call takes
     * thousands of times as long as it takes to call.
     */
    public static final String SECOND_LEVEL = "32768";

    /** Elements that a first-level cache holds. Of a table's time, the call itself is about half. */
    public static final String CACHED = "1024";

    /** Elements that a second-level cache does not hold. */
    public static final String STREAMED = "1048576";

    private static final Elements<byte[]> FIXED = Elements.bytes(Int8.FORMAT);

    @Override
    public Size.Form form() {
        return Size.Form.ELEMENTS;
    }

    @Override
    public long results(Size size) {
        return size.k();
    }

    @Override
    public List<TimedSize> sizes() {
        Sample sample = new Sample(CACHED, 100);
        return Stream.of(SECOND_LEVEL, CACHED, STREAMED)
                .map(size -> new TimedSize(size, sample))
                .toList();
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        contenders.addAll(
                floating(Precision.FLOAT32, Elements.FLOAT32, VectorMultiply::float32, ScalarMultiply::float32));
        contenders.addAll(
                floating(Precision.FLOAT64, Elements.FLOAT64, VectorMultiply::float64, ScalarMultiply::float64));
        contenders.addAll(
                floating(Precision.FLOAT16, Elements.FLOAT16, VectorMultiply::float16, ScalarMultiply::float16));
        int fractionBits = Int8.FORMAT.fractionBits();
        contenders.addAll(twins(
                Int8.ID,
                Int8.products(Int8.FORMAT),
                FIXED,
                (a, b, out, from, to) -> VectorMultiply.int8(a, b, out, fractionBits, from, to),
                (a, b, out, from, to) -> ScalarMultiply.int8(a, b, out, fractionBits, from, to)));
        addTables(contenders);
        addFolded(contenders);
        addNamedLayouts(contenders);
        add(contenders, "table8-additive", () -> new AdditiveLayout(ProductTable.closed(GEOMETRIC)));
        return contenders;
    }

    private static <A> List<Contender> floating(
            Precision precision, Elements<A> elements, Kernel<A, A> fastest, Kernel<A, A> plain) {
        return twins(precision.toString(), FloatingPoint.products(precision), elements, fastest, plain);
    }

    private static <A> List<Contender> twins(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A, A> fastest, Kernel<A, A> plain) {
        return List.of(
                contender(id, arithmetic, elements, fastest),
                contender(id + Contender.PLAIN_LOOP, arithmetic, elements, plain));
    }

    private static <A> Contender contender(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A, A> kernel) {
        return new Contender(
                id,
                arithmetic,
                Storage.computed(elements.bytes()),
                (operands, size, x, y) -> task(kernel, operands, elements, elements, elements, x, y));
    }

    @Override
    ProductTable timed(int indexBits) {
        return linear(indexBits, RANGE, new Linear(cellBits(indexBits), RANGE));
    }

    @Override
    List<ProductTable> others(int indexBits) {
        Stream<ProductTable> companded = Stream.of(linear(indexBits, RANGE, new Log(cellBits(indexBits), RANGE)));
        Stream<ProductTable> closed = Formats.of(indexBits, RANGE).stream()
                .filter(format -> !(format instanceof Linear))
                .map(Formats::closed);
        return Stream.concat(companded, closed).toList();
    }

    static ProductTable linear(int indexBits, double range, Format cell) {
        Format operand = new Linear(indexBits, range);
        return ProductTable.signSymmetric(operand, operand, cell);
    }

    private static int cellBits(int indexBits) {
        return indexBits > 8 ? 16 : indexBits;
    }

    @Override
    TableArithmetic arithmetic(ProductTable table) {
        return TableArithmetic.products(table);
    }

    @Override
    Task prepare(Layout layout, OperandForm operands, Size size, double[] x, double[] y) {
        Format row = layout.table().rowFormat();
        Format column = layout.table().columnFormat();
        Format cell = layout.table().cellFormat();
        if (row.bits() > 8) {
            Kernel<short[], short[]> kernel = layout::multiply;
            return task(kernel, operands, Elements.shorts(row), Elements.shorts(column), Elements.shorts(cell), x, y);
        }
        if (cell.bits() > 8) {
            Kernel<byte[], short[]> kernel = layout::multiply;
            return task(kernel, operands, Elements.bytes(row), Elements.bytes(column), Elements.shorts(cell), x, y);
        }
        Kernel<byte[], byte[]> kernel = layout::multiply;
        return task(kernel, operands, Elements.bytes(row), Elements.bytes(column), Elements.bytes(cell), x, y);
    }

    private static <A, R> Task task(
            Kernel<A, R> kernel,
            OperandForm operands,
            Elements<A> left,
            Elements<A> right,
            Elements<R> result,
            double[] x,
            double[] y) {
        return left.areConvertedFrom(operands)
                ? fromFloats(kernel, left, right, result, x, y)
                : task(kernel, left, right, result, x, y);
    }

    private static <A, R> Task task(
            Kernel<A, R> kernel, Elements<A> left, Elements<A> right, Elements<R> result, double[] x, double[] y) {
        A a = left.encode().apply(x);
        A b = right.encode().apply(y);
        R out = result.scratch().apply(x.length);
        int from = left.start();
        int to = from + x.length;
        return new Task(() -> kernel.multiply(a, b, out, from, to), () -> result.decode(out, from, x.length));
    }

    /** Tile by tile: what is encoded and not yet decoded stays in a first-level cache. */
    private static <A, R> Task fromFloats(
            Kernel<A, R> kernel, Elements<A> left, Elements<A> right, Elements<R> result, double[] x, double[] y) {
        float[] a = Operands.floats(x);
        float[] b = Operands.floats(y);
        float[] out = Operands.floats(x.length);
        int from = Elements.FLOAT32.start();
        Elements.Kernel<float[], A> encodeLeft = left.converter().get().encoder();
        Elements.Kernel<float[], A> encodeRight = right.converter().get().encoder();
        Elements.Kernel<R, float[]> decode = result.converter().get().decoder();
        A tileA = left.scratch().apply(TILE);
        A tileB = right.scratch().apply(TILE);
        R tileOut = result.scratch().apply(TILE);
        int tileFrom = left.start();
        Runnable run = () -> {
            for (int i = 0; i < x.length; i += TILE) {
                int count = Math.min(TILE, x.length - i);
                encodeLeft.convert(a, from + i, tileA, tileFrom, count);
                encodeRight.convert(b, from + i, tileB, tileFrom, count);
                kernel.multiply(tileA, tileB, tileOut, tileFrom, tileFrom + count);
                decode.convert(tileOut, tileFrom, out, from + i, count);
            }
        };
        return new Task(run, () -> Elements.FLOAT32.decode(out, from, x.length));
    }

    private interface Kernel<A, R> {
        void multiply(A a, A b, R out, int from, int to);
    }

    @Override
    public List<Measured> untimed() {
        return readOtherwise();
    }

    @Override
    public double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y) {
        Encoded encoded = arithmetic.encode(x, y, x.length, Arrays.hashCode(x));
        double[] products = new double[x.length];
        Arrays.setAll(products, i -> encoded.product(i, i));
        return products;
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
    public boolean errorDependsOnLength() {
        return false;
    }

    @Override
    public boolean exhaustive() {
        return true;
    }
}
