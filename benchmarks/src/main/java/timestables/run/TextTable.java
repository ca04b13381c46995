package timestables.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows of words and numbers, aligned for a console. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    public void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(text(cell));
        }
        rows.add(row);
    }

    private static String text(Object cell) {
        // A line break in a name from some file would make a row of its own.
        return cell == null
                ? ""
                : cell instanceof Double number
                        ? number(number)
                        : cell.toString().replaceAll("\\p{Cc}", "?");
    }

    /** A number with three significant digits. */
    public static String number(double value) {
        double magnitude = Math.abs(value);
        if (value == 0) {
            return "0";
        }
        if (magnitude < 1e-3 || magnitude >= 1e6) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The first column is aligned to the left, as is every column of words; numbers are aligned to the right. */
    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            int index = column;
            int width =
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0);
            boolean words = rows.stream().skip(1).anyMatch(row -> row.get(index).matches("[a-z].*"));
            format.append(words ? "%-" : "%").append(Math.max(1, width)).append("s  ");
        }
        return rows.stream()
                .map(row -> String.format(format.toString(), row.toArray()).stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
