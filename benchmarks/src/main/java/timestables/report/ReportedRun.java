package timestables.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import timestables.accuracy.AccumulatedError;
import timestables.accuracy.AccuracyRow;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.speed.Throughput;
import timestables.speed.Timings;

/**
 * What a run left in its folder, of which files may be missing.
 *
 * @param name the folder's
 * @param timings empty if nothing was timed
 * @param errors empty if none was measured
 * @param tradeoffs empty if nothing was timed and measured
 * @param accumulated errors step by step; empty if none was measured so
 * @param caveats what all timings have to be read with
 */
record ReportedRun(
        String name,
        Environment environment,
        List<Throughput> timings,
        List<AccuracyRow> errors,
        List<Tradeoff.Row> tradeoffs,
        List<AccumulatedError> accumulated,
        List<String> caveats) {

    private static final Pattern JDK = Pattern.compile("\\bVM (\\d[\\d.]*)");

    private static final Pattern VECTORS = Pattern.compile("\\b(\\d{1,9})-bit vectors");

    private static final List<String> CACHES = List.of("l1_data_cache", "l2_unified_cache", "l3_unified_cache");

    private static final int DAY = "2026-01-01".length();

    /** Bytes as the system writes them, such as {@code 48K}. */
    private static final Pattern SIZE = Pattern.compile("(\\d+)([KMG])");

    /**
     * Reads a folder.
     *
     * @throws IllegalArgumentException naming it, if it holds no run, or nothing that can be reported; naming the file,
     *     if one is damaged or of another version
     */
    static ReportedRun read(Path folder) {
        Environment environment = Environment.of(folder);
        List<Throughput> timings = read(folder, Throughput.FILE, Throughput.class);
        List<AccuracyRow> errors = read(folder, AccuracyRow.FILE, AccuracyRow.class);
        List<AccumulatedError> accumulated = read(folder, AccumulatedError.FILE, AccumulatedError.class);
        List<Tradeoff.Row> tradeoffs = read(folder, Tradeoff.FILE, Tradeoff.Row.class);
        if (timings.isEmpty() && errors.isEmpty() && tradeoffs.isEmpty() && accumulated.isEmpty()) {
            throw new IllegalArgumentException("%s has nothing to report: %s and %s are missing or empty"
                    .formatted(folder, Throughput.FILE, AccuracyRow.FILE));
        }
        return new ReportedRun(
                folder.toAbsolutePath().normalize().getFileName().toString(),
                environment,
                timings,
                errors,
                // A run that was stopped has not joined them.
                tradeoffs.isEmpty() ? Tradeoff.join(timings, errors) : tradeoffs,
                accumulated,
                Timings.caveats(folder));
    }

    private static <R extends Record> List<R> read(Path folder, String name, Class<R> type) {
        Path file = folder.resolve(name);
        return Files.exists(file) ? CsvFile.read(file, type) : List.of();
    }

    String processor() {
        return environment.fact(Environment.CPU_MODEL);
    }

    String date() {
        return environment.fact(Environment.DATE);
    }

    /** The date without a time. */
    String day() {
        return date().substring(0, Math.min(DAY, date().length()));
    }

    String jdk() {
        Matcher version = JDK.matcher(environment.fact(Environment.JVM));
        return version.find() ? version.group(1) : environment.fact(Environment.JVM);
    }

    /** Those that kernels ran with, which may be narrower than the processor's. */
    int vectorBits() {
        return timings.stream()
                .map(row -> VECTORS.matcher(row.note()))
                .filter(Matcher::find)
                .findFirst()
                .map(note -> Integer.valueOf(note.group(1)))
                .orElseGet(() -> environment.number(Environment.VECTOR_BITS));
    }

    /** Processor, vectors and JDK. */
    String label() {
        return "%s, %d-bit vectors, JDK %s".formatted(processor(), vectorBits(), jdk());
    }

    /** A name for each run: the label, and the folder too where another run has the same, and a number if need be. */
    static Map<ReportedRun, String> labels(List<ReportedRun> runs) {
        Map<ReportedRun, String> labels = new LinkedHashMap<>();
        for (ReportedRun run : runs) {
            long alike = runs.stream()
                    .filter(other -> other.label().equals(run.label()))
                    .count();
            String label = alike > 1 ? run.label() + " (" + run.name + ")" : run.label();
            String numbered = label;
            for (int i = 2; labels.containsValue(numbered); i++) {
                numbered = label + " #" + i;
            }
            labels.put(run, numbered);
        }
        return labels;
    }

    /** Bytes of the caches that hold data, by level, such as {@code L1}. */
    Map<String, Double> caches() {
        Map<String, Double> caches = new TreeMap<>();
        for (String key : CACHES) {
            Matcher size = SIZE.matcher(environment.optional(key).orElse(""));
            if (size.matches()) {
                double unit = Math.pow(1024, "KMG".indexOf(size.group(2)) + 1);
                caches.put(key.substring(0, 2).toUpperCase(Locale.ROOT), Double.parseDouble(size.group(1)) * unit);
            }
        }
        return caches;
    }
}
