package timestables.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names that a user has typed, and those that were meant. */
public final class Spelling {

    private static final int LONGEST_TYPED = 200;

    private Spelling() {}

    /**
     * The message about a name that nothing has: the nearest name, and all names.
     *
     * @param what the names are of
     */
    public static String unknown(String what, String name, Collection<String> known) {
        return "no %s is named '%s'%s; there are %s"
                .formatted(
                        what,
                        name,
                        nearest(name, known)
                                .map(" (did you mean %s?)"::formatted)
                                .orElse(""),
                        String.join(", ", known));
    }

    /** The name that differs least, if that is in no more than a third of its letters, or in one. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .filter(other -> distance(name, other) <= Math.max(1, other.length() / 3));
    }

    /**
     * All names, those first that contain what was typed, or differ least from it. Names of more than 200 characters,
     * which nobody types, are taken by their first 200.
     */
    public static List<String> nearestFirst(String name, Collection<String> known) {
        String typed = beginning(name).toLowerCase(Locale.ROOT);
        Map<String, Integer> distances = new HashMap<>();
        for (String other : known) {
            String lower = beginning(other).toLowerCase(Locale.ROOT);
            boolean contains = !typed.isEmpty() && lower.contains(typed);
            distances.put(other, distance(typed, lower) - (contains ? 2 * LONGEST_TYPED : 0));
        }
        return known.stream().sorted(Comparator.comparing(distances::get)).toList();
    }

    private static String beginning(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_TYPED));
    }

    /** Levenshtein's: how many letters have to be inserted, deleted or replaced. */
    private static int distance(String from, String to) {
        int[] distances = new int[to.length() + 1];
        for (int j = 1; j <= to.length(); j++) {
            distances[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = distances[0];
            distances[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = distances[j];
                distances[j] = Math.min(replaced, 1 + Math.min(distances[j - 1], diagonal));
            }
        }
        return distances[to.length()];
    }
}
