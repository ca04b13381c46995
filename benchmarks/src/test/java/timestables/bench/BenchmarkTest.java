package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import timestables.format.Format;
import timestables.table.ProductTable;

/** Mirrors the benchmarks: what they time is compared with its definition, for every value of their parameters. */
class BenchmarkTest {

    private static final int SIZE = 1000;

    static Stream<Arguments> contenders() {
        return Arrays.stream(Operation.values())
                .flatMap(operation ->
                        operation.defaults("contender").stream().map(contender -> Arguments.of(operation, contender)));
    }

    @ParameterizedTest
    @EnumSource
    void parametersNameTheContendersInTheirOrder(Operation operation) {
        List<String> ids = operation.contenders().stream().map(Contender::id).toList();
        assertEquals(ids, operation.defaults("contender"));
        assertEquals("float32", ids.getFirst());
    }

    @ParameterizedTest
    @EnumSource
    void defaultSizesAreValid(Operation operation) {
        operation.defaults("size").forEach(operation::checkSize);
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void whatIsTimedEqualsItsDefinition(Operation operation, String id) {
        Contender contender = operation.contender(id);
        double[] x = Operands.x(SIZE);
        double[] y = Operands.y(SIZE);
        double[] timed = contender.timed().on(x, y).results();
        double[] defined = contender.arithmetic().definition().on(x, y).results();
        if (operation == Operation.DOT && id.startsWith("float")) {
            double magnitude = 0;
            for (int i = 0; i < SIZE; i++) {
                magnitude += Math.abs(x[i] * y[i]);
            }
            double epsilon = id.startsWith("float64") ? Math.ulp(1.0) : Math.ulp(1f);
            assertArrayEquals(defined, timed, epsilon * SIZE * magnitude);
        } else {
            assertArrayEquals(defined, timed);
        }
    }

    /** Reckoned from the formats alone, without kernels and tables; tells any contender of its kind from the others. */
    @ParameterizedTest
    @MethodSource("contenders")
    void resultsAreThoseOfTheirFormats(Operation operation, String id) {
        Contender contender = operation.contender(id);
        double[] x = Operands.x(SIZE);
        double[] y = Operands.y(SIZE);
        double[] products = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            products[i] = product(operation, contender, x[i], y[i]);
        }
        double[] timed = contender.timed().on(x, y).results();
        if (operation == Operation.DOT) {
            double magnitude = Arrays.stream(products).map(Math::abs).sum();
            double epsilon = id.startsWith("float32") || id.startsWith("float16") ? Math.ulp(1f) : Math.ulp(1.0);
            // Rounding errors of a sum in any order stay far below their bound, of one epsilon an element.
            assertEquals(Arrays.stream(products).sum(), timed[0], 4 * epsilon * magnitude);
        } else {
            assertArrayEquals(products, timed);
        }
    }

    private static double product(Operation operation, Contender contender, double x, double y) {
        Integer bits = contender.storage().indexBits();
        if (bits != null) {
            ProductTable table = operation.workload().tables(bits).getFirst();
            Format cell = table.cellFormat();
            return cell.decode(cell.encode(rounded(table.rowFormat(), x) * rounded(table.columnFormat(), y)));
        }
        boolean multiply = operation == Operation.MULTIPLY;
        return switch (contender.id().replace("-scalar", "")) {
            case "float64" -> x * y;
            case "float32" -> multiply ? (float) x * (float) y : (double) (float) x * (float) y;
            case "float16" -> {
                float exact = float16(x) * float16(y);
                yield multiply ? float16(exact) : exact;
            }
            case "int8" -> {
                double exact = rounded(Workload.FIXED, x) * rounded(Workload.FIXED, y);
                yield multiply ? Math.floor(Math.scalb(exact, 6) + 0.5) / 64 : exact;
            }
            default -> throw new AssertionError(contender.id());
        };
    }

    private static double rounded(Format format, double value) {
        return format.decode(format.encode(value));
    }

    private static float float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyBenchmarkMethodDoesItsOperation(Operation operation, String id) throws ReflectiveOperationException {
        Object benchmark = operation.benchmark().getDeclaredConstructor().newInstance();
        operation.benchmark().getField("contender").set(benchmark, id);
        operation.benchmark().getField("size").setInt(benchmark, SIZE);
        annotated(operation.benchmark(), Setup.class).invoke(benchmark);
        Task task = (Task) operation.benchmark().getDeclaredField("task").get(benchmark);
        annotated(operation.benchmark(), Benchmark.class).invoke(benchmark);
        Task expected = operation.contender(id).timed().on(Operands.x(SIZE), Operands.y(SIZE));
        assertArrayEquals(expected.results(), task.result().get());
    }

    private static Method annotated(Class<?> type, Class<? extends Annotation> annotation) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(annotation))
                .findFirst()
                .orElseThrow();
    }
}
