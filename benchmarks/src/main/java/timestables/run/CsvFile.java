package timestables.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV as RFC 4180 defines it, in UTF-8, with a header row: one record class is one kind of file, its components are the
 * columns. A component that is a record stands for the columns of its own components.
 *
 * <p>Text that spreadsheets would take for a formula, as a file called {@code =1+1.csv}, has an apostrophe before it.
 */
public final class CsvFile {

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    private CsvFile() {}

    /**
     * Writes all rows.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    public static <R extends Record> void write(Path file, Class<R> type, List<R> rows) {
        WholeFile.replace(file, out -> {
            CSVPrinter printer = printer(out);
            printer.printRecord(header(type));
            print(printer, rows);
        });
    }

    /**
     * Adds rows, at once, to a file that is made if need be.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written
     */
    public static <R extends Record> void append(Path file, Class<R> type, List<R> rows) {
        try {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            CSVPrinter printer = printer(lines);
            if (Files.notExists(file)) {
                printer.printRecord(header(type));
            }
            print(printer, rows);
            Files.write(file, lines.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + WholeFile.reason(e), e);
        }
    }

    private static CSVPrinter printer(OutputStream out) throws IOException {
        return new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
    }

    private static void print(CSVPrinter printer, List<? extends Record> rows) throws IOException {
        for (Record row : rows) {
            List<Object> cells = new ArrayList<>();
            addCells(cells, row.getClass(), row);
            printer.printRecord(cells);
        }
        printer.flush();
    }

    static List<String> header(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(column -> column.getType().isRecord()
                        ? header(column.getType()).stream()
                        : Stream.of(columnName(column.getName())))
                .toList();
    }

    /** {@code nsPerOpLow} to {@code ns_per_op_low}. */
    private static String columnName(String component) {
        return component.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static void addCells(List<Object> cells, Class<?> type, Object row) {
        for (RecordComponent column : type.getRecordComponents()) {
            if (column.getType().isRecord()) {
                addCells(cells, column.getType(), value(column, row));
            } else {
                cells.add(harmless(value(column, row)));
            }
        }
    }

    private static Object harmless(Object value) {
        return value instanceof String text
                        && FORMULA.matcher(text).lookingAt()
                        && !NUMBER.matcher(text).matches()
                ? "'" + text
                : value;
    }

    private static Object value(RecordComponent column, Object row) {
        try {
            column.getAccessor().setAccessible(true);
            return column.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
