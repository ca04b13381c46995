package timestables.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.table.ProductTable;

class TableImageTest {

    /** A small image, of 4 x 4 cells of 2 bits. */
    private static final TableImage SMALL = new TableImage(Kind.SIGNED_EXT, 2, 2);

    /** Its lines: each begins with the number of its filter. */
    private static final byte[] LINES = new byte[4 * 5];

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("table.png");
    }

    private static byte[] cells(ProductTable table) {
        return table.cells().toArray(ValueLayout.JAVA_BYTE);
    }

    /** A table that no two cells beside each other, or across the diagonal, are the same in. */
    private static ProductTable uneven(TableImage image) {
        ProductTable table = image.table();
        return ProductTable.of(
                table.rowFormat(),
                table.columnFormat(),
                table.cellFormat(),
                (row, column) -> (row * 300 + column * 7) % table.cellFormat().codes());
    }

    private static BufferedImage asOthersRead(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 0.3, 1e-50})
    void everyTableIsReadAsItWasWritten(double range) {
        for (TableImage image : TableFolder.images(range)) {
            ProductTable table = image.table();
            image.write(table, file);
            ProductTable read = image.read(file);
            assertArrayEquals(cells(table), cells(read), image.title());
            assertEquals(table.rowFormat(), read.rowFormat());
            assertEquals(table.columnFormat(), read.columnFormat());
            assertEquals(table.cellFormat(), read.cellFormat());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 9})
    void rowsOfTheTableAreRowsOfTheImage(int bits) throws IOException {
        TableImage image = new TableImage(Kind.SIGNED_LOG, bits, 2);
        ProductTable table = uneven(image);
        image.write(table, file);
        BufferedImage seen = asOthersRead(file);
        assertEquals(bits > 8 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY, seen.getType());
        for (int row = 0; row < image.size(); row++) {
            for (int column = 0; column < image.size(); column++) {
                assertEquals(table.cell(row, column), seen.getRaster().getSample(column, row, 0));
            }
        }
        assertArrayEquals(cells(table), cells(image.read(file)));
    }

    @Test
    void previewsHaveTheUpperEightBitsRounded() throws IOException {
        TableImage image = new TableImage(Kind.SIGNED_LOG, 9, 2);
        ProductTable table = uneven(image);
        image.writePreview(table, file);
        Raster seen = asOthersRead(file).getRaster();
        assertEquals(8, seen.getSampleModel().getSampleSize(0));
        for (int row = 0; row < image.size(); row++) {
            for (int column = 0; column < image.size(); column++) {
                assertEquals((table.cell(row, column) + 128) / 257, seen.getSample(column, row, 0));
            }
        }
    }

    /** Computed from the playground's own images. */
    @ParameterizedTest
    @CsvSource({
        "SIGNED_EXT, 8, 65bf90a03cd9fd71",
        "SIGNED_EXT, 9, 42e9a05d53823284",
        "SIGNED_LOG, 8, 79cd9342aeeea060",
        "SIGNED_LOG, 9, 8ce753906b9eb341"
    })
    void cellsAreThoseOfThePlayground(Kind kind, int bits, String digest) throws Exception {
        TableImage image = new TableImage(kind, bits, 2);
        image.write(image.table(), file);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(cells(image.read(file)));
        assertEquals(digest, HexFormat.of().formatHex(sha).substring(0, 16));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void imagesMayHaveAllFiltersAndFurtherChunks(int bits) throws IOException {
        TableImage image = new TableImage(Kind.UNSIGNED, bits, 2);
        int line = 1 + image.size() * (bits > 8 ? 2 : 1);
        byte[] lines = new byte[image.size() * line];
        new Random(1).nextBytes(lines);
        for (int row = 0; row < image.size(); row++) {
            lines[row * line] = (byte) (row * 7 % 5);
        }
        byte[] packed = PngMaker.deflated(lines);
        Files.write(
                file,
                new PngMaker()
                        .header(image.size(), image.size(), bits > 8 ? 16 : 8, 0, 0)
                        .chunk("tIME", new byte[7])
                        .chunk("tEXt", "Software\0x".getBytes())
                        .title(image.title())
                        .chunk("IDAT", Arrays.copyOf(packed, 1000))
                        .chunk("IDAT", Arrays.copyOfRange(packed, 1000, packed.length))
                        .ended());
        Raster seen = asOthersRead(file).getRaster();
        ProductTable table = image.read(file);
        for (int row = 0; row < image.size(); row++) {
            for (int column = 0; column < image.size(); column++) {
                assertEquals(seen.getSample(column, row, 0), table.cell(row, column));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 0.3, 1e-50, 1e50})
    void titlesTellWhatTheTableIs(double range) {
        for (TableImage image : TableFolder.images(range)) {
            assertEquals(Optional.of(image), TableImage.titled(image.title()));
            assertEquals(Optional.empty(), TableImage.titled(image.title() + TableImage.PREVIEW));
            assertEquals(Optional.empty(), TableImage.titled("a " + image.title()));
        }
    }

    private static PngMaker small() {
        return new PngMaker().gray(4, 8, LINES).title(SMALL.title());
    }

    private static PngMaker headed(int width, int height, int depth, int colour, int packing, int interlace) {
        return new PngMaker()
                .header(width, height, depth, colour, packing, interlace)
                .chunk("IDAT", PngMaker.deflated(LINES));
    }

    private static byte[] lines(int at, int value) {
        byte[] lines = LINES.clone();
        lines[at] = (byte) value;
        return lines;
    }

    private static byte[] damaged(byte[] packed, int fromEnd) {
        packed[packed.length - fromEnd] ^= 1;
        return packed;
    }

    private static byte[] ofOthers(int type, int size, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(size, size, type), format, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static Stream<Arguments> wrongFiles() {
        byte[] packed = PngMaker.deflated(LINES);
        return Stream.of(
                Arguments.of(new byte[0], "not a PNG file"),
                Arguments.of("text, and not an image".getBytes(), "not a PNG file"),
                Arguments.of(ofOthers(BufferedImage.TYPE_BYTE_GRAY, 4, "bmp"), "not a PNG file"),
                Arguments.of(ofOthers(BufferedImage.TYPE_INT_RGB, 4, "png"), "colour type is 2"),
                Arguments.of(ofOthers(BufferedImage.TYPE_BYTE_INDEXED, 4, "png"), "colour type is 3"),
                Arguments.of(ofOthers(BufferedImage.TYPE_INT_ARGB, 4, "png"), "colour type is 6"),
                Arguments.of(ofOthers(BufferedImage.TYPE_BYTE_BINARY, 4, "png"), "1 bit;"),
                Arguments.of(ofOthers(BufferedImage.TYPE_USHORT_GRAY, 4, "png"), "16 bits"),
                Arguments.of(ofOthers(BufferedImage.TYPE_BYTE_GRAY, 5, "png"), "it is 5x5"),
                Arguments.of(headed(4, 5, 8, 0, 0, 0).ended(), "it is 4x5"),
                Arguments.of(headed(1, 1, 8, 0, 0, 0).ended(), "it is 1x1"),
                Arguments.of(headed(0x7fffffff, 0x7fffffff, 8, 0, 0, 0).ended(), "it is 2147483647x2147483647"),
                Arguments.of(headed(-1, 4, 8, 0, 0, 0).ended(), "it is 4294967295x4"),
                Arguments.of(new PngMaker().gray(4, 4, new byte[12]).ended(), "4 bits"),
                Arguments.of(new PngMaker().gray(4, 1, new byte[8]).ended(), "1 bit;"),
                Arguments.of(headed(4, 4, 3, 0, 0, 0).ended(), "3 bits"),
                Arguments.of(headed(4, 4, 4, 4, 0, 0).ended(), "4 bits"),
                Arguments.of(headed(4, 4, 8, 4, 0, 0).ended(), "more or fewer"),
                Arguments.of(headed(4, 4, 8, 0, 1, 0).ended(), "method"),
                Arguments.of(headed(4, 4, 8, 0, 0, 2).ended(), "method"),
                Arguments.of(headed(4, 4, 8, 0, 0, 1).ended(), "more or fewer"),
                Arguments.of(new PngMaker().chunk("IHDR", new byte[12]).ended(), "damaged"),
                Arguments.of(new PngMaker().chunk("IDAT", packed).ended(), "damaged"),
                Arguments.of(small().unended(), "cut off"),
                Arguments.of(small().chunk("tRNS", new byte[2]).ended(), "tRNS"),
                Arguments.of(small().chunk("PLTE", new byte[3]).ended(), "PLTE"),
                Arguments.of(small().header(4, 4, 8, 0, 0).ended(), "IHDR"),
                Arguments.of(
                        small().chunk("IEND", new byte[0])
                                .chunk("IEND", new byte[0])
                                .unended(),
                        "follows"),
                Arguments.of(new PngMaker().header(4, 4, 8, 0, 0).ended(), "damaged"),
                Arguments.of(new PngMaker().gray(4, 8, new byte[19]).ended(), "more or fewer"),
                Arguments.of(new PngMaker().gray(4, 8, new byte[21]).ended(), "more or fewer"),
                Arguments.of(new PngMaker().gray(4, 8, new byte[1 << 24]).ended(), "more or fewer"),
                Arguments.of(new PngMaker().gray(4, 8, lines(10, 5)).ended(), "filter"),
                Arguments.of(
                        new PngMaker()
                                .gray(4, 8, lines(11, 4))
                                .title(SMALL.title())
                                .ended(),
                        "row 2 and column 0, 4,"),
                Arguments.of(
                        new PngMaker()
                                .header(4, 4, 8, 0, 0)
                                .chunk("IDAT", damaged(packed.clone(), 1))
                                .ended(),
                        "damaged"),
                Arguments.of(
                        new PngMaker()
                                .header(4, 4, 8, 0, 0)
                                .chunk("IDAT", damaged(packed.clone(), packed.length))
                                .ended(),
                        "damaged"),
                Arguments.of(
                        new PngMaker()
                                .header(4, 4, 8, 0, 0)
                                .chunk("IDAT", Arrays.copyOf(packed, packed.length - 4))
                                .ended(),
                        "damaged"),
                Arguments.of(
                        small().chunk("tIME", new byte[GrayPng.LARGEST_FILE]).ended(), "more than 8388608 bytes"),
                Arguments.of(new PngMaker().gray(4, 8, LINES).ended(), "no title"),
                Arguments.of(small().title("signed_log 4x4, range 2.0").ended(), "\"signed_log 4x4, range 2.0\""),
                Arguments.of(small().title("signed_ext 8x8, range 2.0").ended(), "\"signed_ext 8x8, range 2.0\""),
                Arguments.of(small().title("signed_ext 4x4, range 2.5").ended(), "\"signed_ext 4x4, range 2.5\""),
                Arguments.of(
                        small().title("signed_ext 4x4, range 2.0")
                                .title("\033[31ma\nb" + "c".repeat(1000))
                                .ended(),
                        "\"?[31ma?bccc"));
    }

    private void assertRefused(byte[] content, String named) throws IOException {
        Files.write(file, content);
        String message = assertThrows(IllegalArgumentException.class, () -> SMALL.read(file), named)
                .getMessage();
        assertTrue(message.contains(file + " as the table signed_ext 4x4, range 2.0: "), message);
        assertTrue(message.contains(named), message);
        assertTrue(message.contains("a PNG file of 4x4 gray samples of 8 bits"), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.length() < 400, message);
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void whatIsNoImageOfTheTableIsRefusedInOneLine(byte[] content, String named) throws IOException {
        assertRefused(content, named);
    }

    @Test
    void noDamageGoesUnnoticed() throws IOException {
        SMALL.write(SMALL.table(), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "it is ");
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "follows");
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(damaged, "it is ");
        }
    }

    @Test
    void whatCannotBeReadIsRefusedInOneLine() {
        for (Path path : new Path[] {folder, folder.resolve("missing"), folder.resolve("missing/table.png")}) {
            String message = assertThrows(IllegalArgumentException.class, () -> SMALL.read(path))
                    .getMessage();
            assertTrue(message.startsWith("cannot read " + path), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void imagesOfRangesThatTablesCannotHaveAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TableImage(Kind.SIGNED, 8, Double.NaN));
    }
}
