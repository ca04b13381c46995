package timestables.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.BlockStorage.Bytes;

class BlockStorageTest {

    private static Bytes written(BlockStorage storage, BlockScaled format) {
        return storage.write(format, format.encode(BlockNumbers.make(), 512), 512);
    }

    /** What the Python package of ggml, gguf 0.19, writes of the same numbers, and reads from that. */
    @Test
    void ggmlWritesTheSameBytesAndReadsTheSameNumbers() {
        assertGgml(BlockScaled.Q4_0, 0xe059d201L, 0x19798a26L, 18);
        assertGgml(BlockScaled.Q8_0, 0x198ffee8L, 0xe720a5d6L, 34);
        assertGgml(BlockScaled.MXFP4, 0xf115d00fL, 0x9b9b04bL, 17);
        // There only read; written by its C code, rewritten in another language.
        assertGgml(BlockScaled.IQ4_NL, 0x482ced0L, 0x9cc3fde9L, 18);
    }

    private static void assertGgml(BlockScaled format, long bytesSum, long numbersSum, int blockBytes) {
        Bytes bytes = written(BlockStorage.GGML, format);
        assertEquals(BlockNumbers.COUNT / 32 * blockBytes, bytes.codes().length);
        assertEquals(bytesSum, BlockNumbers.sum(bytes.codes()), format.name());
        Blocks read = BlockStorage.GGML.read(format, bytes, 1, BlockNumbers.COUNT, 512);
        assertEquals(numbersSum, BlockNumbers.sum(format.decode(read, 512)), format.name());
    }

    /** Packed by numpy, of codes that ml_dtypes 0.6 rounds to. */
    @Test
    void scalesMayLieApart() {
        Bytes four = written(BlockStorage.LOW_FIRST, BlockScaled.MXFP4);
        assertEquals(0x8fda5a7bL, BlockNumbers.sum(four.codes()));
        assertEquals(0xabb8a42eL, BlockNumbers.sum(four.scales()));
        Bytes six = written(BlockStorage.LOW_FIRST, BlockScaled.MXFP6_E2M3);
        assertEquals(BlockNumbers.COUNT * 6 / 8, six.codes().length);
        assertEquals(0x39160e34L, BlockNumbers.sum(six.codes()));
        Bytes nf4 = written(BlockStorage.HIGH_FIRST, BlockScaled.NF4);
        assertEquals(0x6a42e8a4L, BlockNumbers.sum(nf4.codes()));
        assertEquals(BlockNumbers.COUNT / 64 * 4, nf4.scales().length);
    }

    @Test
    void theFirstOfTwoCodesLiesWhereItsOrderPutsIt() {
        Blocks blocks = new Blocks(new byte[] {1, 2, 3, 4, 5}, new float[] {2}, 1);
        BlockScaled format = new BlockScaled("", MiniFloat.E2M1, 8, ScaleFormat.E8M0, BlockScaled.Scaling.POWER_OF_TWO);
        assertArrayEquals(
                new byte[] {0x21, 0x43, 5},
                BlockStorage.LOW_FIRST.write(format, blocks, 5).codes());
        assertArrayEquals(
                new byte[] {0x12, 0x34, 0x50},
                BlockStorage.HIGH_FIRST.write(format, blocks, 5).codes());
        Blocks whole = new Blocks(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new float[] {2}, 1);
        assertArrayEquals(
                new byte[] {(byte) 128, 0x51, 0x62, 0x73, (byte) 0x84},
                BlockStorage.GGML.write(format, whole, 8).codes());
    }

    /**
     * Of the values that the paper of QLoRA and the source of ggml list, each once, from the first code to the last.
     */
    @Test
    void aBlockOfEveryPublishedValueHasEveryCodeInItsPlace() {
        float[] normalFloats = {
            -1f,
            -0.6961928f,
            -0.52507305f,
            -0.3949175f,
            -0.28444138f,
            -0.18477343f,
            -0.09105004f,
            0,
            0.0795803f,
            0.1609302f,
            0.2461123f,
            0.33791524f,
            0.44070983f,
            0.562617f,
            0.72295684f,
            1
        };
        Blocks blocks = BlockScaled.NF4.encode(normalFloats, 16);
        Bytes bytes = BlockStorage.HIGH_FIRST.write(BlockScaled.NF4, blocks, 16);
        assertEquals("0123456789abcdef", HexFormat.of().formatHex(bytes.codes()));
        assertEquals("0000803f", HexFormat.of().formatHex(bytes.scales()));
        int[] uneven = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
        float[] numbers = new float[32];
        for (int i = 0; i < 16; i++) {
            numbers[i] = uneven[i];
            numbers[31 - i] = uneven[i];
        }
        blocks = BlockScaled.IQ4_NL.encode(numbers, 32);
        assertEquals(
                "003c" + "f0e1d2c3b4a5968778695a4b3c2d1e0f",
                HexFormat.of()
                        .formatHex(BlockStorage.GGML
                                .write(BlockScaled.IQ4_NL, blocks, 32)
                                .codes()));
    }

    /** Of any codes and scales, with a last block that is shorter where the order has such. */
    @ParameterizedTest
    @MethodSource("timestables.format.BlockScaledTest#formats")
    void whatIsWrittenIsReadBack(BlockScaled format) {
        Random random = new Random(1);
        for (BlockStorage storage : BlockStorage.values()) {
            int bits = format.format().bits();
            boolean ggml = storage == BlockStorage.GGML;
            int rowLength = ggml ? 3 * format.blockLength() : 3 * format.blockLength() + 5;
            byte[] codes = new byte[7 * rowLength];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) random.nextInt(1 << bits);
            }
            codes[codes.length - 1] = (byte) ((1 << bits) - 1);
            float[] scales = new float[7 * format.blocks(rowLength)];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = format.scales().round(random.nextFloat());
            }
            Blocks blocks = new Blocks(codes, scales, 3);
            if (ggml && bits == 6) {
                refused("4 or 8", () -> storage.write(format, blocks, rowLength));
                continue;
            }
            Blocks back = storage.read(format, storage.write(format, blocks, rowLength), 3, codes.length, rowLength);
            assertArrayEquals(codes, back.codes());
            assertArrayEquals(scales, back.scales());
            assertEquals(3, back.global());
        }
    }

    @Test
    void whatDoesNotFitOrIsNoScaleIsRefused() {
        BlockScaled format = BlockScaled.Q4_0;
        BlockStorage ggml = BlockStorage.GGML;
        refused("rows of 33", () -> ggml.write(format, format.encode(new float[33], 33), 33));
        refused("18 bytes of codes, not 17", () -> ggml.read(format, new Bytes(new byte[17], new byte[0]), 1, 32, 32));
        refused("0 bytes of scales", () -> ggml.read(format, new Bytes(new byte[18], new byte[1]), 1, 32, 32));
        byte[] infinite = new byte[18];
        infinite[1] = 0x7c;
        refused("Infinity", () -> ggml.read(format, new Bytes(infinite, new byte[0]), 1, 32, 32));
        Bytes negative = new Bytes(new byte[8], new byte[] {(byte) 0x81});
        refused("E4M3", () -> BlockStorage.LOW_FIRST.read(BlockScaled.NVFP4, negative, 1, 16, 16));
        Bytes zeros = new Bytes(new byte[8], new byte[1]);
        for (float global : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            refused("all blocks", () -> BlockStorage.LOW_FIRST.read(BlockScaled.NVFP4, zeros, global, 16, 16));
        }
    }

    private static void refused(String named, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
