package timestables.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
import picocli.CommandLine;
import timestables.command.MapsCommand;
import timestables.image.PngMaker;
import timestables.run.RunOptions;
import timestables.tensors.NpyArray;

class TableFileTest {

    private static final String EXACT = "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("table.csv");
    }

    private Inspection.Row inspect(Path table) {
        return Inspection.of(table, TableFile.read(table)).row();
    }

    @Test
    void allTablesThatThePlaygroundDrawsAreRead() throws IOException {
        new MapsCommand(RunOptions.quietly(folder)).call();
        List<Path> images;
        try (Stream<Path> files = Files.walk(folder)) {
            images = files.filter(Files::isRegularFile).sorted().toList();
        }
        assertEquals(45, images.size());
        for (Path image : images) {
            Inspection.Row row = inspect(image);
            String name = image.getFileName().toString();
            boolean isUnsigned = name.startsWith("unsigned");
            boolean saturates = name.contains("signed_log") || name.matches("signed_extended_\\d.*");
            assertEquals(image.getParent().getFileName().toString(), row.indexBits() + "bit");
            assertEquals(row.indexBits() > 8 && !name.contains("preview") ? 16 : 8, row.cellBits());
            assertEquals(isUnsigned ? "unsigned" : "linear", row.operands());
            // No even number of evenly spaced operands has a zero.
            assertEquals(isUnsigned ? 0L : null, row.zeroTimesX(), name);
            assertEquals(row.zeroTimesX(), row.xTimesZero(), name);
            assertEquals(name.startsWith("signed_") && Character.isDigit(name.charAt(7)) ? 0L : null, row.oneTimesX());
            assertEquals(row.oneTimesX(), row.xTimesOne(), name);
            assertEquals(0, row.asymmetric(), name);
            assertEquals(0, row.wrongSign(), name);
            assertEquals(0, row.notMonotone(), name);
            assertEquals(isUnsigned ? 1 : 0, row.unreachedEnds(), name);
            assertEquals(saturates, row.saturated() > 0, name);
            assertNull(row.meanAbsErrorPercent());
            assertTrue(row.meanAbsError() > 0 && row.maxAbsError() <= (saturates ? 2 : 4), name);
        }
    }

    /** 2 times 2 saturates at 2; between -2/3 and 2/3 the product 4/9 becomes 2/3. */
    @Test
    void errorsOfImagesAreThoseOfTheRealValues() throws IOException {
        new MapsCommand(RunOptions.quietly(folder)).call();
        Inspection.Row row = inspect(folder.resolve("2bit/signed_extended_4x4_r2_0.png"));
        assertEquals("signed_ext 4x4, range 2.0", row.tableOf());
        assertEquals(2, row.maxAbsError());
        double saturated = 4 - 2;
        double near = 2 / 3.0;
        double inner = 2 / 3.0 - 4 / 9.0;
        assertEquals((4 * saturated + 8 * near + 4 * inner) / 16, row.meanAbsError(), 1e-15);
        assertEquals(4, row.saturated());
    }

    /** Computed from the playground's own images. */
    @Test
    void digestsAreOfTheCellsLowByteFirst() throws IOException {
        new MapsCommand(RunOptions.quietly(folder)).call();
        assertTrue(inspect(folder.resolve("8bit/signed_log_256x256_r2_0.png"))
                .sha256()
                .startsWith("79cd9342aeeea060"));
        assertTrue(inspect(folder.resolve("9bit/signed_log_512x512_r2_0.png"))
                .sha256()
                .startsWith("8ce753906b9eb341"));
    }

    @Test
    void aSmallRangeLeavesTheScaleUnused() throws Exception {
        RunOptions options = RunOptions.quietly(folder);
        new CommandLine(new MapsCommand(options)).execute("--max-range", "0.8");
        assertEquals(
                2,
                inspect(folder.resolve("8bit/signed_extended_256x256_r0_8.png")).unreachedEnds());
        assertEquals(
                0,
                inspect(folder.resolve("8bit/signed_extended_warped_256x256_r0_8.png"))
                        .unreachedEnds());
    }

    @ParameterizedTest
    @CsvSource({"10, 8", "11, 16"})
    void otherImagesAreTablesOfUnsignedIntegers(int type, int bits) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, (i / 16) * (i % 16) + (i == 18 ? 1 : 0));
        }
        Path png = folder.resolve("other.PNG");
        ImageIO.write(image, "png", png.toFile());
        Inspection.Row row = inspect(png);
        assertEquals("integers", row.tableOf());
        assertEquals("unsigned", row.operands());
        assertEquals(bits, row.cellBits());
        assertEquals(1, row.oneTimesX(), "row 2, column 3");
        assertEquals(1 / 256.0, row.meanAbsError());
    }

    static Stream<String> writtenOtherwise() {
        return Stream.of(
                EXACT,
                "\ufeff" + EXACT,
                EXACT.replace("\n", "\r\n"),
                EXACT.replace("\n", "\r"),
                EXACT.strip(),
                EXACT + "\n\r\n\n",
                EXACT.replace(",", " ,\t "),
                EXACT.replace("9", "\"9\""),
                EXACT.replace("9", "+0000000000000000000000000000009"));
    }

    @ParameterizedTest
    @MethodSource("writtenOtherwise")
    void integersMayBeWrittenInManyWays(String text) throws IOException {
        Files.writeString(file, text);
        assertArrayEquals(
                new int[] {0, 0, 0, 0, 0, 1, 2, 3, 0, 2, 4, 6, 0, 3, 6, 9},
                TableFile.read(file).cells().values());
    }

    @ParameterizedTest
    @CsvSource({
        "UNSIGNED, 4, 8",
        "UNSIGNED, 16, 8",
        "UNSIGNED, 32, 16",
        "UNSIGNED, 256, 16",
        "UNSIGNED, 512, 32",
        "SIGNED, 16, 8",
        "SIGNED, 32, 16",
        "ASCENDING, 256, 16",
        "ASCENDING, 512, 32"
    })
    void cellsOfIntegersOccupyAsFewBytesAsHoldThem(OperandOrder order, int size, int bits) throws IOException {
        MultiplierCsv.write(file, size, order, (a, b) -> a * b);
        assertEquals(bits, inspect(file).cellBits());
    }

    @Test
    void aTableMayHaveAsManyRowsAsTheLargest() throws IOException {
        Files.writeString(file, rows(1024, 4));
        assertEquals(1024, TableFile.read(file).cells().rows());
    }

    private static String rows(int count, int cells) {
        return ("1" + ",1".repeat(cells - 1) + "\n").repeat(count);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of("\n\n", "it is empty"),
                Arguments.of(EXACT.replace("4,6", "4"), "row 3 has 3 cells, and row 1 has 4"),
                Arguments.of(EXACT.replace("4,6", "4,6,8"), "row 3 has 5 cells, and row 1 has 4"),
                Arguments.of(EXACT.replace("4,6", "4,x"), "row 3 and column 4, \"x\", is no integer"),
                Arguments.of("a,b,c,d\n" + EXACT, "row 1 and column 1, \"a\", is no integer"),
                Arguments.of(EXACT.replace("4,6", "4,"), "row 3 and column 4, \"\", is no integer"),
                Arguments.of(EXACT.replace("4,6", "4,6.5"), "row 3 and column 4, \"6.5\", is no integer"),
                Arguments.of(EXACT.replace("4,6", "4,6e0"), "row 3 and column 4, \"6e0\", is no integer"),
                Arguments.of(EXACT.replace("4,6", "4,\u0666"), "row 3 and column 4, \"?\", is no integer"),
                Arguments.of(
                        EXACT.replace("4,6", "4,2147483648"), "row 3 and column 4, 2147483648, does not fit 32 bits"),
                Arguments.of(EXACT.replace("4,6", "4,-2147483649"), "column 4, -2147483649, does not fit 32 bits"),
                Arguments.of(EXACT.replace("4,6", "4," + "9".repeat(18)), "999999999999999999, does not fit 32 bits"),
                Arguments.of(EXACT.replace("4,6", "4," + "9".repeat(99)), "99999999999999999999...\", is no integer"),
                Arguments.of(EXACT.replace("0,2", "\n0,2"), "row 3 is empty"),
                Arguments.of(EXACT.replace("0,2", "\"0,2"), "row 3 has a quotation mark"),
                Arguments.of(EXACT.replace(",", ";"), "row 1 has 1 cell;"),
                Arguments.of(rows(3, 4), "it has 3 rows of 4 cells"),
                Arguments.of(rows(1, 4), "it has 1 row of 4 cells"),
                Arguments.of(rows(5, 4), "it has 5 rows of 4 cells"),
                Arguments.of(rows(1025, 4), "it has more than 1024 rows"),
                Arguments.of(rows(2, 2), "row 1 has 2 cells"),
                Arguments.of(rows(6, 6), "row 1 has 6 cells"),
                Arguments.of(rows(2048, 2048), "row 1 has more than 1024 cells"),
                Arguments.of("\0\1", "row 1 has 1 cell"),
                Arguments.of(" ".repeat(IntegerCsv.LARGEST_FILE), "row 1, column 1 has more than 1100 characters"),
                Arguments.of(" ".repeat(IntegerCsv.LARGEST_FILE + 1), "more than 16777216 bytes"));
    }

    private void assertRefused(Path path, String named) {
        String message = assertThrows(IllegalArgumentException.class, () -> TableFile.read(path), named)
                .getMessage();
        assertTrue(message.startsWith("cannot read " + path + " as a table: "), message);
        assertTrue(message.contains(named), message);
        assertTrue(message.contains("; it has to be a"), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.length() < 400, message);
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void whatIsNoTableOfIntegersIsRefusedInOneLine(String content, String named) throws IOException {
        Files.writeString(file, content);
        assertRefused(file, named);
    }

    @Test
    void otherTextIsRefusedInOneLine() throws IOException {
        Files.write(file, EXACT.getBytes(StandardCharsets.UTF_16));
        assertRefused(file, "it is not text in UTF-8");
    }

    @Test
    void imagesThatAreNoTablesAreRefusedInOneLine() throws IOException {
        Path png = folder.resolve("table.png");
        Files.writeString(png, EXACT);
        assertRefused(png, "it is not a PNG file");
        for (int size : new int[] {2, 6, 2048}) {
            ImageIO.write(new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
            assertRefused(png, size == 6 ? "it has 6 rows and 6 columns;" : "it is %sx%s;".formatted(size, size));
        }
        ImageIO.write(new BufferedImage(4, 6, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
        assertRefused(png, "it has 6 rows and 4 columns;");
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        assertRefused(png, "colour type is 2");
        Files.write(file, new byte[] {(byte) 0x89, 'P'});
        assertRefused(file, "it is not a PNG file");
    }

    @Test
    void imagesHaveToBeWhatTheirTitlesSay() throws IOException {
        Path png = folder.resolve("table.png");
        byte[] lines = new byte[4 * 5];
        Files.write(
                png,
                new PngMaker()
                        .gray(4, 8, lines)
                        .title("signed_ext 8x8, range 2.0")
                        .ended());
        assertRefused(png, "its title is \"signed_ext 8x8, range 2.0\", but it is 4x4, of samples of 8 bits");
        Files.write(
                png,
                new PngMaker().gray(4, 8, lines).title("signed 4x4, range 1e60").ended());
        assertEquals("integers", TableFile.read(png).of().split(",")[0]);
        Files.write(
                png,
                new PngMaker()
                        .gray(4, 8, lines)
                        .title("signed 4x4, range 1e+60")
                        .ended());
        assertRefused(png, "a table's range lies between");
        Files.write(
                png,
                new PngMaker()
                        .gray(4, 8, lines)
                        .title("signed 4x4, range 2.0, preview")
                        .ended());
        assertEquals("integers", TableFile.read(png).of().split(",")[0], "so small a table has no preview");
    }

    @ParameterizedTest
    @CsvSource({"4, 0, 3", "4, 3, 0"})
    void samplesAboveTheLargestCodeAreRefused(int sample, int row, int column) throws IOException {
        Path png = folder.resolve("table.png");
        byte[] lines = new byte[4 * 5];
        lines[row * 5 + 1 + column] = (byte) sample;
        Files.write(
                png,
                new PngMaker()
                        .gray(4, 8, lines)
                        .title("signed_ext 4x4, range 2.0")
                        .ended());
        assertRefused(
                png,
                "the sample in row %d and column %d, 4, is above the largest code, 3;".formatted(row + 1, column + 1));
    }

    private static final int[] RECTANGLE = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0, 2, 4, 6, 8, 10, 12, 14, 0, 3, 6, 9, 12, 15, 18, 21
    };

    /** An array as NumPy saves it, of 4 rows and 8 columns, of integers of some width. */
    private static byte[] npy(String type, boolean byColumns, int[] values) {
        String header =
                "{'descr': '%s', 'fortran_order': %s, 'shape': (4, 8), }".formatted(type, byColumns ? "True" : "False");
        int width = type.charAt(2) - '0';
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + 32 * width)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyArray.MAGIC)
                .put(new byte[] {1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 32; i++) {
            int value = values[byColumns ? i % 4 * 8 + i / 4 : i];
            switch (width) {
                case 1 -> file.put((byte) value);
                case 2 -> file.putShort((short) value);
                case 4 -> file.putInt(value);
                default -> file.putLong(value);
            }
        }
        return file.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"|i1", "|u1", "<i2", ">u2", "<u4", ">i4", "<i8", ">u8"})
    void arraysOfIntegersAreRead(String type) throws IOException {
        for (boolean byColumns : new boolean[] {false, true}) {
            Files.write(file, npy(type, byColumns, RECTANGLE));
            Cells cells = TableFile.read(file).cells();
            assertArrayEquals(RECTANGLE, cells.values());
            assertEquals(4, cells.rows());
            assertEquals(8, cells.columns());
        }
        int[] negative = Arrays.stream(RECTANGLE).map(cell -> -cell).toArray();
        Files.write(file, npy(type, false, negative));
        if (type.startsWith("i", 1)) {
            assertArrayEquals(negative, TableFile.read(file).cells().values());
        } else if (type.matches("..[48]")) {
            assertRefused(
                    file,
                    type.endsWith("4")
                            ? "the cell in row 2 and column 2, 4294967295, is no integer of 32 bits;"
                            : "18446744073709551615");
        }
    }

    @Test
    void otherArraysAreRefusedInOneLine() throws IOException {
        Files.write(file, npy("<f4", false, RECTANGLE));
        assertRefused(file, "is no integer of 32 bits");
        byte[] whole = npy("<i2", false, RECTANGLE);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(file, "it is cut short");
        Files.write(
                file,
                new String(whole, StandardCharsets.ISO_8859_1)
                        .replace("(4, 8)", "(2,16)")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "it has 2 rows and 16 columns;");
    }

    private Path bare(int cellBits, int[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * cellBits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (cellBits) {
                case 8 -> bytes.put((byte) value);
                case 16 -> bytes.putShort((short) value);
                default -> bytes.putInt(value);
            }
        }
        return Files.write(folder.resolve("table.bin"), bytes.array());
    }

    /** Whether they are signed is told by the cells, in whatever width they lie. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void bareCellsAreRead(int bits) throws Exception {
        Path bin = bare(bits, RECTANGLE);
        Table table = TableFile.readBare(bin, bits, Optional.of(4));
        assertArrayEquals(RECTANGLE, table.cells().values());
        assertEquals("unsigned", table.operandNames());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(bin));
        assertEquals(HexFormat.of().formatHex(digest), table.sha256());
        for (OperandOrder order : List.of(OperandOrder.SIGNED, OperandOrder.ASCENDING)) {
            int[] products = new int[64];
            Arrays.setAll(products, i -> order.operand(i / 8, 8) * order.operand(i % 8, 8));
            Table signed = TableFile.readBare(bare(bits, products), bits, Optional.empty());
            assertEquals(order.id() + (bits < 32 ? "-patterns" : ""), signed.operandNames());
            assertEquals(0, signed.errors().maxAbsolute());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8  |   | it has 32 bytes, which is no square of cells of 8 bits;",
                "16 | 3 | it has 32 bytes, which is no rectangle of 3 rows of cells of 16 bits;",
                "16 | 0 | no rectangle of 0 rows",
                "16 | -4 | no rectangle of -4 rows",
                "8  | 1 | it has 1 rows and 32 columns;",
                "8  | 2 | it has 2 rows and 16 columns;",
                "32 | 4 | it has 4 rows and 2 columns;",
                "32 | 1000 | no rectangle of 1000 rows"
            })
    void bareCellsOfAnotherShapeAreRefused(int bits, Integer rows, String named) throws IOException {
        Path bin = bare(8, RECTANGLE);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TableFile.readBare(bin, bits, Optional.ofNullable(rows)))
                .getMessage();
        assertTrue(message.startsWith("cannot read " + bin + " as a table: ") && message.contains(named), message);
    }

    @Test
    void bareCellsHaveNoWidthOfTheirOwn() throws IOException {
        assertRefused(bare(8, RECTANGLE), "it does not say how many bits a cell has");
        Path empty = Files.write(folder.resolve("empty.bin"), new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> TableFile.readBare(empty, 8, Optional.empty()));
    }

    @Test
    void bareCellsAreAtMostAMillion() throws IOException {
        Path bin = Files.write(folder.resolve("large.bin"), new byte[2 << 20]);
        assertEquals(1024, TableFile.readBare(bin, 16, Optional.empty()).cells().rows());
        Files.write(bin, new byte[(2 << 20) + 1]);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TableFile.readBare(bin, 16, Optional.empty()))
                .getMessage();
        assertTrue(message.contains("it has more than 2097152 bytes"), message);
    }

    @Test
    void whatIsNoFileIsRefusedInOneLine() {
        assertRefused(folder, "it is a folder");
        assertRefused(folder.resolve("missing.csv"), "no such file");
    }
}
