package timestables.kernel.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import timestables.error.ErrorMeter;
import timestables.format.BlockScaled;

class QuantisedMatrixTest {

    private static final int ROWS = 37;
    private static final int COLUMNS = 300;
    private static final int N = 3;

    private static float[] normal(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static final float[] W = normal(ROWS * COLUMNS, 1);
    private static final float[] X = normal(N * COLUMNS, 2);

    /** In dB, against products in binary64. */
    private static double signalToNoise(QuantisedMatrix matrix, float[] x) {
        float[] y = new float[N * ROWS];
        matrix.multiply(x, N, y);
        ErrorMeter errors = new ErrorMeter();
        for (int column = 0; column < N; column++) {
            for (int row = 0; row < ROWS; row++) {
                double exact = 0;
                for (int i = 0; i < COLUMNS; i++) {
                    exact += (double) W[row * COLUMNS + i] * x[column * COLUMNS + i];
                }
                errors.add(exact, y[column * ROWS + row] - exact);
            }
        }
        return errors.summary().signalToNoise();
    }

    @Test
    void resultsAreAsAccurateAsTheirBits() {
        double[] least = {0, 0, 6, 11, 17, 20, 24, 26, 29};
        for (int bits = 2; bits <= 8; bits++) {
            double snr = signalToNoise(QuantisedMatrix.of(W, ROWS, COLUMNS, bits), X);
            assertTrue(snr > least[bits], bits + " bits: " + snr);
        }
        assertTrue(signalToNoise(QuantisedMatrix.of(W, ROWS, COLUMNS, BlockScaled.Q4_0), X) > 18);
        assertTrue(signalToNoise(QuantisedMatrix.of(W, ROWS, COLUMNS, BlockScaled.Q8_0), X) > 33);
    }

    /** Powers of two scale all numbers alike. */
    @Test
    void theScaleOfActivationsDoesNotMatter() {
        QuantisedMatrix matrix = QuantisedMatrix.of(W, ROWS, COLUMNS, 4);
        float[] x = Arrays.copyOf(X, COLUMNS);
        float[] scaled = x.clone();
        for (int i = 0; i < COLUMNS; i++) {
            scaled[i] *= 1024;
        }
        float[] expected = matrix.multiply(x);
        for (int i = 0; i < ROWS; i++) {
            expected[i] *= 1024;
        }
        assertArrayEquals(expected, matrix.multiply(scaled));
    }

    @Test
    void columnsDoNotDependOnEachOther() {
        for (QuantisedMatrix matrix : new QuantisedMatrix[] {
            QuantisedMatrix.of(W, ROWS, COLUMNS, 3), QuantisedMatrix.of(W, ROWS, COLUMNS, BlockScaled.NVFP4)
        }) {
            float[] y = new float[N * ROWS];
            matrix.multiply(X, N, y);
            for (int column = 0; column < N; column++) {
                float[] x = Arrays.copyOfRange(X, column * COLUMNS, (column + 1) * COLUMNS);
                assertArrayEquals(Arrays.copyOfRange(y, column * ROWS, (column + 1) * ROWS), matrix.multiply(x));
            }
        }
    }

    @Test
    void nothingTimesAnythingIsNothing() {
        assertArrayEquals(
                new float[ROWS], QuantisedMatrix.of(W, ROWS, COLUMNS, 4).multiply(new float[COLUMNS]));
        float[] nothing = QuantisedMatrix.of(new float[ROWS * COLUMNS], ROWS, COLUMNS, BlockScaled.Q4_0)
                .multiply(Arrays.copyOf(X, COLUMNS));
        assertArrayEquals(new float[ROWS], nothing);
    }

    @Test
    void weightsArePacked() {
        assertEquals(
                512 * 512 / 2,
                QuantisedMatrix.of(new float[512 * 512], 512, 512, 4).byteSize(),
                64);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[] w = {1, 2, 3, 4, 5, 6};
        for (Runnable call : new Runnable[] {
            () -> QuantisedMatrix.of(w, 2, 2, 4),
            () -> QuantisedMatrix.of(w, 0, 6, BlockScaled.Q4_0),
            () -> QuantisedMatrix.of(w, 2, 3, 9),
            () -> QuantisedMatrix.of(w, 2, 3, 1),
            () -> QuantisedMatrix.of(new float[] {1, Float.NaN}, 1, 2, 4),
            () -> QuantisedMatrix.of(new float[] {1, Float.NEGATIVE_INFINITY}, 1, 2, BlockScaled.MXFP4),
            () -> QuantisedMatrix.of(w, 2, 3, 4).multiply(new float[2]),
            () -> QuantisedMatrix.of(w, 2, 3, 4).multiply(new float[] {1, 2, Float.NaN}),
            () -> QuantisedMatrix.of(w, 2, 3, BlockScaled.Q4_0).multiply(new float[] {1, 2, Float.POSITIVE_INFINITY}),
            () -> QuantisedMatrix.of(w, 2, 3, 4).multiply(new float[6], 2, new float[3]),
            () -> QuantisedMatrix.of(w, 2, 3, 4).multiply(new float[0], 0, new float[0]),
        }) {
            assertThrows(IllegalArgumentException.class, call::run);
        }
    }
}
