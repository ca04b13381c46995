package timestables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.run.CsvFile;

/** Readers of a README find what it names: links lead somewhere, and every column of every file is explained. */
class ReadmesTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private static final Pattern COLUMN = Pattern.compile("(?m)^\\| ((?:`[a-z0-9_]+`(?:, )?)+) \\|");

    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

    private static final Pattern FILE = Pattern.compile("`([a-z_-]+\\.csv)`");

    private static String read(Path file) throws IOException {
        return Readmes.withoutCode(Files.readString(file));
    }

    static List<String> readmes() {
        return Readmes.NAMES;
    }

    /** The anchors of headings, as GitHub makes them. */
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(read(file))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9_ -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void everyLinkLeadsSomewhere(String readme) throws IOException {
        Path file = Readmes.ROOT.resolve(readme);
        List<String> dead = new ArrayList<>();
        for (MatchResult link : LINK.matcher(read(file)).results().toList()) {
            String name = link.group(1);
            if (name.startsWith("https:")) {
                continue;
            }
            Path to = name.isEmpty() ? file : file.resolveSibling(name).normalize();
            if (!Files.exists(to)) {
                dead.add(name);
            } else if (link.group(2) != null && !anchors(to).contains(link.group(2))) {
                dead.add(name + "#" + link.group(2));
            }
        }
        assertEquals(List.of(), dead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "speed.Sample",
                "speed.Fork",
                "speed.Throughput",
                "accuracy.AccuracyRow",
                "accuracy.AccumulatedError",
                "accuracy.TableErrors$Row",
                "report.Tradeoff$Row",
                "report.BreakEvenMap$Row",
                "report.Comparison$Row",
                "report.StackedRow",
                "advice.AdviceRow",
                "inspect.Inspection$Row",
                "playground.SimulationRun$Row",
                "run.Environment$Fact"
            })
    void everyColumnIsExplained(String record) throws Exception {
        Set<String> explained = COLUMN.matcher(read(Readmes.ROOT.resolve("results/README.md")))
                .results()
                .flatMap(cell -> NAME.matcher(cell.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
        // Those that all.csv adds stand in its paragraph.
        Stream.of("run", "processor", "jdk", "date").forEach(explained::add);
        List<String> missing = CsvFile.header(Class.forName("timestables." + record)).stream()
                .filter(column -> !explained.contains(column))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyFileOfARunHasASection() throws IOException {
        String dictionary = read(Readmes.ROOT.resolve("results/README.md"));
        Set<String> headed = HEADING.matcher(dictionary)
                .results()
                .flatMap(heading -> FILE.matcher(heading.group(1)).results())
                .map(file -> file.group(1))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Readmes.ROOT.resolve("results"))) {
            List<String> unexplained = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".csv") && !headed.contains(name))
                    .filter(name -> !name.equals("all.csv"))
                    .distinct()
                    .toList();
            assertEquals(List.of(), unexplained);
        }
    }
}
