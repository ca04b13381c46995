package timestables.run;

import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV as RFC 4180 defines it, in UTF-8, with a header row: one record class is one kind of file, its components are the
 * columns.
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
        RecordComponent[] columns = type.getRecordComponents();
        String[] header = Arrays.stream(columns)
                .map(column -> columnName(column.getName()))
                .toArray(String[]::new);
        WholeFile.replace(file, out -> {
            CSVPrinter printer = new CSVPrinter(
                    new OutputStreamWriter(out, StandardCharsets.UTF_8),
                    CSVFormat.RFC4180.builder().setHeader(header).get());
            for (R row : rows) {
                for (RecordComponent column : columns) {
                    printer.print(harmless(value(column, row)));
                }
                printer.println();
            }
            printer.flush();
        });
    }

    /** {@code nsPerOpError} to {@code ns_per_op_error}. */
    private static String columnName(String component) {
        return component.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Object harmless(Object value) {
        return value instanceof String text
                        && FORMULA.matcher(text).lookingAt()
                        && !NUMBER.matcher(text).matches()
                ? "'" + text
                : value;
    }

    private static Object value(RecordComponent column, Record row) {
        try {
            column.getAccessor().setAccessible(true);
            return column.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
