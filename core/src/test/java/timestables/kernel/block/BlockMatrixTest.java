package timestables.kernel.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.format.Linear;
import timestables.table.ProductTable;

class BlockMatrixTest {

    private static byte[] codes(int bits, int count, long seed) {
        byte[] codes = new byte[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) random.nextInt(1 << bits);
        }
        return codes;
    }

    private static float[] scales(int count, long seed) {
        float[] scales = new float[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            scales[i] = random.nextFloat();
        }
        return scales;
    }

    /** Shapes with and without a shorter block, narrower than one too, of one column and several. */
    @ParameterizedTest
    @CsvSource({
        "2, 70, 96, 1, 32",
        "3, 70, 100, 3, 32",
        "4, 300, 131, 2, 32",
        "4, 64, 64, 9, 16",
        "4, 5, 7, 1, 32",
        "5, 20, 70, 2, 32",
        "8, 300, 100, 2, 32",
        "8, 3, 5, 2, 1"
    })
    void resultsAreSumsOfScaledProductsInEveryLayout(int bits, int rows, int columns, int n, int blockLength) {
        ProductTable table = ProductTable.exact(new Linear(bits, 1), new Linear(8, 2));
        int blocks = Math.ceilDiv(columns, blockLength);
        byte[] weights = codes(bits, rows * columns, 1);
        float[] weightScales = scales(rows * blocks, 2);
        byte[] x = codes(8, n * columns, 3);
        float[] xScales = scales(n * blocks, 4);
        double[] y = new double[n * rows];
        BlockMatrix.scalar(table, weights, weightScales, rows, columns, blockLength)
                .gemm(x, 0, xScales, n, y, 0);
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                int weight = i % rows * columns + k;
                int activation = i / rows * columns + k;
                sum += (double) weightScales[i % rows * blocks + k / blockLength]
                        * xScales[i / rows * blocks + k / blockLength]
                        * table.product(Byte.toUnsignedInt(weights[weight]), Byte.toUnsignedInt(x[activation]));
            }
            assertEquals(sum, y[i], 1e-13 * columns);
        }
        BlockMatrix best = BlockMatrix.best(table, weights, weightScales, rows, columns, blockLength);
        double[] bestY = new double[y.length];
        best.gemm(x, 0, xScales, n, bestY, 0);
        assertArrayEquals(y, bestY);
        byte[] moved = new byte[7 + x.length + 2];
        System.arraycopy(x, 0, moved, 7, x.length);
        double[] expected = new double[3 + y.length + 2];
        Arrays.fill(expected, Double.NaN);
        System.arraycopy(y, 0, expected, 3, y.length);
        double[] movedY = new double[expected.length];
        Arrays.fill(movedY, Double.NaN);
        best.gemm(moved, 7, xScales, n, movedY, 3);
        assertArrayEquals(expected, movedY);
        assertTrue(best.byteSize() >= 4L * weightScales.length + (long) rows * columns * bits / 8);
    }

    @Test
    void shapesThatDoNotFitAreRefusedBeforeResultsAreTouched() {
        ProductTable table = ProductTable.exact(new Linear(4, 1), new Linear(4, 1));
        byte[] weights = new byte[6 * 40];
        float[] scales = new float[6 * 2];
        refuses(() -> BlockMatrix.best(table, weights, scales, 6, 41, 32));
        refuses(() -> BlockMatrix.best(table, weights, new float[6], 6, 40, 32));
        refuses(() -> BlockMatrix.best(table, weights, scales, 6, 40, 0));
        BlockMatrix matrix = BlockMatrix.best(table, weights, scales, 6, 40, 32);
        double[] y = {1, 1, 1, 1, 1, 1};
        refuses(() -> matrix.gemm(new byte[39], 0, new float[2], 1, y, 0));
        refuses(() -> matrix.gemm(new byte[40], 1, new float[2], 1, y, 0));
        refuses(() -> matrix.gemm(new byte[40], 0, new float[2], 1, y, 1));
        refuses(() -> matrix.gemm(new byte[40], -1, new float[2], 1, y, 0));
        refuses(() -> matrix.gemm(new byte[40], 0, new float[2], 1, y, -1));
        refuses(() -> matrix.gemm(new byte[40], 0, new float[1], 1, y, 0));
        refuses(() -> matrix.gemm(new byte[40], 0, new float[2], 1, new double[5], 0));
        refuses(() -> matrix.gemm(new byte[40], 0, new float[2], 0, y, 0));
        byte[] tooGreat = new byte[40];
        tooGreat[39] = 16;
        refuses(() -> matrix.gemm(tooGreat, 0, new float[2], 1, y, 0));
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, y);
    }

    private static void refuses(Executable call) {
        assertThrows(IllegalArgumentException.class, call);
    }
}
