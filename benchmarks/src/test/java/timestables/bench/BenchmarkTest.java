package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Int8;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operands;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.contender.Task;
import timestables.contender.Workload;
import timestables.format.Affine;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.ScaleFormat;
import timestables.format.Symmetric;
import timestables.kernel.codec.CounterRandom;
import timestables.table.ProductTable;

/** Mirrors the benchmarks: what they time is compared with its definition, for every value of their parameters. */
class BenchmarkTest {

    /** Ragged sizes of every shape, and both shapes of chains. */
    private static final Map<Operation, List<String>> SIZES = new EnumMap<>(Map.of(
            Operation.MULTIPLY, List.of("1000"),
            Operation.DOT, List.of("1000", "5000"),
            Operation.CHAIN, List.of("50", "3x300"),
            Operation.GEMV, List.of("300x131"),
            Operation.GEMM, List.of("131x67x6"),
            Operation.ENCODE, List.of("1000"),
            Operation.DECODE, List.of("1000")));

    static Stream<Arguments> contenders() {
        return Operation.TIMED.stream()
                .flatMap(operation -> defaults(operation, "contender").stream()
                        .flatMap(contender ->
                                SIZES.get(operation).stream().map(size -> Arguments.of(operation, contender, size))));
    }

    static List<Operation> operations() {
        return Operation.TIMED;
    }

    /** The values of a parameter that a benchmark runs by default. */
    private static List<String> defaults(Operation operation, String parameter) {
        try {
            return List.of(benchmark(operation)
                    .getField(parameter)
                    .getAnnotation(Param.class)
                    .value());
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void parametersNameTheContendersInTheirOrder(Operation operation) {
        List<String> ids = operation.contenders().stream().map(Contender::id).toList();
        assertEquals(ids, defaults(operation, "contender"));
        assertEquals("float32", ids.getFirst());
    }

    /** Whoever asks JMH for all benchmarks gets those of the operations. */
    @Test
    void everyBenchmarkTimesAnOperation() {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        for (BenchmarkListEntry benchmark : BenchmarkList.defaultList().getAll(silent, List.of())) {
            assertTrue(Timed.operation(benchmark.getUsername()).isPresent(), benchmark.getUsername());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void parametersNameTheSizesInTheirOrder(Operation operation) {
        List<String> sizes = operation.workload().sizes().stream()
                .map(Workload.TimedSize::size)
                .toList();
        assertEquals(sizes, defaults(operation, "size"));
        sizes.forEach(operation::size);
    }

    private static Contender available(Operation operation, String id) {
        Contender contender = operation.contender(id);
        contender.missing().ifPresent(what -> assumeTrue(false, "this machine lacks " + what));
        return contender;
    }

    /** What is timed against its definition: to the bit, but for sums of floating point in another order. */
    @ParameterizedTest
    @MethodSource("contenders")
    void whatIsTimedEqualsItsDefinition(Operation operation, String id, String sizeText) {
        Contender contender = available(operation, id);
        Sample operands = new Sample(operation, sizeText);
        double[] timed = contender
                .kernel(OperandForm.CODES)
                .prepare(operands.size, operands.x, operands.y)
                .results();
        double[] defined = operation.workload().define(contender.arithmetic(), operands.size, operands.x, operands.y);
        assertEquals(operation.workload().left(operands.size), operands.x.length);
        assertClose(operation, contender, operands.size, defined, timed);
    }

    /** What is compared after timing, in the JVM that timed, is found wrong where one bit of it is. */
    @ParameterizedTest
    @MethodSource("contenders")
    void aWrongResultIsNamed(Operation operation, String id, String sizeText) {
        for (OperandForm form : forms(available(operation, id))) {
            double[] results = operation.prepare(id, sizeText, form, 1).results();
            assertEquals(Optional.empty(), operation.defect(id, sizeText, form, results));
            int last = results.length - 1;
            double right = results[last];
            for (double wrong : new double[] {right + 0.01, right - 0.01, Double.NaN}) {
                results[last] = wrong;
                String defect = operation.defect(id, sizeText, form, results).orElse("");
                assertTrue(defect.contains(wrong + " instead of "), defect);
            }
        }
    }

    private static List<OperandForm> forms(Contender contender) {
        return Arrays.stream(OperandForm.values()).filter(contender::takes).toList();
    }

    /** Element-wise work in several tiles, too. */
    static Stream<Arguments> contendersFromFloats() {
        Map<Operation, String> several =
                Map.of(Operation.MULTIPLY, "5000", Operation.DOT, "4097", Operation.CHAIN, "2500");
        return Stream.concat(
                contenders(),
                several.entrySet().stream()
                        .flatMap(size -> defaults(size.getKey(), "contender").stream()
                                .map(id -> Arguments.of(size.getKey(), id, size.getValue()))));
    }

    @ParameterizedTest
    @MethodSource("contendersFromFloats")
    void fromFloatsToFloatsResultsAreTheSame(Operation operation, String id, String sizeText) {
        Contender contender = available(operation, id);
        if (!contender.takes(OperandForm.FLOATS)) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> contender.kernel(OperandForm.FLOATS));
            assertEquals(id + " has no way from floats", refusal.getMessage());
            return;
        }
        Sample operands = new Sample(operation, sizeText);
        double[] x = Arrays.stream(operands.x).map(value -> (float) value).toArray();
        double[] y = Arrays.stream(operands.y).map(value -> (float) value).toArray();
        double[] ofCodes =
                contender.kernel(OperandForm.CODES).prepare(operands.size, x, y).results();
        Task task = contender.kernel(OperandForm.FLOATS).prepare(operands.size, x, y);
        double tolerance = contender.arithmetic().accumulation().tolerance(operands.size.k());
        // Twice: what the first run leaves in scratch buffers is nothing to the second.
        for (int run = 0; run < 2; run++) {
            double[] results = task.results();
            assertEquals(ofCodes.length, results.length);
            for (int i = 0; i < results.length; i++) {
                assertEquals((float) results[i], results[i], "binary32");
                assertEquals((float) ofCodes[i], results[i], tolerance + Math.ulp(results[i]) * 0x1p29);
            }
        }
    }

    /**
     * All that compute, the best layouts of tables, and matrices in blocks: feedback and accumulators have an order of
     * their own, and so do blocks in dot products.
     */
    @ParameterizedTest
    @MethodSource("contenders")
    void whatAnswersTheQuestionTakesFloats(Operation operation, String id, String sizeText) {
        boolean takes = operation.contender(id).takes(OperandForm.FLOATS);
        boolean converts = operation == Operation.ENCODE || operation == Operation.DECODE;
        boolean has = !converts && (!id.contains("-") || id.endsWith("-openblas") || id.endsWith("-onednn"))
                || operation != Operation.DOT && blocks(id) != null;
        assertTrue(takes || !has, id);
        assertFalse(takes && converts, id);
    }

    /** JMH gives each of its threads a task of its own, of the same contender. */
    @ParameterizedTest
    @MethodSource("contenders")
    void twoThreadsDoNotDisturbOneAnother(Operation operation, String id, String sizeText) throws Exception {
        Contender contender = available(operation, id);
        Workload workload = operation.workload();
        Size size = operation.size(sizeText);
        List<Callable<double[]>> threads = new ArrayList<>();
        List<double[]> alone = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(2);
        for (int seed = 0; seed < 2; seed++) {
            Task task = contender
                    .kernel(OperandForm.CODES)
                    .prepare(
                            size,
                            workload.left(Distribution.UNIFORM, size, seed, 0),
                            workload.right(Distribution.UNIFORM, size, seed, 0));
            alone.add(task.results());
            threads.add(() -> {
                together.await();
                for (int i = 0; i < 5; i++) {
                    task.run().run();
                }
                return task.result().get();
            });
        }
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<double[]>> results = two.invokeAll(threads);
            for (int i = 0; i < 2; i++) {
                assertClose(
                        operation, contender, size, alone.get(i), results.get(i).get());
            }
        }
    }

    /** Reckoned from the formats alone, without kernels and tables; tells any contender of its kind from the others. */
    @ParameterizedTest
    @MethodSource("contenders")
    void resultsAreThoseOfTheirFormats(Operation operation, String id, String sizeText) {
        Contender contender = available(operation, id);
        Sample operands = new Sample(operation, sizeText);
        double[] timed = contender
                .kernel(OperandForm.CODES)
                .prepare(operands.size, operands.x, operands.y)
                .results();
        if (id.endsWith("-feedback")) {
            // Of the real operands, but for the rounding of the last factor and of the result.
            Format format = contender.arithmetic().operand().orElseThrow();
            double step = (format.greatest() - format.least()) / (format.codes() - 1);
            assertArrayEquals(exactChains(operands), timed, 2 * step);
            return;
        }
        double[] reckoned = switch (operation) {
            case MULTIPLY -> multiply(rounding(operation, contender), operands);
            case CHAIN -> chain(rounding(operation, contender), operands);
            case DOT, GEMV, GEMM -> sums(contender, rounding(operation, contender), operands);
            case ENCODE, DECODE -> thereAndBack(operation, contender, operands);
            case CHAIN_BOUNDED -> throw new AssertionError("nothing times it");
        };
        assertClose(operation, contender, operands.size, reckoned, timed);
    }

    private static void assertClose(
            Operation operation, Contender contender, Size size, double[] expected, double[] actual) {
        boolean sums = operation == Operation.DOT || operation == Operation.GEMV || operation == Operation.GEMM;
        if (!sums) {
            assertArrayEquals(expected, actual);
            return;
        }
        // Rounding errors of a sum in any order stay far below their bound, of one epsilon an element.
        double epsilon = contender.id().startsWith("float32")
                        || contender.id().startsWith("float16")
                        || blocks(contender.id()) != null
                ? Math.ulp(1f)
                : Math.ulp(1.0);
        assertArrayEquals(expected, actual, epsilon * size.k() * 4);
    }

    private static double[] multiply(Rounding rounding, Sample operands) {
        double[] products = new double[operands.x.length];
        Arrays.setAll(products, i -> rounding.product(operands.x[i], operands.y[i]));
        return products;
    }

    private static double[] chain(Rounding rounding, Sample operands) {
        double[] states = operands.x.clone();
        Arrays.setAll(states, i -> rounding.operand(states[i]));
        for (int i = 0; i < operands.y.length; i++) {
            states[i % states.length] = rounding.product(states[i % states.length], operands.y[i]);
        }
        return states;
    }

    private static double[] exactChains(Sample operands) {
        double[] states = operands.x.clone();
        for (int i = 0; i < operands.y.length; i++) {
            states[i % states.length] *= operands.y[i];
        }
        return states;
    }

    /** Encoding begins with a float, decoding ends with one. */
    private static double[] thereAndBack(Operation operation, Contender contender, Sample operands) {
        if (contender.id().startsWith("table8-stochastic")) {
            double[] results = new double[operands.x.length];
            Arrays.setAll(results, i -> {
                double position = (operands.x[i] + 1) / 2 * 255;
                double uniform = CounterRandom.uniform(Arrays.hashCode(operands.x), Operands.start(Float.BYTES) + i);
                return new Linear(8, 1).decode((int) (position + uniform));
            });
            return results;
        }
        boolean encode = operation == Operation.ENCODE;
        DoubleUnaryOperator rounding = conversion(contender.id().replace("-scalar", ""));
        return Arrays.stream(operands.x)
                .map(x -> encode ? rounding.applyAsDouble((float) x) : (float) rounding.applyAsDouble(x))
                .toArray();
    }

    private static DoubleUnaryOperator conversion(String id) {
        return switch (id) {
            case "float32", "float64" -> x -> (float) x;
            case "float16" -> BenchmarkTest::float16;
            case "int8" -> x -> rounded(Int8.FORMAT, x);
            case "table8-companded" -> x -> rounded(new Log(8, 1), x);
            case "table8-log" -> x -> rounded(new Symmetric(8, 1), x);
            case "table8-e4m3" -> x -> rounded(MiniFloat.E4M3, x);
            case "table8-e5m2" -> x -> rounded(MiniFloat.E5M2, x);
            case "table8-additive" -> x -> rounded(new Geometric(8, 1), x);
            default -> x -> rounded(new Linear(id.charAt(5) - '0', 1), x);
        };
    }

    /** The format with block scales that a contender is timed in; null for any other. */
    private static BlockScaled blocks(String id) {
        return switch (id) {
            case "table4-mxfp4" -> BlockScaled.MXFP4;
            case "table4-nvfp4" -> BlockScaled.NVFP4;
            case "table4-nf4" -> BlockScaled.NF4;
            case "table4-q4_0" -> BlockScaled.Q4_0;
            case "table6-mxfp6" -> BlockScaled.MXFP6_E2M3;
            case "table8-mxfp8" -> BlockScaled.MXFP8_E4M3;
            case "table8-q8_0" -> BlockScaled.Q8_0;
            default -> {
                Matcher unnamed = Pattern.compile("(?:table|int)(\\d)-block(\\d+)(-affine)?")
                        .matcher(id);
                if (!unnamed.matches()) {
                    yield null;
                }
                boolean affine = unnamed.group(3) != null;
                yield new BlockScaled(
                        id,
                        affine
                                ? new Affine(4, 8)
                                : new Symmetric(Integer.parseInt(unnamed.group(1)), id.startsWith("int8") ? 127 : 1),
                        Integer.parseInt(unnamed.group(2)),
                        ScaleFormat.BINARY16,
                        affine ? BlockScaled.Scaling.LEAST_TO_GREATEST : BlockScaled.Scaling.LARGEST);
            }
        };
    }

    /**
     * Products are rounded as cells are, of 7 bits where two are added in a byte.
     *
     * @param cellBits 0 where products are not rounded
     */
    private static double[] sumsOfBlocks(BlockScaled left, BlockScaled right, int cellBits, Sample operands) {
        int length = operands.size.k();
        Blocks x = left.encode(floats(operands.x), length);
        Blocks y = right.encode(floats(operands.y), length);
        double reach = left.format().reach() * (left == right ? right.format().reach() : 127);
        double step = reach / ((1 << cellBits - 1) - 1);
        int blocks = left.blocks(length);
        double[] sums = new double[operands.size.m() * operands.size.n()];
        Arrays.setAll(sums, result -> {
            int row = result % operands.size.m();
            int column = result / operands.size.m();
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double product = left.format().decode(Byte.toUnsignedInt(x.codes()[row * length + i]))
                        * right.format().decode(Byte.toUnsignedInt(y.codes()[column * length + i]));
                int block = i / left.blockLength();
                double scaled =
                        (cellBits == 0 ? product : Math.rint(product / step) * step) * x.scales()[row * blocks + block];
                if (x.offsets().length > 0) {
                    scaled += x.offsets()[row * blocks + block]
                            * right.format().decode(Byte.toUnsignedInt(y.codes()[column * length + i]));
                }
                sum += scaled * y.scales()[column * blocks + block];
            }
            return sum * x.global() * y.global();
        });
        return sums;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] sums(Contender contender, Rounding rounding, Sample operands) {
        BlockScaled blocks = blocks(contender.id());
        if (blocks != null) {
            boolean isDot = operands.size.m() == 1 && operands.size.n() == 1;
            int ofDot = blocks == BlockScaled.NF4 ? 16 : 8;
            int ofTable = blocks.format().bits() > 6 ? 8 : 7;
            int ofMatrix = contender.id().startsWith("int8") ? 0 : ofTable;
            int cellBits = isDot ? ofDot : ofMatrix;
            return sumsOfBlocks(blocks, isDot ? blocks : blocks.activations(), cellBits, operands);
        }
        Size size = operands.size;
        switch (contender.arithmetic().accumulation()) {
            case INT8 -> {
                return new double[] {partialSums(rounding, operands, 0.5, sum -> Math.clamp(sum, -128, 127))};
            }
            case FLOAT16 -> {
                return new double[] {partialSums(rounding, operands, 0, BenchmarkTest::float16)};
            }
            case BYTE_AVERAGE -> {
                return new double[] {sumOfAverages(rounding, operands)};
            }
            default -> {}
        }
        double[] sums = new double[size.m() * size.n()];
        Arrays.setAll(sums, result -> {
            double sum = 0;
            for (int i = 0; i < size.k(); i++) {
                sum += rounding.exactly(
                        operands.x[result % size.m() * size.k() + i], operands.y[result / size.m() * size.k() + i]);
            }
            return sum;
        });
        return sums;
    }

    /**
     * In 64 sums, each of which is rounded after every cell.
     *
     * @param rest what cells leave out until the end
     */
    private static double partialSums(Rounding rounding, Sample operands, double rest, DoubleUnaryOperator roundedSum) {
        int length = operands.x.length;
        double step = 2 / 255.0;
        double[] sums = new double[64];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double cell = Math.rint(rounding.exactly(operands.x[i], operands.y[i]) / step - 0.5) + 0.5 - rest;
            if (i < length / 64 * 64) {
                sums[i % 64] = roundedSum.applyAsDouble(sums[i % 64] + cell);
            } else {
                sum += cell;
            }
        }
        return (sum + Arrays.stream(sums).sum() + length * rest) * step;
    }

    /** Averages of 4 cells that are 64 apart. */
    private static double sumOfAverages(Rounding rounding, Sample operands) {
        int length = operands.x.length;
        double step = 2 / 255.0;
        double[] cells = new double[length];
        Arrays.setAll(cells, i -> rounding.exactly(operands.x[i], operands.y[i]) / step);
        int whole = length / 256 * 256;
        double sum = Arrays.stream(cells, whole, length).sum();
        for (int i = 0; i < whole; i += i % 64 == 63 ? 193 : 1) {
            double first = up(cells[i], cells[i + 64]);
            double second = up(cells[i + 128], cells[i + 192]);
            sum += 4 * up(first, second) - 2;
        }
        return sum * step;
    }

    /** The average of two cells, all of which are odd multiples of a half, as the next of these above. */
    private static double up(double x, double y) {
        return Math.ceil((x + y) / 2 - 0.5 - 1e-6) + 0.5;
    }

    /** What an arithmetic makes of two numbers: their product in its format, and exactly as it is added to a sum. */
    private record Rounding(DoubleUnaryOperator operand, DoubleBinaryOperator rounded, DoubleBinaryOperator exact) {

        double operand(double value) {
            return operand.applyAsDouble(value);
        }

        double product(double x, double y) {
            return rounded.applyAsDouble(x, y);
        }

        double exactly(double x, double y) {
            return exact.applyAsDouble(x, y);
        }
    }

    private static Rounding fixedPoint(int fractionBits) {
        FixedPoint format = new FixedPoint(8, fractionBits);
        double unit = Math.scalb(1.0, -fractionBits);
        return new Rounding(
                x -> rounded(format, x),
                (x, y) -> rounded(format, Math.floor(rounded(format, x) * rounded(format, y) / unit + 0.5) * unit),
                (x, y) -> rounded(format, x) * rounded(format, y));
    }

    private static Rounding rounding(Operation operation, Contender contender) {
        ProductTable table = contender.arithmetic().table().orElse(null);
        if (table != null) {
            DoubleBinaryOperator product = (x, y) -> table.product(
                    table.rowFormat().encode(x), table.columnFormat().encode(y));
            return new Rounding(value -> rounded(table.rowFormat(), value), product, product);
        }
        return switch (contender.id().replaceAll("-.*", "")) {
            case "float64" -> new Rounding(x -> x, (x, y) -> x * y, (x, y) -> x * y);
            case "float32" ->
                new Rounding(x -> (float) x, (x, y) -> (float) x * (float) y, (x, y) -> (double) (float) x * (float) y);
            case "float16" ->
                new Rounding(
                        BenchmarkTest::float16,
                        (x, y) -> float16(float16(x) * float16(y)),
                        (x, y) -> float16(x) * float16(y));
            case "int8" -> fixedPoint(operation == Operation.CHAIN ? 6 : 7);
            default -> throw new AssertionError(contender.id());
        };
    }

    private static double rounded(Format format, double value) {
        return format.decode(format.encode(value));
    }

    private static double float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    /** Uniform operands of some size. */
    private static final class Sample {

        private final Size size;
        private final double[] x;
        private final double[] y;

        Sample(Operation operation, String sizeText) {
            size = operation.size(sizeText);
            x = operation.workload().left(Distribution.UNIFORM, size, 7, 0);
            y = operation.workload().right(Distribution.UNIFORM, size, 7, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyBenchmarkMethodDoesItsOperation(Operation operation, String id, String size)
            throws ReflectiveOperationException {
        for (OperandForm form : forms(available(operation, id))) {
            everyBenchmarkMethodDoesItsOperation(operation, id, size, form);
        }
    }

    private static void everyBenchmarkMethodDoesItsOperation(
            Operation operation, String id, String size, OperandForm form) throws ReflectiveOperationException {
        OperationBenchmark benchmark = (OperationBenchmark)
                benchmark(operation).getDeclaredConstructor().newInstance();
        BenchmarkParams params = params(operation, id, size, form);
        for (String parameter : params.getParamsKeys()) {
            benchmark(operation).getField(parameter).set(benchmark, params.getParam(parameter));
        }
        annotated(benchmark(operation), Setup.class).invoke(benchmark, params);
        annotated(benchmark(operation), Benchmark.class).invoke(benchmark);
        // Floating-point lanes are added up in any order, which may differ before and after a method is compiled; and
        // libraries' order may depend on where operands lie.
        Accumulation sums = operation.contender(id).arithmetic().accumulation();
        boolean isFloating =
                sums == Accumulation.FLOAT16 || sums == Accumulation.FLOAT32 || sums == Accumulation.FLOAT64;
        assertArrayEquals(
                operation.prepare(id, size, form, 1).results(),
                benchmark.task.result().get(),
                isFloating ? sums.tolerance(operation.size(size).k()) : 0,
                id);
        benchmark.check(params);
        double[] wrong = benchmark.task.result().get();
        wrong[0] = Double.NaN;
        benchmark.task = new Task(() -> {}, () -> wrong);
        IllegalStateException named = assertThrows(IllegalStateException.class, () -> benchmark.check(params));
        assertTrue(named.getMessage().startsWith("wrong result of " + operation + " " + id), named.getMessage());
    }

    /** What JMH would tell a benchmark. */
    private static BenchmarkParams params(Operation operation, String id, String size, OperandForm form) {
        WorkloadParams values = new WorkloadParams();
        values.put(Timed.CONTENDER, id, 0);
        values.put(Timed.SIZE, size, 0);
        if (operation != Operation.ENCODE && operation != Operation.DECODE) {
            values.put(Timed.OPERANDS, form.toString(), 0);
        }
        return new BenchmarkParams(
                Timed.benchmark(operation) + "." + operation,
                "",
                false,
                1,
                new int[] {1},
                List.of(),
                0,
                0,
                null,
                null,
                Mode.AverageTime,
                values,
                TimeUnit.NANOSECONDS,
                1,
                "",
                List.of(),
                "",
                "",
                "",
                "",
                TimeValue.NONE);
    }

    private static Class<?> benchmark(Operation operation) {
        try {
            return Class.forName(Timed.benchmark(operation));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Method annotated(Class<?> type, Class<? extends Annotation> annotation) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(annotation))
                .findFirst()
                .orElseThrow();
    }
}
