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

    /** As {@link Multiply#SECOND_LEVEL}. */
    public static final String SECOND_LEVEL = Multiply.SECOND_LEVEL;

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
                new TimedSize(SECOND_LEVEL, new Sample(SECOND_LEVEL, 64, true)),
                new TimedSize(CACHED, new Sample(CACHED, 400)),
                new TimedSize(STREAMED, new Sample(STREAMED, 16, true)));
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        contenders.addAll(floating(Precision.FLOAT32, Elements.FLOAT32, VectorDot::float32, ScalarDot::float32));
        contenders.addAll(floating(Precision.FLOAT64, Elements.FLOAT64, VectorDot::float64, ScalarDot::float64));
        contenders.addAll(floating(Precision.FLOAT16, Elements.FLOAT16, VectorDot::float16, ScalarDot::float16));
        Arithmetic int8 = Int8.sums();
        contenders.addAll(twins(
                Int8.ID,
                int8,
                int8,
                Elements.bytes(Int8.FORMAT),
                VectorDot::int8,
                ScalarDot::int8,
                (sum, count) -> Int8.decodeSum((long) sum)));
        addTables(contenders);
        addFolded(contenders);
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
        return twins(
                precision.toString(),
                floatingSums(precision),
                FloatingPoint.sums(precision),
                elements,
                fastest,
                plain,
                (sum, count) -> sum);
    }

    private static <A> List<Contender> twins(
            String id,
            Arithmetic inTurn,
            Arithmetic inOrder,
            Elements<A> elements,
            Kernel<A> fastest,
            Kernel<A> plain,
            Decoder decoder) {
        return List.of(
                contender(id, inTurn, elements, fastest, decoder),
                contender(id + Contender.PLAIN_LOOP, inOrder, elements, plain, decoder));
    }

    private static <A> Contender contender(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A> kernel, Decoder decoder) {
        return new Contender(
                id,
                arithmetic,
                Storage.computed(elements.bytes()),
                (operands, size, x, y) -> task(kernel, operands, elements, elements, x, y, decoder));
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
    Task prepare(Layout layout, OperandForm operands, Size size, double[] x, double[] y) {
        ProductTable table = layout.table();
        Format row = table.rowFormat();
        Format column = table.columnFormat();
        Decoder decoder = (sum, count) -> table.decodeSum((long) sum, count);
        return row.bits() > 8
                ? task(layout::dot, operands, Elements.shorts(row), Elements.shorts(column), x, y, decoder)
                : task(layout::dot, operands, Elements.bytes(row), Elements.bytes(column), x, y, decoder);
    }

    private static <A> Task task(
            Kernel<A> kernel,
            OperandForm operands,
            Elements<A> left,
            Elements<A> right,
            double[] x,
            double[] y,
            Decoder decoder) {
        return left.areConvertedFrom(operands)
                ? fromFloats(kernel, left, right, x, y, decoder)
                : task(kernel, left, right, x, y, decoder);
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

    /** Tile by tile: what is encoded stays in a first-level cache until it is summed. */
    private static <A> Task fromFloats(
            Kernel<A> kernel, Elements<A> left, Elements<A> right, double[] x, double[] y, Decoder decoder) {
        float[] a = Operands.floats(x);
        float[] b = Operands.floats(y);
        int from = Elements.FLOAT32.start();
        Elements.Kernel<float[], A> encodeLeft = left.converter().get().encoder();
        Elements.Kernel<float[], A> encodeRight = right.converter().get().encoder();
        A tileA = left.scratch().apply(TILE);
        A tileB = right.scratch().apply(TILE);
        int tileFrom = left.start();
        float[] result = new float[1];
        Runnable run = () -> {
            double sum = 0;
            for (int i = 0; i < x.length; i += TILE) {
                int count = Math.min(TILE, x.length - i);
                encodeLeft.convert(a, from + i, tileA, tileFrom, count);
                encodeRight.convert(b, from + i, tileB, tileFrom, count);
                sum += kernel.dot(tileA, tileB, tileFrom, tileFrom + count);
            }
            result[0] = (float) decoder.decode(sum, x.length);
        };
        return new Task(run, () -> new double[] {result[0]});
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
