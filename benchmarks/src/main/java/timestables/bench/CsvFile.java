package timestables.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV as RFC 4180 defines it, in UTF-8, with a header row: one record class is one kind of file, its components are the
 * columns.
 *
 * <p>A file is replaced as a whole or not at all, so that whoever reads it, at whatever moment a run is killed, finds
 * complete rows.
 */
final class CsvFile {

    private CsvFile() {}

    /**
     * Writes all rows.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what it held before is then still there
     */
    static <R extends Record> void write(Path file, Class<R> type, List<R> rows) {
        RecordComponent[] columns = type.getRecordComponents();
        String[] header = Arrays.stream(columns)
                .map(column -> columnName(column.getName()))
                .toArray(String[]::new);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try (CSVPrinter printer = new CSVPrinter(
                    Files.newBufferedWriter(unfinished),
                    CSVFormat.RFC4180.builder().setHeader(header).get())) {
                for (R row : rows) {
                    for (RecordComponent column : columns) {
                        printer.print(value(column, row));
                    }
                    printer.println();
                }
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(unfinished);
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** {@code nsPerOpError} to {@code ns_per_op_error}. */
    private static String columnName(String component) {
        return component.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Object value(RecordComponent column, Record row) {
        try {
            column.getAccessor().setAccessible(true);
            return column.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }

    /** What went wrong, without the file name that many messages begin with. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return switch (e.getClass().getSimpleName()) {
            case "AccessDeniedException" -> "permission denied";
            case "FileAlreadyExistsException", "NotDirectoryException" -> "not a folder";
            case "NoSuchFileException" -> "no such folder";
            default -> e.getMessage();
        };
    }
}
