package timestables.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import timestables.format.Format;
import timestables.run.WholeFile;
import timestables.table.ProductTable;
import timestables.walk.PythonFloat;
import timestables.walk.Settings;

/**
 * A table as an image: its rows are the image's rows, its cells the gray samples, as they are. Cells of 2 to 8 bits are
 * samples of 8, so that those of few bits look dark; cells of 16 bits are samples of 16, with a preview of 8 beside
 * them for programs that cannot show these.
 *
 * @param bits of the table's rows and columns
 * @param maxRange the largest operand
 */
public record TableImage(Kind kind, int bits, double maxRange) {

    /** What the titles of previews end with. */
    public static final String PREVIEW = ", preview";

    private static final Pattern RANGE = Pattern.compile(", range (\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?)$");

    public TableImage {
        Settings.checkRange(maxRange);
    }

    /** What the table is, as {@code signed_ext 256x256, range 2.0}: the image says so itself. */
    public String title() {
        return "%s %sx%s, range %s".formatted(kind.id(), size(), size(), PythonFloat.text(maxRange));
    }

    /**
     * The table that an image is of by its {@linkplain #title() title}; empty if it is the title of something else.
     *
     * @throws IllegalArgumentException if its range is none that tables can have
     */
    public static Optional<TableImage> titled(String title) {
        Matcher range = RANGE.matcher(title);
        return range.find()
                ? TableFolder.images(Double.parseDouble(range.group(1))).stream()
                        .filter(image -> image.title().equals(title))
                        .findFirst()
                : Optional.empty();
    }

    /** How many rows and columns it has. */
    public int size() {
        return 1 << bits;
    }

    /** What the rows and columns stand for. */
    public Format operand() {
        return kind.operand(bits, maxRange);
    }

    /** What the cells stand for. */
    public Format cell() {
        return kind.cell(bits, maxRange);
    }

    /** What the cells of a preview stand for. */
    public Format previewCell() {
        return kind.cell(8, maxRange);
    }

    /** The bits of a sample, 8 or 16. */
    public int sampleBits() {
        return Kind.storedBits(bits);
    }

    /** Whether a preview lies beside it. */
    public boolean hasPreview() {
        return sampleBits() > 8;
    }

    ProductTable table() {
        return kind.table(bits, maxRange);
    }

    /**
     * Writes the image.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written
     */
    void write(ProductTable table, Path file) {
        WholeFile.replace(file, out -> out.write(GrayPngWriter.write(title(), size(), sampleBits(), table::cell)));
    }

    /** Writes the preview, in as many shades as a sample of 8 bits has. */
    void writePreview(ProductTable table, Path file) {
        WholeFile.replace(
                file,
                out -> out.write(GrayPngWriter.write(title() + PREVIEW, size(), 8, (row, column) ->
                        (int) Math.rint(table.cell(row, column) / 65535.0 * 255))));
    }

    /**
     * Reads the table from its image.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read, or is not an image of this table
     */
    ProductTable read(Path file) {
        try {
            GrayPng png = GrayPng.read(file, size(), size());
            if (png.bits() != sampleBits()) {
                throw new IIOException("its samples have " + png.bits() + (png.bits() == 1 ? " bit" : " bits"));
            }
            String title = png.title();
            if (!title.equals(title())) {
                throw new IIOException(title.isEmpty() ? "it has no title" : "its title is \"" + title + "\"");
            }
            return ProductTable.of(operand(), operand(), cell(), png::sample);
        } catch (IOException e) {
            throw refused(file, WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw refused(file, e.getMessage(), e);
        }
    }

    private IllegalArgumentException refused(Path file, String reason, Exception cause) {
        return new IllegalArgumentException(
                "cannot read %s as the table %s: %s; it has to be a PNG file of %sx%s gray samples of %s bits; delete it to have it drawn anew"
                        .formatted(file, title(), reason, size(), size(), sampleBits()),
                cause);
    }
}
