package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {

    private static final double[] NUMBERS = {1, -2, 0.5, 1024, -0.25, 3};

    @TempDir
    private Path folder;

    private static byte[] npy(int version, String header, byte[] data) {
        byte[] text = header.getBytes(version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) text.length);
        } else {
            length.putInt(text.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(NpyArray.MAGIC);
        out.writeBytes(new byte[] {(byte) version, 0});
        out.writeBytes(length.array());
        out.writeBytes(text);
        out.writeBytes(data);
        return out.toByteArray();
    }

    private static String header(String descr, String order, String shape) {
        return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }   \n";
    }

    private static byte[] data(int bytes, ByteOrder order, double... numbers) {
        ByteBuffer data = ByteBuffer.allocate(bytes * numbers.length).order(order);
        for (double number : numbers) {
            switch (bytes) {
                case 2 -> data.putShort(Float.floatToFloat16((float) number));
                case 4 -> data.putFloat((float) number);
                default -> data.putDouble(number);
            }
        }
        return data.array();
    }

    private Matrix read(byte[] npy) throws IOException {
        return TensorFile.read(Files.write(folder.resolve("array"), npy), 1000);
    }

    private void assertRefused(byte[] npy, String why) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(npy)).getMessage();
        assertTrue(message.contains("array") && message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f2", "<f4", "<f8", ">f2", ">f4", ">f8", "=f4", "|f8", "f2"})
    void everyFloatAndByteOrderIsRead(String type) throws IOException {
        int bytes = type.charAt(type.length() - 1) - '0';
        ByteOrder order = switch (type.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
        Matrix matrix = read(npy(1, header("'" + type + "'", "False", "(2, 3)"), data(bytes, order, NUMBERS)));
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertArrayEquals(NUMBERS, matrix.values());
    }

    @ParameterizedTest
    @CsvSource({
        "float16, 2",
        "half, 2",
        "e, 2",
        "<e, 2",
        "float32, 4",
        "single, 4",
        "f, 4",
        "<f, 4",
        "float64, 8",
        "double, 8",
        "float, 8",
        "d, 8",
        "<d, 8",
        ">d, 8"
    })
    void everyNameOfAFloatIsRead(String type, int bytes) throws IOException {
        ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.nativeOrder();
        for (String quoted : List.of("'" + type + "'", "u'" + type + "'", '"' + type + '"')) {
            byte[] npy = npy(1, header(quoted, "False", "(2L, 3L)"), data(bytes, order, NUMBERS));
            assertArrayEquals(NUMBERS, read(npy).values());
        }
    }

    @ParameterizedTest
    @CsvSource({"bfloat16, 803f00c0, 0", "<V2, 803f00c0, 1", "|V2, 803f00c0, 1", ">V2, 3f80c000, 1"})
    void bfloat16IsReadAndRemarkedWhereItIsNotNamed(String type, String bytes, int remarks) throws IOException {
        Matrix matrix = read(
                npy(1, header("'" + type + "'", "False", "(2,)"), HexFormat.of().parseHex(bytes)));
        assertArrayEquals(new double[] {1, -2}, matrix.values());
        assertEquals(remarks, matrix.remarks().size());
    }

    @ParameterizedTest
    @CsvSource({
        "|i1, 80ff7f01, -128 -1 127 1",
        "int8, 80ff7f01, -128 -1 127 1",
        "b, 80ff, -128 -1",
        "|u1, 80ff7f01, 128 255 127 1",
        "B, 80ff, 128 255",
        "<i2, 0080ff7ffffe, -32768 32767 -257",
        ">i2, 80007ffffeff, -32768 32767 -257",
        "<u2, 0080ffff, 32768 65535",
        ">u2, 8000ffff, 32768 65535",
        "<i4, 00000080ffffffff, -2147483648 -1",
        ">i4, 8000000000000002, -2147483648 2",
        "<u4, 00000080ffffffff, 2147483648 4294967295",
        ">u4, 80000000ffffffff, 2147483648 4294967295",
        "<i8, 0000000000000080ffffffffffffffff, -9223372036854775808 -1",
        ">i8, 00200000000000000000000000000003, 9007199254740992 3",
        "<u8, 00000000000000800700000000000000, 9223372036854775808 7",
        ">u8, fffffffffffff8000000000000000000, 18446744073709549568 0",
        ">l, 0000000000000002fffffffffffffffe, 2 -2"
    })
    void everyIntegerAndByteOrderIsRead(String type, String bytes, String numbers) throws IOException {
        double[] expected =
                Stream.of(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray();
        byte[] data = HexFormat.of().parseHex(bytes);
        assertArrayEquals(
                expected,
                read(npy(1, header("'" + type + "'", "False", "(" + expected.length + ",)"), data))
                        .values());
    }

    @ParameterizedTest
    @CsvSource({
        "<i8, 0100000000002000, 9007199254740993",
        "<i8, ffffffffffffff7f, 9223372036854775807",
        "<u8, ffffffffffffffff, 18446744073709551615",
        ">i8, ffdfffffffffffff, -9007199254740993"
    })
    void integersThatFloat64DoesNotHoldAreRefused(String type, String bytes, String number) {
        byte[] data = HexFormat.of().parseHex(bytes);
        assertRefused(
                npy(1, header("'" + type + "'", "False", "(1,)"), data),
                "holds " + number + ", which no float64 is equal to");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        byte[] data = data(8, ByteOrder.LITTLE_ENDIAN, NUMBERS);
        assertArrayEquals(
                NUMBERS,
                read(npy(version, header("'<f8'", "False", "(6,)"), data)).values());
        assertRefused(npy(4, header("'<f8'", "False", "(6,)"), data), "version 4.0");
        // One character in the encoding of each version.
        assertRefused(npy(version, header("'\u00e9'", "False", "(6,)"), data), "elements of type '?';");
    }

    @Test
    void fortranOrderIsByColumns() throws IOException {
        Matrix matrix = read(npy(1, header("'<f4'", "True", "(2, 3)"), data(4, ByteOrder.LITTLE_ENDIAN, NUMBERS)));
        assertArrayEquals(new double[] {1, 0.5, -0.25, -2, 1024, 3}, matrix.values());
    }

    @Test
    void oneDimensionIsOneColumn() throws IOException {
        for (String shape : List.of("(6, )", "(6L,)")) {
            Matrix matrix = read(npy(1, header("'<f8'", "True", shape), data(8, ByteOrder.LITTLE_ENDIAN, NUMBERS)));
            assertEquals(6, matrix.rows());
            assertEquals(1, matrix.columns());
            assertArrayEquals(NUMBERS, matrix.values());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shape\":(3,2),\"fortran_order\":False,\"descr\":\"<f8\"}\n",
                "{u'descr': u'<f8', u'fortran_order': False, u'shape': (3L, 2L)}",
                "  { 'shape' : ( 3 ,\t2 , ) ,\n'descr':'<f8' , 'fortran_order' : False , }  ",
                "{'fortran_order':False,'descr':'float64','shape':(3,2L,)}"
            })
    void headersOfOtherProgramsAreRead(String header) throws IOException {
        for (int version = 1; version <= 3; version++) {
            Matrix matrix = read(npy(version, header, data(8, ByteOrder.LITTLE_ENDIAN, NUMBERS)));
            assertEquals(3, matrix.rows());
            assertArrayEquals(NUMBERS, matrix.values());
        }
    }

    /** This took a minute where patterns backtracked. */
    @ParameterizedTest
    @ValueSource(strings = {"'a':[", "(", "'a':'", "{", "[", "'", "u'a':(),", "'a':[],", ","})
    void headersThatNestAreRefusedAtOnce(String part) {
        assertRefused(npy(1, "{" + part.repeat(60_000 / part.length()), new byte[0]), "is damaged");
        assertRefused(npy(1, "{" + part.repeat(60_000 / part.length()) + "}", new byte[0]), "is damaged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'b1'            | False | (6,)      | elements of type 'b1'; floats or integers of at most 64 bits would",
                "f8              | False | (6,)      | elements of type f8",
                "'?'             | False | (6,)      | elements of type '?'",
                "('<f8', (2,))   | False | (6,)      | elements of type ('<f8', (2,))",
                "'<f8           | False | (6,)      | is damaged",
                "'<<f8'          | False | (6,)      | elements of type '<<f8'",
                "'<f8'           | False | (L,)      | has a header whose shape has 'L' for a length",
                "'<f8'           | False | (-6,)     | has a header whose shape has '-6' for a length",
                "'<f8'           | False | [6]       | is damaged",
                "'O'             | False | (6,)      | elements of type 'O'",
                "'<c16'          | False | (6,)      | elements of type '<c16'",
                "'<f16'          | False | (6,)      | elements of type '<f16'",
                "[('a', '<f4')]  | False | (6,)      | elements of type [('a', '<f4')]",
                "'<f8'           | False | ()        | of 0 dimensions; one or two would be right, as array.reshape(-1)",
                "'<f8'           | False | (3 4)     | has a header whose shape has '3 4' for a length",
                "'<f8'           | False | (1, 2, 3) | of 3 dimensions; one or two would be right, as array.reshape(len",
                "'<f8'           | False | (0, 3)    | holds no numbers",
                "'<f8'           | False | (0,)      | holds no numbers",
                "'<f8'           | False | (7,)      | is cut short: it holds 6 numbers of the 7",
                "'<f8'           | False | (5,)      | goes on after the 5 numbers",
                "'<f8'           | False | (1001,)   | memory has room for 1000",
                "'<f8'           | False | (501, 2)  | memory has room for 1000",
                "'<f8'           | False | (99999999999999999999, 2) | memory has room for 1000",
                "'<f8'           | Maybe | (6,)      | is damaged",
                "'<f8'           | False | 6         | is damaged",
                "'<f8'           | False | (6        | is damaged",
                "'<f8'           | (6,)  | (6,)      | is damaged",
                "False           | False | (6,)      | elements of type False"
            })
    void otherArraysAreRefused(String descr, String order, String shape, String why) {
        assertRefused(npy(1, header(descr, order, shape), data(8, ByteOrder.LITTLE_ENDIAN, NUMBERS)), why);
    }

    @Test
    void everyLengthButTheRightOneIsRefused() throws IOException {
        byte[] whole = npy(1, header("'<f4'", "False", "(6,)"), data(4, ByteOrder.LITTLE_ENDIAN, NUMBERS));
        for (int length = NpyArray.MAGIC.length; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "is cut short");
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "goes on after");
    }

    @Test
    void arraysMayHaveAsManyNumbersAsThereIsRoomFor() throws IOException {
        byte[] data = data(8, ByteOrder.LITTLE_ENDIAN, new double[1000]);
        for (String shape : List.of("(1000,)", "(1000, 1)", "(500, 2)", "(1, 1000)")) {
            assertArrayEquals(
                    new double[1000],
                    read(npy(1, header("'<f8'", "False", shape), data)).values());
        }
    }

    @Test
    void longArraysAreReadToTheirEnd() throws IOException {
        byte[] data = new byte[20_000];
        double[] expected = new double[data.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
            expected[i] = data[i];
        }
        byte[] npy = npy(1, header("'|i1'", "False", "(20000,)"), data);
        assertArrayEquals(
                expected, NpyArray.read(new ByteArrayInputStream(npy), 20_000).values());
    }

    @Test
    void aHeaderMayHaveAsManyBytesAsTheLongest() throws IOException {
        byte[] data = data(4, ByteOrder.LITTLE_ENDIAN, NUMBERS);
        String header = header("'<f4'", "False", "(6,)");
        String longest = header + " ".repeat(65536 - header.length());
        assertArrayEquals(NUMBERS, read(npy(2, longest, data)).values());
        assertRefused(npy(2, longest + " ", data), "a header of 65537 bytes");
    }

    @Test
    void aHeaderThatSaysItIsHugeIsRefused() {
        byte[] npy = npy(2, header("'<f4'", "False", "(6,)"), data(4, ByteOrder.LITTLE_ENDIAN, NUMBERS));
        Arrays.fill(npy, 8, 12, (byte) 0xff);
        assertRefused(npy, "a header of 4294967295 bytes");
    }

    @Test
    void whatIsNotFiniteIsNamedByRowAndColumn() {
        double[] numbers = NUMBERS.clone();
        numbers[4] = Double.NaN;
        byte[] nan = data(4, ByteOrder.LITTLE_ENDIAN, numbers);
        assertRefused(npy(1, header("'<f4'", "False", "(2, 3)"), nan), "row 2, column 2 holds NaN");
        assertRefused(npy(1, header("'<f4'", "True", "(2, 3)"), nan), "row 1, column 3 holds NaN");
        numbers[4] = Double.NEGATIVE_INFINITY;
        byte[] infinite = data(2, ByteOrder.LITTLE_ENDIAN, numbers);
        assertRefused(npy(1, header("'<f2'", "False", "(6,)"), infinite), "row 5, column 1 holds -Infinity");
    }
}
