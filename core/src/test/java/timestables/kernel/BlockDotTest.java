package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.table.ProductTable;

class BlockDotTest {

    private static final Linear LINEAR = new Linear(4, 1);

    private static double[] normal(int count, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /** Every length from none to some blocks and a ragged one, at starts of every kind. */
    @ParameterizedTest
    @CsvSource({"2, 32", "3, 32", "4, 32", "4, 5", "5, 64", "8, 32", "8, 100"})
    void aSumIsThatOfTheScaledProducts(int bits, int blockLength) {
        Linear format = new Linear(bits, 1);
        ProductTable table = ProductTable.exact(format, format);
        BlockScaled blocks = new BlockScaled(format, blockLength, Scaling.LARGEST);
        for (int length = 0; length < 4 * blockLength; length += 1 + length / 20) {
            byte[] a = new byte[length + 7];
            byte[] b = new byte[length + 7];
            int from = length % 7;
            float[] aScales = blocks.encode(normal(length, 1), a, from);
            float[] bScales = blocks.encode(normal(length, 2), b, from);
            double[] x = blocks.decode(a, from, aScales, length);
            double[] y = blocks.decode(b, from, bScales, length);
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += x[i] * y[i];
            }
            double tolerance = 1e-13 * (length + 1);
            double scalar =
                    new BlockDot(new ScalarLayout(table), blockLength).dot(a, aScales, b, bScales, from, from + length);
            assertEquals(sum, scalar, tolerance);
            assertEquals(
                    scalar,
                    new BlockDot(Layout.best(table), blockLength).dot(a, aScales, b, bScales, from, from + length));
        }
    }

    /** Cells are added up as they are: a table that rounds its products rounds these. */
    @Test
    void productsAreThoseOfTheTable() {
        Format format = new Log(4, 1);
        ProductTable table = ProductTable.accumulating(format);
        byte[] a = new byte[256];
        byte[] b = new byte[256];
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            a[i] = (byte) (i >> 4);
            b[i] = (byte) (i & 15);
            sum += table.product(i >> 4, i & 15) * (i < 128 ? 1 : 6);
        }
        float[] aScales = {1, 2};
        float[] bScales = {1, 3};
        assertEquals(sum, new BlockDot(Layout.best(table), 128).dot(a, aScales, b, bScales, 0, 256), 1e-9);
    }

    @Test
    void rangesWithoutOperandsOrScalesAreRefused() {
        BlockDot dot = new BlockDot(Layout.best(ProductTable.exact(LINEAR, LINEAR)), 32);
        byte[] codes = new byte[64];
        float[] two = new float[2];
        assertEquals(0, dot.dot(codes, two, codes, two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, two, 0, 65));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, new byte[63], two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, new float[1], codes, two, 0, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, new float[1], 0, 33));
        assertThrows(IllegalArgumentException.class, () -> new BlockDot(dot.layout(), 0));
        Layout closed = Layout.best(ProductTable.closed(new Log(4, 1)));
        assertThrows(IllegalArgumentException.class, () -> new BlockDot(closed, 32));
    }
}
