package timestables.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What processors did since this JVM began, at one moment.
 *
 * @param wallNanos the moment
 * @param busyNanos time of all processors, in work of this program and others and of other machines beside this virtual
 *     one; negative where the system does not tell
 * @param ownNanos processor time of this JVM
 * @param compilerNanos time that this JVM's compilers worked or waited for a processor
 */
record Load(long wallNanos, long busyNanos, long ownNanos, long compilerNanos) {

    private static final Path STAT = Path.of("/proc/stat");

    private static final Path THREADS = Path.of("/proc/self/task");

    /** Units of the system's counters on Linux, whatever the processor. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int LEAST_TICKS = 3;

    /** Of the first line of {@link #STAT}: all but idle, waiting, and what guests did, which user time includes. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    static Load now() {
        long own = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
        return new Load(System.nanoTime(), readBusy(), own, readCompilers());
    }

    private static long readBusy() {
        try {
            String[] counters = Files.readAllLines(STAT).getFirst().split(" +");
            return BUSY.stream().mapToLong(i -> Long.parseLong(counters[i])).sum() * NANOS_PER_TICK;
        } catch (IOException e) {
            return -1;
        }
    }

    private static long readCompilers() {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                nanos += readCompiler(thread);
            }
            return nanos;
        } catch (IOException e) {
            // Not Linux: what compilers have finished is known everywhere.
            var compilation = ManagementFactory.getCompilationMXBean();
            return compilation == null || !compilation.isCompilationTimeMonitoringSupported()
                    ? 0
                    : compilation.getTotalCompilationTime() * 1_000_000;
        }
    }

    private static long readCompiler(Path thread) {
        try {
            if (!Files.readString(thread.resolve("comm")).contains("CompilerThre")) {
                return 0;
            }
            return Arrays.stream(Files.readString(thread.resolve("schedstat")).split(" "))
                    .limit(2)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            // It has just ended.
            return 0;
        }
    }

    /**
     * How many processors others kept busy between an earlier moment and this one; null where nothing tells, or the
     * time is too short for the system's counters.
     */
    Double othersSince(Load earlier) {
        if (busyNanos < 0 || wallNanos - earlier.wallNanos < LEAST_TICKS * NANOS_PER_TICK) {
            return null;
        }
        double others = busyNanos - earlier.busyNanos - (ownNanos - earlier.ownNanos);
        return Math.max(0, others / (wallNanos - earlier.wallNanos));
    }

    /** How many processors compilers used, or would have used, between an earlier moment and this one. */
    double compilersSince(Load earlier) {
        // A compiler's thread that has ended takes its time along.
        return Math.max(0, (double) (compilerNanos - earlier.compilerNanos) / (wallNanos - earlier.wallNanos));
    }
}
