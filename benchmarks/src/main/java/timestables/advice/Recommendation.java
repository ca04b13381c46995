package timestables.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timestables.contender.Contender;
import timestables.speed.Verdict;

/** What to take of all ways that were measured, in words: the fastest that is accurate enough, or else the smallest. */
final class Recommendation {

    /** Share of the fastest speed from which on a way counts as being as fast; the most accurate of these is taken. */
    private static final double AS_FAST = 0.97;

    /** The same share if the intervals overlap. */
    private static final double PERHAPS_AS_FAST = 0.9;

    /** Ways that differ by fewer decibels are as accurate. */
    private static final double AS_ACCURATE = 1;

    /** Ways that take this share of the memory, or less, are named. */
    private static final double LESS_MEMORY = 0.67;

    private final List<AdviceRow> rows;
    private final Bound bound;

    /** @param rows of one problem */
    Recommendation(List<AdviceRow> rows, Bound bound) {
        this.rows = rows;
        this.bound = bound;
    }

    /** What to take; none if nothing is accurate enough. */
    Optional<AdviceRow> pick() {
        List<AdviceRow> enough = rows.stream().filter(bound::isMetBy).toList();
        Comparator<AdviceRow> smaller = Comparator.comparingDouble(
                        (AdviceRow row) -> row.way().bytesPerWeight())
                .reversed();
        Comparator<AdviceRow> moreAccurate = Comparator.comparingDouble(AdviceRow::snrDb);
        Optional<AdviceRow> fastest = fastest(enough.stream());
        if (fastest.isEmpty()) {
            return enough.stream().max(smaller.thenComparing(moreAccurate));
        }
        return enough.stream()
                .filter(row -> row.speed().isSteady() && isAsFast(row, fastest.get()))
                .max(moreAccurate.thenComparing(smaller));
    }

    private static Optional<AdviceRow> fastest(Stream<AdviceRow> rows) {
        return rows.filter(row -> row.speed().isSteady()).max(Comparator.comparingDouble(AdviceRow::perNs));
    }

    private static boolean isAsFast(AdviceRow row, AdviceRow fastest) {
        boolean overlap = row.speed().speedupHigh() != null
                && fastest.speed().speedupLow() != null
                && row.speed().speedupHigh() >= fastest.speed().speedupLow();
        return row.perNs() >= (overlap ? PERHAPS_AS_FAST : AS_FAST) * fastest.perNs();
    }

    /** A sentence a line. */
    @Override
    public String toString() {
        Optional<AdviceRow> pick = pick();
        if (pick.isEmpty()) {
            AdviceRow best = rows.stream()
                    .max(Comparator.comparingDouble(AdviceRow::snrDb))
                    .orElseThrow();
            return "Nothing has %s; the most accurate is %s.".formatted(bound, figures(best));
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(take(pick.get()));
        if (!pick.get().speed().isSteady()) {
            sentences.add(
                    "Nothing with %s has a steady speed, so this is what takes the least memory.".formatted(bound));
        } else {
            moreAccurate(pick.get()).ifPresent(sentences::add);
            lessMemory(pick.get()).ifPresent(sentences::add);
        }
        int8(pick.get()).ifPresent(sentences::add);
        untimed().ifPresent(sentences::add);
        return String.join(System.lineSeparator(), sentences);
    }

    private String take(AdviceRow pick) {
        if (Contender.isBaseline(pick.contender())) {
            return "Stay with %s: nothing with %s is faster.".formatted(figures(pick), bound);
        }
        String why = !pick.speed().isSteady()
                ? "It is the smallest with %s."
                : "Nothing with %s is certainly faster, or as fast and more accurate.";
        String doubt =
                pick.speed().verdict() == Verdict.UNDECIDED || pick.speed().verdict() == Verdict.SAME
                        ? " It is not certain that it is faster than float32."
                        : pick.speed().verdict() == Verdict.SLOWER
                                ? " It is slower than float32, whose speed was not steady."
                                : "";
        return "Take %s. %s%s".formatted(figures(pick), why.formatted(bound), doubt);
    }

    /** The fastest of those that are clearly more accurate, and what it costs. */
    private Optional<String> moreAccurate(AdviceRow pick) {
        return fastest(rows.stream().filter(row -> row.snrDb() > pick.snrDb() + AS_ACCURATE))
                .map(row -> "More accurate by %s dB, at %s of its speed: %s."
                        .formatted(
                                number(row.snrDb() - pick.snrDb()), percent(row.perNs() / pick.perNs()), figures(row)));
    }

    /** The fastest of those that are accurate enough and take much less memory. */
    private Optional<String> lessMemory(AdviceRow pick) {
        return fastest(rows.stream()
                        .filter(row -> bound.isMetBy(row)
                                && row.way().bytesPerWeight()
                                        <= LESS_MEMORY * pick.way().bytesPerWeight()))
                .map(row -> "In %s of the memory, at %s of its speed: %s."
                        .formatted(
                                percent(row.way().bytesPerWeight() / pick.way().bytesPerWeight()),
                                percent(row.perNs() / pick.perNs()),
                                figures(row)));
    }

    /** The contenders that may be faster, but have no steady speed. */
    private Optional<String> untimed() {
        Set<String> timed = contenders(row -> row.speed().isSteady());
        Set<String> open = contenders(bound::isMetBy);
        open.removeAll(timed);
        boolean baseline = timed.stream().anyMatch(Contender::isBaseline);
        return timed.isEmpty() || open.isEmpty() && baseline
                ? Optional.empty()
                : Optional.of("Beware: %s%s no steady speed; more --minutes may find one."
                        .formatted(
                                baseline ? "" : open.isEmpty() ? "float32 has" : "float32 and ",
                                open.isEmpty() ? "" : "accurate enough contenders (%d) have".formatted(open.size())));
    }

    private Set<String> contenders(Predicate<AdviceRow> which) {
        return rows.stream().filter(which).map(AdviceRow::contender).collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> int8(AdviceRow pick) {
        if (pick.way().isOfIntegers()) {
            if (!pick.speed().isSteady()) {
                return Optional.empty();
            }
            return Optional.of(
                    "So int8 is the better choice here: no table with %s is certainly faster.".formatted(bound));
        }
        return rows.stream()
                .filter(row -> row.way().isOfIntegers())
                .max(Comparator.<AdviceRow>comparingDouble(row -> row.speed().isSteady() ? row.perNs() : 0)
                        .thenComparing(Comparator.comparingDouble(
                                        (AdviceRow row) -> row.way().bytesPerWeight())
                                .reversed())
                        .thenComparingDouble(AdviceRow::snrDb))
                .map(row -> "For comparison, int8: %s.".formatted(figures(row)));
    }

    /** A way with its figures. */
    private static String figures(AdviceRow row) {
        String way = row.way().isFloating()
                ? row.contender()
                : "%s with %s weights%s, scales: %s"
                        .formatted(
                                row.contender(),
                                row.way().format(),
                                row.way().rounding().equals(AdviceRow.NEAREST)
                                        ? ""
                                        : " rounded by " + row.way().rounding(),
                                row.way().scales());
        String speed = row.speed().speedup() == null
                ? ""
                : ", %s times float32%s"
                        .formatted(
                                number(row.speed().speedup()),
                                row.speed().speedupLow() == null
                                        ? ""
                                        : " (%s to %s)"
                                                .formatted(
                                                        number(row.speed().speedupLow()),
                                                        number(row.speed().speedupHigh())));
        return "%s (%s dB%s, %s bytes a weight)"
                .formatted(way, number(row.snrDb()), speed, number(row.way().bytesPerWeight()));
    }

    /** Two or three digits. */
    static String number(double value) {
        double magnitude = Math.abs(value);
        return String.format(Locale.ROOT, magnitude >= 99.95 ? "%.0f" : magnitude >= 9.995 ? "%.1f" : "%.2f", value);
    }

    private static String percent(double share) {
        return "%.0f %%".formatted(100 * share);
    }
}
