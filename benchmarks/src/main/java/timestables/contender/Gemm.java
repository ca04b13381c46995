package timestables.contender;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import timestables.contender.Contender.Storage;
import timestables.error.ExactDot;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.MatrixLayout;
import timestables.kernel.ScalarDot;
import timestables.kernel.ScalarGemm;
import timestables.kernel.ScalarMatrix;
import timestables.kernel.VectorGemm;
import timestables.peer.NativeLibrary;
import timestables.peer.OneDnn;
import timestables.peer.OpenBlas;
import timestables.table.ProductTable;

/** Products of a matrix of weights with a vector (gemv) or with a matrix (gemm) of activations. */
public final class Gemm implements Workload {

    /** Weights and activations have formats of their own; activations keep 8 bits, as they do in quantised models. */
    private static final int ACTIVATION_BITS = 8;

    private static final int CACHE_LINE = 64;

    // Partial sums of one result that a tile keeps, with vectors of 512 bits.
    private static final int LANES_FLOAT64 = 8;
    private static final int LANES_FLOAT32 = 16;

    private final Size.Form form;
    private final List<Sample> samples;

    private Gemm(Size.Form form, List<Sample> samples) {
        this.form = form;
        this.samples = samples;
    }

    /** Matrix times vector. */
    static Gemm gemv() {
        return new Gemm(
                Size.Form.MATRIX,
                List.of(new Sample("16x256", 50), new Sample("16x1024", 25), new Sample("16x4096", 10)));
    }

    /** Matrix times matrix. */
    static Gemm gemm() {
        return new Gemm(Size.Form.MATRICES, List.of(new Sample("16x1024x4", 10)));
    }

    @Override
    public Size.Form form() {
        return form;
    }

    @Override
    public long results(Size size) {
        return (long) size.m() * size.n();
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        Task.Setup float32 =
                dots(Elements.FLOAT32, (a, b, from, to) -> ScalarDot.float32(a, b, from, to, LANES_FLOAT32));
        Task.Setup float64 =
                dots(Elements.FLOAT64, (a, b, from, to) -> ScalarDot.float64(a, b, from, to, LANES_FLOAT64));
        Task.Setup float16 =
                dots(Elements.FLOAT16, (a, b, from, to) -> ScalarDot.float16(a, b, from, to, LANES_FLOAT32));
        contenders.addAll(floating("float32", 4, floats(VectorGemm::float32), float32, floats(ScalarGemm::float32)));
        contenders.add(Contender.of(
                "float32-openblas",
                Storage.computed(4, 4, 4),
                nativeFloats(OpenBlas::float32),
                Arithmetic.summed("float32", float32),
                missing(OpenBlas.LIBRARY)));
        contenders.add(Contender.of(
                "float32-onednn",
                Storage.computed(4, 4, 4),
                nativeFloats(OneDnn::float32),
                Arithmetic.summed("float32", float32),
                missing(OneDnn.LIBRARY)));
        contenders.addAll(floating("float64", 8, doubles(VectorGemm::float64), float64, doubles(ScalarGemm::float64)));
        contenders.addAll(
                floating("float16", 2, float16s(VectorGemm::float16), float16, float16s(ScalarGemm::float16)));
        Arithmetic int8 = Arithmetic.coded(FIXED, Arithmetic.EXACT, fixed(ScalarGemm::int8));
        contenders.addAll(Contender.twins(
                "int8", Storage.computed(1, 1, 4), fixed(VectorGemm::int8), fixed(ScalarGemm::int8), int8));
        contenders.add(
                Contender.of("int8-onednn", Storage.computed(1, 1, 4), nativeBytes(), int8, missing(OneDnn.LIBRARY)));
        for (int bits : new int[] {2, 3, 4, 8}) {
            ProductTable timed = table(new Linear(bits, MAX_RANGE));
            Arithmetic arithmetic = measured(timed);
            // A row of any table lies in registers, so that the timing stands for all formats.
            Supplier<List<Arithmetic>> others = new Once<>(() -> Formats.of(bits, MAX_RANGE).stream()
                    .skip(1)
                    .map(weight -> measured(table(weight)))
                    .toList());
            contenders.add(lookedUp("table" + bits, timed, MatrixLayout::best, arithmetic, others));
            contenders.add(
                    lookedUp("table" + bits + Contender.SCALAR_TWIN, timed, ScalarMatrix::new, arithmetic, others));
        }
        for (int bits : new int[] {4, 8}) {
            ProductTable table =
                    ProductTable.exact(new Linear(bits, MAX_RANGE), new Linear(ACTIVATION_BITS, MAX_RANGE));
            Arithmetic arithmetic =
                    Arithmetic.lookedUp(table, Rounding.FEEDBACK, Arithmetic.EXACT, lookup(table, ScalarMatrix::new));
            contenders.add(lookedUp("table" + bits + "-planes", table, MatrixLayout::best, arithmetic, List::of));
        }
        contenders.addAll(BlockScales.matrices(ACTIVATION_BITS));
        return contenders;
    }

    private static List<Contender> floating(
            String id, int bytes, Task.Setup fastest, Task.Setup definition, Task.Setup plain) {
        return Contender.twins(
                id,
                Storage.computed(bytes, bytes, Math.max(bytes, 4)),
                fastest,
                Arithmetic.summed(id, definition),
                plain,
                Arithmetic.summed(id, plain));
    }

    /** Cells reach every product, and are as wide as the packed kernels read in one pass. */
    private static ProductTable table(Format weight) {
        int cellBits = weight.bits() < 4 ? 6 : weight.bits() == 4 ? 7 : 8;
        return ProductTable.of(
                weight,
                new Linear(ACTIVATION_BITS, MAX_RANGE),
                Formats.addends(weight, cellBits, MAX_RANGE * MAX_RANGE));
    }

    private static Arithmetic measured(ProductTable table) {
        return Arithmetic.lookedUp(table, Arithmetic.EXACT, lookup(table, ScalarMatrix::new));
    }

    private static Optional<String> missing(NativeLibrary library) {
        return library.isInstalled() ? Optional.empty() : Optional.of(library.debianPackages());
    }

    private static Contender lookedUp(
            String id, ProductTable table, Packing packing, Arithmetic arithmetic, Supplier<List<Arithmetic>> others) {
        int side = 256;
        MatrixLayout example = packing.pack(table, new byte[side * side], side, side);
        // Padding, of less than a hundredth, is not counted.
        double weightBytes = Math.rint(8.0 * example.byteSize() / (side * side)) / 8;
        return new Contender(
                id,
                Storage.lookedUp(table, weightBytes, 1, 4, example.name()),
                lookup(table, packing),
                arithmetic,
                others,
                Optional.empty());
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        List<double[]> rows = split(x, size.k(), row -> row);
        List<double[]> columns = split(y, size.k(), column -> column);
        ExactDot[] exact = new ExactDot[size.m() * size.n()];
        Arrays.setAll(exact, i -> ExactDot.of(rows.get(i % size.m()), columns.get(i / size.m())));
        return (results, meter) -> {
            for (int i = 0; i < exact.length; i++) {
                meter.add(exact[i].high(), exact[i].errorOf(results[i]));
            }
        };
    }

    /** The parts of {@code length} reals that a matrix consists of. */
    private static <A> List<A> split(double[] reals, int length, Function<double[], A> encode) {
        return IntStream.range(0, reals.length / length)
                .mapToObj(i -> encode.apply(Arrays.copyOfRange(reals, i * length, (i + 1) * length)))
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
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public boolean errorDependsOnLength() {
        return true;
    }

    private static Task.Setup lookup(ProductTable table, Packing packing) {
        return (size, x, y) -> {
            MatrixLayout matrix = packing.pack(table, codes(table.rowFormat(), x), size.m(), size.k());
            byte[] columns = codes(table.columnFormat(), y);
            int n = size.n();
            int[] sums = new int[size.m() * n];
            return task(() -> matrix.gemm(columns, n, sums), sums.length, i -> table.decodeSum(sums[i], size.k()));
        };
    }

    private static byte[] codes(Format format, double[] reals) {
        byte[] codes = new byte[reals.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) format.encode(reals[i]);
        }
        return codes;
    }

    private static Task.Setup doubles(Kernel<double[], double[]> kernel) {
        return setup(Elements.FLOAT64, double[]::new, kernel, (out, i) -> out[i]);
    }

    private static Task.Setup floats(Kernel<float[], float[]> kernel) {
        return setup(Elements.FLOAT32, float[]::new, kernel, (out, i) -> out[i]);
    }

    private static Task.Setup float16s(Kernel<short[], float[]> kernel) {
        return setup(Elements.FLOAT16, float[]::new, kernel, (out, i) -> out[i]);
    }

    private static Task.Setup fixed(Kernel<byte[], int[]> kernel) {
        return setup(Elements.bytes(FIXED), int[]::new, kernel, (out, i) -> decodeFixed(out[i]));
    }

    private static double decodeFixed(int sum) {
        return Math.scalb((double) sum, -2 * FIXED.fractionBits());
    }

    private static <A, R> Task.Setup setup(
            Elements<A> operands, IntFunction<R> room, Kernel<A, R> kernel, Elements.Reader<R> reader) {
        return (size, x, y) -> {
            A w = operands.encode().apply(x);
            A columns = operands.encode().apply(y);
            R out = room.apply(size.m() * size.n());
            int from = operands.start();
            int m = size.m();
            int k = size.k();
            int n = size.n();
            return task(() -> kernel.multiply(w, columns, out, from, m, k, n), m * n, i -> reader.read(out, i));
        };
    }

    /** Each result as a sum that some dot product takes in an order of its own. */
    private static <A> Task.Setup dots(Elements<A> operands, RowDot<A> dot) {
        return (size, x, y) -> {
            List<A> rows = split(x, size.k(), operands.encode());
            List<A> columns = split(y, size.k(), operands.encode());
            int from = operands.start();
            int to = from + size.k();
            double[] out = new double[size.m() * size.n()];
            return task(
                    () -> Arrays.setAll(out, i -> dot.dot(rows.get(i % size.m()), columns.get(i / size.m()), from, to)),
                    out.length,
                    i -> out[i]);
        };
    }

    private static Task.Setup nativeFloats(NativeKernel library) {
        return (size, x, y) -> {
            MemorySegment w = nativeFloats(x);
            MemorySegment columns = nativeFloats(y);
            int results = size.m() * size.n();
            MemorySegment out = nativeFloats(new double[results]);
            Runnable multiply = library.prepare(size.m(), size.k(), size.n(), w, columns, out);
            return task(multiply, results, i -> out.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        };
    }

    private static MemorySegment nativeFloats(double[] reals) {
        MemorySegment floats = Arena.ofAuto().allocate((long) Float.BYTES * reals.length, CACHE_LINE);
        for (int i = 0; i < reals.length; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) reals[i]);
        }
        return floats;
    }

    /** The library multiplies signed bytes by unsigned ones: activations are moved up, and the sums moved back. */
    private static Task.Setup nativeBytes() {
        return (size, x, y) -> {
            byte[] weights = codes(FIXED, x);
            byte[] activations = codes(FIXED, y);
            int[] moved = new int[size.m()];
            for (int i = 0; i < weights.length; i++) {
                moved[i / size.k()] += weights[i] << 7;
            }
            for (int i = 0; i < activations.length; i++) {
                activations[i] ^= Byte.MIN_VALUE;
            }
            int results = size.m() * size.n();
            MemorySegment out = Arena.ofAuto().allocate((long) Integer.BYTES * results, CACHE_LINE);
            Runnable multiply =
                    OneDnn.int8(size.m(), size.k(), size.n(), nativeBytes(weights), nativeBytes(activations), out);
            return task(
                    multiply,
                    results,
                    i -> decodeFixed(out.getAtIndex(ValueLayout.JAVA_INT, i) - moved[i % moved.length]));
        };
    }

    private static MemorySegment nativeBytes(byte[] bytes) {
        return Arena.ofAuto().allocate(bytes.length, CACHE_LINE).copyFrom(MemorySegment.ofArray(bytes));
    }

    private static Task task(Runnable multiply, int results, IntToDoubleFunction result) {
        return new Task(multiply, () -> {
            double[] decoded = new double[results];
            Arrays.setAll(decoded, result);
            return decoded;
        });
    }

    /** W, X, Y, where W and X begin, m, k and n. */
    private interface Kernel<A, R> {
        void multiply(A w, A x, R y, int from, int m, int k, int n);
    }

    private interface RowDot<A> {
        double dot(A row, A column, int from, int to);
    }

    private interface NativeKernel {
        Runnable prepare(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y);
    }

    private interface Packing {
        MatrixLayout pack(ProductTable table, byte[] weights, int rows, int columns);
    }
}
