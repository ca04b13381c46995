package timestables.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Images of any size and samples, written and read back. */
class GrayPngPropertyTest {

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void samplesAreReadAsTheyWereWritten(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll boolean isWide,
            @ForAll @AlphaChars @StringLength(max = 60) String title,
            @ForAll long seed)
            throws IOException {
        int bits = isWide ? 16 : 8;
        int[] samples = new Random(seed).ints((long) size * size, 0, 1 << bits).toArray();
        Path file = Files.createTempFile("image", ".png");
        try {
            Files.write(file, GrayPngWriter.write(title, size, bits, (row, column) -> samples[row * size + column]));
            GrayPng png = GrayPng.read(file, 1, 40);
            assertEquals(size, png.rows());
            assertEquals(size, png.columns());
            assertEquals(bits, png.bits());
            assertEquals(title, png.title());
            for (int i = 0; i < samples.length; i++) {
                assertEquals(samples[i], png.sample(i / size, i % size));
            }
        } finally {
            Files.delete(file);
        }
    }
}
