package timestables.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import timestables.run.Excerpt;

/**
 * A table of integers as CSV: no header, one row a line; the row is the left operand, the column the right one. A byte
 * order mark, blanks around integers, and empty lines at the end do no harm.
 */
final class IntegerCsv {

    /** The largest file that is read: 16 bytes for each cell of the largest table. */
    static final int LARGEST_FILE = 16 * Cells.MOST_SIDE * Cells.MOST_SIDE;

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();

    /** No table has a cell of more digits. */
    private static final int MOST_DIGITS = 18;

    private static final Pattern INTEGER = Pattern.compile("[+-]?0*\\d{1," + MOST_DIGITS + "}");

    private IntegerCsv() {}

    /**
     * Reads a table.
     *
     * @throws IOException saying what is wrong with it and where, rows and columns counted from 1, but not naming the
     *     file
     */
    static Cells read(Path file) throws IOException {
        String text = text(file);
        checkLines(text);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            return of(parser);
        } catch (UncheckedIOException e) {
            throw new IIOException("its quotes do not match", e);
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new IIOException("it has more than " + LARGEST_FILE + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IIOException("it is not text in UTF-8", e);
        }
    }

    /** Refuses, before it takes memory for them, a line of too many cells. */
    private static void checkLines(String text) throws IIOException {
        int row = 1;
        int cells = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                row += c == '\n' ? 1 : 0;
                cells = 1;
            } else if (c == ',' && ++cells > Cells.MOST_SIDE) {
                throw new IIOException("row " + row + " has more than " + Cells.MOST_SIDE + " cells");
            }
        }
    }

    private static Cells of(Iterable<CSVRecord> records) throws IIOException {
        int columns = 0;
        int[] cells = {};
        int row = 0;
        int empty = 0;
        for (CSVRecord csvRow : records) {
            if (csvRow.size() == 1 && csvRow.get(0).isBlank()) {
                empty++;
                continue;
            }
            if (empty > 0) {
                throw new IIOException("row " + (row + 1) + " is empty");
            }
            if (row == 0) {
                columns = csvRow.size();
                if (!Cells.isSide(columns)) {
                    throw new IIOException("row 1 has " + counted(columns, "cell"));
                }
                cells = new int[Cells.MOST_SIDE * columns];
            }
            if (csvRow.size() != columns) {
                throw new IIOException(
                        "row %d has %s, and row 1 has %d".formatted(row + 1, counted(csvRow.size(), "cell"), columns));
            }
            if (row == Cells.MOST_SIDE) {
                throw new IIOException("it has more than " + Cells.MOST_SIDE + " rows");
            }
            for (int column = 0; column < columns; column++) {
                cells[row * columns + column] = cell(csvRow.get(column).strip(), row, column);
            }
            row++;
        }
        if (row == 0) {
            throw new IIOException("it is empty");
        }
        if (!Cells.isSide(row)) {
            throw new IIOException("it has " + counted(row, "row") + " of " + columns + " cells");
        }
        return Cells.of(row, columns, Arrays.copyOf(cells, row * columns));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static int cell(String text, int row, int column) throws IIOException {
        if (!INTEGER.matcher(text).matches()) {
            throw new IIOException("the cell in row %d and column %d, \"%s\", is no integer of at most %d digits"
                    .formatted(row + 1, column + 1, Excerpt.of(text, 20), MOST_DIGITS));
        }
        long cell = Long.parseLong(text);
        if (cell != (int) cell) {
            throw new IIOException(
                    "the cell in row %d and column %d, %d, does not fit 32 bits".formatted(row + 1, column + 1, cell));
        }
        return (int) cell;
    }
}
