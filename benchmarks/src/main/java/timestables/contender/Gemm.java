package timestables.contender;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Encoded;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Memoised;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Contender.Storage;
import timestables.error.ExactDot;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.arithmetic.ScalarGemm;
import timestables.kernel.arithmetic.VectorGemm;
import timestables.kernel.matrix.MatrixLayout;
import timestables.kernel.matrix.ScalarMatrix;
import timestables.table.ProductTable;

/** Products of a matrix of weights with a vector (gemv) or with a matrix (gemm) of activations. */
public final class Gemm implements Workload {

    /** Rows and columns of a matrix that a second-level cache holds. */
    public static final String CACHED = "256x256";

    /** Of one that a third-level cache holds. */
    public static final String LARGE = "1024x1024";

    /** Of one that few caches hold. */
    public static final String STREAMED = "4096x4096";

    /** A large matrix, and 64 columns of activations. */
    public static final String COLUMNS = "1024x1024x64";

    /** Weights and activations have formats of their own; activations keep 8 bits, as they do in quantised models. */
    private static final int ACTIVATION_BITS = 8;

    /** Rows that are compared with the definition after timing. */
    private static final int CHECKED_ROWS = 16;

    private static final int CHECKED_COLUMNS = 4;

    // Partial sums of one result that a tile keeps, with vectors of 512 bits.
    private static final int PARTIAL_SUMS_FLOAT64 = 8;
    private static final int PARTIAL_SUMS_FLOAT32 = 16;

    private final Size.Form form;
    private final List<TimedSize> sizes;

    private Gemm(Size.Form form, List<TimedSize> sizes) {
        this.form = form;
        this.sizes = sizes;
    }

    /** Matrix times vector. */
    static Gemm gemv() {
        return new Gemm(
                Size.Form.MATRIX,
                List.of(
                        new TimedSize(LARGE, new Sample("16x1024", 25)),
                        new TimedSize(CACHED, new Sample("16x256", 50)),
                        new TimedSize(STREAMED, new Sample("16x4096", 10))));
    }

    /** Matrix times matrix. */
    static Gemm gemm() {
        return new Gemm(Size.Form.MATRICES, List.of(new TimedSize(COLUMNS, new Sample("16x1024x4", 10))));
    }

    @Override
    public Size.Form form() {
        return form;
    }

    @Override
    public boolean isPacked() {
        return true;
    }

    @Override
    public long results(Size size) {
        return (long) size.m() * size.n();
    }

    @Override
    public List<TimedSize> sizes() {
        return sizes;
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        Arithmetic float32 = FloatingPoint.sums(Precision.FLOAT32, PARTIAL_SUMS_FLOAT32);
        contenders.addAll(floating(
                Precision.FLOAT32,
                float32,
                Elements.FLOAT32,
                VectorGemm::float32,
                ScalarGemm::float32,
                Elements.FLOAT32));
        contenders.addAll(NativeGemm.float32(float32));
        contenders.addAll(floating(
                Precision.FLOAT64,
                FloatingPoint.sums(Precision.FLOAT64, PARTIAL_SUMS_FLOAT64),
                Elements.FLOAT64,
                VectorGemm::float64,
                ScalarGemm::float64,
                Elements.FLOAT64));
        contenders.addAll(floating(
                Precision.FLOAT16,
                FloatingPoint.sums(Precision.FLOAT16, PARTIAL_SUMS_FLOAT32),
                Elements.FLOAT16,
                VectorGemm::float16,
                ScalarGemm::float16,
                Elements.FLOAT32));
        Arithmetic int8 = Int8.sums();
        contenders.addAll(twins(
                Int8.ID,
                int8,
                int8,
                Elements.bytes(Int8.FORMAT),
                VectorGemm::int8,
                ScalarGemm::int8,
                Elements.ints(Int8::decodeSum)));
        contenders.add(NativeGemm.int8(int8));
        BlockScales.addIntegerMatrices(contenders);
        for (int bits = Formats.LEAST_BITS; bits <= Byte.SIZE; bits++) {
            int weightBits = bits;
            String name = Measured.table(bits, Rounding.NEAREST);
            Supplier<TableArithmetic> timed =
                    new Memoised<>(() -> TableArithmetic.sums(table(new Linear(weightBits, RANGE))));
            // A row of any table lies in registers, so that the timing stands for all formats.
            Supplier<List<Arithmetic>> others = new Memoised<>(() -> Formats.of(weightBits, RANGE).stream()
                    .skip(1)
                    .map(weight -> (Arithmetic) TableArithmetic.sums(table(weight)))
                    .toList());
            contenders.add(name, id -> lookedUp(id, MatrixLayout::best, timed.get(), others));
            contenders.add(name + Contender.PLAIN_LOOP, id -> lookedUp(id, ScalarMatrix::new, timed.get(), others));
        }
        for (int bits : new int[] {4, 8}) {
            contenders.add("table" + bits + "-planes", id -> {
                ProductTable exact = ProductTable.exact(new Linear(bits, RANGE), new Linear(ACTIVATION_BITS, RANGE));
                return lookedUp(id, MatrixLayout::best, TableArithmetic.sums(exact), List::of);
            });
        }
        BlockScales.addMatrices(contenders);
        return contenders;
    }

    /** Cells reach every product. */
    private static ProductTable table(Format weight) {
        return table(weight, new Linear(ACTIVATION_BITS, RANGE), RANGE * RANGE);
    }

    /**
     * The products of weights with activations, in cells of {@link MatrixLayout#cellBits}.
     *
     * @param reach the largest product that is not to saturate
     */
    public static ProductTable table(Format weight, Format activation, double reach) {
        return ProductTable.of(weight, activation, Formats.addends(weight, MatrixLayout.cellBits(weight), reach));
    }

    private static <A, R> List<Contender> floating(
            Precision precision,
            Arithmetic inTurn,
            Elements<A> elements,
            Kernel<A, R> fastest,
            Kernel<A, R> plain,
            Elements<R> results) {
        return twins(precision.toString(), inTurn, FloatingPoint.sums(precision), elements, fastest, plain, results);
    }

    private static <A, R> List<Contender> twins(
            String id,
            Arithmetic inTurn,
            Arithmetic inOrder,
            Elements<A> elements,
            Kernel<A, R> fastest,
            Kernel<A, R> plain,
            Elements<R> results) {
        return List.of(
                contender(id, inTurn, elements, fastest, results),
                contender(id + Contender.PLAIN_LOOP, inOrder, elements, plain, results));
    }

    private static <A, R> Contender contender(
            String id, Arithmetic arithmetic, Elements<A> elements, Kernel<A, R> kernel, Elements<R> results) {
        Storage storage = Storage.computed(elements.bytes(), elements.bytes(), results.bytes());
        return new Contender(
                id,
                arithmetic,
                storage,
                (operands, size, x, y) ->
                        multiplied(columns(kernel, elements, size, x), operands, elements, results, size, y));
    }

    /** A matrix that multiplies columns. */
    private static <A, R> Columns<A, R> columns(Kernel<A, R> kernel, Elements<A> elements, Size size, double[] x) {
        A w = elements.encode().apply(x);
        return (columns, from, out, outFrom) ->
                kernel.multiply(w, columns, from, out, outFrom, size.m(), size.k(), size.n());
    }

    /** Columns of activations, times a matrix that is in its place. */
    static <A, R> Task multiplied(
            Columns<A, R> matrix,
            OperandForm operands,
            Elements<A> activations,
            Elements<R> results,
            Size size,
            double[] y) {
        int count = size.m() * size.n();
        R out = results.scratch().apply(count);
        int from = activations.start();
        int outFrom = results.start();
        if (!activations.areConvertedFrom(operands)) {
            A columns = activations.encode().apply(y);
            return new Task(
                    () -> matrix.multiply(columns, from, out, outFrom), () -> results.decode(out, outFrom, count));
        }
        A columns = activations.scratch().apply(y.length);
        float[] floats = Operands.floats(y);
        float[] floatsOut = Operands.floats(count);
        int floatsFrom = Elements.FLOAT32.start();
        Elements.Kernel<float[], A> encode = activations.converter().get().encoder();
        Elements.Kernel<R, float[]> decode = results.converter().get().decoder();
        Runnable run = () -> {
            encode.convert(floats, floatsFrom, columns, from, y.length);
            matrix.multiply(columns, from, out, outFrom);
            decode.convert(out, outFrom, floatsOut, floatsFrom, count);
        };
        return new Task(run, () -> Elements.FLOAT32.decode(floatsOut, floatsFrom, count));
    }

    private static Contender lookedUp(
            String id, Packing packing, TableArithmetic arithmetic, Supplier<List<Arithmetic>> others) {
        ProductTable table = arithmetic.table().orElseThrow();
        int side = 256;
        MatrixLayout example = packing.pack(table, new byte[side * side], side, side);
        // Padding, of less than a hundredth, is not counted.
        double weightBytes = Math.rint(8.0 * example.byteSize() / (side * side)) / 8;
        return new Contender(
                        id,
                        arithmetic,
                        Storage.lookedUp(weightBytes, 1, 4, example.name()),
                        (operands, size, x, y) -> lookedUp(table, packing, operands, size, x, y))
                .andMeasured(others);
    }

    private static Task lookedUp(
            ProductTable table, Packing packing, OperandForm operands, Size size, double[] x, double[] y) {
        MatrixLayout matrix = packing.pack(table, codes(table.rowFormat(), x), size.m(), size.k());
        return multiplied(
                (byte[] columns, int from, int[] out, int outFrom) ->
                        matrix.gemm(columns, from, size.n(), out, outFrom),
                operands,
                Elements.bytes(table.columnFormat()),
                Elements.ints(sum -> table.decodeSum(sum, size.k())),
                size,
                y);
    }

    static byte[] codes(Format format, double[] reals) {
        byte[] codes = new byte[reals.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) format.encode(reals[i]);
        }
        return codes;
    }

    /** Columns, where they begin, results, and where they go. */
    interface Columns<A, R> {
        void multiply(A columns, int from, R out, int outFrom);
    }

    /** W, X, where both begin, Y, where it begins, m, k and n. */
    private interface Kernel<A, R> {
        void multiply(A w, A x, int from, R y, int yFrom, int m, int k, int n);
    }

    private interface Packing {
        MatrixLayout pack(ProductTable table, byte[] weights, int rows, int columns);
    }

    @Override
    public double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y) {
        Encoded encoded = arithmetic.encode(x, y, size.k(), Arrays.hashCode(x));
        double[] sums = new double[size.m() * size.n()];
        Arrays.setAll(sums, i -> encoded.sum(i % size.m(), i / size.m()));
        return sums;
    }

    /**
     * Of the first rows and columns, the last, and some in between; and of the row with the largest weight, on which a
     * scale of all weights depends.
     */
    @Override
    public Optional<String> defect(
            Arithmetic arithmetic, Size size, OperandForm operands, double[] x, double[] y, double[] results) {
        int[] rows = IntStream.concat(
                        Arrays.stream(some(size.m(), CHECKED_ROWS)), IntStream.of(rowOfLargest(x, size.k())))
                .toArray();
        int[] columns = some(size.n(), CHECKED_COLUMNS);
        double[] part = new double[rows.length * columns.length];
        Arrays.setAll(part, i -> results[columns[i / rows.length] * size.m() + rows[i % rows.length]]);
        return Workload.super.defect(
                arithmetic,
                new Size(rows.length, size.k(), columns.length),
                operands,
                parts(x, rows, size.k()),
                parts(y, columns, size.k()),
                part);
    }

    /** So many numbers below {@code end}, or all, evenly spaced from the first to the last. */
    private static int[] some(int end, int count) {
        int some = Math.min(end, count);
        return IntStream.range(0, some)
                .map(i -> some == 1 ? 0 : (int) ((long) i * (end - 1) / (some - 1)))
                .toArray();
    }

    private static int rowOfLargest(double[] weights, int length) {
        int largest = 0;
        for (int i = 1; i < weights.length; i++) {
            largest = Math.abs(weights[i]) > Math.abs(weights[largest]) ? i : largest;
        }
        return largest / length;
    }

    private static double[] parts(double[] reals, int[] indexes, int length) {
        double[] parts = new double[indexes.length * length];
        for (int i = 0; i < indexes.length; i++) {
            System.arraycopy(reals, indexes[i] * length, parts, i * length, length);
        }
        return parts;
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        List<double[]> rows = split(x, size.k());
        List<double[]> columns = split(y, size.k());
        ExactDot[] exact = new ExactDot[size.m() * size.n()];
        Arrays.setAll(exact, i -> ExactDot.of(rows.get(i % size.m()), columns.get(i / size.m())));
        return (results, meter) -> {
            for (int i = 0; i < exact.length; i++) {
                meter.add(exact[i].high(), exact[i].errorOf(results[i]));
            }
        };
    }

    /** The parts of {@code length} reals that a matrix consists of. */
    private static List<double[]> split(double[] reals, int length) {
        return IntStream.range(0, reals.length / length)
                .mapToObj(i -> Arrays.copyOfRange(reals, i * length, (i + 1) * length))
                .toList();
    }

    @Override
    public void forEachProduct(Size size, double[] x, double[] y, Pair visitor) {
        for (int column = 0; column < size.n(); column++) {
            for (int i = 0; i < x.length; i++) {
                visitor.accept(x[i], y[column * size.k() + i % size.k()]);
            }
        }
    }

    @Override
    public boolean errorDependsOnLength() {
        return true;
    }
}
