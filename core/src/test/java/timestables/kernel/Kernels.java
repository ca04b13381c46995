package timestables.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Blocks;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.ScaleFormat;
import timestables.format.Symmetric;
import timestables.kernel.accumulator.Accumulator;
import timestables.kernel.accumulator.AccumulatorDot;
import timestables.kernel.arithmetic.ScalarDot;
import timestables.kernel.arithmetic.ScalarGemm;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.kernel.arithmetic.VectorDot;
import timestables.kernel.arithmetic.VectorGemm;
import timestables.kernel.arithmetic.VectorMultiply;
import timestables.kernel.block.BlockDot;
import timestables.kernel.block.ScalarBlockDot;
import timestables.kernel.chain.FeedbackChain;
import timestables.kernel.chain.ScalarChain;
import timestables.kernel.codec.ActivationCodec;
import timestables.kernel.codec.Codec;
import timestables.kernel.codec.Conversion;
import timestables.kernel.codec.ScalarCodec;
import timestables.kernel.codec.ScalarStochasticCodec;
import timestables.kernel.codec.StochasticCodec;
import timestables.kernel.layout.AdditiveLayout;
import timestables.kernel.layout.FoldedLayout;
import timestables.kernel.layout.GatherLayout;
import timestables.kernel.layout.Layout;
import timestables.kernel.layout.LogAntilogLayout;
import timestables.kernel.layout.NibbleLayout;
import timestables.kernel.layout.PlaneLayout;
import timestables.kernel.layout.QuarterSquareLayout;
import timestables.kernel.layout.RegisterLayout;
import timestables.kernel.layout.ScalarLayout;
import timestables.kernel.layout.SumDifferenceLayout;
import timestables.kernel.matrix.BlockMatrix;
import timestables.kernel.matrix.MatrixLayout;
import timestables.kernel.matrix.ScalarBlockMatrix;
import timestables.kernel.matrix.ScalarIntegerBlockMatrix;
import timestables.kernel.matrix.ScalarMatrix;
import timestables.table.ProductTable;

/** Every kernel with its definition, and operands at the ends of every range: what {@link KernelsTest} runs. */
final class Kernels {

    /** Four times as many as the JVM counts, at most, before it compiles a method for the last time. */
    static final int RUNS = 20_000;

    /** Runs on long operands, whose loops are compiled while they run. */
    private static final int LONG_RUNS = 200;

    private static final int LANES = VectorWidth.bits() / Byte.SIZE;

    private Kernels() {}

    /** How many operands there are, those of a matrix row by row, and which of its kinds either operand is. */
    record Input(int rows, int count, int n, Kind a, Kind b) {}

    enum Kind {
        LEAST,
        GREATEST,
        ANY,
        ANY_OTHERS
    }

    private static Stream<Input> ofAllKinds(int rows, int count, int n) {
        return Stream.of(Kind.LEAST, Kind.GREATEST, Kind.ANY)
                .flatMap(a -> Stream.of(Kind.LEAST, Kind.GREATEST, Kind.ANY_OTHERS)
                        .map(b -> new Input(rows, count, n, a, b)));
    }

    private static Random random(int count, Kind kind) {
        return new Random(count + kind.ordinal());
    }

    private static List<Input> around(int... counts) {
        return aroundEach(counts).flatMap(count -> ofAllKinds(1, count, 1)).toList();
    }

    private static Stream<Integer> aroundEach(int... counts) {
        return Arrays.stream(counts).boxed().flatMap(count -> Stream.of(count - 1, count, count + 1));
    }

    /** Around a vector of floats, one of bytes, and as many as a kernel reads at once. */
    private static final List<Input> SHORT = around(LANES / 4, LANES, 4 * LANES);

    /** Around the numbers of products after which kernels empty their narrow sums. */
    private static final List<Input> LONG = around(128 * LANES, 256 * LANES, 1024 * LANES);

    /** Around 64 blocks, which lanes add up side by side. */
    private static final List<Input> BLOCKS = around(64 * 32);

    /** Around the rows that lie side by side. */
    private static final List<Input> MATRICES = aroundEach(4 * LANES)
            .flatMap(rows -> Stream.of(1, 33).flatMap(columns -> ofAllKinds(rows, columns, 1 + rows % 5)))
            .toList();

    /** Around the columns whose cells are added up in narrow sums. */
    private static final List<Input> LONG_MATRICES = aroundEach(256, 512, 2048)
            .flatMap(columns -> ofAllKinds(5, columns, 2))
            .toList();

    /** What a kernel and its definition give. */
    record Call(Supplier<Object> kernel, Supplier<Object> definition) {}

    record Kernel(String name, int runs, List<Input> inputs, Function<Input, Call> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kernel> all() {
        return Stream.concat(withoutState(), chains());
    }

    /** Those that threads may share. */
    static Stream<Kernel> withoutState() {
        return Stream.of(
                        products(), sums(), matrixProducts(), layouts(), accumulators(), blocks(), matrices(), codecs())
                .flatMap(kernels -> kernels);
    }

    private static byte[] codes(Format format, int count, Kind kind) {
        byte last = (byte) (format.codes() - 1);
        byte[] codes = new byte[count];
        switch (kind) {
            case LEAST -> {}
            case GREATEST -> Arrays.fill(codes, last);
            case ANY, ANY_OTHERS -> {
                random(count, kind).nextBytes(codes);
                for (int i = 0; i < count; i++) {
                    codes[i] &= last;
                }
            }
        }
        return codes;
    }

    /** Any bytes are signed integers. */
    private static byte[] bytes(int count, Kind kind) {
        byte[] bytes = codes(new Linear(8, 1), count, kind);
        for (int i = 0; i < count; i++) {
            bytes[i] -= (byte) 128;
        }
        return bytes;
    }

    /** Any are a few units. */
    private static double[] reals(int count, Kind kind, double least, double greatest, double unit) {
        Random random = random(count, kind);
        double[] reals = new double[count];
        Arrays.setAll(reals, i -> switch (kind) {
            case LEAST -> least;
            case GREATEST -> greatest;
            case ANY, ANY_OTHERS -> random.nextInt(-8, 9) * unit;
        });
        return reals;
    }

    /** Numbers whose products, and sums of these, are exact, so that their order does not matter. */
    private static double[] exact(int count, Kind kind, int exponent) {
        double unit = Math.scalb(1.0, exponent);
        return reals(count, kind, -unit, unit, unit);
    }

    private static float[] floats(double[] reals) {
        float[] floats = new float[reals.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) reals[i];
        }
        return floats;
    }

    private static short[] float16s(double[] reals) {
        short[] halves = new short[reals.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16((float) reals[i]);
        }
        return halves;
    }

    private static short[] shorts(byte[] codes) {
        short[] shorts = new short[codes.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) Byte.toUnsignedInt(codes[i]);
        }
        return shorts;
    }

    /** What a kernel writes to an array, from its first to its last element. */
    private static <T> Supplier<Object> written(IntFunction<T> array, int length, Consumer<T> kernel) {
        return () -> {
            T out = array.apply(length);
            kernel.accept(out);
            return out;
        };
    }

    private static Stream<Kernel> products() {
        double unit = 0.3;
        return Stream.of(
                new Kernel("float64 products", RUNS, SHORT, in -> {
                    double[] a = reals(in.count, in.a, -Double.MAX_VALUE, Double.MIN_VALUE, unit);
                    double[] b = reals(in.count, in.b, -Double.MAX_VALUE, Double.MIN_VALUE, unit);
                    return new Call(
                            written(double[]::new, in.count, out -> VectorMultiply.float64(a, b, out, 0, in.count)),
                            written(double[]::new, in.count, out -> ScalarMultiply.float64(a, b, out, 0, in.count)));
                }),
                new Kernel("float32 products", RUNS, SHORT, in -> {
                    float[] a = floats(reals(in.count, in.a, -Float.MAX_VALUE, Float.MIN_VALUE, unit));
                    float[] b = floats(reals(in.count, in.b, -Float.MAX_VALUE, Float.MIN_VALUE, unit));
                    return new Call(
                            written(float[]::new, in.count, out -> VectorMultiply.float32(a, b, out, 0, in.count)),
                            written(float[]::new, in.count, out -> ScalarMultiply.float32(a, b, out, 0, in.count)));
                }),
                new Kernel("float16 products", RUNS, SHORT, in -> {
                    short[] a = float16s(reals(in.count, in.a, -65504, 0x1p-24, unit));
                    short[] b = float16s(reals(in.count, in.b, -65504, 0x1p-24, unit));
                    return new Call(
                            written(short[]::new, in.count, out -> VectorMultiply.float16(a, b, out, 0, in.count)),
                            written(short[]::new, in.count, out -> ScalarMultiply.float16(a, b, out, 0, in.count)));
                }),
                new Kernel("int8 products", RUNS, SHORT, in -> {
                    byte[] a = bytes(in.count, in.a);
                    byte[] b = bytes(in.count, in.b);
                    return new Call(
                            written(byte[]::new, in.count, out -> VectorMultiply.int8(a, b, out, 7, 0, in.count)),
                            written(byte[]::new, in.count, out -> ScalarMultiply.int8(a, b, out, 7, 0, in.count)));
                }));
    }

    /** First of few operands, then of many. */
    private static Stream<Kernel> shortAndLong(String name, Function<Input, Call> call) {
        return Stream.of(
                new Kernel(name, RUNS, SHORT, call), new Kernel(name + ", long operands", LONG_RUNS, LONG, call));
    }

    private static Stream<Kernel> sums() {
        Stream<Stream<Kernel>> ofReals = Stream.of(1, -1)
                .flatMap(sign -> Stream.of(
                        shortAndLong("float64 sums near 2^" + 1000 * sign, in -> {
                            double[] a = exact(in.count, in.a, 500 * sign);
                            double[] b = exact(in.count, in.b, 500 * sign);
                            return new Call(
                                    () -> VectorDot.float64(a, b, 0, in.count),
                                    () -> ScalarDot.float64(a, b, 0, in.count));
                        }),
                        shortAndLong("float32 sums near 2^" + 128 * sign, in -> {
                            float[] a = floats(exact(in.count, in.a, 52 * sign));
                            float[] b = floats(exact(in.count, in.b, 52 * sign));
                            return new Call(
                                    () -> VectorDot.float32(a, b, 0, in.count),
                                    () -> ScalarDot.float32(a, b, 0, in.count));
                        }),
                        shortAndLong("float16 sums near 2^" + 24 * sign, in -> {
                            short[] a = float16s(exact(in.count, in.a, 12 * sign));
                            short[] b = float16s(exact(in.count, in.b, 12 * sign));
                            return new Call(
                                    () -> VectorDot.float16(a, b, 0, in.count),
                                    () -> ScalarDot.float16(a, b, 0, in.count));
                        })));
        return Stream.concat(ofReals, Stream.of(shortAndLong("int8 sums", in -> {
                    byte[] a = bytes(in.count, in.a);
                    byte[] b = bytes(in.count, in.b);
                    return new Call(() -> VectorDot.int8(a, b, 0, in.count), () -> ScalarDot.int8(a, b, 0, in.count));
                })))
                .flatMap(kernels -> kernels);
    }

    private static Stream<Kernel> matrix(String name, Function<Input, Call> call) {
        return Stream.of(
                new Kernel(name, RUNS, MATRICES, call),
                new Kernel(name + ", many columns", LONG_RUNS, LONG_MATRICES, call));
    }

    private static Stream<Kernel> matrixProducts() {
        return Stream.of(
                        matrix("float64 matrices", in -> {
                            double[] w = exact(in.rows * in.count, in.a, 500);
                            double[] x = exact(in.count * in.n, in.b, 500);
                            int m = in.rows;
                            return new Call(
                                    written(
                                            double[]::new,
                                            m * in.n,
                                            y -> VectorGemm.float64(w, x, 0, y, 0, m, in.count, in.n)),
                                    written(
                                            double[]::new,
                                            m * in.n,
                                            y -> ScalarGemm.float64(w, x, 0, y, 0, m, in.count, in.n)));
                        }),
                        matrix("float32 matrices", in -> {
                            float[] w = floats(exact(in.rows * in.count, in.a, 52));
                            float[] x = floats(exact(in.count * in.n, in.b, 52));
                            int m = in.rows;
                            return new Call(
                                    written(
                                            float[]::new,
                                            m * in.n,
                                            y -> VectorGemm.float32(w, x, 0, y, 0, m, in.count, in.n)),
                                    written(
                                            float[]::new,
                                            m * in.n,
                                            y -> ScalarGemm.float32(w, x, 0, y, 0, m, in.count, in.n)));
                        }),
                        matrix("float16 matrices", in -> {
                            short[] w = float16s(exact(in.rows * in.count, in.a, 12));
                            short[] x = float16s(exact(in.count * in.n, in.b, 12));
                            int m = in.rows;
                            return new Call(
                                    written(
                                            float[]::new,
                                            m * in.n,
                                            y -> VectorGemm.float16(w, x, 0, y, 0, m, in.count, in.n)),
                                    written(
                                            float[]::new,
                                            m * in.n,
                                            y -> ScalarGemm.float16(w, x, 0, y, 0, m, in.count, in.n)));
                        }),
                        matrix("int8 matrices", in -> {
                            byte[] w = bytes(in.rows * in.count, in.a);
                            byte[] x = bytes(in.count * in.n, in.b);
                            int m = in.rows;
                            return new Call(
                                    written(
                                            int[]::new,
                                            m * in.n,
                                            y -> VectorGemm.int8(w, x, 0, y, 0, m, in.count, in.n)),
                                    written(
                                            int[]::new,
                                            m * in.n,
                                            y -> ScalarGemm.int8(w, x, 0, y, 0, m, in.count, in.n)));
                        }))
                .flatMap(kernels -> kernels);
    }

    /** Tables for every loop of every layout. */
    private static Stream<ProductTable> tables() {
        Symmetric symmetric = new Symmetric(8, 1);
        return Stream.concat(
                IntStream.rangeClosed(2, 8).boxed().flatMap(bits -> {
                    Linear linear = new Linear(bits, 2);
                    return Stream.of(
                            ProductTable.of(new FixedPoint(bits, 1), linear, new Linear(7, 2)),
                            ProductTable.accumulating(linear),
                            ProductTable.accumulating(linear, linear, 16));
                }),
                Stream.of(
                        ProductTable.exact(new Linear(4, 2), new Linear(4, 2)),
                        ProductTable.closed(symmetric),
                        ProductTable.exact(symmetric),
                        ProductTable.logAntilog(symmetric, symmetric),
                        ProductTable.closed(new Geometric(8, 1))));
    }

    private static Stream<Layout> layouts(ProductTable table) {
        Map<Predicate<ProductTable>, Function<ProductTable, Layout>> constructors = new LinkedHashMap<>();
        constructors.put(RegisterLayout::accepts, RegisterLayout::new);
        constructors.put(PlaneLayout::accepts, PlaneLayout::new);
        constructors.put(FoldedLayout::accepts, FoldedLayout::new);
        constructors.put(SumDifferenceLayout::accepts, SumDifferenceLayout::new);
        constructors.put(QuarterSquareLayout::accepts, QuarterSquareLayout::new);
        constructors.put(NibbleLayout::accepts, NibbleLayout::new);
        constructors.put(LogAntilogLayout::accepts, LogAntilogLayout::new);
        constructors.put(AdditiveLayout::accepts, AdditiveLayout::new);
        constructors.put(GatherLayout::accepts, GatherLayout::new);
        return constructors.entrySet().stream()
                .filter(entry -> entry.getKey().test(table))
                .map(entry -> entry.getValue().apply(table));
    }

    private static Stream<Kernel> layouts() {
        return tables().flatMap(Kernels::layouts).flatMap(layout -> {
            String name = "%s of %d bits, %s"
                    .formatted(
                            layout.table().cellFormat().name(),
                            layout.table().rowFormat().bits(),
                            layout.name());
            return Stream.concat(
                    Stream.of(new Kernel("products, " + name, RUNS, SHORT, in -> products(layout, in))),
                    shortAndLong("sums, " + name, in -> sums(layout, in)));
        });
    }

    private static Call products(Layout layout, Input in) {
        byte[] a = codes(layout.table().rowFormat(), in.count, in.a);
        byte[] b = codes(layout.table().columnFormat(), in.count, in.b);
        Layout scalar = new ScalarLayout(layout.table());
        return layout.table().cellBits() == Byte.SIZE
                ? new Call(
                        written(byte[]::new, in.count, out -> layout.multiply(a, b, out, 0, in.count)),
                        written(byte[]::new, in.count, out -> scalar.multiply(a, b, out, 0, in.count)))
                : new Call(
                        written(short[]::new, in.count, out -> layout.multiply(a, b, out, 0, in.count)),
                        written(short[]::new, in.count, out -> scalar.multiply(a, b, out, 0, in.count)));
    }

    private static Call sums(Layout layout, Input in) {
        byte[] a = codes(layout.table().rowFormat(), in.count, in.a);
        byte[] b = codes(layout.table().columnFormat(), in.count, in.b);
        Layout scalar = new ScalarLayout(layout.table());
        return new Call(() -> layout.dot(a, b, 0, in.count), () -> scalar.dot(a, b, 0, in.count));
    }

    private static Stream<Kernel> accumulators() {
        Linear four = new Linear(4, 2);
        ProductTable table = ProductTable.accumulating(four);
        return Arrays.stream(Accumulator.values()).flatMap(accumulator -> {
            AccumulatorDot dot = new AccumulatorDot(accumulator, table);
            return shortAndLong(accumulator.id() + " sums", in -> {
                byte[] a = codes(four, in.count, in.a);
                byte[] b = codes(four, in.count, in.b);
                return new Call(() -> dot.dot(a, b, 0, in.count), () -> accumulator.dot(table, a, b, 0, in.count));
            });
        });
    }

    private static Stream<Kernel> blocks() {
        int length = 32;
        return Stream.of(BlockScaled.MXFP4, BlockScaled.NF4, BlockScaled.Q4_0).map(format -> {
            ProductTable table = BlockDot.table(format);
            return new Kernel("blocks of " + format.name(), RUNS, BLOCKS, in -> {
                byte[] a = codes(format.format(), in.count, in.a);
                byte[] b = codes(format.format(), in.count, in.b);
                float[] scales = floats(reals(Math.ceilDiv(in.count, length), in.b, 0x1p-60, 0x1p60, 0.3));
                return new Call(
                        blocks(BlockDot.best(table, length), a, b, scales),
                        blocks(new ScalarBlockDot(table, length), a, b, scales));
            });
        });
    }

    private static Supplier<Object> blocks(BlockDot dot, byte[] a, byte[] b, float[] scales) {
        byte[] arrangedA = a.clone();
        byte[] arrangedB = b.clone();
        dot.arrange(arrangedA, 0, a.length);
        dot.arrange(arrangedB, 0, b.length);
        return () -> dot.dot(arrangedA, scales, arrangedB, scales, 0, a.length);
    }

    private static Stream<Kernel> matrices() {
        Format activation = new Linear(8, 2);
        Stream<Stream<Kernel>> ofOneScale = Stream.of(2, 3, 4, 6, 8).flatMap(bits -> {
            Format weight = new Linear(bits, 2);
            return Stream.of(MatrixLayout.cellBits(weight), 16).map(cellBits -> {
                ProductTable table = ProductTable.of(weight, activation, new Linear(cellBits, 3));
                return matrix("matrices of " + bits + " bits, cells of " + cellBits, in -> {
                    byte[] w = codes(weight, in.rows * in.count, in.a);
                    byte[] x = codes(activation, in.count * in.n, in.b);
                    MatrixLayout layout = MatrixLayout.best(table, w, in.rows, in.count);
                    MatrixLayout scalar = new ScalarMatrix(table, w, in.rows, in.count);
                    return new Call(
                            written(int[]::new, in.rows * in.n, y -> layout.gemm(x, 0, in.n, y, 0)),
                            written(int[]::new, in.rows * in.n, y -> scalar.gemm(x, 0, in.n, y, 0)));
                });
            });
        });
        BlockScaled withOffsets =
                new BlockScaled("offsets", new Linear(4, 1), 32, ScaleFormat.BINARY16, Scaling.LEAST_TO_GREATEST);
        Stream<Stream<Kernel>> inBlocks = Stream.of(
                        BlockScaled.MXFP4,
                        BlockScaled.NVFP4,
                        BlockScaled.NF4,
                        BlockScaled.Q4_0,
                        BlockScaled.MXFP6_E2M3,
                        BlockScaled.MXFP8_E5M2,
                        withOffsets)
                .map(format -> {
                    ProductTable table = BlockMatrix.table(format);
                    return matrix("matrices in blocks of " + format.name(), in -> {
                        Blocks w = weights(format, in);
                        return blocks(
                                BlockMatrix.best(format, table, w, in.rows, in.count),
                                new ScalarBlockMatrix(format, table, w, in.rows, in.count),
                                in);
                    });
                });
        Stream<Kernel> computed = matrix("matrices in blocks of integers", in -> {
            Blocks w = weights(BlockScaled.Q8_0, in);
            return blocks(
                    BlockMatrix.ofIntegers(BlockScaled.Q8_0, w, in.rows, in.count),
                    new ScalarIntegerBlockMatrix(BlockScaled.Q8_0, w, in.rows, in.count),
                    in);
        });
        return Stream.of(ofOneScale, inBlocks, Stream.of(computed))
                .flatMap(kernels -> kernels)
                .flatMap(kernels -> kernels);
    }

    /** Their scales are large and subnormal ones. */
    private static Blocks weights(BlockScaled format, Input in) {
        return format.encode(floats(reals(in.rows * in.count, in.a, -60_000, 0x1p-20, 0.3)), in.count);
    }

    private static Call blocks(BlockMatrix matrix, BlockMatrix definition, Input in) {
        Blocks x =
                matrix.format().activations().encode(floats(reals(in.count * in.n, in.b, -1e20, 1e-20, 0.3)), in.count);
        return new Call(
                written(float[]::new, in.rows * in.n, y -> matrix.gemm(x.codes(), 0, x.scales(), 0, in.n, y, 0)),
                written(float[]::new, in.rows * in.n, y -> definition.gemm(x.codes(), 0, x.scales(), 0, in.n, y, 0)));
    }

    private static Stream<Kernel> codecs() {
        Stream<Kernel> toNearest = Stream.of(
                        new Linear(4, 2), new Linear(8, 2), new Log(8, 2), MiniFloat.E4M3, MiniFloat.BINARY16)
                .flatMap(format -> {
                    Codec codec = Codec.best(format);
                    Codec scalar = new ScalarCodec(format);
                    String name = format.name() + " of " + format.bits() + " bits";
                    Kernel encode = new Kernel(name + ", encoded", RUNS, SHORT, in -> {
                        float[] numbers = numbers(format, in);
                        return new Call(
                                written(short[]::new, in.count, out -> codec.encode(numbers, 0, out, 0, in.count)),
                                written(short[]::new, in.count, out -> scalar.encode(numbers, 0, out, 0, in.count)));
                    });
                    Kernel decode = new Kernel(name + ", decoded", RUNS, SHORT, in -> {
                        short[] codes = shorts(codes(format, in.count, in.a));
                        return new Call(
                                written(float[]::new, in.count, out -> codec.decode(codes, 0, out, 0, in.count)),
                                written(float[]::new, in.count, out -> scalar.decode(codes, 0, out, 0, in.count)));
                    });
                    if (format.bits() > Byte.SIZE) {
                        return Stream.of(encode, decode);
                    }
                    Kernel encodeBytes = new Kernel(name + ", encoded in bytes", RUNS, SHORT, in -> {
                        float[] numbers = numbers(format, in);
                        return new Call(
                                written(byte[]::new, in.count, out -> codec.encode(numbers, 0, out, 0, in.count)),
                                written(byte[]::new, in.count, out -> scalar.encode(numbers, 0, out, 0, in.count)));
                    });
                    Kernel decodeBytes = new Kernel(name + ", decoded from bytes", RUNS, SHORT, in -> {
                        byte[] codes = codes(format, in.count, in.a);
                        return new Call(
                                written(float[]::new, in.count, out -> codec.decode(codes, 0, out, 0, in.count)),
                                written(float[]::new, in.count, out -> scalar.decode(codes, 0, out, 0, in.count)));
                    });
                    return Stream.of(encode, decode, encodeBytes, decodeBytes);
                });
        Stream<Kernel> atRandom = Stream.of(new Linear(8, 2), new Log(8, 2)).map(format -> {
            StochasticCodec codec = new StochasticCodec(format);
            ScalarStochasticCodec scalar = new ScalarStochasticCodec(format);
            return new Kernel(format.name() + ", encoded at random", RUNS, SHORT, in -> {
                float[] numbers = numbers(format, in);
                return new Call(
                        written(byte[]::new, in.count, out -> codec.encode(numbers, out, 0, in.count, 5)),
                        written(byte[]::new, in.count, out -> scalar.encode(numbers, out, 0, in.count, 5)));
            });
        });
        Stream<Kernel> others = Stream.of(
                new Kernel("activations", RUNS, SHORT, in -> {
                    float[] numbers = floats(reals(in.count, in.a, -Float.MAX_VALUE, Float.MIN_VALUE, 0.3));
                    Supplier<Object> codes = written(
                            byte[]::new,
                            in.count,
                            out -> new ActivationCodec(32)
                                    .encode(numbers, 0, in.count, out, 0, new float[in.count], 0));
                    return new Call(
                            codes,
                            () -> BlockScaled.Q4_0
                                    .activations()
                                    .encode(numbers, in.count)
                                    .codes());
                }),
                new Kernel("float32 to float16", RUNS, SHORT, in -> {
                    double[] reals = reals(in.count, in.a, -Float.MAX_VALUE, 0x1p-24, 0.3);
                    float[] numbers = floats(reals);
                    return new Call(
                            written(
                                    short[]::new,
                                    in.count,
                                    out -> Conversion.float32ToFloat16(numbers, 0, out, 0, in.count)),
                            () -> float16s(reals));
                }),
                new Kernel("float16 to float32", RUNS, SHORT, in -> {
                    double[] reals = reals(in.count, in.a, -65504, 0x1p-24, 0.25);
                    short[] halves = float16s(reals);
                    return new Call(
                            written(
                                    float[]::new,
                                    in.count,
                                    out -> Conversion.float16ToFloat32(halves, 0, out, 0, in.count)),
                            () -> floats(reals));
                }));
        return Stream.of(toNearest, atRandom, others).flatMap(kernels -> kernels);
    }

    /** Infinite, or a few units, among them both zeros and halves of them. */
    private static float[] numbers(Format format, Input in) {
        double infinite = Double.POSITIVE_INFINITY;
        return floats(reals(in.count, in.a, -infinite, infinite, format.greatest() / 7));
    }

    /** By one call, as by a call for each factor. */
    private static Stream<Kernel> chains() {
        Linear format = new Linear(8, 1.2);
        ProductTable table = ProductTable.closed(format);
        return Stream.of(
                new Kernel("chain of codes", RUNS, SHORT, in -> {
                    byte[] factors = codes(format, in.count, in.a);
                    return new Call(() -> ScalarChain.table(table, 200, factors, 0, in.count), () -> {
                        int x = 200;
                        for (byte factor : factors) {
                            x = table.cell(Byte.toUnsignedInt(factor), x);
                        }
                        return x;
                    });
                }),
                new Kernel("chain of int8", RUNS, SHORT, in -> {
                    byte[] factors = bytes(in.count, in.a);
                    return new Call(() -> ScalarChain.int8((byte) 100, factors, 7, 0, in.count), () -> {
                        byte x = 100;
                        for (int i = 0; i < in.count; i++) {
                            x = ScalarChain.int8(x, factors, 7, i, i + 1);
                        }
                        return x;
                    });
                }),
                new Kernel("chain of float16", RUNS, SHORT, in -> {
                    short[] factors = float16s(reals(in.count, in.a, -1.125, 0.875, 0.25));
                    short start = Float.floatToFloat16(1000);
                    return new Call(() -> ScalarChain.float16(start, factors, 0, in.count), () -> {
                        short x = start;
                        for (int i = 0; i < in.count; i++) {
                            x = ScalarChain.float16(x, factors, i, i + 1);
                        }
                        return x;
                    });
                }),
                new Kernel("chain with feedback", RUNS, SHORT, in -> {
                    byte[] factors = codes(format, in.count, in.a);
                    FeedbackChain chain = new FeedbackChain(format);
                    return new Call(
                            () -> {
                                chain.start(1);
                                chain.multiply(factors, 0, in.count);
                                return chain.held();
                            },
                            () -> {
                                chain.start(1);
                                for (byte factor : factors) {
                                    chain.multiply(Byte.toUnsignedInt(factor));
                                }
                                return chain.held();
                            });
                }));
    }
}
