package timestables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import timestables.report.Report;
import timestables.run.CsvReader;

/**
 * What a README says of speed and error is what a committed run measured: {@code results/claims.csv} names, for each
 * figure, the text that it stands in, where braces stand for figures in their order, and the rows that it comes from.
 */
class ClaimsTest {

    private static final Path RESULTS = Readmes.ROOT.resolve("results");

    private static final Pattern FIGURE = Pattern.compile("\\d[\\d.,]*x\\b|\\d[\\d.]* times\\b|-?\\d[\\d.]* dB\\b");

    /** What figures mean, or what they are to be, which nobody measured; and what other tests hold. */
    private static final List<String> DEFINITIONS = List.of(
            "at 20 dB the error is a tenth",
            "at 40 dB a hundredth",
            "20 dB is too little",
            "below 10 dB",
            "nothing with 20 dB or more is certainly faster",
            "gain 4 dB and more by it, as a test shows",
            "gain 3 dB and more, as a test shows");

    /** How a figure is written. */
    private enum Form {
        /** A speed-up. */
        TIMES {
            @Override
            String of(List<Map<String, String>> rows) {
                return twoDigits(number(rows.getFirst(), "speedup"));
            }
        },
        /** A speed-up with its interval. */
        INTERVAL {
            @Override
            String of(List<Map<String, String>> rows) {
                Map<String, String> row = rows.getFirst();
                return "%sx (%s–%s)"
                        .formatted(
                                twoDigits(number(row, "speedup")),
                                twoDigits(number(row, "speedup_low")),
                                twoDigits(number(row, "speedup_high")));
            }
        },
        /** Products a nanosecond. */
        RATE {
            @Override
            String of(List<Map<String, String>> rows) {
                double rate = number(rows.getFirst(), "elements_per_ns");
                int decimals = rate >= 100 ? 0 : rate >= 10 ? 1 : 2;
                return String.format(Locale.ROOT, "%." + decimals + "f", rate);
            }
        },
        /** Nanoseconds a product. */
        NS {
            @Override
            String of(List<Map<String, String>> rows) {
                return twoDigits(1 / number(rows.getFirst(), "elements_per_ns"));
            }
        },
        /** The signal-to-noise ratio of the best format, with its unit. */
        DB {
            @Override
            String of(List<Map<String, String>> rows) {
                return SNR.of(rows) + " dB";
            }
        },
        /** The same without the unit. */
        SNR {
            @Override
            String of(List<Map<String, String>> rows) {
                return String.format(Locale.ROOT, "%.0f", bestSnr(rows)).replaceFirst("^-0$", "0");
            }
        },
        /** The same with a decimal. */
        SNR1 {
            @Override
            String of(List<Map<String, String>> rows) {
                return String.format(Locale.ROOT, "%.1f", bestSnr(rows));
            }
        },
        /** The median error of a chain. */
        ERROR {
            @Override
            String of(List<Map<String, String>> rows) {
                assertEquals(1, rows.size());
                double error = number(rows.getFirst(), "median_abs_error");
                return error < 1e-4
                        ? String.format(Locale.ROOT, "%.1e", error)
                        : new BigDecimal(error, new MathContext(2)).toPlainString();
            }
        },
        /** Bytes a weight. */
        BYTES {
            @Override
            String of(List<Map<String, String>> rows) {
                return String.format(Locale.ROOT, "%.2f", number(rows.getFirst(), "bytes_per_weight"));
            }
        };

        abstract String of(List<Map<String, String>> rows);

        private static double bestSnr(List<Map<String, String>> rows) {
            return rows.stream().mapToDouble(row -> number(row, "snr_db")).max().orElseThrow();
        }

        private static double number(Map<String, String> row, String column) {
            return Double.parseDouble(row.get(column));
        }

        private static String twoDigits(double value) {
            return String.format(Locale.ROOT, value >= 9.95 ? "%.0f" : value >= 0.995 ? "%.1f" : "%.2f", value);
        }
    }

    private static String measured(Map<String, String> claim) throws IOException {
        Map<String, String> where = Arrays.stream(claim.get("where").split("; "))
                .map(condition -> condition.split("=", 2))
                .collect(Collectors.toMap(condition -> condition[0], condition -> condition[1]));
        Path file = RESULTS.resolve(claim.get("run")).resolve(claim.get("file"));
        List<Map<String, String>> rows = CsvReader.readNamed(file).stream()
                .filter(row -> where.entrySet().stream()
                        .allMatch(condition -> condition.getValue().equals(row.get(condition.getKey()))))
                .toList();
        assertFalse(rows.isEmpty(), () -> "no row of " + file + " has " + where);
        return Form.valueOf(claim.get("form").toUpperCase(Locale.ROOT)).of(rows);
    }

    /** The lines that claims stand in, by file, with their figures. */
    private static Map<String, List<String>> lines() throws IOException {
        Map<List<String>, String> texts = new LinkedHashMap<>();
        for (Map<String, String> claim : CsvReader.readNamed(RESULTS.resolve("claims.csv"))) {
            texts.merge(
                    List.of(claim.get("readme"), claim.get("text")),
                    claim.get("text").replaceFirst("\\{}", Matcher.quoteReplacement(claim.get("figure"))),
                    (before, now) -> before.replaceFirst("\\{}", Matcher.quoteReplacement(claim.get("figure"))));
        }
        return texts.entrySet().stream()
                .collect(Collectors.groupingBy(
                        text -> text.getKey().getFirst(),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    @Test
    void everyClaimIsWhatItsRunMeasured() throws IOException {
        for (Map<String, String> claim : CsvReader.readNamed(RESULTS.resolve("claims.csv"))) {
            assertEquals(measured(claim), claim.get("figure"), () -> claim.get("where") + " in " + claim.get("text"));
        }
    }

    @Test
    void everyFigureIsAClaim() throws IOException {
        Map<String, List<String>> lines = lines();
        for (String readme : Readmes.NAMES) {
            String text = Readmes.read(readme);
            for (String line : lines.getOrDefault(readme, List.of())) {
                assertTrue(text.contains(line), () -> readme + " lacks: " + line);
                text = text.replace(line, "");
            }
            text = Readmes.withoutCode(text).replaceAll("\\s+", " ");
            for (String definition : DEFINITIONS) {
                text = text.replace(definition, "");
            }
            Matcher figure = FIGURE.matcher(text);
            assertFalse(figure.find(), () -> readme + " claims " + figure.group() + ", which no run proves");
        }
    }

    /** What the README shows of the console is the answer of the run that it links to. */
    @Test
    void theSampleIsTheAnswerOfTheRun() throws IOException {
        String readme = Readmes.read("README.md");
        Matcher run = Pattern.compile("\\(results/([^/]+)/report\\.html\\)").matcher(readme);
        assertTrue(run.find());
        Matcher sample =
                Pattern.compile("(?s)report\\.html\\).*?```\\n(.*?)\\n```").matcher(readme);
        assertTrue(sample.find());
        List<String> answer = Report.of(List.of(RESULTS.resolve(run.group(1))))
                .answers()
                .lines()
                .toList();
        List<String> unknown = sample.group(1)
                .lines()
                .filter(line -> !line.equals("...") && !answer.contains(line))
                .toList();
        assertEquals(List.of(), unknown);
    }

    @Test
    void theReadmeIsShort() throws IOException {
        int words = Readmes.read("README.md").strip().split("\\s+").length;
        assertTrue(words <= 1500, words + " words");
    }
}
