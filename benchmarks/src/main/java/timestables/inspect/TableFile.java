package timestables.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import timestables.format.Format;
import timestables.image.GrayPng;
import timestables.image.TableImage;
import timestables.run.InputFile;
import timestables.run.WholeFile;
import timestables.tensors.Matrix;
import timestables.tensors.NpyArray;

/**
 * Reads a table from a file: a PNG image, or integers as CSV, as an array that NumPy saved, or as they lie in memory.
 */
public final class TableFile {

    /** What PNG files begin with, and no text. */
    private static final int PNG = 0x89;

    /** More than any table has, so that one that is somewhat too large is told its sides. */
    private static final int MOST_NUMBERS = 1 << 24;

    private static final String RIGHT =
            "a PNG file of gray samples, a NumPy array or CSV of integers, or bare cells with"
                    + " --cell-bits; rows and columns are 4, 8, 16, ... or 1024";

    private TableFile() {}

    private interface Reader {
        Table read(Path file) throws IOException;
    }

    /**
     * Reads a table from a file that says itself what it is.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read, or holds no table
     */
    public static Table read(Path file) {
        return read(file, TableFile::table);
    }

    /**
     * Reads a table of bare cells, row by row, low byte first.
     *
     * @param cellBits of a cell: 8, 16 or 32
     * @param rows how many there are; empty if as many as columns
     * @throws IllegalArgumentException likewise
     */
    public static Table readBare(Path file, int cellBits, Optional<Integer> rows) {
        if (cellBits != 8 && cellBits != 16 && cellBits != 32) {
            throw new IllegalArgumentException("bare cells must have 8, 16 or 32 bits, not " + cellBits);
        }
        return read(file, bare -> Table.ofIntegers(checked(bareCells(bare, cellBits, rows))));
    }

    private static Table read(Path file, Reader reader) {
        try {
            return reader.read(file);
        } catch (IOException e) {
            throw refused(file, WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw refused(file, e.getMessage(), e);
        }
    }

    private static Table table(Path file) throws IOException {
        byte[] start;
        try (InputStream in = InputFile.open(file)) {
            start = in.readNBytes(NpyArray.MAGIC.length);
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png") || start.length > 0 && (start[0] & 0xff) == PNG) {
            return image(file);
        }
        if (Arrays.equals(start, NpyArray.MAGIC)) {
            return Table.ofIntegers(checked(array(file)));
        }
        if (name.endsWith(".bin")) {
            throw new IIOException("it does not say how many bits a cell has");
        }
        return Table.ofIntegers(IntegerCsv.read(file));
    }

    private static Table image(Path file) throws IOException {
        GrayPng png = GrayPng.read(file, Cells.LEAST_SIDE, Cells.MOST_SIDE);
        Cells cells = Cells.of(png);
        String title = png.title();
        boolean isPreview = title.endsWith(TableImage.PREVIEW);
        Optional<TableImage> titled = isPreview
                ? TableImage.titled(title.substring(0, title.length() - TableImage.PREVIEW.length()))
                        .filter(TableImage::hasPreview)
                : TableImage.titled(title);
        if (titled.isEmpty()) {
            return Table.ofIntegers(checked(cells));
        }
        TableImage image = titled.get();
        if (png.rows() != image.size()
                || png.columns() != image.size()
                || png.bits() != (isPreview ? 8 : image.sampleBits())) {
            throw new IIOException("its title is \"%s\", but it is %sx%s, of samples of %s bits"
                    .formatted(title, png.columns(), png.rows(), png.bits()));
        }
        Format cell = isPreview ? image.previewCell() : image.cell();
        for (int i = 0; i < cells.values().length; i++) {
            if (cells.values()[i] >= cell.codes()) {
                throw new IIOException(
                        "its title is \"%s\", but the sample in row %d and column %d, %d, is above the largest code, %d"
                                .formatted(
                                        title,
                                        i / cells.columns() + 1,
                                        i % cells.columns() + 1,
                                        cells.values()[i],
                                        cell.codes() - 1));
            }
        }
        return Table.drawn(title, image.operand(), cell, cells);
    }

    private static Cells array(Path file) throws IOException {
        Matrix matrix;
        try (InputStream in = InputFile.open(file)) {
            matrix = NpyArray.read(in, MOST_NUMBERS);
        } catch (IllegalArgumentException e) {
            throw new IIOException("it " + e.getMessage(), e);
        }
        int[] values = new int[matrix.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) matrix.values()[i];
            if (values[i] != matrix.values()[i]) {
                throw new IIOException("the cell in row %d and column %d, %s, is no integer of 32 bits"
                        .formatted(i / matrix.columns() + 1, i % matrix.columns() + 1, Check.text(matrix.values()[i])));
            }
        }
        return Cells.of(matrix.rows(), matrix.columns(), values);
    }

    private static Cells bareCells(Path file, int cellBits, Optional<Integer> givenRows) throws IOException {
        int bytesPerCell = cellBits / 8;
        int largest = Cells.MOST_SIDE * Cells.MOST_SIDE * bytesPerCell;
        byte[] bytes;
        try (InputStream in = InputFile.open(file)) {
            bytes = in.readNBytes(largest + 1);
        }
        if (bytes.length > largest) {
            throw new IIOException("it has more than " + largest + " bytes");
        }
        int count = bytes.length / bytesPerCell;
        int rows = givenRows.orElse((int) Math.sqrt(count));
        if (rows < 1
                || count % rows != 0
                || bytes.length % bytesPerCell != 0
                || givenRows.isEmpty() && count / rows != rows) {
            throw new IIOException("it has %d bytes, which is no %s of cells of %d bits"
                    .formatted(
                            bytes.length, givenRows.isEmpty() ? "square" : "rectangle of " + rows + " rows", cellBits));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[count];
        Arrays.setAll(values, i -> switch (cellBits) {
            case 8 -> Byte.toUnsignedInt(in.get());
            case 16 -> Short.toUnsignedInt(in.getShort());
            default -> in.getInt();
        });
        return new Cells(rows, count / rows, cellBits, values);
    }

    /** Refuses a number of rows or columns that no table has. */
    private static Cells checked(Cells cells) throws IIOException {
        if (!Cells.isSide(cells.rows()) || !Cells.isSide(cells.columns())) {
            throw new IIOException("it has %d rows and %d columns".formatted(cells.rows(), cells.columns()));
        }
        return cells;
    }

    private static IllegalArgumentException refused(Path file, String reason, Exception cause) {
        return new IllegalArgumentException(
                "cannot read %s as a table: %s; it has to be %s".formatted(file, reason, RIGHT), cause);
    }
}
