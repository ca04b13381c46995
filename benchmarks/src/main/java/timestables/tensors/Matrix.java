package timestables.tensors;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timestables.run.Excerpt;

/**
 * A matrix of finite reals.
 *
 * @param rows at least 1
 * @param columns at least 1
 * @param values {@code rows * columns} of them, row by row
 * @param header what the file calls its columns; empty if it does not
 * @param remarks what of the file was left out, or may have been meant otherwise; a line each
 * @param stored the codes and scales that the numbers were read from, if the file holds such
 */
public record Matrix(
        int rows, int columns, double[] values, List<String> header, List<String> remarks, Optional<Stored> stored) {

    /** How many words of a header tell which it is. */
    private static final int SHOWN = 4;

    private static final int LONGEST_NAME = 40;

    /** A matrix of numbers that the file holds as such. */
    public Matrix(int rows, int columns, double[] values, List<String> header, List<String> remarks) {
        this(rows, columns, values, header, remarks, Optional.empty());
    }

    /** A matrix about which there is nothing to remark. */
    public Matrix(int rows, int columns, double[] values, List<String> header) {
        this(rows, columns, values, header, List.of());
    }

    /** Its rows as columns. What the file calls its columns is then lost. */
    public Matrix transposed() {
        double[] turned = new double[values.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = values[i % rows * columns + i / rows];
        }
        return new Matrix(columns, rows, turned, List.of(), remarks);
    }

    /** The same matrix with one more remark, before the others. */
    Matrix with(String remark) {
        return new Matrix(
                rows,
                columns,
                values,
                header,
                Stream.concat(Stream.of(remark), remarks.stream()).toList(),
                stored);
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
