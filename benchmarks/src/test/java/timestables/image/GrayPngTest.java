package timestables.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of every kind of gray image, as the bytes of the file say. */
class GrayPngTest {

    private static final int GRAY = 0;
    private static final int GRAY_AND_ALPHA = 4;

    @TempDir
    private Path folder;

    private int[] samples(int width, int height, int depth, int colour, int interlace, int... lines)
            throws IOException {
        byte[] bytes = new byte[lines.length];
        for (int i = 0; i < lines.length; i++) {
            bytes[i] = (byte) lines[i];
        }
        Path file = Files.write(
                folder.resolve("image.png"),
                new PngMaker()
                        .header(width, height, depth, colour, interlace)
                        .chunk("gAMA", new byte[] {0, 1, 0x11, 0x70})
                        .chunk("IDAT", PngMaker.deflated(bytes))
                        .title("title")
                        .ended());
        GrayPng png = GrayPng.read(file, 1, 8);
        assertEquals(depth, png.bits());
        assertEquals(height, png.rows());
        assertEquals(width, png.columns());
        assertEquals("title", png.title());
        int[] samples = new int[width * height];
        Arrays.setAll(samples, i -> png.sample(i / width, i % width));
        return samples;
    }

    @Test
    void samplesMayHaveFewerBitsThanAByte() throws IOException {
        assertArrayEquals(new int[] {1, 0, 1, 1, 0, 0, 1, 0}, samples(4, 2, 1, GRAY, 0, 0, 0xb0, 0, 0x2f));
        assertArrayEquals(new int[] {0, 1, 2, 3, 3, 2, 1, 0}, samples(4, 2, 2, GRAY, 0, 0, 0x1b, 0, 0xe4));
        assertArrayEquals(new int[] {1, 2, 3, 15, 14, 13}, samples(3, 2, 4, GRAY, 0, 0, 0x12, 0x30, 0, 0xfe, 0xd0));
    }

    @Test
    void samplesMayHaveTwoBytes() throws IOException {
        assertArrayEquals(new int[] {258, 65535}, samples(2, 1, 16, GRAY, 0, 0, 1, 2, 0xff, 0xff));
    }

    @Test
    void alphaIsLeftOut() throws IOException {
        assertArrayEquals(new int[] {7, 200}, samples(2, 1, 8, GRAY_AND_ALPHA, 0, 0, 7, 255, 200, 0));
        assertArrayEquals(
                new int[] {258, 65535}, samples(2, 1, 16, GRAY_AND_ALPHA, 0, 0, 1, 2, 0xff, 0xff, 0xff, 0xff, 0, 1));
    }

    @Test
    void aFileMayHaveAsManyBytesAsTheLargest() throws IOException {
        byte[] bytes = pixelAndText(GrayPng.LARGEST_FILE - pixelAndText(0).length);
        Path file = Files.write(folder.resolve("image.png"), bytes);
        assertEquals(7, GrayPng.read(file, 1, 8).sample(0, 0));
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused(file, "it has more than 8388608 bytes");
    }

    private static byte[] pixelAndText(int length) {
        return new PngMaker()
                .gray(1, 8, new byte[] {0, 7})
                .chunk("tEXt", new byte[length])
                .ended();
    }

    @Test
    void aFileThatEndsAfterItsSignatureIsCutOff() throws IOException {
        byte[] signature = new PngMaker().unended();
        assertRefused(Files.write(folder.resolve("image.png"), signature), "it is cut off");
        byte[] part = Arrays.copyOf(signature, signature.length - 1);
        assertRefused(Files.write(folder.resolve("image.png"), part), "it is not a PNG file");
    }

    private static void assertRefused(Path file, String why) {
        assertEquals(
                why,
                assertThrows(IOException.class, () -> GrayPng.read(file, 1, 8)).getMessage());
    }

    /** Of 4 x 4 pixels the second and third passes have none. */
    @Test
    void linesMayBeInterlaced() throws IOException {
        assertArrayEquals(
                new int[] {1, 5, 2, 6, 9, 10, 11, 12, 3, 7, 4, 8, 13, 14, 15, 16},
                samples(4, 4, 8, GRAY, 1, 0, 1, 0, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8, 0, 9, 10, 11, 12, 0, 13, 14, 15, 16));
        assertArrayEquals(
                new int[] {1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0},
                samples(4, 4, 1, GRAY, 1, 0, 0x80, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0xf0, 0, 0xa0));
    }
}
