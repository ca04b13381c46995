package timestables.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import timestables.image.GrayPng;
import timestables.image.TableImage;
import timestables.run.WholeFile;

/** Reads a table from a file: a PNG image, or integers as CSV. */
public final class TableFile {

    /** Rows of the smallest tables, and of the largest. */
    static final int LEAST_SIZE = 4;

    static final int MOST_SIZE = 1024;

    /** What PNG files begin with, and no text. */
    private static final int PNG = 0x89;

    private TableFile() {}

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read, or holds no table
     */
    public static Table read(Path file) {
        boolean isImage = false;
        try {
            if (!Files.exists(file)) {
                throw new IIOException("no such file");
            }
            if (!Files.isRegularFile(file)) {
                throw new IIOException("it is not a file");
            }
            isImage = isImage(file);
            return isImage ? image(file) : integers(file);
        } catch (IOException e) {
            throw refused(file, isImage, WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw refused(file, isImage, e.getMessage(), e);
        }
    }

    private static boolean isImage(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == PNG
                    || file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
        }
    }

    private static Table image(Path file) throws IOException {
        GrayPng png = GrayPng.read(file, LEAST_SIZE, MOST_SIZE);
        String title = png.title();
        boolean isPreview = title.endsWith(TableImage.PREVIEW);
        Optional<TableImage> titled = isPreview
                ? TableImage.titled(title.substring(0, title.length() - TableImage.PREVIEW.length()))
                        .filter(TableImage::hasPreview)
                : TableImage.titled(title);
        if (titled.isEmpty()) {
            if (png.rows() != png.columns() || !isSize(png.rows())) {
                throw new IIOException("it is %sx%s".formatted(png.columns(), png.rows()));
            }
            return Table.ofIntegers(png);
        }
        TableImage image = titled.get();
        if (png.rows() != image.size()
                || png.columns() != image.size()
                || png.bits() != (isPreview ? 8 : image.sampleBits())) {
            throw new IIOException("its title is \"%s\", but it is %sx%s, of samples of %s bits"
                    .formatted(title, png.columns(), png.rows(), png.bits()));
        }
        return Table.of(image, isPreview ? image.previewCell() : image.cell(), png);
    }

    private static Table integers(Path file) throws IOException {
        IntegerCsv csv = IntegerCsv.read(file);
        return Table.ofIntegers(csv.cells(), csv.size(), csv.cellBits());
    }

    /** Whether a table may have so many rows: a power of two of them. */
    static boolean isSize(int size) {
        return size >= LEAST_SIZE && size <= MOST_SIZE && Integer.bitCount(size) == 1;
    }

    private static IllegalArgumentException refused(Path file, boolean isImage, String reason, Exception cause) {
        return new IllegalArgumentException(
                "cannot read %s as a table: %s; it has to be %s; the sides are 4, 8, 16, ... or 1024"
                        .formatted(
                                file,
                                reason,
                                isImage
                                        ? "a square PNG file of gray samples"
                                        : "a PNG file, or a CSV file of as many rows of integers as columns, without a header"),
                cause);
    }
}
