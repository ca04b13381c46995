package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.inspect.TableFile;
import timestables.tensors.TensorFiles.Entry;

/** Files in which bytes were changed, doubled or left out: each is read, or refused in one line that names it. */
class MutatedFilesTest {

    private static final int MUTATIONS = 150;

    @TempDir
    private Path folder;

    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] mutated = bytes;
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            int at = random.nextInt(mutated.length);
            int length = Math.min(random.nextInt(1, 6), mutated.length - at);
            byte[] changed = Arrays.copyOfRange(mutated, at, at + length);
            switch (random.nextInt(4)) {
                case 0 -> changed = new byte[0];
                case 1 ->
                    changed = (new String(changed, StandardCharsets.ISO_8859_1).repeat(random.nextInt(2, 5)))
                            .getBytes(StandardCharsets.ISO_8859_1);
                case 2 -> changed[0] = (byte) random.nextInt(256);
                default -> changed[0] = (byte) ",\n\r\"'()[]{}:-+.eLu019 \t\0".charAt(random.nextInt(24));
            }
            byte[] longer = new byte[mutated.length - length + changed.length];
            System.arraycopy(mutated, 0, longer, 0, at);
            System.arraycopy(changed, 0, longer, at, changed.length);
            System.arraycopy(mutated, at + length, longer, at + changed.length, mutated.length - at - length);
            mutated = longer.length == 0 ? mutated : longer;
        }
        return mutated;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n",
                "\u00ef\u00bb\u00bfleft,\"right\"\r\n1.5,-2e-3\r\n\"3\",.25\r\n\r\n",
                ",0,1\n0,1.5,2.5\n1,3.0,4.0\n",
                "0,1,2\n0,1.5,2.5\n1,3.0,4.0\n",
                "\u0093NUMPY\1\0\u003c\0{'descr': '<f2', 'fortran_order': False, 'shape': (2L, 3L)}\n012345abcdef",
                "\u0093NUMPY\2\0\u003f\0\0\0{u'shape': (8,), 'descr': 'int8', u'fortran_order': True}     \n01234567"
            })
    void areReadOrRefusedInOneLine(String file) throws IOException {
        byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
        SplittableRandom random = new SplittableRandom(1);
        Path path = folder.resolve("mutated");
        int readable = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(path, i == 0 ? bytes : mutate(bytes, random));
            readable += isRead(() -> TensorFile.read(path)) ? 1 : 0;
            isRead(() -> TableFile.read(path));
            assertTrue(i > 0 || readable == 1, "the valid file");
        }
        assertTrue(readable < MUTATIONS, "some are refused");
    }

    static Stream<Arguments> models() {
        byte[] floats = TensorFiles.data("F32", 1, -2, 0.5, 1024, -0.25, 3);
        byte[] halves = TensorFiles.data("F16", 1, -2, 0.5, 1024, -0.25, 3);
        byte[] blocks = new byte[2 * 18];
        return Stream.of(
                arguments(TensorFiles.safetensors(Entry.of("w", "F32", floats, 2, 3), Entry.of("b", "F16", halves, 6))),
                arguments(TensorFiles.gguf(
                        3,
                        32,
                        List.of(
                                TensorFiles.join(
                                        TensorFiles.ggufText("tokens"),
                                        TensorFiles.ints(9, 8),
                                        TensorFiles.longs(1),
                                        TensorFiles.ggufText("a")),
                                TensorFiles.join(TensorFiles.ggufText("general.alignment"), TensorFiles.ints(4, 32))),
                        List.of(TensorFiles.ggufInfo("w", 2, 0, 32, 2), TensorFiles.ggufInfo("b", 0, 64, 6)),
                        TensorFiles.join(blocks, new byte[64 - blocks.length], floats))),
                arguments(TensorFiles.onnx(
                        TensorFiles.field(1, TensorFiles.onnxNode("MatMul", "m", new byte[0], "x", "w")),
                        TensorFiles.field(5, TensorFiles.onnxTensor("w", 10, 2, 3), TensorFiles.field(9, halves)),
                        TensorFiles.field(5, TensorFiles.onnxTensor("b", 1, 6), TensorFiles.field(4, floats)))),
                arguments(TensorFiles.onnx(
                        TensorFiles.field(5, TensorFiles.onnxTensor("w", 1, 2, 3), TensorFiles.field(4, floats)))));
    }

    /** Whatever a byte is changed to, and wherever the file is cut; and what mutations make of it. */
    @ParameterizedTest
    @MethodSource("models")
    void modelsAreReadOrRefusedInOneLine(byte[] bytes) throws IOException {
        Path path = folder.resolve("mutated");
        Files.write(path, bytes);
        assertTrue(isRead(() -> TensorFile.read(path)), "the valid file");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2 * MUTATIONS; i++) {
            Files.write(path, mutate(bytes, random));
            isRead(() -> TensorFile.read(path));
            isRead(() -> TensorFile.read(path + ":b"));
        }
        for (int at = 0; at < bytes.length; at++) {
            Files.write(path, Arrays.copyOf(bytes, at));
            isRead(() -> TensorFile.read(path));
            for (int value : new int[] {0xff, bytes[at] ^ 1 << random.nextInt(8)}) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) value;
                Files.write(path, changed);
                isRead(() -> TensorFile.read(random.nextBoolean() ? path.toString() : path + ":b"));
            }
        }
    }

    private static boolean isRead(Runnable read) {
        try {
            read.run();
            return true;
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("mutated"), e.getMessage());
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
            return false;
        }
    }
}
