package timestables.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV as RFC 4180 defines it, in UTF-8, with a header row: one record class is one kind of file, its components are the
 * columns. A component that is a record stands for the columns of its own components.
 *
 * <p>Text that spreadsheets would take for a formula, as a file called {@code =1+1.csv}, has an apostrophe before it.
 * No number has exactly three decimals, which a spreadsheet with {@code .} between thousands would take for a thousand
 * times as much: a zero follows them.
 */
public final class CsvFile {

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    private static final Pattern THREE_DECIMALS = Pattern.compile("^(-?\\d+\\.\\d{3})(E.*)?$");

    private static final int LONGEST_SHOWN = 120;

    /** More than any file of ours has. */
    private static final int MOST_COLUMNS = 64;

    private CsvFile() {}

    /**
     * Writes all rows.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    public static <R extends Record> void write(Path file, Class<R> type, List<R> rows) {
        WholeFile.replace(file, out -> write(out, type, rows));
    }

    /**
     * Writes all rows to a new file.
     *
     * @return whether it was written; not if it was there
     * @throws UncheckedIOException naming the file, if it cannot be written
     */
    static <R extends Record> boolean create(Path file, Class<R> type, List<R> rows) {
        return WholeFile.create(file, out -> write(out, type, rows));
    }

    private static <R extends Record> void write(OutputStream out, Class<R> type, List<R> rows) throws IOException {
        CSVPrinter printer = printer(out);
        printer.printRecord(header(type));
        print(printer, rows);
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
            append(file, lines.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + WholeFile.reason(e), e);
        }
    }

    /** All or nothing: on a full disk the file becomes again what it was. */
    private static void append(Path file, byte[] bytes) throws IOException {
        boolean isNew = Files.notExists(file);
        long before = isNew ? 0 : Files.size(file);
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            if (isNew) {
                Files.deleteIfExists(file);
            } else {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(before);
                }
            }
            throw e;
        }
    }

    /**
     * Cuts off a row at the end that is not complete, as whoever was killed while appending leaves it; what cells hold
     * has no line feeds.
     *
     * @throws UncheckedIOException naming the file, if it cannot be read or written
     */
    public static void repair(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end < bytes.length) {
                int complete = end;
                WholeFile.replace(file, out -> out.write(bytes, 0, complete));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
    }

    /**
     * Reads all rows of a file that {@link #write} or {@link #append} wrote, even if a spreadsheet has saved it since:
     * with a byte order mark, with semicolons and decimal commas, with {@code TRUE} for {@code true}. Columns that the
     * type lacks are passed over.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read or lacks a column; and the row, counted
     *     from 1, and the column, if a cell does not say for certain what it holds; and the row alone, if the type
     *     refuses what its cells say
     */
    public static <R extends Record> List<R> read(Path file, Class<R> type) {
        List<String> names = new ArrayList<>();
        List<R> rows = new ArrayList<>();
        try (InputStream in = InputFile.open(file)) {
            char separator = CsvReader.separator(file);
            boolean commas = separator == CsvReader.SEMICOLON;
            CsvReader.read(in, separator, MOST_COLUMNS, cells -> {
                if (names.isEmpty()) {
                    names.addAll(cells);
                    requireColumns(names, type);
                } else {
                    rows.add(type.cast(record(type, names, cells, commas, rows.size() + 2)));
                }
            });
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": it is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return rows;
    }

    private static void requireColumns(List<String> names, Class<?> type) {
        header(type).stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("it has no column " + name + "; another version wrote it");
        });
    }

    /**
     * A row.
     *
     * @param commas whether decimals follow commas
     * @param number of the row in its file
     */
    private static Object record(Class<?> type, List<String> names, List<String> cells, boolean commas, int number) {
        RecordComponent[] columns = type.getRecordComponents();
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Class<?> column = columns[i].getType();
            if (column.isRecord()) {
                values[i] = record(column, names, cells, commas, number);
                continue;
            }
            String name = columnName(columns[i].getName());
            String cell = cells.get(names.indexOf(name));
            try {
                values[i] = parse(column, commas && isNumber(column) ? withPoint(cell) : cell);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "row %d, column %s holds '%s', and %s would be right"
                                .formatted(number, name, Excerpt.of(cell, LONGEST_SHOWN), kind(column, commas)),
                        e);
            }
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(columns).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                // Each cell is right, but not beside the others.
                throw new IllegalArgumentException(
                        "row %d: %s".formatted(number, Excerpt.of(refused.getMessage(), LONGEST_SHOWN)), e);
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNumber(Class<?> type) {
        return type == int.class || type == double.class || Number.class.isAssignableFrom(type);
    }

    /**
     * A number with its decimals behind a point.
     *
     * @throws IllegalArgumentException if they may already be, or the point may stand between thousands
     */
    private static String withPoint(String cell) {
        if (cell.contains(".")
                && (cell.contains(",") || THREE_DECIMALS.matcher(cell).matches())) {
            throw new IllegalArgumentException(cell);
        }
        return cell.replace(',', '.');
    }

    private static String kind(Class<?> type, boolean commas) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.joining(", "));
        }
        return type == boolean.class || type == Boolean.class
                ? "true or false"
                : type == int.class || type == Integer.class
                        ? "a whole number"
                        : "a number with a decimal " + (commas ? "comma" : "point");
    }

    private static Object parse(Class<?> type, String cell) {
        if (type == String.class) {
            return cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.toString().equals(cell))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(cell));
        }
        if (cell.isEmpty() && !type.isPrimitive()) {
            return null;
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(cell);
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(cell);
        }
        if ((type == boolean.class || type == Boolean.class)
                && List.of("true", "false").contains(cell.toLowerCase(Locale.ROOT))) {
            return Boolean.valueOf(cell);
        }
        throw new IllegalArgumentException(cell);
    }

    private static CSVPrinter printer(OutputStream out) throws IOException {
        return new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
    }

    private static void print(CSVPrinter printer, List<? extends Record> rows) throws IOException {
        for (Record row : rows) {
            printer.printRecord(values(row).stream().map(CsvFile::harmless).toList());
        }
        printer.flush();
    }

    /** The names of the columns of a kind of file. */
    public static List<String> header(Class<?> type) {
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

    /** The values in the columns of a row; null where a cell is empty. */
    public static List<Object> values(Record row) {
        List<Object> cells = new ArrayList<>();
        addCells(cells, row.getClass(), row);
        return cells;
    }

    private static void addCells(List<Object> cells, Class<?> type, Object row) {
        for (RecordComponent column : type.getRecordComponents()) {
            if (column.getType().isRecord()) {
                addCells(cells, column.getType(), value(column, row));
            } else {
                cells.add(value(column, row));
            }
        }
    }

    private static Object harmless(Object value) {
        if (value instanceof Double number) {
            return THREE_DECIMALS.matcher(number.toString()).replaceFirst("$10$2");
        }
        return value instanceof String text && isFormula(text) ? "'" + text : value;
    }

    /** Whether a spreadsheet would take a text for one. */
    private static boolean isFormula(String text) {
        return FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches();
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
