package timestables.operands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import timestables.run.Excerpt;

/**
 * Reads real numbers from CSV as RFC 4180 defines it, in UTF-8. The first row is a header if none of its cells is a
 * number; a byte order mark, blanks around numbers and empty lines at the end do no harm.
 */
final class CsvNumbers {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final Pattern REAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

    private final InputStream in;
    private final int most;
    private List<String> header = List.of();
    private double[] values = new double[1024];
    private int count;
    private int rows;
    private int columns;

    /** The last row without anything in it, for which a row below is to blame; zero if there is none. */
    private int emptyRow;

    /** @param most how many numbers memory has room for */
    CsvNumbers(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    Matrix read() throws IOException {
        try (CSVParser parser = CSVFormat.RFC4180.parse(text())) {
            parser.forEach(this::add);
        } catch (UncheckedIOException e) {
            throw explain(e);
        }
        if (count == 0) {
            throw new IllegalArgumentException(
                    "holds no numbers; a CSV file with some, or an array that numpy.save wrote, would be right"
                            + separators(header));
        }
        return new Matrix(rows, columns, Arrays.copyOf(values, count), header);
    }

    private Reader text() throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        try {
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
        } catch (CharacterCodingException e) {
            throw notText(e);
        }
        return text;
    }

    private RuntimeException explain(UncheckedIOException e) {
        return e.getCause() instanceof CharacterCodingException
                ? notText(e)
                : e.getCause() instanceof CSVException
                        ? new IllegalArgumentException(
                                "row " + (rows() + 1) + " has a quotation mark that is not closed or not alone", e)
                        : e;
    }

    private static IllegalArgumentException notText(Exception e) {
        return new IllegalArgumentException(
                "is neither CSV in UTF-8 nor an array that numpy.save wrote; one of these would be right", e);
    }

    /** The rows so far, with the header. */
    private int rows() {
        return rows + (header.isEmpty() ? 0 : 1);
    }

    private void add(CSVRecord cells) {
        int row = Math.toIntExact(cells.getRecordNumber());
        if (cells.size() == 1 && cells.get(0).isBlank()) {
            emptyRow = row;
            return;
        }
        if (emptyRow > 0) {
            throw new IllegalArgumentException("row " + emptyRow + " is empty, and rows follow it");
        }
        if (row == 1) {
            columns = cells.size();
            if (cells.stream().noneMatch(CsvNumbers::isNumber)) {
                header = new ArrayList<>(cells.toList());
                header.replaceAll(String::strip);
                if (header.getFirst().isEmpty()) {
                    throw new IllegalArgumentException(OperandFile.place(1, 1)
                            + " is empty, as above an index, which is no operand; leave that column out, as"
                            + " to_csv(index=False) does, or name it");
                }
                return;
            }
        }
        if (cells.size() != columns) {
            throw new IllegalArgumentException("row " + row + " is of length " + cells.size() + ", and row 1 of length "
                    + columns + "; all rows are to be of one length"
                    + separators(Stream.concat(header.stream(), cells.stream()).toList()));
        }
        if (count > most - columns) {
            throw OperandFile.tooMany("more than " + count + " numbers", most);
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values, Math.max(count + columns, (int) Math.min(most, 2L * values.length)));
        }
        for (int column = 1; column <= columns; column++) {
            values[count++] = number(cells.get(column - 1).strip(), row, column);
        }
        rows++;
    }

    private static boolean isNumber(String cell) {
        String text = cell.strip();
        return REAL.matcher(text).matches() || NOT_FINITE.matcher(text).matches();
    }

    private static double number(String cell, int row, int column) {
        if (!REAL.matcher(cell).matches()) {
            if (NOT_FINITE.matcher(cell).matches()) {
                throw OperandFile.notFinite(row, column, cell);
            }
            throw new IllegalArgumentException(OperandFile.place(row, column)
                    + (cell.isEmpty() ? " is empty" : " holds '" + shortened(cell) + "'")
                    + "; a number such as -1.5 or 2e-3 would be right" + separators(List.of(cell)));
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(OperandFile.place(row, column) + " holds " + shortened(cell)
                    + ", which is beyond the largest float64, 1.8e308");
        }
        return value;
    }

    /** What to add where cells look like those of a spreadsheet that separates them by semicolons. */
    private static String separators(List<String> cells) {
        return cells.stream().anyMatch(cell -> cell.contains(";"))
                ? "; cells are separated by commas, and decimals by a point"
                : "";
    }

    private static String shortened(String cell) {
        return Excerpt.of(cell, 40);
    }
}
