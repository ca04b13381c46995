package timestables.bench;

import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import timestables.contender.Operation;

/** How long a benchmark takes where there are many. */
final class Pace {

    /** Long enough for the compiler to finish with vector kernels; half of it is not. */
    private static final Options VECTORS = of(8, 100, 5, 50);

    /** The same for the kernels of matrices, which are larger. */
    private static final Options MATRICES = of(12, 100, 5, 50);

    /** Plain loops are compiled sooner. */
    static final Options PLAIN_LOOPS = of(4, 50, 3, 40);

    private Pace() {}

    /** The pace for an operation's vector kernels. */
    static Options of(Operation operation) {
        return operation == Operation.GEMV || operation == Operation.GEMM ? MATRICES : VECTORS;
    }

    private static Options of(int warmups, int warmupMillis, int iterations, int millis) {
        return new OptionsBuilder()
                .forks(1)
                .warmupIterations(warmups)
                .warmupTime(TimeValue.milliseconds(warmupMillis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .build();
    }
}
