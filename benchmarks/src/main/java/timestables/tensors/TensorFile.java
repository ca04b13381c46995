package timestables.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import timestables.run.InputFile;
import timestables.run.WholeFile;

/**
 * A file of real numbers: an array that NumPy saved, or CSV. Which of the two is told by how the file begins, not by
 * its name.
 */
public final class TensorFile {

    /** Bytes of memory that one number takes until its errors are measured. */
    private static final int BYTES_A_NUMBER = 64;

    private static final int MOST_NUMBERS = 1 << 27;

    /** Bytes that one number may take in a file, a float64 as CSV having 25, beside those that any file may have. */
    private static final long BYTES_IN_FILE = 32;

    private static final long LEAST_FILE = 1 << 20;

    private TensorFile() {}

    /**
     * Reads a file. Memory is what limits it: there is room for a number in every 64 bytes of the largest heap, and a
     * file may have a megabyte and 32 bytes for each of these.
     *
     * @throws IllegalArgumentException in one line that names the file and, where one is to blame, the row and the
     *     column, counted from 1: if the file cannot be read or is no regular file, is damaged, holds no numbers, or
     *     more than memory has room for, or if any is no finite number
     */
    public static Matrix read(Path file) {
        return read(file, (int) Math.min(MOST_NUMBERS, Runtime.getRuntime().maxMemory() / BYTES_A_NUMBER));
    }

    /** @param most how many numbers memory has room for */
    static Matrix read(Path file, int most) {
        try (InputStream in = InputFile.open(file)) {
            if (Files.size(file) > LEAST_FILE + BYTES_IN_FILE * most) {
                throw tooMany(Files.size(file) + " bytes", most);
            }
            in.mark(NpyArray.MAGIC.length);
            boolean npy = Arrays.equals(in.readNBytes(NpyArray.MAGIC.length), NpyArray.MAGIC);
            in.reset();
            return npy ? NpyArray.read(in, most) : new CsvNumbers(in, most).read();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** What to say of a number that is not finite. */
    static IllegalArgumentException notFinite(int row, int column, Object number) {
        return new IllegalArgumentException(
                place(row, column) + " holds " + number + "; operands are finite, so leave it out or replace it");
    }

    /** A cell's place as a person counts. */
    static String place(int row, int column) {
        return "row " + row + ", column " + column;
    }

    /** What to say where there are more numbers than memory has room for. */
    static IllegalArgumentException tooMany(String numbers, int most) {
        return new IllegalArgumentException("holds " + numbers + ", and memory has room for " + most
                + "; take a part of them, or more memory, as java -Xmx8g does");
    }
}
