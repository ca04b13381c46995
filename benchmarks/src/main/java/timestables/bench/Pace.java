package timestables.bench;

import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long a benchmark takes where there are many. */
final class Pace {

    /** Long enough for the compiler to finish with the largest kernels; half of it is not. */
    static final Options VECTORS = of(10, 100, 5, 50);

    /** Plain loops are compiled sooner. */
    static final Options PLAIN_LOOPS = of(4, 50, 3, 50);

    private Pace() {}

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
