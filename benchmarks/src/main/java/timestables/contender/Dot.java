package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Contender.Storage;
import timestables.error.ExactDot;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.accumulator.Accumulator;
import timestables.kernel.accumulator.AccumulatorDot;
import timestables.kernel.arithmetic.ScalarDot;
import timestables.kernel.arithmetic.VectorDot;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/** Sums of products. */
public final class Dot extends LayoutWorkload {

    /** Elements that a first-level cache holds. */
    public static final String CACHED = "1024";

    /** Elements that a second-level cache does not hold. */
    public static final String STREAMED = "1048576";

    /** Sums that {@link VectorDot} keeps in flight with vectors of 512 bits. */
    private static final int PARTIAL_SUMS_FLOAT64 = 32;

    private static final int PARTIAL_SUMS_FLOAT32 = 64;

    private static final int PARTIAL_SUMS_FLOAT16 = 32;

    /** Sums of a precision in the order of the vector kernel. */
    public static FloatingPoint floatingSums(Precision precision) {
        return FloatingPoint.sums(
                precision,
                switch (precision) {
                    case FLOAT64 -> PARTIAL_SUMS_FLOAT64;
                    case FLOAT32 -> PARTIAL_SUMS_FLOAT32;
                    case FLOAT16 -> PARTIAL_SUMS_FLOAT16;
                });
    }

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
    public List<TimedSize> sizes() {
        return List.of(
                new TimedSize(STREAMED, new Sample(STREAMED, 16, true)),
                new TimedSize(CACHED, new Sample(CACHED, 400)));
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        contenders.addAll(floating(Precision.FLOAT32, Elements.FLOAT32, VectorDot::float32, ScalarDot::float32));
        contenders.addAll(floating(Precision.FLOAT64, Elements.FLOAT64, VectorDot::float64, ScalarDot::float64));
        contenders.addAll(floating(Precision.FLOAT16, Elements.FLOAT16, VectorDot::float16, ScalarDot::float16));
        Arithmetic int8 = Int8.sums();
        Storage bytes = Storage.computed(1);
        contenders.add(new Contender(Int8.ID, int8, bytes, (size, x, y) -> fixed(VectorDot::int8, x, y)));
        contenders.add(new Contender(
                Int8.ID + Contender.PLAIN_LOOP, int8, bytes, (size, x, y) -> fixed(ScalarDot::int8, x, y)));
        addTables(contenders);
        addNamedLayouts(contenders);
        for (Accumulator accumulator : Accumulator.values()) {
            contenders.add("table4-" + accumulator.id(), id -> accumulated(id, accumulator, timed(4)));
        }
        Linear four = new Linear(4, RANGE);
        add(contenders, "table4-planes", () -> Layout.best(ProductTable.accumulating(four, four, 16)));
        BlockScales.addDots(contenders);
        return contenders;
    }

    private static Contender accumulated(String id, Accumulator accumulator, ProductTable table) {
        AccumulatorDot fastest = new AccumulatorDot(accumulator, table);
        Elements<byte[]> codes = Elements.bytes(table.rowFormat());
        return new Contender(
                id,
                TableArithmetic.sums(table, accumulator),
                Storage.lookedUp(1, 1, 1, fastest.name()),
                (size, x, y) -> task(fastest::dot, codes, codes, x, y, (sum, count) -> Accumulator.decode(table, sum)));
    }

    private static <A> List<Contender> floating(
            Precision precision, Elements<A> elements, Kernel<A> fastest, Kernel<A> plain) {
        String id = precision.toString();
        Storage storage = Storage.computed(elements.bytes());
        Decoder itself = (sum, count) -> sum;
        return List.of(
                new Contender(
                        id,
                        floatingSums(precision),
                        storage,
                        (size, x, y) -> task(fastest, elements, elements, x, y, itself)),
                new Contender(
                        id + Contender.PLAIN_LOOP,
                        FloatingPoint.sums(precision),
                        storage,
                        (size, x, y) -> task(plain, elements, elements, x, y, itself)));
    }

    private static Task fixed(Kernel<byte[]> kernel, double[] x, double[] y) {
        Elements<byte[]> codes = Elements.bytes(Int8.FORMAT);
        return task(kernel, codes, codes, x, y, (sum, count) -> Int8.decodeSum((long) sum));
    }

    @Override
    ProductTable timed(int indexBits) {
        return ProductTable.accumulating(new Linear(indexBits, RANGE));
    }

    @Override
    List<ProductTable> others(int indexBits) {
        List<ProductTable> all = Formats.accumulating(indexBits, indexBits > 8 ? 16 : 8, RANGE);
        return all.subList(1, all.size());
    }

    @Override
    TableArithmetic arithmetic(ProductTable table) {
        return TableArithmetic.sums(table);
    }

    @Override
    Task prepare(Layout layout, Size size, double[] x, double[] y) {
        ProductTable table = layout.table();
        Format row = table.rowFormat();
        Format column = table.columnFormat();
        Decoder decoder = (sum, count) -> table.decodeSum((long) sum, count);
        return row.bits() > 8
                ? task(layout::dot, Elements.shorts(row), Elements.shorts(column), x, y, decoder)
                : task(layout::dot, Elements.bytes(row), Elements.bytes(column), x, y, decoder);
    }

    private static <A> Task task(
            Kernel<A> kernel, Elements<A> left, Elements<A> right, double[] x, double[] y, Decoder decoder) {
        A a = left.encode().apply(x);
        A b = right.encode().apply(y);
        int from = left.start();
        int to = from + x.length;
        double[] sum = new double[1];
        return new Task(
                () -> sum[0] = kernel.dot(a, b, from, to), () -> new double[] {decoder.decode(sum[0], x.length)});
    }

    /** Sums of integers stay far below 2^53, so that a double holds them. */
    private interface Kernel<A> {
        double dot(A a, A b, int from, int to);
    }

    private interface Decoder {
        double decode(double sum, int count);
    }

    @Override
    public List<Measured> untimed() {
        List<Measured> untimed = new ArrayList<>(readOtherwise());
        for (int bits = Formats.LEAST_BITS; bits <= 8; bits++) {
            for (ProductTable table : Formats.accumulatingWide(bits, RANGE)) {
                untimed.add(new Measured(Measured.wide(bits), TableArithmetic.sums(table)));
            }
        }
        return untimed;
    }

    @Override
    public double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y) {
        return new double[] {
            arithmetic.encode(x, y, x.length, Arrays.hashCode(x)).sum(0, 0)
        };
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        ExactDot exact = ExactDot.of(x, y);
        return (results, meter) -> meter.add(exact.high(), exact.errorOf(results[0]));
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
}
