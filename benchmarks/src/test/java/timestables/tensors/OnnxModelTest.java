package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static timestables.tensors.TensorFiles.field;
import static timestables.tensors.TensorFiles.join;
import static timestables.tensors.TensorFiles.onnx;
import static timestables.tensors.TensorFiles.onnxNode;
import static timestables.tensors.TensorFiles.onnxTensor;
import static timestables.tensors.TensorFiles.text;
import static timestables.tensors.TensorFiles.varints;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {

    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int SPARSE = 15;
    private static final int RAW = 9;

    private static final double[] NUMBERS = {1, -2, 0.5, 104, -0.25, 3};

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model"), bytes);
    }

    private void assertRefused(byte[] bytes, String why) throws IOException {
        assertRefused(file(bytes).toString(), why);
    }

    private void assertRefused(String spec, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> TensorFile.read(spec, 1000))
                .getMessage();
        assertTrue(message.startsWith(folder.toString()) && message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.length() < 2000, message);
    }

    /** Whether that is all that is told of the file. */
    private void assertTold(String spec, String why) {
        assertEquals(
                folder.resolve("model") + ": " + why,
                assertThrows(IllegalArgumentException.class, () -> TensorFile.read(spec, 1000))
                        .getMessage());
    }

    private static byte[] initializer(String name, int type, byte[] numbers, long... shape) {
        return field(INITIALIZER, onnxTensor(name, type, shape), numbers);
    }

    private static byte[] raw(String type, double... numbers) {
        return field(RAW, TensorFiles.data(type, numbers));
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, FLOAT", "F16, 10, FLOAT16", "BF16, 16, BFLOAT16", "F64, 11, DOUBLE"})
    void theWeightsOfANodeAreRead(String type, int number, String name) throws IOException {
        Path file = file(onnx(
                field(NODE, onnxNode("MatMul", "/dense/MatMul", new byte[0], "x", "onnx::MatMul_7")),
                field(NODE, onnxNode("Add", "/dense/Add", new byte[0], "y", "bias")),
                field(2, text("graph")),
                initializer("bias", 1, raw("F32", 1, 2), 2),
                initializer("onnx::MatMul_7", number, raw(type, NUMBERS), 3, 2)));
        assertEquals(
                List.of(
                        new TensorInfo("bias", List.of(2L), "FLOAT", "Add /dense/Add"),
                        new TensorInfo("onnx::MatMul_7", List.of(3L, 2L), name, "MatMul /dense/MatMul")),
                TensorFile.list(file));
        for (String tensor : List.of("", ":onnx::MatMul_7", ":/dense/MatMul")) {
            Matrix matrix = TensorFile.read(file + tensor);
            assertArrayEquals(NUMBERS, matrix.values());
            assertEquals(3, matrix.rows());
            assertEquals(
                    "MatMul /dense/MatMul multiplies by it from the right, so that its columns are outputs, as advise --transpose"
                            + " takes them",
                    matrix.remarks().getLast());
        }
        assertArrayEquals(new double[] {1, 2}, TensorFile.read(file + ":bias").values());
        assertTold(
                file + ":/dense/MatMull",
                "holds no tensor named '/dense/MatMull'; the nearest are /dense/MatMul [3x2 " + name
                        + "], /dense/Add [2 FLOAT]");
    }

    @Test
    void aRemarkIsMadeWhereColumnsAreOutputs() throws IOException {
        byte[] transposed = field(5, field(1, text("transB")), field(3, 1));
        byte[] not = field(5, field(1, text("transB")), field(3, 0));
        byte[] other = field(5, field(1, text("transA")), field(3, 1));
        byte[] weights = initializer("w", 1, raw("F32", NUMBERS), 2, 3);
        for (byte[] attribute : List.of(new byte[0], not, other)) {
            Path file = file(onnx(field(NODE, onnxNode("Gemm", "g", attribute, "x", "w", "b")), weights));
            assertEquals(1, TensorFile.read(file).remarks().size());
        }
        for (byte[] node : List.of(
                onnxNode("Gemm", "g", transposed, "x", "w"),
                onnxNode("MatMul", "m", new byte[0], "w", "x"),
                onnxNode("Gather", "g", new byte[0], "x", "w"))) {
            Path file = file(onnx(field(NODE, node), weights));
            assertEquals(List.of(), TensorFile.read(file).remarks());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, 3, I8, -128",
        "UINT8, 2, U8, 255",
        "INT32, 6, I32, -2147483648",
        "INT64, 7, I64, -9007199254740992"
    })
    void everyIntegerIsReadExactly(String name, int number, String type, double extreme) throws IOException {
        Path file = file(onnx(initializer("w", number, raw(type, extreme, 7), 1, 2)));
        assertArrayEquals(new double[] {extreme, 7}, TensorFile.read(file).values());
        int field = name.equals("INT64") ? 7 : 5;
        Path apart = file(onnx(initializer("w", number, field(field, varints((long) extreme, 7)), 1, 2)));
        assertArrayEquals(new double[] {extreme, 7}, TensorFile.read(apart).values());
    }

    @Test
    void numbersInFieldsOfTheirOwnAreRead() throws IOException {
        byte[] floats = TensorFiles.data("F32", NUMBERS);
        Path packed = file(onnx(initializer("w", 1, field(4, floats), 2, 3)));
        assertArrayEquals(NUMBERS, TensorFile.read(packed).values());
        byte[] each = join(DoubleStream.of(NUMBERS)
                .mapToObj(number -> join(varints(4 << 3 | 5), TensorFiles.data("F32", number)))
                .toArray(byte[][]::new));
        assertArrayEquals(
                NUMBERS,
                TensorFile.read(file(onnx(initializer("w", 1, each, 2, 3)))).values());
        byte[] halved = join(field(4, Arrays.copyOf(floats, 8)), field(4, Arrays.copyOfRange(floats, 8, 24)));
        assertArrayEquals(
                NUMBERS,
                TensorFile.read(file(onnx(initializer("w", 1, halved, 2, 3)))).values());
        byte[] doubles = field(10, TensorFiles.data("F64", NUMBERS));
        assertArrayEquals(
                NUMBERS,
                TensorFile.read(file(onnx(initializer("w", 11, doubles, 2, 3)))).values());
        byte[] halves = field(
                5,
                varints(DoubleStream.of(NUMBERS)
                        .mapToLong(number -> Short.toUnsignedInt(Float.floatToFloat16((float) number)))
                        .toArray()));
        assertArrayEquals(
                NUMBERS,
                TensorFile.read(file(onnx(initializer("w", 10, halves, 2, 3)))).values());
        assertRefused(
                onnx(initializer("w", 1, field(4, floats), 2, 4)),
                "tensor 'w' is damaged: it holds 6 numbers of the 8 that its shape promises");
        assertRefused(onnx(initializer("w", 1, field(4, floats), 2, 2)), "it holds more than 4 numbers of the 4");
        assertRefused(onnx(initializer("w", 1, field(4, floats), 500)), "no more than 34 numbers of the 500");
        assertRefused(onnx(initializer("w", 1, field(4, Arrays.copyOf(floats, 23)), 2, 3)), "is damaged");
    }

    @Test
    void shapesMayBePacked() throws IOException {
        byte[] tensor = join(field(1, varints(2, 3)), field(2, 1), field(8, text("w")), raw("F32", NUMBERS));
        Matrix matrix = TensorFile.read(file(onnx(field(INITIALIZER, tensor))));
        assertEquals(2, matrix.rows());
        assertArrayEquals(NUMBERS, matrix.values());
    }

    @Test
    void whatCannotBeReadIsRefusedWhenItIsAskedFor() throws IOException {
        byte[] location = field(13, field(1, text("location")), field(2, text("weights.bin")));
        for (byte[] elsewhere : List.of(
                location,
                field(14, 1),
                join(location, field(14, 0)),
                join(field(14, 1), raw("F32", NUMBERS), field(12, text("doc"))))) {
            assertRefused(
                    onnx(initializer("w", 1, elsewhere, 2, 3)), "tensor 'w' lies in another file, as external data");
        }
        Path here = file(onnx(initializer("w", 1, join(raw("F32", NUMBERS), field(14, 0)), 2, 3)));
        assertArrayEquals(NUMBERS, TensorFile.read(here).values());
        byte[] sparse = field(
                SPARSE,
                field(1, onnxTensor("s", 1, 1), raw("F32", 1)),
                field(2, onnxTensor("", 7, 1)),
                field(3, 5),
                field(3, 7));
        assertRefused(onnx(sparse), "tensor 's' is sparse");
        Path file = file(onnx(sparse));
        assertEquals(List.of(new TensorInfo("s", List.of(5L, 7L), "FLOAT", "")), TensorFile.list(file));
        assertRefused(
                onnx(initializer("w", 17, field(RAW, new byte[6]), 2, 3)),
                "is of the type FLOAT8E4M3FN; DOUBLE, FLOAT, FLOAT16, BFLOAT16, INT64,");
        assertRefused(onnx(initializer("w", 99, field(RAW, new byte[6]), 2, 3)), "is of the type number 99");
        assertRefused(onnx(initializer("w", 24, field(RAW, new byte[6]), 2, 3)), "is of the type number 24");
        assertRefused(onnx(initializer("w", 0, field(RAW, new byte[6]), 2, 3)), "is of the type UNDEFINED");
        assertRefused(onnx(initializer("w", 1, field(RAW), 2, 3)), "it holds 0 numbers of the 6");
        assertRefused(
                onnx(initializer("w", 1, raw("F32", 1, 2, Double.NaN), 1, 3)),
                "holds 1 number that is not finite, the first, NaN, at row 1, column 3");
        assertRefused(onnx(initializer("w", 1, new byte[0], 0, 3)), "has the shape 0x3, and so holds no numbers");
        assertRefused(onnx(initializer("w", 1, raw("F32", 1))), "is a single number");
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        assertRefused(onnx(initializer("w", 1, raw("F32", NUMBERS), 2, 2)), "'w' has 24 bytes, which are not those of");
        assertRefused(onnx(initializer("w", 1, raw("F32", NUMBERS), 2, -3)), "has the shape 2x-3");
        assertRefused(onnx(initializer("w", 1, raw("F32", NUMBERS), 1L << 62)), "which are not those of");
        assertRefused(onnx(initializer("w", 1, raw("F32", NUMBERS), 1L << 40, 1L << 40)), "more than 2^63 elements");
        assertRefused(
                onnx(initializer("w", 1, new byte[0], 1L << 62)), "holds 4611686018427387904 numbers, and memory");
        byte[] dims = join(Collections.nCopies(65, field(1, 1)).toArray(byte[][]::new));
        assertRefused(onnx(field(INITIALIZER, dims)), "more than 64 dimensions");
        byte[] weights = initializer("w", 1, raw("F32", NUMBERS), 2, 3);
        assertRefused(onnx(weights, weights), "two tensors named 'w'");
        assertRefused(onnx(), "holds no tensors");
        assertRefused(field(1, 8), "is damaged, or no ONNX model: it has no graph");
        assertRefused(join(field(1, 8), varints(7 << 3 | 2, (1L << 31) - 1)), "it is cut short");
        assertRefused(join(field(1, 8), varints(7 << 3 | 2, -1)), "it is cut short");
        assertRefused(join(field(1, 8), varints(7 << 3 | 3)), "it has groups");
        assertRefused(join(field(1, 8), new byte[] {0}), "do not fit into one another");
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        assertRefused(empty.toString(), "it has no graph");
    }

    @Test
    void everyLengthButTheRightOneIsRefused() throws IOException {
        byte[] graph = field(
                7,
                field(NODE, onnxNode("MatMul", "m", new byte[0], "x", "w")),
                initializer("w", 1, raw("F32", NUMBERS), 2, 3));
        byte[] whole = join(field(1, 8), graph);
        assertArrayEquals(NUMBERS, TensorFile.read(file(whole)).values());
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "it is cut short");
        for (int length = 1; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "is damaged, or no ONNX model");
        }
    }

    @Test
    void whatProtobufCannotHoldIsRefused() throws IOException {
        Path file = file(field(1, 8));
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(1L << 31);
            assertRefused(file.toString(), "has 2147483648 bytes; ONNX models have at most 2 GB");
            out.setLength((1L << 31) - 1);
            assertRefused(file.toString(), "is damaged, or no ONNX model");
        }
    }

    @Test
    void noMemoryIsTakenForNumbersThatAreNotAskedFor() throws IOException {
        int bytes = Integer.MAX_VALUE - 1023;
        byte[] last = initializer("last", 1, raw("F32", 1.5, -2), 1, 2);
        byte[] tensor = join(onnxTensor("w", 1, bytes / 8, 2), varints(RAW << 3 | 2, bytes));
        byte[] initializer = join(varints(INITIALIZER << 3 | 2, tensor.length + bytes), tensor);
        byte[] graph = varints(7 << 3 | 2, initializer.length + bytes + last.length);
        Path file = file(join(field(1, 8), graph, initializer));
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length() + bytes);
            out.write(last);
        }
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertEquals(2, TensorFile.list(file).size());
        assertArrayEquals(
                new double[] {1.5, -2}, TensorFile.read(file + ":last").values());
        long taken = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 1 << 24, taken + " bytes");
    }

    @Test
    void fieldsOfOtherKindsAreSkipped() throws IOException {
        byte[] four = new byte[] {1, 1, 1, 1};
        byte[] tensor = join(
                field(2, 1),
                field(8, text("w")),
                raw("F32", NUMBERS),
                varints(1 << 3 | 5),
                four,
                varints(14 << 3 | 5),
                four,
                field(1, 2),
                field(1, 3));
        byte[] attribute = field(5, varints(1 << 3 | 5), four, field(1, text("transB")), varints(3 << 3 | 5), four);
        byte[] node = join(varints(1 << 3 | 5), four, onnxNode("Gemm", "g", attribute, "x", "w"));
        Matrix matrix = TensorFile.read(file(onnx(field(NODE, node), field(INITIALIZER, tensor))) + ":g");
        assertArrayEquals(NUMBERS, matrix.values());
        assertEquals(1, matrix.remarks().size());
    }

    @Test
    void aNodeNamesTheTensorThatItUses() throws IOException {
        Path file = file(onnx(
                field(NODE, onnxNode("MatMul", "first", new byte[0], "x", "w")),
                field(NODE, onnxNode("MatMul", "second", new byte[0], "y", "v")),
                field(NODE, onnxNode("MatMul", "", new byte[0], "z", "v")),
                initializer("w", 1, raw("F32", 1, 2), 1, 2),
                initializer("v", 1, raw("F32", 3, 4), 1, 2)));
        assertArrayEquals(new double[] {3, 4}, TensorFile.read(file + ":second").values());
        assertRefused(file + ":", "holds no tensor named ''");
    }

    @Test
    void aNodeOfSeveralMatricesIsAmbiguous() throws IOException {
        Path file = file(onnx(
                field(NODE, onnxNode("LSTM", "lstm", new byte[0], "x", "w", "r", "b")),
                initializer("w", 1, raw("F32", NUMBERS), 2, 3),
                initializer("r", 1, raw("F32", NUMBERS), 3, 2),
                initializer("b", 1, raw("F32", 1), 1)));
        assertRefused(
                file + ":lstm",
                "has a node 'lstm', which holds 3 tensors; name one, as FILE:NAME: w [2x3 FLOAT], r [3x2 FLOAT],"
                        + " b [1 FLOAT]");
        String[] names = LongStream.range(0, 20).mapToObj(i -> "w" + i).toArray(String[]::new);
        byte[][] many = Stream.of(names)
                .map(name -> initializer(name, 1, raw("F32", NUMBERS), 2, 3))
                .toArray(byte[][]::new);
        assertRefused(onnx(many), "w11 [2x3 FLOAT] and 8 more");
        Path twelve = file(onnx(Arrays.copyOf(many, 12)));
        assertTold(
                twelve.toString(),
                "holds 12 tensors; name one, as FILE:NAME: "
                        + String.join(
                                ", ",
                                Stream.of(names)
                                        .limit(12)
                                        .map(each -> each + " [2x3 FLOAT]")
                                        .toList()));
        Path all = file(onnx(join(many), field(NODE, onnxNode("Concat", "all", new byte[0], names))));
        assertRefused(all + ":all", "has a node 'all', which holds 16 tensors");
        byte[] vector = initializer("b", 1, raw("F32", 1), 1);
        assertRefused(onnx(vector, many[0], many[1]), "FILE:NAME: w0 [2x3 FLOAT], w1 [2x3 FLOAT], b [1 FLOAT]");
    }
}
