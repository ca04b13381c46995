package timestables.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import timestables.run.CsvReader;
import timestables.run.Excerpt;
import timestables.run.InputFile;

/**
 * A table of integers as CSV: no header, one row a line; the row is the left operand, the column the right one. A byte
 * order mark, blanks around integers, and empty lines at the end do no harm.
 */
final class IntegerCsv {

    /** The largest file that is read: 16 bytes for each cell of the largest table. */
    static final int LARGEST_FILE = 16 * Cells.MOST_SIDE * Cells.MOST_SIDE;

    /** No table has a cell of more digits. */
    private static final int MOST_DIGITS = 18;

    private static final Pattern INTEGER = Pattern.compile("[+-]?0*\\d{1," + MOST_DIGITS + "}");

    private IntegerCsv() {}

    /**
     * Reads a table.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException saying what is wrong with it and where, rows and columns counted from 1, but not
     *     naming the file
     */
    static Cells read(Path file) throws IOException {
        List<int[]> rows = new ArrayList<>();
        try (InputStream in = InputFile.open(file)) {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("it has more than " + LARGEST_FILE + " bytes");
            }
            CsvReader.read(in, Cells.MOST_SIDE, cells -> rows.add(row(rows.size() + 1, cells)));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not text in UTF-8", e);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        int columns = rows.getFirst().length;
        if (!Cells.isSide(rows.size())) {
            throw new IllegalArgumentException("it has " + counted(rows.size(), "row") + " of " + columns + " cells");
        }
        return Cells.of(
                rows.size(), columns, rows.stream().flatMapToInt(Arrays::stream).toArray());
    }

    private static int[] row(int row, List<String> cells) {
        if (!Cells.isSide(cells.size())) {
            throw new IllegalArgumentException("row 1 has " + counted(cells.size(), "cell"));
        }
        if (row > Cells.MOST_SIDE) {
            throw new IllegalArgumentException("it has more than " + Cells.MOST_SIDE + " rows");
        }
        return IntStream.rangeClosed(1, cells.size())
                .map(column -> cell(cells.get(column - 1), row, column))
                .toArray();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static int cell(String text, int row, int column) {
        if (!INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the cell in row %d and column %d, \"%s\", is no integer of at most %d digits"
                            .formatted(row, column, Excerpt.of(text, 20), MOST_DIGITS));
        }
        long cell = Long.parseLong(text);
        if (cell != (int) cell) {
            throw new IllegalArgumentException(
                    "the cell in row %d and column %d, %d, does not fit 32 bits".formatted(row, column, cell));
        }
        return (int) cell;
    }
}
