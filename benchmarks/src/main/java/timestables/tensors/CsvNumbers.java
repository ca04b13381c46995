package timestables.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import timestables.run.CsvReader;
import timestables.run.Excerpt;

/**
 * Reads real numbers from CSV.
 *
 * <p>The first row is a header if each of its cells is a name, and so is that of a data frame without names: 0, 1, ...
 * above numbers that all have a point or an exponent. The first column is an index, which is left out, if it counts the
 * rows from 0 below an empty cell, below {@code Unnamed: 0}, or in such a data frame. All that is left out is remarked.
 */
final class CsvNumbers {

    private static final Pattern NUMERALS = Pattern.compile("[-+.\\deE]+");
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

    /** What stands for a missing number in the files of pandas, R and spreadsheets. */
    private static final Set<String> MISSING = Set.of("NA", "N/A", "n/a", "#N/A", "NULL", "null", "None");

    /** What data frames without a name for their index write above it, and read from that. */
    private static final Set<String> INDEX_NAMES = Set.of("", "Unnamed: 0");

    /** A row's cells are strings, of about 64 bytes, which have to fit into a fraction of the memory for numbers. */
    private static final int LEAST_COLUMNS = 1 << 10;

    private static final int MOST_COLUMNS = 1 << 20;

    private static final int LONGEST_SHOWN = 40;

    private final InputStream in;
    private final int most;
    private final List<String> remarks = new ArrayList<>();
    private List<String> header = List.of();
    private boolean hasIndex;
    private double[] values = new double[1024];
    private int count;
    private int rows;
    private int columns;

    /** Of rows below a first one of 0, 1, ...: whether it may be a header, and what the columns then are. */
    private boolean isNumbered;

    private boolean firstCounts = true;
    private boolean firstIsReal = true;
    private boolean othersAreReal = true;

    /** @param most how many numbers memory has room for */
    CsvNumbers(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    Matrix read() throws IOException {
        try {
            CsvReader.read(in, Math.clamp(most / 4, LEAST_COLUMNS, MOST_COLUMNS), this::add);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "is neither CSV in UTF-8 nor an array that numpy.save wrote, nor a model in safetensors, GGUF or ONNX;"
                            + " one of these would be right",
                    e);
        }
        if (count == 0) {
            throw new IllegalArgumentException(
                    "holds no numbers; a CSV file with some, or an array that numpy.save wrote, would be right"
                            + CsvReader.separators(header));
        }
        if (isNumbered) {
            interpretNumberedColumns();
        }
        if (!header.isEmpty()) {
            remarks.addFirst("row 1 is taken for a header: " + Matrix.beginning(header));
        }
        return new Matrix(rows, columns, Arrays.copyOf(values, count), header, List.copyOf(remarks));
    }

    private void add(List<String> cells) {
        if (rows == 0 && header.isEmpty() && isHeader(cells)) {
            header = cells;
            hasIndex = isIndexName(cells);
            if (hasIndex) {
                header = cells.subList(1, cells.size());
                remarkIndex();
            }
            return;
        }
        if (hasIndex && !counts(cells, rows)) {
            throw new IllegalArgumentException(TensorFile.place(row(), 1) + " holds " + shown(cells.getFirst())
                    + " in a column without a name, as an index has, which is no operand; leave that column out, as"
                    + " to_csv(index=False) does, or name it");
        }
        if (rows == 0) {
            columns = cells.size() - (hasIndex ? 1 : 0);
            isNumbered = header.isEmpty() && isNumbered(cells);
        } else if (isNumbered) {
            firstCounts &= counts(cells, rows - 1);
            firstIsReal &= isReal(cells.getFirst());
            othersAreReal &= cells.stream().skip(1).allMatch(CsvNumbers::isReal);
        }
        if (count > most - columns) {
            throw TensorFile.tooMany("more than " + count + " numbers", most);
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values, Math.max(count + columns, (int) Math.min(most, 2L * values.length)));
        }
        for (int column = cells.size() - columns; column < cells.size(); column++) {
            values[count++] = number(cells.get(column), row(), column + 1);
        }
        rows++;
    }

    /** The row that is read, counted from 1. */
    private int row() {
        return rows + (header.isEmpty() ? 1 : 2);
    }

    private static boolean isHeader(List<String> cells) {
        if (isIndexName(cells) && isNumbered(cells.subList(1, cells.size()))) {
            return true;
        }
        if (cells.stream().anyMatch(CsvNumbers::isNumber)) {
            return false;
        }
        for (int column = 1; column <= cells.size(); column++) {
            String cell = cells.get(column - 1);
            if (!isName(cell)) {
                throw notANumber(cell, 1, column, "; the name of a column begins with a letter");
            }
        }
        return true;
    }

    private static boolean isIndexName(List<String> header) {
        return header.size() > 1 && INDEX_NAMES.contains(header.getFirst());
    }

    /** A name may be empty. What has digits begins with a letter; else it is a number that went wrong. */
    private static boolean isName(String cell) {
        // numpy.savetxt begins a header with this sign.
        String name = cell.startsWith("#") ? cell.substring(1).strip() : cell;
        return name.isEmpty()
                || Character.isLetter(name.codePointAt(0))
                || name.charAt(0) == '_'
                || name.codePoints().anyMatch(Character::isLetter)
                        && name.codePoints().noneMatch(Character::isDigit);
    }

    /** Whether the cells are 0, 1, ..., as a data frame without names calls its columns. */
    private static boolean isNumbered(List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            if (!cells.get(column).equals(String.valueOf(column))) {
                return false;
            }
        }
        return true;
    }

    private static boolean counts(List<String> cells, int row) {
        return cells.getFirst().equals(String.valueOf(row));
    }

    /** Whether a number is written as one that need not be an integer. */
    private static boolean isReal(String number) {
        return number.contains(".") || number.contains("e") || number.contains("E");
    }

    /** Decides what a first row of 0, 1, ... is, now that those below are known. */
    private void interpretNumberedColumns() {
        boolean isIndexed = firstCounts && rows > 2;
        if (rows > 1 && columns > 1 && othersAreReal && (firstIsReal || isIndexed)) {
            int from = isIndexed ? 1 : 0;
            header = new ArrayList<>();
            for (int column = from; column < columns; column++) {
                header.add(String.valueOf(column));
            }
            int kept = 0;
            for (int i = columns; i < count; i++) {
                if (i % columns >= from) {
                    values[kept++] = values[i];
                }
            }
            count = kept;
            columns -= from;
            rows--;
            if (isIndexed) {
                remarkIndex();
            }
        } else if (rows > 1 && (columns > 1 || firstIsReal)) {
            remarks.add("row 1 holds " + (columns > 1 ? "0, 1, ..." : "0") + ", as the header of a data frame without"
                    + " names does, and is taken for numbers; leave it out if it is a header");
        }
    }

    private void remarkIndex() {
        remarks.add("column 1 counts the rows from 0, as an index does, and is left out");
    }

    /** Whether a cell is a number, or stands for one. */
    private static boolean isNumber(String cell) {
        return parse(cell).isPresent() || NOT_FINITE.matcher(cell).matches() || MISSING.contains(cell);
    }

    /** A number in decimal digits; infinite if it is too large. */
    private static OptionalDouble parse(String cell) {
        if (!NUMERALS.matcher(cell).matches()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static double number(String cell, int row, int column) {
        if (NOT_FINITE.matcher(cell).matches()) {
            throw TensorFile.notFinite(row, column, cell);
        }
        double value = parse(cell).orElseThrow(() -> notANumber(cell, row, column, ""));
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(TensorFile.place(row, column) + " holds "
                    + Excerpt.of(cell, LONGEST_SHOWN) + ", which is beyond the largest float64, 1.8e308");
        }
        return value;
    }

    private static IllegalArgumentException notANumber(String cell, int row, int column, String alternative) {
        return new IllegalArgumentException(TensorFile.place(row, column)
                + (cell.isEmpty() ? " is empty" : " holds " + shown(cell))
                + "; a number such as -1.5 or 2e-3 would be right"
                + CsvReader.separators(List.of(cell))
                + alternative);
    }

    /** A cell, and the code of what may look like a sign, a digit or a blank, but is none. */
    private static String shown(String cell) {
        String shown = "'" + Excerpt.of(cell, LONGEST_SHOWN) + "'";
        return cell.codePoints()
                .filter(c -> c > '~')
                .mapToObj(c -> shown + " with the character U+%04X".formatted(c))
                .findFirst()
                .orElse(shown);
    }
}
