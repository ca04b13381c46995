package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.XYChart;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.BlockArithmetic;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.run.Environment;
import timestables.speed.Throughput;

class ReportTest {

    @TempDir
    private Path folder;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRunGetsAPageAPictureOfEachKindAndATable() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path out = Files.createDirectory(folder.resolve("out"));
        Report.of(List.of(run)).write(out);
        // gemv has no errors here, so that nothing is to be traded off.
        assertEquals(
                List.of("all.csv", "break-even.png", "cache-cliff.png", "report.html", "tradeoff-multiply.png"),
                names(out));
        for (String name : names(out)) {
            if (name.endsWith(".png")) {
                BufferedImage image = ImageIO.read(out.resolve(name).toFile());
                assertTrue(image.getWidth() >= 900 && image.getHeight() >= 300, name);
            }
        }
    }

    /** Bars may be anything from a deviation to the extremes. */
    @Test
    void picturesWithBarsSayWhatTheseAre() throws IOException {
        ReportedRun run = ReportedRun.read(RunFiles.write(folder.resolve("run"), "Z80"));
        List<XYChart> charts = new ArrayList<>(TradeoffPlot.charts(run.tradeoffs(), Operation.MULTIPLY, ""));
        charts.addAll(CacheCliff.charts(CacheCliff.rows(run.timings()), "", run.caches()));
        for (XYChart chart : charts) {
            assertTrue(chart.getSeriesCollection().stream()
                    .anyMatch(series -> series.getName().endsWith(", intervals")));
            assertTrue(chart.getYAxisTitle().endsWith(", with 95 % intervals"), chart.getYAxisTitle());
        }
    }

    @Test
    void thePageLoadsNothing() throws IOException {
        Report.of(List.of(RunFiles.write(folder.resolve("run"), "Z80"))).write(folder);
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.length() < 2_000_000);
        for (String loads : List.of("src=\"http", "href=\"http", "@import", "url(", "sourceMappingURL=chart")) {
            assertFalse(page.contains(loads), loads);
        }
        assertTrue(page.contains("default-src 'none'"));
    }

    /** Names come from files that anybody may have written. */
    @Test
    void textEndsNoScript() throws IOException {
        String name = "</script><script>alert(1)</script><!--";
        Report.of(List.of(RunFiles.write(folder.resolve("run"), name))).write(folder);
        String page = Files.readString(folder.resolve("report.html"));
        assertFalse(page.contains("alert(1)</script>"));
        assertTrue(page.contains("\\u003c/script>\\u003cscript>alert(1)"));
    }

    @Test
    void allRunsAreStackedInOneTable() throws IOException {
        Path one = RunFiles.write(folder.resolve("one"), "Z80");
        Path two = RunFiles.write(folder.resolve("two"), "=6502");
        Report.of(List.of(one, two)).write(folder);
        try (CSVParser parser = CSVParser.parse(
                folder.resolve("all.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            List<String> columns = parser.getHeaderNames();
            assertEquals(List.of("run", "processor", "jdk", "date"), columns.subList(0, 4));
            assertEquals("jvm_args", columns.getLast());
            List<CSVRecord> rows = parser.getRecords();
            // Each contender of multiply in two formats, and nine timings without errors.
            assertEquals(2 * (2 * RunFiles.MULTIPLY.size() + 9), rows.size());
            CSVRecord row = rows.getFirst();
            assertEquals(
                    List.of("one", "Z80", "25.0.3", "multiply", "float32", "linear", "1024", "codes", "20.25", "150.0"),
                    Stream.of(
                                    "run",
                                    "processor",
                                    "jdk",
                                    "operation",
                                    "contender",
                                    "format",
                                    "size",
                                    "operands",
                                    "elements_per_ns",
                                    "snr_db")
                            .map(row::get)
                            .toList());
            assertEquals("'=6502", rows.getLast().get("processor"));
            assertTrue(rows.stream().anyMatch(each -> each.get("snr_db").equals("35.6250")));
        }
    }

    @Test
    void aRunThatWasStoppedIsReportedAndOneWithoutResultsIsRefused() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        assertEquals(10, ReportedRun.read(run).tradeoffs().size(), "joined, though there is no file of it");
        Files.delete(run.resolve(AccuracyRow.FILE));
        assertTrue(Report.of(List.of(run)).answers().contains("Nothing was timed and measured"));
        for (String file : List.of(Throughput.FILE, "accumulated_error.csv")) {
            Files.delete(run.resolve(file));
        }
        assertRefused(run, run + " has nothing to report: throughput.csv and accuracy.csv are missing or empty");
        Files.delete(run.resolve(Environment.FILE));
        assertRefused(run, run + " is no run: it has no environment.csv");
    }

    @Test
    void ofADamagedFileTheRowAndTheColumnAreNamed() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path file = run.resolve(Throughput.FILE);
        Files.writeString(file, Files.readString(file).replaceFirst("21\\.25", "fast"));
        assertRefused(
                run,
                file
                        + ": row 3, column elements_per_ns holds 'fast', and a number with a decimal point would be right");
        Files.writeString(file, "operation,contender\r\nmultiply,table4\r\n");
        assertRefused(run, file + ": it has no column size; another version wrote it");
    }

    @ParameterizedTest
    @CsvSource({
        "throughput.csv, 'multiply,table4,1024', 'multiply,table4,0', 5",
        "accuracy.csv, 'uniform,1024', 'uniform,0', 2"
    })
    void ofASizeThatNoOperationHasTheRowIsNamed(String name, String size, String other, int row) throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path file = run.resolve(name);
        Files.writeString(file, Files.readString(file).replaceFirst(size, other));
        assertRefused(run, file + ": row " + row + ": size '0' is not of the form N, with whole numbers above 0");
    }

    @Test
    void whatIsNeverTimedHasNoTimes() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path file = run.resolve(Throughput.FILE);
        Files.writeString(file, Files.readString(file).replaceFirst("multiply", "chain-bounded"));
        assertRefused(run, file + ": row 2: chain-bounded is not timed");
    }

    /** The third row, of table2, is faster. */
    @ParameterizedTest
    @CsvSource({
        "ns_per_op_high, its time lacks an end of its interval",
        "speedup_high, 'it is faster, and its speed-up lacks an end of its interval'",
        "speedup, 'it is faster, and its speed-up lacks an end of its interval'"
    })
    void anIntervalHasBothEnds(String column, String why) throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path file = run.resolve(Throughput.FILE);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        String[] cells = lines.get(3).split(",", -1);
        cells[List.of(lines.getFirst().split(",")).indexOf(column)] = "";
        lines.set(3, String.join(",", cells));
        Files.write(file, lines);
        assertRefused(run, file + ": row 4: " + why);
    }

    @Test
    void vectorsMayHaveNoMoreBitsThanANumber() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path timings = run.resolve(Throughput.FILE);
        Files.writeString(timings, Files.readString(timings).replace("256-bit", "99999999999-bit"));
        assertEquals(512, ReportedRun.read(run).vectorBits());
        Path environment = run.resolve(Environment.FILE);
        Files.writeString(environment, Files.readString(environment).replace("512", "2147483648"));
        assertRefused(run, environment + ": its vector_bits is '2147483648', and a whole number would be right");
    }

    @Test
    void aDateMayBeShort() throws IOException {
        Path run = RunFiles.write(folder.resolve("run"), "Z80");
        Path environment = run.resolve(Environment.FILE);
        Files.writeString(environment, Files.readString(environment).replaceFirst("2026-\\S+", "2026"));
        Report.of(List.of(run)).write(folder);
        assertTrue(names(folder).contains("tradeoff-multiply.png"));
    }

    private void assertRefused(Path run, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Report.of(List.of(run)))
                        .getMessage());
    }

    /** Of gemv, weights of 4, 16 and 32 bits at three sizes. */
    @Test
    void theCliffHasBytesOfWeights() throws IOException {
        List<CacheCliff.Row> rows = CacheCliff.rows(
                ReportedRun.read(RunFiles.write(folder.resolve("run"), "Z80")).timings());
        assertEquals(
                List.of(2048.0, 524288.0, 8388608.0, 8192.0, 2097152.0, 33554432.0, 16384.0, 4194304.0, 67108864.0),
                rows.stream().map(CacheCliff.Row::weightBytes).toList());
    }

    @Test
    void namesTellWhoHasBlockScales() {
        for (Operation operation : Operation.TIMED) {
            for (Contender contender : operation.contenders()) {
                assertEquals(
                        contender.arithmetic() instanceof BlockArithmetic,
                        Contender.hasBlockScales(contender.id()),
                        contender.id());
            }
        }
    }
}
