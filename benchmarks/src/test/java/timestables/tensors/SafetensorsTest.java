package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.tensors.TensorFiles.Entry;

class SafetensorsTest {

    private static final double[] NUMBERS = {1, -2, 0.5, 1024, -0.25, 3};

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
        assertTrue(message.length() < 2000, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
    void everyFloatIsReadExactly(String type) throws IOException {
        byte[] data = TensorFiles.data(type, NUMBERS);
        Matrix matrix = TensorFile.read(file(TensorFiles.safetensors(Entry.of("w", type, data, 2, 3))));
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertArrayEquals(NUMBERS, matrix.values());
        assertEquals(List.of(), matrix.remarks());
        assertEquals(Optional.empty(), matrix.stored());
    }

    @ParameterizedTest
    @CsvSource({
        "I8, -128",
        "I16, -32768",
        "I32, -2147483648",
        "I64, -9007199254740992",
        "U8, 255",
        "U16, 65535",
        "U32, 4294967295",
        "U64, 9007199254740992"
    })
    void everyIntegerIsReadExactly(String type, double extreme) throws IOException {
        byte[] data = TensorFiles.data(type, extreme, 7);
        Matrix matrix = TensorFile.read(file(TensorFiles.safetensors(Entry.of("w", type, data, 1, 2))));
        assertArrayEquals(new double[] {extreme, 7}, matrix.values());
    }

    @Test
    void oneDimensionIsAColumnAndManyAreRows() throws IOException {
        byte[] data = TensorFiles.data("F32", NUMBERS);
        Matrix vector = TensorFile.read(file(TensorFiles.safetensors(Entry.of("w", "F32", data, 6))));
        assertEquals(6, vector.rows());
        assertEquals(1, vector.columns());
        Matrix cube = TensorFile.read(file(TensorFiles.safetensors(Entry.of("w", "F32", data, 2, 1, 3))));
        assertEquals(2, cube.rows());
        assertEquals(3, cube.columns());
        assertEquals(List.of("its 3 dimensions, 2x1x3, are taken for 2 rows of 3 columns"), cube.remarks());
    }

    @Test
    void onlyTheTensorThatIsAskedForIsRead() throws IOException {
        byte[] bytes = TensorFiles.safetensors(
                Entry.of("nan", "F32", TensorFiles.data("F32", Double.NaN), 1, 1),
                Entry.of("large", "F16", new byte[4000], 2, 1000),
                Entry.of("w:x", "F32", TensorFiles.data("F32", NUMBERS), 3, 2));
        assertArrayEquals(NUMBERS, TensorFile.read(file(bytes) + ":w:x", 1000).values());
        assertEquals(
                List.of(
                        new TensorInfo("nan", List.of(1L, 1L), "F32", ""),
                        new TensorInfo("large", List.of(2L, 1000L), "F16", ""),
                        new TensorInfo("w:x", List.of(3L, 2L), "F32", "")),
                TensorFile.list(file(bytes)));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TensorFile.read(folder.resolve("model") + ":large", 1000))
                .getMessage();
        assertTrue(message.contains("tensor 'large' holds 2000 numbers, and memory has room for 1000"), message);
        assertTrue(message.contains("-Xmx"), message);
    }

    /** The length of what is listed must not depend on what is read. */
    @Test
    void aFileBeyondTheMemoryIsListedAtOnce() throws IOException {
        long bytes = 5L << 30;
        Path file = folder.resolve("large");
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d,4],\"data_offsets\":[0,%d]},"
                        .formatted(bytes / 16, bytes)
                + "\"last\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[%d,%d]}}".formatted(bytes, bytes + 8);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(TensorFiles.safetensors(header, new byte[0]));
            out.seek(8 + header.length() + bytes);
            out.write(TensorFiles.data("F32", 1.5, -2));
        }
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertEquals(2, TensorFile.list(file).size());
            assertArrayEquals(
                    new double[] {1.5, -2}, TensorFile.read(file + ":last").values());
        });
    }

    @Test
    void whatIsNotFiniteIsCountedAndPlaced() throws IOException {
        byte[] data = TensorFiles.data("F16", 1, Double.NaN, 3, Double.NEGATIVE_INFINITY, 5, Double.NaN);
        assertRefused(
                TensorFiles.safetensors(Entry.of("w", "F16", data, 2, 3)),
                "tensor 'w' holds 3 numbers that are not finite, the first, NaN, at row 1, column 2; all have to be, so replace them");
        assertRefused(
                TensorFiles.safetensors(Entry.of("w", "BF16", TensorFiles.data("BF16", 1, 2, 1 / 0.), 1, 3)),
                "holds 1 number that is not finite, the first, Infinity, at row 1, column 3; all have to be, so replace it");
    }

    private static String tensor(String type, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}".formatted(type, shape, offsets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            // Messages have apostrophes.
            quoteCharacter = '"',
            value = {
                "F32     | [2,3]                        | [0,24]  | ok",
                "F32     | [2,3]                        | [0,20]  | 'w' has 20 bytes, which are not those of 2x3 elements of 4",
                "F32     | [2,3]                        | [8,32]  | 'w' lies from byte 8 to 32 of numbers that have 24",
                "F32     | [2,3]                        | [24,0]  | 'w' lies from byte 24 to 0",
                "F32     | [2,3]                        | [-4,20] | 'w' lies from byte -4",
                "F32     | [2,3]                        | [0]     | 'w' lacks one of dtype, shape and data_offsets",
                "F32     | [2,-3]                       | [0,24]  | 'w' has the shape 2x-3",
                "F32     | [4294967296,4294967296]      | [0,24]  | more than 2^63 elements",
                "F32     | [4611686018427387904]        | [0,24]  | which are not those of",
                "F32     | [4611686018427387904]        | [0,0]   | which are not those of",
                "F32     | [99999999999999999999]       | [0,24]  | has a header that is not JSON as it has to be: ",
                "F32     | [2.5]                        | [0,24]  | that does not tell dtype",
                "F32     | {}                           | [0,24]  | that does not tell dtype",
                "F32     | [0,3]                        | [0,0]   | tensor 'w' has the shape 0x3, and so holds no numbers",
                "F32     | [4294967296,4294967296,0]    | [0,0]   | and so holds no numbers",
                "F32     | []                           | [0,4]   | tensor 'w' is a single number; a matrix",
                "F8_E4M3 | [24]                         | [0,24]  | is of the type F8_E4M3; F64, F32, F16, BF16, I64,",
                "?[31m   | [24]                         | [0,24]  | is of the type ?[31m; F64"
            })
    void whatDoesNotFitIsRefused(String type, String shape, String offsets, String why) throws IOException {
        byte[] file = TensorFiles.safetensors(
                tensor(type.replace("?", "\\u001b"), shape, offsets), TensorFiles.data("F32", NUMBERS));
        if (why.equals("ok")) {
            assertArrayEquals(NUMBERS, TensorFile.read(file(file)).values());
        } else {
            assertRefused(file, why);
        }
    }

    @Test
    void aShapeOfVeryManyLengthsIsCutOff() throws IOException {
        List<Long> shape = new ArrayList<>(Collections.nCopies(63, 1L << 62));
        shape.add(0L);
        Path file = file(TensorFiles.safetensors(tensor("F32", shape.toString(), "[0,0]"), new byte[0]));
        assertEquals(
                file + ": tensor 'w' has the shape " + "4611686018427387904x".repeat(4)
                        + "..., and so holds no numbers",
                assertThrows(IllegalArgumentException.class, () -> TensorFile.read(file))
                        .getMessage());
    }

    @Test
    void overlapsAndTwoOfANameAreRefused() throws IOException {
        String format = "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
                + "\"%s\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[%d,%d]}}";
        byte[] data = new byte[32];
        assertRefused(TensorFiles.safetensors(format.formatted("b", 12, 28), data), "its tensor 'a' overlaps 'b'");
        assertRefused(TensorFiles.safetensors(format.formatted("a", 16, 32), data), "Duplicate field 'a'");
        assertRefused(TensorFiles.safetensors(format.formatted("b", 16, 32), data), "holds 2 tensors; name one");
    }

    @Test
    void badHeadersAreRefused() throws IOException {
        byte[] valid = TensorFiles.safetensors(Entry.of("w", "F32", TensorFiles.data("F32", NUMBERS), 2, 3));
        for (int length = 9; length < valid.length; length++) {
            assertRefused(Arrays.copyOf(valid, length), length < valid.length - 24 ? "cut short" : "lies from byte 0");
        }
        byte[] tooLong = valid.clone();
        tooLong[7] = (byte) 0x80;
        assertRefused(tooLong, "a header of 92233720368547");
        tooLong[7] = 1;
        assertRefused(tooLong, "a header of 720575940379");
        assertRefused(TensorFiles.join(TensorFiles.longs(100_000_000), TensorFiles.text("{}")), "is cut short");
        assertRefused(
                TensorFiles.join(TensorFiles.longs(100_000_001), TensorFiles.text("{}")),
                "a header of 100000001 bytes");
        assertRefused(
                TensorFiles.safetensors("{\"w\":{\"dtype\":32,\"shape\":[0],\"data_offsets\":[0,0]}}", new byte[0]),
                "does not tell dtype");
        assertRefused(TensorFiles.safetensors("{\"w\":" + "[".repeat(10_000), new byte[0]), "does not tell dtype");
        assertRefused(TensorFiles.safetensors("{\"__metadata__\":{\"a\":" + "[".repeat(10_000), new byte[0]), "depth");
        assertRefused(TensorFiles.safetensors("{\"w\":1}", new byte[0]), "does not tell dtype");
        assertRefused(TensorFiles.safetensors("{} {}", new byte[0]), "does not tell dtype");
        assertRefused(TensorFiles.safetensors("{\"w\u001b", new byte[0]), "is not JSON");
        assertRefused(TensorFiles.safetensors("{}", new byte[0]), "holds no tensors");
        byte[] latin = TensorFiles.safetensors("{\"w\":?}", new byte[0]);
        latin[latin.length - 2] = (byte) 0xe4;
        assertRefused(latin, "no text in UTF-8");
    }

    @Test
    void aTensorMayHaveAsManyNumbersAsThereIsRoomFor() throws IOException {
        Path file = file(TensorFiles.safetensors(Entry.of("w", "I8", new byte[1000], 10, 100)));
        assertArrayEquals(new double[1000], TensorFile.read(file, 1000).values());
    }

    @Test
    void moreTensorsThanAnyModelHasAreRefused() throws IOException {
        String header = IntStream.rangeClosed(0, Tensor.MOST)
                .mapToObj(i -> "\"%x\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));
        assertRefused(TensorFiles.safetensors(header, new byte[0]), "holds more than 262144 tensors");
        assertDoesNotThrow(() -> Tensor.requireFew(Tensor.MOST));
    }
}
