package timestables.operands;

import java.util.List;
import java.util.stream.Collectors;
import timestables.run.Excerpt;

/**
 * A matrix of finite reals.
 *
 * @param rows at least 1
 * @param columns at least 1
 * @param values {@code rows * columns} of them, row by row
 * @param header what the file calls its columns; empty if it does not
 */
public record Matrix(int rows, int columns, double[] values, List<String> header) {

    /** How many words of a header tell which it is. */
    private static final int SHOWN = 4;

    private static final int LONGEST_NAME = 40;

    /** Its shape in words, and how the header begins if it has one. */
    public String describe() {
        String shape = "%d numbers in %s and %s".formatted(values.length, count(rows, "row"), count(columns, "column"));
        if (header.isEmpty()) {
            return shape;
        }
        String first = header.stream()
                .limit(SHOWN)
                .map(name -> Excerpt.of(name, LONGEST_NAME))
                .collect(Collectors.joining(", "));
        return shape + ", headed " + first + (header.size() > SHOWN ? ", ..." : "");
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
