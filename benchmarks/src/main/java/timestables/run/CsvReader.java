package timestables.run;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads CSV as RFC 4180 defines it, in UTF-8: commas separate cells, and all rows have as many. A byte order mark,
 * blanks around cells, and empty rows at the end do no harm. Memory holds one row at a time, of limited length, and the
 * time is linear.
 */
public final class CsvReader {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();

    private static final char COMMA = ',';

    static final char SEMICOLON = ';';

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Characters of the longest cell: the longest float64, written exactly, has fewer than 1100. */
    private static final int LONGEST_CELL = 1100;

    /** Characters that a cell of the longest row may have on average: a float64 has 24, with its comma 25. */
    private static final int CELL = 32;

    /** The largest file with a header that is read, and the most columns: our own ones have far fewer. */
    private static final int LARGEST_NAMED = 1 << 24;

    private static final int MOST_NAMES = 1024;

    private final Consumer<List<String>> reader;
    private List<String> first = List.of();

    /** The last row without anything in it, for which a row below is to blame; zero if there is none. */
    private long emptyRow;

    private CsvReader(Consumer<List<String>> reader) {
        this.reader = reader;
    }

    /**
     * Reads all rows, one after the other.
     *
     * @param mostCells how many cells a row may have
     * @param reader takes the cells of each row, without the blanks around them
     * @throws CharacterCodingException if it is not text in UTF-8
     * @throws IllegalArgumentException naming the row, counted from 1, but not the file: if that is longer than
     *     {@code mostCells} cells or 32 times as many characters, or than the first row, or shorter; if it has a cell
     *     of more than 1100 characters, or quotes that do not match; if it is empty, and not at the end
     */
    public static void read(InputStream in, int mostCells, Consumer<List<String>> reader) throws IOException {
        read(in, COMMA, mostCells, reader);
    }

    /** The same of cells that something else may separate. */
    static void read(InputStream in, char separator, int mostCells, Consumer<List<String>> reader) throws IOException {
        CsvReader rows = new CsvReader(reader);
        CSVFormat format = FORMAT.builder().setDelimiter(separator).get();
        try (CSVParser parser = format.parse(new LimitedReader(text(in), separator, mostCells))) {
            try {
                parser.forEach(rows::add);
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof CSVException) {
                    throw new IllegalArgumentException(
                            "row " + (parser.getRecordNumber() + 1)
                                    + " has a quotation mark that is not closed or not alone",
                            e);
                }
                throw e.getCause();
            }
        }
    }

    /**
     * Reads a file that has a header, as {@link CsvFile} writes it.
     *
     * @return each row but the first: cells by the names of their columns
     * @throws IOException if it cannot be read, or is not text in UTF-8
     * @throws IllegalArgumentException as {@link #read} does, or if it has more than 16 MB, or 1024 columns
     */
    public static List<Map<String, String>> readNamed(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (InputStream in = InputFile.open(file)) {
            if (Files.size(file) > LARGEST_NAMED) {
                throw new IllegalArgumentException("it has more than " + LARGEST_NAMED + " bytes");
            }
            read(in, MOST_NAMES, rows::add);
        }
        return rows.stream()
                .skip(1)
                .map(cells -> {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int column = 0; column < cells.size(); column++) {
                        row.put(rows.getFirst().get(column), cells.get(column));
                    }
                    return row;
                })
                .toList();
    }

    /**
     * What separates the cells of a file whose first row is of plain names: a semicolon, if that is there and no comma
     * is, as where a spreadsheet with decimal commas saved it; else a comma.
     */
    static char separator(Path file) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            byte[] start = in.readNBytes(CELL * MOST_NAMES);
            String first = new String(start, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return first.indexOf(COMMA) < 0 && first.indexOf(SEMICOLON) >= 0 ? SEMICOLON : COMMA;
        }
    }

    private static Reader text(InputStream in) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private void add(CSVRecord record) {
        List<String> cells = record.stream().map(String::strip).toList();
        if (cells.equals(List.of(""))) {
            emptyRow = record.getRecordNumber();
            return;
        }
        if (emptyRow > 0) {
            throw new IllegalArgumentException("row " + emptyRow + " is empty, and rows follow it");
        }
        if (first.isEmpty()) {
            first = cells;
        }
        if (cells.size() != first.size()) {
            throw new IllegalArgumentException("row %d has %d %s, and row 1 has %d; all rows are to be of one length%s"
                    .formatted(
                            record.getRecordNumber(),
                            cells.size(),
                            cells.size() == 1 ? "cell" : "cells",
                            first.size(),
                            separators(Stream.concat(first.stream(), cells.stream())
                                    .toList())));
        }
        reader.accept(cells);
    }

    /** What to add to a message where cells look like those of a spreadsheet with decimal commas. */
    public static String separators(List<String> cells) {
        return cells.stream().anyMatch(cell -> cell.contains(";") || cell.contains(","))
                ? "; cells are separated by commas, and decimals by a point"
                : "";
    }

    /** Refuses a row or a cell that is too long before the parser keeps it in memory. */
    private static final class LimitedReader extends FilterReader {

        private final char separator;
        private final int mostCells;
        private long row = 1;
        private int cells = 1;
        private long rowLength;
        private int cellLength;
        private boolean isBlank = true;

        /** So far in the cell, if it began with one; between an odd one and the next, anything belongs to the cell. */
        private int quotes;

        private boolean followsReturn;

        LimitedReader(Reader in, char separator, int mostCells) {
            super(in);
            this.separator = separator;
            this.mostCells = mostCells;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] buffer, int from, int count) throws IOException {
            int read = super.read(buffer, from, count);
            for (int i = from; i < from + read; i++) {
                count(buffer[i]);
            }
            return read;
        }

        private void count(char c) {
            boolean isQuoted = quotes % 2 == 1;
            boolean endsRow = !isQuoted && (c == '\n' || c == '\r');
            rowLength++;
            if (endsRow || !isQuoted && c == separator) {
                row += endsRow && !(c == '\n' && followsReturn) ? 1 : 0;
                cells = endsRow ? 1 : cells + 1;
                rowLength = endsRow ? 0 : rowLength;
                cellLength = 0;
                quotes = 0;
                isBlank = true;
            } else {
                cellLength++;
                quotes += c == '"' && (isBlank || quotes > 0) ? 1 : 0;
                isBlank &= Character.isWhitespace(c);
            }
            followsReturn = c == '\r';
            check();
        }

        private void check() {
            if (cells > mostCells) {
                throw new IllegalArgumentException("row " + row + " has more than " + mostCells + " cells");
            }
            if (cellLength > LONGEST_CELL) {
                throw new IllegalArgumentException("row " + row + ", column " + cells + " has more than " + LONGEST_CELL
                        + " characters" + (quotes % 2 == 1 ? ", as if a quotation mark were not closed" : ""));
            }
            if (rowLength > (long) CELL * mostCells + LONGEST_CELL) {
                throw new IllegalArgumentException(
                        "row " + row + " has more than " + (CELL * (long) mostCells + LONGEST_CELL) + " characters");
            }
        }
    }
}
