package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static timestables.tensors.TensorFiles.ggufInfo;
import static timestables.tensors.TensorFiles.ggufText;
import static timestables.tensors.TensorFiles.ints;
import static timestables.tensors.TensorFiles.join;
import static timestables.tensors.TensorFiles.longs;
import static timestables.tensors.TensorFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.format.BlockScaled;
import timestables.format.BlockStorage;

class GgufTest {

    private static final double[] NUMBERS = {1, -2, 0.5, 104, -0.25, 3};

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model"), bytes);
    }

    private void assertRefused(byte[] bytes, String why) throws IOException {
        Path file = file(bytes);
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.read(file, 1000))
                .getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @CsvSource({"F32, 0", "F16, 1", "BF16, 30", "F64, 28"})
    void everyFloatIsReadExactlyTheFastestDimensionFirst(String type, int number) throws IOException {
        Matrix matrix = TensorFile.read(file(TensorFiles.gguf(number, TensorFiles.data(type, NUMBERS), 3, 2)));
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertArrayEquals(NUMBERS, matrix.values());
        assertEquals(List.of(new TensorInfo("w", List.of(2L, 3L), type, "")), TensorFile.list(folder.resolve("model")));
    }

    @ParameterizedTest
    @CsvSource({"I8, 24, -128", "I16, 25, -32768", "I32, 26, -2147483648", "I64, 27, -9007199254740992"})
    void everyIntegerIsReadExactly(String type, int number, double extreme) throws IOException {
        byte[] data = TensorFiles.data(type, extreme, 7);
        assertArrayEquals(
                new double[] {extreme, 7},
                TensorFile.read(file(TensorFiles.gguf(number, data, 2, 1))).values());
    }

    @ParameterizedTest
    @CsvSource({"Q4_0, 2, 18", "Q8_0, 8, 34", "IQ4_NL, 20, 18", "MXFP4, 39, 17"})
    void blocksAreReadWithTheirCodesAndScales(String type, int number, int blockBytes) throws IOException {
        BlockScaled format = List.of(BlockScaled.Q4_0, BlockScaled.Q8_0, BlockScaled.IQ4_NL, BlockScaled.MXFP4).stream()
                .filter(each -> each.name().equalsIgnoreCase(type))
                .findFirst()
                .orElseThrow();
        int blocks = 6;
        byte[] data = new byte[blocks * blockBytes];
        new SplittableRandom(1).nextBytes(data);
        double[] expected = new double[blocks * 32];
        for (int block = 0; block < blocks; block++) {
            int at = block * blockBytes;
            double scale;
            if (type.equals("MXFP4")) {
                data[at] = (byte) (120 + block);
                scale = Math.scalb(1., 120 + block - 127);
            } else {
                scale = 0.125 * (block + 1) * (block % 2 == 0 ? 1 : -1);
                byte[] half = TensorFiles.data("F16", scale);
                System.arraycopy(half, 0, data, at, 2);
                at++;
            }
            at++;
            for (int i = 0; i < 32; i++) {
                int code = type.equals("Q8_0")
                        ? Byte.toUnsignedInt(data[at + i])
                        : i < 16 ? data[at + i] & 15 : data[at + i - 16] >> 4 & 15;
                expected[block * 32 + i] = scale * format.format().decode(code);
            }
        }
        Matrix matrix = TensorFile.read(file(TensorFiles.gguf(number, data, 64, 3)));
        assertEquals(3, matrix.rows());
        assertEquals(64, matrix.columns());
        assertArrayEquals(expected, matrix.values());
        Stored stored = matrix.stored().orElseThrow();
        assertEquals(format, stored.format());
        assertArrayEquals(
                data, BlockStorage.GGML.write(format, stored.blocks(), 64).codes());
        Matrix vector = TensorFile.read(file(TensorFiles.gguf(number, data, 192)));
        assertEquals(192, vector.rows());
        assertArrayEquals(expected, vector.values());
        assertTrue(vector.stored().isEmpty());
        Matrix cube = TensorFile.read(file(TensorFiles.gguf(number, data, 32, 2, 3)));
        assertEquals(3, cube.rows());
        assertArrayEquals(expected, cube.values());
        assertEquals(List.of("its 3 dimensions, 3x2x32, are taken for 3 rows of 64 columns"), cube.remarks());
    }

    /** What llama.cpp's definitions say of some blocks, in numbers. */
    @Test
    void blocksAreAsDefined() throws IOException {
        byte[] four = new byte[18];
        System.arraycopy(TensorFiles.data("F16", 0.5), 0, four, 0, 2);
        four[2] = (byte) 0xf0;
        double[] linear =
                TensorFile.read(file(TensorFiles.gguf(2, four, 32, 1))).values();
        assertEquals(0.5 * (0 - 8), linear[0]);
        assertEquals(0.5 * (15 - 8), linear[16]);
        double[] uneven =
                TensorFile.read(file(TensorFiles.gguf(20, four, 32, 1))).values();
        assertEquals(0.5 * -127, uneven[0]);
        assertEquals(0.5 * 113, uneven[16]);
        byte[] eight = new byte[34];
        System.arraycopy(TensorFiles.data("F16", -2), 0, eight, 0, 2);
        eight[33] = -128;
        assertEquals(
                256, TensorFile.read(file(TensorFiles.gguf(8, eight, 32, 1))).values()[31]);
        byte[] micro = new byte[17];
        micro[0] = (byte) 128;
        micro[1] = (byte) 0xf7;
        double[] powers =
                TensorFile.read(file(TensorFiles.gguf(39, micro, 32, 1))).values();
        assertEquals(12, powers[0]);
        assertEquals(-12, powers[16]);
    }

    @Test
    void scalesThatAreNotFiniteAreCountedAndPlaced() throws IOException {
        byte[] data = new byte[4 * 18];
        System.arraycopy(TensorFiles.data("F16", Double.NaN), 0, data, 18, 2);
        System.arraycopy(TensorFiles.data("F16", 1 / 0.), 0, data, 54, 2);
        assertRefused(
                TensorFiles.gguf(2, data, 64, 2),
                "holds 2 blocks whose scale is not finite, the first, NaN, at row 1, column 33");
        byte[] micro = new byte[17];
        micro[0] = (byte) 255;
        assertRefused(TensorFiles.gguf(39, micro, 32, 1), "holds 1 block whose scale is not finite, the first, NaN");
    }

    @Test
    void metadataIsSkippedAndItsAlignmentKept() throws IOException {
        List<byte[]> metadata = List.of(
                join(ggufText("general.name"), ints(8), ggufText("a name")),
                join(ggufText("a.byte"), ints(0), new byte[1]),
                join(ggufText("a.double"), ints(12), new byte[8]),
                join(ggufText("tokens"), ints(9, 8), longs(2), ggufText("a"), ggufText("")),
                join(ggufText("scores"), ints(9, 6), longs(3), new byte[12]),
                join(ggufText("nested"), ints(9, 9), longs(2), ints(7), longs(1), new byte[1], ints(8), longs(0)),
                join(ggufText("general.alignment"), ints(4, 64)));
        byte[] data = join(TensorFiles.data("F32", 7), new byte[60], TensorFiles.data("F32", NUMBERS));
        List<byte[]> infos = List.of(ggufInfo("bias", 0, 0, 1), ggufInfo("w", 0, 64, 2, 3));
        for (int version : new int[] {2, 3}) {
            Path file = file(TensorFiles.gguf(version, 64, metadata, infos, data));
            Matrix matrix = TensorFile.read(file);
            assertArrayEquals(NUMBERS, matrix.values());
            assertEquals(3, matrix.rows());
            assertEquals(List.of("'w' is read, the only matrix among 2 tensors"), matrix.remarks());
            assertArrayEquals(new double[] {7}, TensorFile.read(file + ":bias").values());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12, Q4_K",
        "14, Q6_K",
        "3, Q4_1",
        "4, number 4",
        "77, number 77",
        "40, number 40",
        "-1, number 4294967295"
    })
    void otherTypesAreRefusedByName(int type, String name) throws IOException {
        assertRefused(
                TensorFiles.gguf(type, new byte[144], 256, 1),
                "tensor 'w' is of the type " + name
                        + "; F64, F32, F16, BF16, I64, I32, I16, I8, Q4_0, Q8_0, IQ4_NL, MXFP4 can be read");
    }

    private static byte[] head(long tensors, long entries, byte[] rest) {
        return join(text("GGUF"), ints(3), longs(tensors, entries), rest);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        byte[] data = new byte[64];
        assertRefused(join(text("GGUF"), ints(1), new byte[64]), "version 1 of GGUF; 2 and 3 can be read");
        assertRefused(join(text("GGUF"), ints(3 << 24), new byte[64]), "with the high byte first");
        assertRefused(head(1L << 62, 0, data), "cut short or damaged: at byte 24, 4611686018427387904 times 24 bytes");
        assertRefused(head(0, 1L << 62, data), "4611686018427387904 times 13 bytes");
        assertRefused(text("GGUF"), "cut short or damaged: at byte 4, 4 times 1 bytes");
        assertRefused(head(3, 0, data), "at byte 24, 3 times 24 bytes would follow, and it ends 64 bytes later");
        assertRefused(head(-1, -1, data), "18446744073709551615 times 13 bytes");
        assertRefused(head(0, 0, data), "holds no tensors");
        assertRefused(head(0, 1, join(longs(1L << 63), data)), "a name of 9223372036854775808 bytes");
        assertRefused(head(1, 0, join(longs(1L << 63), data)), "a name of 9223372036854775808 bytes");
        assertRefused(head(0, 1, join(ggufText("a"), ints(8), longs(1L << 63), data)), "9223372036854775808 times 1");
        assertRefused(head(0, 1, join(ggufText("a"), ints(8), longs(-1), data)), "18446744073709551615 times 1");
        assertRefused(head(0, 1, join(ggufText("a"), ints(9, 10), longs(1L << 61), data)), "2305843009213693952 times");
        assertRefused(head(0, 1, join(ggufText("a"), ints(9, 8), longs(-1), data)), "18446744073709551615 times 8");
        assertRefused(head(0, 1, join(ggufText("a"), ints(13), data)), "a value of type 13");
        assertRefused(head(0, 1, join(ggufText("a"), ints(9, -1), data)), "a value of type -1");
        byte[][] nested = Collections.nCopies(10_000, join(ints(9), longs(1))).toArray(byte[][]::new);
        assertRefused(head(0, 1, join(ggufText("a"), ints(9), join(nested))), "arrays in arrays");
        byte[] deepest = join(ints(9, 9), longs(1), ints(9), longs(1), ints(9), longs(1), ints(-1), longs(1));
        assertRefused(head(0, 1, join(ggufText("a"), deepest)), "a value of type -1");
        for (int alignment : new int[] {0, 24, -32, Integer.MIN_VALUE}) {
            assertRefused(
                    head(0, 1, join(ggufText("general.alignment"), ints(4, alignment), data)),
                    "general.alignment is " + Integer.toUnsignedString(alignment));
        }
        assertRefused(head(0, 1, join(ggufText("general.alignment"), ints(8), data)), "alignment is of type 8");
    }

    @Test
    void limitsMayBeReached() throws IOException {
        byte[] number = join(ints(0), new byte[1]);
        assertRefused(head(0, 1, join(ggufText("a".repeat(65536)), number)), "holds no tensors");
        assertRefused(head(0, 1, join(ggufText("a".repeat(65537)), number)), "a name of 65537 bytes");
        assertRefused(head(0, 1, join(ggufText("general.alignment"), ints(4, 1 << 30))), "holds no tensors");
        assertRefused(head(Tensor.MOST + 1, 0, new byte[24 * (Tensor.MOST + 1)]), "holds more than 262144 tensors");
        Path file = file(TensorFiles.gguf(0, TensorFiles.data("F32", NUMBERS), 3, 2, 1, 1));
        assertArrayEquals(NUMBERS, TensorFile.read(file).values());
    }

    @Test
    void tensorsThatDoNotFitAreRefused() throws IOException {
        byte[] data = new byte[64];
        assertRefused(TensorFiles.gguf(0, data, 5, 4), "'w' has 80 bytes from 0 on of numbers that have 64");
        assertRefused(TensorFiles.gguf(2, data, 16, 2), "'w' of the shape 2x16 is no whole blocks of 32");
        assertRefused(TensorFiles.gguf(0, data, 1L << 32, 1L << 32), "more than 2^63 elements");
        assertRefused(TensorFiles.gguf(0, data, 1L << 62), "is damaged: its tensor 'w' has the shape");
        assertRefused(TensorFiles.gguf(0, data, 1L << 63), "is damaged: its tensor 'w' has the shape -");
        assertRefused(TensorFiles.gguf(8, data, 1L << 62), "is damaged: its tensor 'w' has");
        assertRefused(TensorFiles.gguf(0, data, 1, 2, 3, 4, 5), "'w' has 5 dimensions");
        assertRefused(TensorFiles.gguf(0, data, 0, 3), "has the shape 3x0, and so holds no numbers");
        assertRefused(TensorFiles.gguf(0, data), "is a single number");
        for (long offset : new long[] {-32, 16, 32, 1L << 62}) {
            assertRefused(
                    TensorFiles.gguf(3, 32, List.of(), List.of(ggufInfo("w", 0, offset, 12, 1)), data),
                    "'w' has 48 bytes from " + Long.toUnsignedString(offset));
        }
        assertRefused(
                TensorFiles.gguf(
                        3, 32, List.of(), List.of(ggufInfo("a", 0, 0, 9, 1), ggufInfo("b", 0, 32, 1, 1)), data),
                "its tensor 'a' overlaps 'b'");
        assertRefused(
                TensorFiles.gguf(
                        3, 32, List.of(), List.of(ggufInfo("a", 0, 0, 1, 1), ggufInfo("a", 0, 32, 1, 1)), data),
                "two tensors named 'a'");
    }

    @Test
    void everyLengthButTheRightOneIsRefused() throws IOException {
        byte[] whole = TensorFiles.gguf(0, TensorFiles.data("F32", NUMBERS), 3, 2);
        for (int length = 4; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "");
        }
    }
}
