package timestables.bench;

import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How a fork of a round takes its samples. */
public final class Pace {

    /**
     * The kernel has stood still before; JMH's own loop around it is compiled in its warm-up. Samples are long enough
     * for the system's counters of load, of ten milliseconds, to tell a busy processor from an idle one.
     */
    public static final Options ROUND = new OptionsBuilder()
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(20))
            .measurementIterations(6)
            .measurementTime(TimeValue.milliseconds(40))
            .timeout(TimeValue.minutes(1))
            .build();

    private Pace() {}
}
