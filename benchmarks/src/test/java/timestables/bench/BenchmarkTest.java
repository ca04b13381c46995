package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import timestables.error.ErrorMeter;

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
        double[] defined =
                contender.arithmetics().getFirst().definition().on(x, y).results();
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

    @ParameterizedTest
    @MethodSource("contenders")
    void resultsAreCloseToTheExactOnes(Operation operation, String id) {
        Contender contender = operation.contender(id);
        double[] x = Operands.x(SIZE);
        double[] y = Operands.y(SIZE);
        double[] timed = contender.timed().on(x, y).results();
        Integer bits = contender.storage().indexBits();
        // A step of each operand and one of the product, where none exceeds 1.
        double step = 2 * Operation.MAX_RANGE / ((1 << (bits == null ? 8 : bits)) - 1);
        double tolerance = operation == Operation.DOT ? 2 * step * SIZE : 2 * step;
        ErrorMeter meter = new ErrorMeter();
        operation.workload().exact(x, y).compare(timed, meter);
        assertTrue(
                meter.summary().maxAbsolute() <= tolerance,
                () -> meter.summary().toString());
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
