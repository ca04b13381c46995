package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import timestables.accuracy.AccuracyRow;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.run.Environment;
import timestables.run.RunOptions;

class TourIT {

    @TempDir
    private Path folder;

    /** Small, with sums and chains of lengths that errors are measured of. */
    private static final Map<Operation, List<String>> SIZES = Map.of(
            Operation.MULTIPLY, List.of("100", "1000"),
            Operation.DOT, List.of("1024"),
            Operation.CHAIN, List.of("1024", "64x100"),
            Operation.GEMV, List.of("100x256"),
            Operation.GEMM, List.of("10x1024x5"),
            Operation.ENCODE, List.of("100"),
            Operation.DECODE, List.of("100"));

    /** The tour at a pace that says nothing of speed, in this JVM. */
    @Test
    void everythingIsTimedMeasuredAndJoined() throws Exception {
        RunOptions run = RunOptions.quietly(folder);
        Options pace = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .build();
        assertEquals(0, new Tour(run, SIZES::get, operation -> pace, pace).run());

        long timings = 0;
        long formats = 0;
        for (Operation operation : Operation.TIMED) {
            for (Contender contender : operation.contenders()) {
                if (contender.missing().isEmpty()) {
                    boolean once = contender.isPlainLoop() || contender.isNamedLayout();
                    int sizes = once ? 1 : SIZES.get(operation).size();
                    timings += sizes;
                    formats += (long) sizes * contender.measured().size();
                }
            }
        }
        assertEquals(timings, rows(Throughput.FILE));
        assertEquals(formats, rows(Tradeoff.FILE));
        assertTrue(rows(AccuracyRow.FILE) > 0);
        assertTrue(rows(Environment.FILE) > 0);
    }

    /** The lines of a file but for its header; none of ours breaks a line within a cell. */
    private long rows(String file) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return lines.count() - 1;
        }
    }
}
