package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it, opened from disk. */
class ReportPageIT {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private static final String LISTEN = """
            <script>
            window.faults = [];
            // A browser without a window draws when it likes; charts heed the mouse when they are drawn.
            window.requestAnimationFrame = draw => setTimeout(() => draw(performance.now()), 16);
            addEventListener('error', event => faults.push(event.message));
            addEventListener('unhandledrejection', event => faults.push(String(event.reason)));
            addEventListener('securitypolicyviolation', event => faults.push('refused ' + event.blockedURI));
            console.error = console.warn = (...words) => faults.push(words.join(' '));
            </script>
            """;

    @TempDir
    private Path folder;

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> BROWSERS.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page of some runs, after a visitor was there: what they found, as JSON, by name. */
    private Map<String, String> visit(Path... runs) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        Assumptions.assumeTrue(
                browser.isPresent(), "none of " + BROWSERS + " is on the PATH: the page is not tried in a browser");
        Report.of(List.of(runs)).write(folder);
        String page = Files.readString(folder.resolve("report.html"));
        String visitor;
        try (InputStream in = ReportPageIT.class.getResourceAsStream("visit.js")) {
            visitor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path visited = folder.resolve("visited.html");
        Files.writeString(
                visited,
                page.replaceFirst("<head>", Matcher.quoteReplacement("<head>" + LISTEN))
                        .replace("</body>", "<script>" + visitor + "</script></body>"));
        Process process = new ProcessBuilder(
                        browser.orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1200,900",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        visited.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher result =
                Pattern.compile("<pre id=\"found\">(.*?)</pre>", Pattern.DOTALL).matcher(shown);
        assertTrue(result.find(), () -> "the visitor did not come to an end: " + shown.substring(shown.length() - 200));
        Map<String, String> found = new LinkedHashMap<>();
        result.group(1).lines().forEach(line -> {
            String[] parts = line.split("=", 2);
            found.put(
                    parts[0], parts[1].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"));
        });
        return found;
    }

    @Test
    void theChartsOfARunCanBeReadAndItsRowsSortedFilteredAndSaved() throws Exception {
        Map<String, String> found = visit(RunFiles.write(folder.resolve("run"), "Z80"));
        assertEquals("[]", found.get("errors"));
        assertEquals("[]", found.get("requests"));
        // Five contenders, gemv of three widths of weights at three sizes, three steps of two chains.
        assertEquals("[5,9,6]", found.get("points"));
        assertEquals(
                "[\"multiply: speed-up against signal-to-noise ratio\",\"Products a nanosecond against bytes of weights\","
                        + "\"Absolute error against the number of products\"]",
                found.get("charts"));
        assertEquals("6", found.get("mapCells"), "three tables of multiply at one size, one of gemv at three");
        assertEquals(
                "[\"float32\",\"1x, 95 % interval 1/1.11x to 1.1x\",\"undecided; 20.3 products/ns\",\"150 dB, format linear\"]",
                found.get("hover"));
        assertEquals("[\"table8\"]", found.get("arrow"), "the leftmost point");
        assertEquals("4", found.get("pointsWithoutTheFirstKind"));
        assertEquals("\"false\"", found.get("pressed"));
        assertEquals("10", found.get("rows"));
        assertEquals("3", found.get("filtered"), "three tables in the format log");
        assertEquals("[\"8\",\"9\",\"10\"]", found.get("ascending"));
        assertEquals("[\"10\",\"9\",\"8\"]", found.get("descending"));
        assertEquals("\"tradeoff.csv\"", found.get("file"));
        assertTrue(
                found.get("csv").startsWith("\"run,operation,contender,format,rounding,index_bits,"), found.get("csv"));
        assertTrue(
                found.get("csv")
                        .contains("\\r\\n\\\"Z80, 256-bit vectors, JDK 25.0.3\\\",multiply,table2,log,nearest,2,8,"),
                found.get("csv"));
    }

    @Test
    void severalRunsOverlay() throws Exception {
        Map<String, String> found = visit(
                RunFiles.write(folder.resolve("a"), "Z80"),
                RunFiles.write(folder.resolve("b"), "Z80"),
                RunFiles.write(folder.resolve("c"), "</script><b>6502"));
        assertEquals("[]", found.get("errors"));
        assertEquals("[15,27,6]", found.get("points"), "errors are drawn once: they are the same everywhere");
        assertEquals("18", found.get("mapCells"));
        assertEquals("30", found.get("rows"));
    }
}
