package timestables.tensors;

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
 * @param remarks what of the file was left out, or may have been meant otherwise; a line each
 */
public record Matrix(int rows, int columns, double[] values, List<String> header, List<String> remarks) {

    /** How many words of a header tell which it is. */
    private static final int SHOWN = 4;

    private static final int LONGEST_NAME = 40;

    /** A matrix about which there is nothing to remark. */
    public Matrix(int rows, int columns, double[] values, List<String> header) {
        this(rows, columns, values, header, List.of());
    }

    /** Its shape in words, and how the header begins if it has one. */
    public String describe() {
        String shape = "%d numbers in %s and %s".formatted(values.length, count(rows, "row"), count(columns, "column"));
        if (header.isEmpty()) {
            return shape;
        }
        return shape + ", headed " + beginning(header);
    }

    /** How a header begins, fit for a line on a console. */
    static String beginning(List<String> header) {
        return header.stream()
                        .limit(SHOWN)
                        .map(name -> Excerpt.of(name, LONGEST_NAME))
                        .collect(Collectors.joining(", "))
                + (header.size() > SHOWN ? ", ..." : "");
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
