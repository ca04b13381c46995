package timestables.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.kernel.Kernels.Call;
import timestables.kernel.Kernels.Kernel;

/**
 * Every kernel has the bits of its definition, from the first runs, which are interpreted, to those after the JVM has
 * compiled it for the last time, which may go wrong where the others do not; and in several threads at once. The
 * profile {@code stress} has the compiler take its decisions at random.
 */
class KernelsTest {

    private static final int THREADS = 8;

    /** The same for all kernels, so that one finds in scratch buffers what another has left there. */
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(THREADS);

    @AfterAll
    static void close() {
        EXECUTOR.close();
    }

    /** Long operands would only take longer. */
    static Stream<Kernel> sharedKernels() {
        return Kernels.withoutState().filter(kernel -> kernel.runs() == Kernels.RUNS);
    }

    private static List<Call> calls(Kernel kernel) {
        return kernel.inputs().stream().map(kernel.call()).toList();
    }

    private static List<Object> expected(List<Call> calls) {
        return calls.stream().map(call -> call.definition().get()).toList();
    }

    private static void check(Kernel kernel, int input, Object expected, Call call) {
        if (!Objects.deepEquals(expected, call.kernel().get())) {
            fail(kernel + " differs from its definition on " + kernel.inputs().get(input));
        }
    }

    @ParameterizedTest
    @MethodSource("timestables.kernel.Kernels#all")
    void everyRunHasTheBitsOfTheDefinition(Kernel kernel) {
        List<Call> calls = calls(kernel);
        List<Object> expected = expected(calls);
        for (int run = 0; run < kernel.runs(); run++) {
            int input = run % calls.size();
            check(kernel, input, expected.get(input), calls.get(input));
        }
    }

    /** Of what they share, and of what each makes at the same time as the others, such as matrices that are packed. */
    @ParameterizedTest
    @MethodSource("sharedKernels")
    void threadsHaveTheBitsOfTheDefinition(Kernel kernel) throws Exception {
        List<Call> shared = calls(kernel);
        List<Object> expected = expected(shared);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<Void> thread = () -> {
            start.await();
            List<Call> own = calls(kernel);
            for (int input = 0; input < expected.size(); input++) {
                check(kernel, input, expected.get(input), shared.get(input));
                check(kernel, input, expected.get(input), own.get(input));
            }
            return null;
        };
        for (Future<Void> result :
                EXECUTOR.invokeAll(Stream.generate(() -> thread).limit(THREADS).toList())) {
            result.get();
        }
    }
}
