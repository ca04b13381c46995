package timestables.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import timestables.accuracy.AccumulatedError;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.contender.Operation;
import timestables.format.Linear;
import timestables.plot.PlotStyle;
import timestables.report.TradeoffPlot.Kind;
import timestables.run.CsvFile;
import timestables.run.WholeFile;

/**
 * A page that needs nothing but a browser: its charts, its script and all rows are in it. Charts are drawn by Chart.js,
 * from the jar.
 */
final class ReportPage {

    static final String FILE = "report.html";

    private static final String CHART_LIBRARY = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    /** Digits of numbers, which files have in full. */
    private static final MathContext DIGITS = new MathContext(6);

    /** Whole numbers below it, such as bytes, are written in full. */
    private static final double MOST_WHOLE = 1e15;

    private static final List<String> STEP_BY_STEP =
            List.of(new Linear(8, 1).name(), Precision.FLOAT16.toString(), Precision.FLOAT32.toString());

    private final Map<ReportedRun, String> labels;

    /** Texts, each of which rows name by its number. */
    private final Map<String, Integer> words = new LinkedHashMap<>();

    /** @param labels the runs, and what to call each */
    ReportPage(Map<ReportedRun, String> labels) {
        this.labels = labels;
    }

    void write(Path file) {
        String page = resource("report.html")
                .replace("/* style */", resource("report.css"))
                .replace("/* chart library */", resource(CHART_LIBRARY).replaceAll("(?m)^//# sourceMappingURL=.*$", ""))
                .replace("/* script */", resource("report.js"))
                .replace("/* data */", json());
        WholeFile.replace(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All data of the page, in which no text can end the element that it stands in. */
    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("runs");
            for (Map.Entry<ReportedRun, String> run : labels.entrySet()) {
                write(json, run.getKey(), run.getValue());
            }
            json.writeEndArray();
            json.writeNumberField("farthest", TradeoffPlot.FARTHEST);
            json.writeNumberField("deepest", PlotStyle.DEEPEST_RATIO);
            json.writeArrayFieldStart("kinds");
            for (Kind kind : Kind.values()) {
                write(json, kind);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("tables");
            write(json, "tradeoff", Tradeoff.Row.class, ReportedRun::tradeoffs);
            write(json, "breakEven", BreakEvenMap.Row.class, run -> BreakEvenMap.rows(run.timings()));
            write(json, "cliff", CacheCliff.Row.class, run -> CacheCliff.rows(run.timings()));
            // Errors are the same on every machine, so that those of one run will do.
            Optional<ReportedRun> walked = labels.keySet().stream()
                    .filter(run -> !stepByStep(run).isEmpty())
                    .findFirst();
            write(
                    json,
                    "stepByStep",
                    AccumulatedError.class,
                    run -> walked.filter(run::equals)
                            .map(ReportPage::stepByStep)
                            .orElse(List.of()));
            json.writeEndObject();
            write(json, "words", words.keySet());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().replace("<", "\\u003c");
    }

    private static void write(JsonGenerator json, ReportedRun run, String label) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", run.name());
        json.writeStringField("label", label);
        json.writeStringField("date", run.date());
        write(json, "answer", new Answer(run.tradeoffs()).gist());
        write(json, "caveats", run.caveats());
        json.writeObjectFieldStart("caches");
        for (Map.Entry<String, Double> cache : run.caches().entrySet()) {
            json.writeNumberField(cache.getKey(), cache.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, Kind kind) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", kind.toString());
        List<String> contenders = labels.keySet().stream()
                .flatMap(run -> run.tradeoffs().stream())
                .filter(row -> Kind.of(row) == kind)
                .map(Tradeoff.Row::contender)
                .distinct()
                .toList();
        write(json, "contenders", contenders);
        json.writeEndObject();
    }

    /** Chains of linear codes and of floating point. */
    private static List<AccumulatedError> stepByStep(ReportedRun run) {
        return run.accumulated().stream()
                .filter(error -> error.operation() == Operation.CHAIN_BOUNDED && STEP_BY_STEP.contains(error.format()))
                .toList();
    }

    private <R extends Record> void write(
            JsonGenerator json, String name, Class<R> type, Function<ReportedRun, List<R>> rows) throws IOException {
        List<List<Object>> all = new ArrayList<>();
        labels.forEach((run, label) -> rows.apply(run).forEach(row -> {
            List<Object> cells = new ArrayList<>(List.of(label));
            cells.addAll(CsvFile.values(row));
            all.add(cells);
        }));
        List<String> columns = new ArrayList<>(List.of("run"));
        columns.addAll(CsvFile.header(type));
        json.writeObjectFieldStart(name);
        json.writeArrayFieldStart("columns");
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            json.writeStartObject();
            json.writeStringField("name", columns.get(column));
            json.writeBooleanField("text", all.stream().anyMatch(row -> isText(row.get(column))));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (List<Object> row : all) {
            json.writeStartArray();
            for (Object cell : row) {
                write(json, cell);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static boolean isText(Object cell) {
        return cell instanceof String || cell instanceof Enum<?>;
    }

    private void write(JsonGenerator json, Object cell) throws IOException {
        if (cell == null) {
            json.writeNull();
        } else if (cell instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (cell instanceof Integer number) {
            json.writeNumber(number);
        } else if (cell instanceof Double number) {
            if (number == Math.rint(number) && Math.abs(number) < MOST_WHOLE) {
                json.writeNumber(number.longValue());
            } else if (Double.isFinite(number)) {
                json.writeNumber(new BigDecimal(number, DIGITS).stripTrailingZeros());
            } else {
                json.writeString(number.toString());
            }
        } else {
            json.writeNumber(words.computeIfAbsent(cell.toString(), word -> words.size()));
        }
    }
}
