package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.accuracy.AccumulatedError;
import timestables.accuracy.AccuracyRow;
import timestables.contender.Operation;
import timestables.run.CsvFile;
import timestables.speed.Throughput;

class ReportedRunTest {

    @TempDir
    private Path folder;

    /** Of a timing with an error, of one without, and of an error without a timing. */
    @Test
    void everyColumnIsOfTheTimingOrOfTheError() throws IOException {
        Throughput joined = RunFiles.speed(Operation.MULTIPLY, "table4", "1024", 20, 2);
        Throughput timed = RunFiles.speed(Operation.GEMV, "table4", "64x64", 150, 6);
        AccuracyRow error = RunFiles.error(Operation.MULTIPLY, "table4", "log", "1024", 20);
        AccuracyRow measured = RunFiles.error(Operation.DOT, "table3", "log", "1024", 40);
        List<StackedRow> rows = StackedRow.of(ReportedRun.read(RunFiles.write(
                folder.resolve("run"), "Z80", List.of(joined, timed), List.of(measured, error), List.of())));
        assertEquals(List.of(stacked(joined, error), stacked(timed, null), stacked(null, measured)), rows);
    }

    private static StackedRow stacked(Throughput speed, AccuracyRow error) {
        return new StackedRow(
                "run",
                "Z80",
                "25.0.3",
                "2026-11-28T06:00:00Z",
                256,
                speed == null ? error.operation() : speed.timed().operation(),
                speed == null ? error.contender() : speed.timed().contender(),
                error == null ? null : error.format(),
                error == null ? null : error.rounding(),
                error == null ? null : error.accumulator(),
                error == null ? null : error.distribution(),
                speed == null ? error.size() : speed.timed().size(),
                speed == null ? null : speed.timed().operands(),
                speed == null ? null : 1,
                speed == null ? error.indexBits() : speed.indexBits(),
                speed == null ? error.cellBits() : speed.cellBits(),
                speed == null ? null : speed.tableBytes(),
                speed == null ? null : (Double) speed.bytesPerElement(),
                speed == null ? null : (Double) speed.nsPerOp(),
                speed == null ? null : speed.nsPerOpLow(),
                speed == null ? null : speed.nsPerOpHigh(),
                speed == null ? null : (Double) speed.elementsPerNs(),
                speed == null ? null : speed.speedup(),
                speed == null ? null : speed.speedupLow(),
                speed == null ? null : speed.speedupHigh(),
                speed == null ? null : speed.baseline(),
                speed == null ? null : speed.verdict(),
                speed == null || error == null ? null : true,
                speed == null ? null : (Integer) speed.rounds(),
                speed == null ? null : (Integer) speed.samples(),
                error == null ? null : (Double) error.snrDb(),
                error == null ? null : (Double) error.rmse(),
                error == null ? null : (Double) error.meanAbsError(),
                error == null ? null : (Double) error.maxAbsError(),
                error == null ? null : (Double) error.bias(),
                error == null ? null : (Double) error.saturatedShare(),
                speed == null ? null : speed.note(),
                speed == null ? null : speed.jvmArgs());
    }

    @Test
    void aRunKnowsItsCachesAndTheVectorsItRanWith() throws IOException {
        Path folderOfRun = RunFiles.write(folder.resolve("run"), "Z80");
        ReportedRun run = ReportedRun.read(folderOfRun);
        assertEquals(Map.of("L1", 48.0 * 1024, "L2", 1024.0 * 1024, "L3", 32.0 * 1024 * 1024), run.caches());
        assertEquals("2026-11-28T06:00:00Z", run.date());
        assertEquals("2026-11-28", run.day());
        assertEquals(256, run.vectorBits());
        Files.delete(folderOfRun.resolve(Throughput.FILE));
        assertEquals(512, ReportedRun.read(folderOfRun).vectorBits(), "where nothing was timed, the processor's");
    }

    @Test
    void anyOneOfItsFilesIsEnoughOfARun() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        CsvFile.write(
                run.resolve(Tradeoff.FILE),
                Tradeoff.Row.class,
                ReportedRun.read(run).tradeoffs());
        List<String> files = List.of(Throughput.FILE, AccuracyRow.FILE, Tradeoff.FILE, AccumulatedError.FILE);
        for (String kept : files) {
            Path one = RunFiles.write(folder.resolve(kept), "Z80", List.of(), List.of(), List.of());
            Files.copy(run.resolve(kept), one.resolve(kept), StandardCopyOption.REPLACE_EXISTING);
            assertEquals(kept, ReportedRun.read(one).name());
        }
        Path empty = RunFiles.write(folder.resolve("empty"), "Z80", List.of(), List.of(), List.of());
        assertEquals(
                empty + " has nothing to report: throughput.csv and accuracy.csv are missing or empty",
                assertThrows(IllegalArgumentException.class, () -> ReportedRun.read(empty))
                        .getMessage());
    }

    @Test
    void runsAreNamedByTheirProcessorAndByTheirFolderWhereThatIsNotEnough() throws IOException {
        List<ReportedRun> runs = Stream.of(
                        RunFiles.write(folder.resolve("a"), "Z80"),
                        RunFiles.write(folder.resolve("b"), "Z80"),
                        RunFiles.write(folder.resolve("elsewhere/b"), "Z80"),
                        RunFiles.write(folder.resolve("nowhere/b"), "Z80"),
                        RunFiles.write(folder.resolve("c"), "6502"))
                .map(ReportedRun::read)
                .toList();
        assertEquals(
                List.of(
                        "Z80, 256-bit vectors, JDK 25.0.3 (a)",
                        "Z80, 256-bit vectors, JDK 25.0.3 (b)",
                        "Z80, 256-bit vectors, JDK 25.0.3 (b) #2",
                        "Z80, 256-bit vectors, JDK 25.0.3 (b) #3",
                        "6502, 256-bit vectors, JDK 25.0.3"),
                List.copyOf(ReportedRun.labels(runs).values()));
    }
}
