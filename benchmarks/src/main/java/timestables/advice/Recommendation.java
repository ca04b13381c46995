package timestables.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import timestables.contender.Contender;
import timestables.speed.Verdict;

/** What to take of all ways that were measured, in words: the fastest that is accurate enough, or else the smallest. */
final class Recommendation {

    /** What is this much slower than the fastest is as fast, so that the more accurate of them is taken. */
    private static final double AS_FAST = 0.97;

    /** What is better by fewer decibels is as accurate. */
    private static final double AS_ACCURATE = 1;

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
        List<AdviceRow> timed = enough.stream().filter(Recommendation::hasSpeed).toList();
        if (timed.isEmpty()) {
            return enough.stream()
                    .min(Comparator.comparingDouble(AdviceRow::bytesPerWeight)
                            .thenComparing(
                                    Comparator.comparingDouble(AdviceRow::snrDb).reversed()));
        }
        double fastest =
                timed.stream().mapToDouble(AdviceRow::elementsPerNs).max().orElseThrow();
        return timed.stream()
                .filter(row -> row.elementsPerNs() >= AS_FAST * fastest)
                .max(Comparator.comparingDouble(AdviceRow::snrDb));
    }

    private static boolean hasSpeed(AdviceRow row) {
        return row.elementsPerNs() != null && row.verdict() != Verdict.UNSTEADY;
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
        if (pick.get().elementsPerNs() == null) {
            sentences.add("No speed was measured, so this is what takes the least memory.");
        } else {
            moreAccurate(pick.get()).ifPresent(sentences::add);
        }
        int8(pick.get()).ifPresent(sentences::add);
        return String.join(System.lineSeparator(), sentences);
    }

    private String take(AdviceRow pick) {
        if (Contender.isBaseline(pick.contender())) {
            return "Stay with %s: nothing faster has %s.".formatted(pick.contender(), bound);
        }
        String doubt = pick.verdict() == Verdict.UNDECIDED || pick.verdict() == Verdict.SAME
                ? " That it is faster than float32 is not certain."
                : pick.verdict() == Verdict.SLOWER ? " It is slower than float32, which was not steady." : "";
        return "Take %s. It is the %s with %s.%s"
                .formatted(figures(pick), pick.elementsPerNs() == null ? "smallest" : "fastest", bound, doubt);
    }

    /** The fastest of those that are clearly more accurate, and what it costs. */
    private Optional<String> moreAccurate(AdviceRow pick) {
        return rows.stream()
                .filter(row -> hasSpeed(row) && row.pareto() && row.snrDb() > pick.snrDb() + AS_ACCURATE)
                .max(Comparator.comparingDouble(AdviceRow::elementsPerNs))
                .map(row -> "More accurate by %s dB, at %s of its speed: %s."
                        .formatted(
                                number(row.snrDb() - pick.snrDb()),
                                percent(row.elementsPerNs() / pick.elementsPerNs()),
                                figures(row)));
    }

    private Optional<String> int8(AdviceRow pick) {
        if (pick.isOfIntegers()) {
            return Optional.of("So int8 is the better choice here: no table with %s is faster.".formatted(bound));
        }
        return rows.stream()
                .filter(AdviceRow::isOfIntegers)
                .max(Comparator.<AdviceRow>comparingDouble(row -> hasSpeed(row) ? row.elementsPerNs() : 0)
                        .thenComparingDouble(AdviceRow::snrDb))
                .map(row -> "For comparison, int8: %s.".formatted(figures(row)));
    }

    /** A way with its figures. */
    private static String figures(AdviceRow row) {
        String way = row.scales().isEmpty()
                ? row.contender()
                : "%s with %s weights%s, scales: %s"
                        .formatted(
                                row.contender(),
                                row.format(),
                                row.rounding().equals(AdviceRow.NEAREST) ? "" : " rounded by " + row.rounding(),
                                row.scales());
        String speed = row.speedup() == null
                ? ""
                : ", %s times float32%s"
                        .formatted(
                                number(row.speedup()),
                                row.speedupLow() == null
                                        ? ""
                                        : " (%s to %s)".formatted(number(row.speedupLow()), number(row.speedupHigh())));
        return "%s (%s dB%s, %s bytes a weight)"
                .formatted(way, number(row.snrDb()), speed, number(row.bytesPerWeight()));
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
