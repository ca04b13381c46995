package timestables.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * Runs a kernel until it stands still: compilers have nothing to do, and it gets no faster. How long that takes depends
 * on the machine, and on what else it does; JMH's own warm-up takes as long as it was told.
 */
public final class WarmUp {

    /** System property that asks for it. */
    private static final String PROPERTY = "timestables.settle";

    /**
     * What a JVM is told that is to warm up so: compilers begin with kernels after a tenth of the calls that they would
     * wait for. A kernel that waits to be compiled stands still too, and its vectors then take a thousand times as
     * long.
     */
    public static final List<String> JVM_ARGUMENTS = List.of(
            "-D" + PROPERTY + "=true",
            "-XX:CompileCommand=quiet",
            soon("timestables.kernel"),
            soon("jdk.incubator.vector"));

    private static String soon(String packages) {
        return "-XX:CompileCommand=CompileThresholdScaling," + packages + "*::*,0.1";
    }

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private static final int SAMPLES = 5;

    private static final long SAMPLE = TimeUnit.MILLISECONDS.toNanos(4);

    /** The ratio of two successive medians from which on something still changes; below, it is noise. */
    private static final double STILL = 1.05;

    /** The share of the time in which compilers are at work. What the harness itself makes them do is less. */
    static final double COMPILING = 0.25;

    private static volatile boolean settled = true;

    private WarmUp() {}

    /** Whether this JVM was asked to. */
    static boolean isWanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Whether what was run last came to stand still, if anything was. */
    static boolean hasSettled() {
        return settled;
    }

    static void run(Runnable kernel) {
        long end = System.nanoTime() + LONGEST;
        settled = false;
        double before = Double.POSITIVE_INFINITY;
        while (!settled && System.nanoTime() < end) {
            Load start = Load.now();
            double middle = middle(kernel);
            settled =
                    Load.now().compilersSince(start) < COMPILING && middle < STILL * before && before < STILL * middle;
            before = middle;
        }
    }

    /** The middle of some samples, in nanoseconds a call. */
    private static double middle(Runnable kernel) {
        double[] samples = new double[SAMPLES];
        Arrays.setAll(samples, i -> sample(kernel));
        Arrays.sort(samples);
        return samples[SAMPLES / 2];
    }

    /**
     * Interpreted, so that the kernel is compiled by itself. Compiled into this loop, and then into JMH's, it now and
     * then exceeds what C2 inlines: {@code multiply table6} then took 500,000 ns instead of 45.
     */
    @CompilerControl(CompilerControl.Mode.EXCLUDE)
    private static double sample(Runnable kernel) {
        long start = System.nanoTime();
        long calls = 0;
        long batch = 1;
        while (true) {
            for (long i = 0; i < batch; i++) {
                kernel.run();
            }
            calls += batch;
            long taken = System.nanoTime() - start;
            if (taken >= SAMPLE) {
                return (double) taken / calls;
            }
            // Reading the clock must not count, and the last batch not take much longer than the rest.
            batch = Math.max(1, Math.min(calls, (SAMPLE - taken) * calls / Math.max(1, taken)));
        }
    }
}
