package timestables.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.speed.Verdict;

/**
 * What a run says, on one page: a matrix of operations and bits, with speed-ups and signal-to-noise ratios, and the
 * gist in words. Of a contender that was measured in several formats, the one with the best ratio counts.
 */
public final class Answer {

    /** Lines and columns of a page. */
    private static final int LINES = 40;

    private static final int COLUMNS = 100;

    /** Signal-to-noise ratio, in dB, below which a result says little of the exact one. */
    private static final double LEAST_SNR = 10;

    private static final int MOST_BITS = 9;

    private static final String WORK = "%-22s%9s";

    private static final List<Operation> IN_WORDS =
            List.of(Operation.MULTIPLY, Operation.DOT, Operation.GEMV, Operation.GEMM);

    private final List<Tradeoff.Row> rows;
    private final boolean colour;

    /** @param rows of one run, in any order */
    public Answer(List<Tradeoff.Row> rows) {
        // Picocli knows what is said of colours in the environment, and Java whether anybody is there to see them.
        this(
                rows,
                Ansi.AUTO.enabled()
                        && System.console() != null
                        && System.console().isTerminal());
    }

    Answer(List<Tradeoff.Row> rows, boolean colour) {
        this.rows = rows;
        this.colour = colour;
    }

    /** One operation at one size. */
    private record Work(Operation operation, String size, OperandForm operands) {

        static Work of(Tradeoff.Row row) {
            return new Work(row.operation(), row.size(), row.operands());
        }

        @Override
        public String toString() {
            return operation + " " + size + (operands == OperandForm.CODES ? "" : " " + operands);
        }
    }

    /** The page, without a line feed at its end. */
    @Override
    public String toString() {
        Map<Work, Map<String, Tradeoff.Row>> works = works();
        if (works.isEmpty()) {
            return "Nothing was timed and measured.";
        }
        List<String> sentences = wrapped(String.join(" ", gist(works)));
        List<String> page = new ArrayList<>();
        page.add("Products per nanosecond of the fastest float32, and speed-ups over it; below, the SNR in dB.");
        page.add("Marks: + faster, ! faster but below %.0f dB, - slower, = within 3 %%, ? undecided, ~ unsteady."
                .formatted(LEAST_SNR));
        page.add("");
        List<Integer> bits = bits(works);
        page.add(WORK.formatted("", "float32")
                + cells(Stream.concat(Stream.of(Int8.ID), bits.stream().map("%d bits"::formatted))));
        page.add(WORK.formatted("", "per ns"));
        int space = LINES - page.size() - sentences.size() - 2;
        int left = 0;
        for (Map.Entry<Work, Map<String, Tradeoff.Row>> work : works.entrySet()) {
            List<String> lines = lines(work.getKey(), work.getValue(), bits);
            if (lines.size() > space || left > 0) {
                left++;
            } else {
                page.addAll(lines);
                space -= lines.size();
            }
        }
        if (left > 0) {
            page.add("%d more in %s.".formatted(left, Tradeoff.FILE));
        }
        page.add("");
        page.addAll(sentences);
        return String.join(System.lineSeparator(), page);
    }

    /** The rows of each contender's best format, in the order of operations and sizes. */
    private Map<Work, Map<String, Tradeoff.Row>> works() {
        Map<Work, Map<String, Tradeoff.Row>> works = new LinkedHashMap<>();
        rows.stream()
                .sorted(Tradeoff.Row.BY_WORK)
                .forEach(row -> works.computeIfAbsent(Work.of(row), work -> new LinkedHashMap<>())
                        .merge(row.contender(), row, (one, other) -> one.snrDb() >= other.snrDb() ? one : other));
        return works;
    }

    private static List<Integer> bits(Map<Work, Map<String, Tradeoff.Row>> works) {
        TreeSet<Integer> bits = new TreeSet<>();
        for (int number = 2; number <= MOST_BITS; number++) {
            String id = table(number);
            if (works.values().stream().anyMatch(contenders -> contenders.containsKey(id))) {
                bits.add(number);
            }
        }
        return List.copyOf(bits);
    }

    private static String table(int bits) {
        return Measured.table(bits, Rounding.NEAREST);
    }

    /** A cell of int8 and of each number of bits. */
    private static String cells(
            Map<String, Tradeoff.Row> contenders, List<Integer> bits, Function<Tradeoff.Row, String> text) {
        Stream<Optional<Tradeoff.Row>> rows = Stream.concat(
                Stream.of(fastest(contenders, Contender::isInt8)),
                bits.stream().map(number -> Optional.ofNullable(contenders.get(table(number)))));
        return cells(rows.map(row -> row.map(text).orElse("")));
    }

    private static String cells(Stream<String> texts) {
        return texts.map("%8s"::formatted).collect(Collectors.joining());
    }

    /** Speed-ups of int8 and tables, their signal-to-noise ratios, and the rest. */
    private List<String> lines(Work work, Map<String, Tradeoff.Row> contenders, List<Integer> bits) {
        String baseline = fastest(contenders, Contender::isBaseline)
                .map(row -> "%.3g".formatted(row.elementsPerNs()))
                .orElse("-");
        List<String> lines = new ArrayList<>();
        lines.add(WORK.formatted(work, baseline) + cells(contenders, bits, Answer::speedup));
        lines.add(WORK.formatted("", "dB ") + cells(contenders, bits, Answer::snr));
        String others = contenders.values().stream()
                .filter(row -> row.contender().contains("-")
                        && !Contender.isBaseline(row.contender())
                        && !Contender.isInt8(row.contender())
                        && !row.contender().endsWith(Contender.PLAIN_LOOP))
                .sorted(Comparator.comparingDouble(Tradeoff.Row::elementsPerNs).reversed())
                .map(row -> "%s %s %s dB".formatted(row.contender(), speedup(row), snr(row)))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            String line = "    " + others;
            lines.add(line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 3) + "...");
        }
        return lines.stream().map(this::coloured).toList();
    }

    private String coloured(String line) {
        return colour ? line.replaceAll("[0-9.]+\\+", "\u001b[32m$0\u001b[0m") : line;
    }

    private static Optional<Tradeoff.Row> fastest(Map<String, Tradeoff.Row> contenders, Predicate<String> ids) {
        return contenders.values().stream()
                .filter(row -> ids.test(row.contender()))
                .max(Comparator.comparing(Tradeoff.Row::isSteady).thenComparing(Tradeoff.Row::elementsPerNs));
    }

    private static String speedup(Tradeoff.Row row) {
        String mark = switch (row.verdict()) {
            case FASTER -> row.snrDb() < LEAST_SNR ? "!" : "+";
            case SLOWER -> "-";
            case SAME -> "=";
            case UNDECIDED -> "?";
            case UNSTEADY -> "~";
        };
        return row.speedup() == null || !row.isSteady() ? mark : ratio(row.speedup()) + mark;
    }

    /** Three digits, and no more decimals than two. */
    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 9.995 ? "%.2f" : "%.1f", ratio);
    }

    private static String snr(Tradeoff.Row row) {
        // Not -0.
        return String.format(Locale.ROOT, "%.0f", Math.rint(row.snrDb()) + 0.0);
    }

    /** The gist: a sentence or two on each operation, and on what is left from floats. */
    List<String> gist() {
        return gist(works());
    }

    private static List<String> gist(Map<Work, Map<String, Tradeoff.Row>> works) {
        List<String> sentences = new ArrayList<>();
        for (Operation operation : IN_WORDS) {
            works.entrySet().stream()
                    .filter(work -> work.getKey().operation() == operation
                            && work.getKey().operands() == OperandForm.CODES)
                    .max(Comparator.comparingInt(work -> work.getValue().size()))
                    .ifPresent(work -> sentences.add(sentence(work.getKey(), work.getValue())));
        }
        sentences.addAll(fromFloats(works));
        List<Tradeoff.Row> all =
                works.values().stream().flatMap(work -> work.values().stream()).toList();
        long open =
                all.stream().filter(row -> row.verdict() == Verdict.UNDECIDED).count();
        if (2 * open > all.size()) {
            sentences.add(
                    "Most speed-ups are undecided: more --minutes, or fewer other programs, make the intervals narrower.");
        }
        return sentences;
    }

    /** What is left of speed where encoding and decoding count: of the fastest sound table of each work. */
    private static List<String> fromFloats(Map<Work, Map<String, Tradeoff.Row>> works) {
        List<String> figures = new ArrayList<>();
        works.forEach((work, contenders) -> {
            if (work.operands() == OperandForm.FLOATS) {
                tables(contenders).stream()
                        .filter(row -> row.speedupLow() != null && row.snrDb() >= LEAST_SNR)
                        .max(Comparator.comparing(Tradeoff.Row::speedup))
                        .ifPresent(
                                row -> figures.add("%s %s, %s".formatted(work.operation(), work.size(), figures(row))));
            }
        });
        return figures.isEmpty()
                ? List.of()
                : List.of("From floats to floats, the fastest tables of 10 dB or more are: "
                        + String.join("; ", figures) + ".");
    }

    private static String sentence(Work work, Map<String, Tradeoff.Row> contenders) {
        List<Tradeoff.Row> winners = contenders.values().stream()
                .filter(row -> row.verdict() == Verdict.FASTER && isTable(row))
                .sorted(Comparator.comparing(Tradeoff.Row::indexBits))
                .toList();
        List<Tradeoff.Row> sound =
                winners.stream().filter(row -> row.snrDb() >= LEAST_SNR).toList();
        if (winners.isEmpty()) {
            boolean open =
                    contenders.values().stream().anyMatch(row -> isTable(row) && row.verdict() == Verdict.UNDECIDED);
            String none = open
                    ? "In %s, it is undecided whether a table is faster than float32."
                    : "In %s, no table is faster than float32.";
            return none.formatted(work) + int8(contenders, tables(contenders));
        }
        String beat = sound.isEmpty()
                ? "In %s, only tables below %.0f dB are faster than float32: %s."
                        .formatted(work, LEAST_SNR, figures(winners.getLast()))
                : (sound.size() == 1
                                ? "In %s, a table of %s is faster than float32."
                                : "In %s, tables of %s are faster than float32.")
                        .formatted(work, stretches(contenders, sound));
        return beat + int8(contenders, sound.isEmpty() ? winners : sound);
    }

    /** Some of the tables by their bits: from the first to the last of each stretch in which none is missing. */
    private static String stretches(Map<String, Tradeoff.Row> contenders, List<Tradeoff.Row> some) {
        List<Tradeoff.Row> all = tables(contenders).stream()
                .sorted(Comparator.comparing(Tradeoff.Row::indexBits))
                .toList();
        List<String> stretches = new ArrayList<>();
        Tradeoff.Row first = null;
        Tradeoff.Row last = null;
        for (Tradeoff.Row row : all) {
            if (some.contains(row)) {
                first = first == null ? row : first;
                last = row;
            } else if (first != null) {
                stretches.add(stretch(first, last));
                first = null;
            }
        }
        if (first != null) {
            stretches.add(stretch(first, last));
        }
        return String.join(" and ", stretches);
    }

    private static String stretch(Tradeoff.Row first, Tradeoff.Row last) {
        return first == last ? figures(first) : figures(first) + " to " + figures(last);
    }

    private static List<Tradeoff.Row> tables(Map<String, Tradeoff.Row> contenders) {
        return contenders.values().stream().filter(Answer::isTable).toList();
    }

    private static boolean isTable(Tradeoff.Row row) {
        return row.indexBits() != null && row.contender().equals(table(row.indexBits()));
    }

    private static String figures(Tradeoff.Row row) {
        return "%d bits (%sx, %s-%s, %s dB)"
                .formatted(
                        row.indexBits(),
                        ratio(row.speedup()),
                        ratio(row.speedupLow()),
                        ratio(row.speedupHigh()),
                        snr(row));
    }

    /** Where int8 is faster than float32 and some tables, and better than all. */
    private static String int8(Map<String, Tradeoff.Row> contenders, List<Tradeoff.Row> tables) {
        return fastest(contenders, Contender::isInt8)
                .filter(row -> row.verdict() == Verdict.FASTER && !tables.isEmpty())
                .filter(row ->
                        tables.stream().allMatch(table -> row.isFasterThan(table) && table.snrDb() < row.snrDb()))
                .map(row -> " There, %s is faster than these tables and more accurate (%sx, %s-%s, %s dB)."
                        .formatted(
                                row.contender(),
                                ratio(row.speedup()),
                                ratio(row.speedupLow()),
                                ratio(row.speedupHigh()),
                                snr(row)))
                .orElse("");
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
