package timestables.advice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.MiniFloat;

class GptqTest {

    private static float[] normal(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Columns of normal numbers, each of which correlates so much with the one above it. */
    private static float[] activations(int length, int columns, double correlation, long seed) {
        float[] numbers = normal(columns * length, seed);
        for (int i = 0; i < numbers.length; i++) {
            if (i % length > 0) {
                numbers[i] =
                        (float) (correlation * numbers[i - 1] + Math.sqrt(1 - correlation * correlation) * numbers[i]);
            }
        }
        return numbers;
    }

    /** Without offsets, and such that the largest magnitude in a block is that of the format. */
    private static WeightGrid grid(Format format, float[] weights, int columns, int blockLength) {
        int count = weights.length / columns * Math.ceilDiv(columns, blockLength);
        WeightGrid grid = new WeightGrid(format, columns, blockLength, new float[count], new float[count]);
        for (int i = 0; i < weights.length; i++) {
            int block = grid.block(i / columns, i % columns);
            grid.scales()[block] = Math.max(grid.scales()[block], Math.abs(weights[i]) / (float) format.reach());
        }
        return grid;
    }

    private static double scale(WeightGrid grid, int i) {
        return grid.scales()[grid.block(i / grid.columns(), i % grid.columns())];
    }

    private static double offset(WeightGrid grid, int i) {
        return grid.offsets()[grid.block(i / grid.columns(), i % grid.columns())];
    }

    private static byte nearest(double weight, WeightGrid grid, int i) {
        return (byte) grid.format().encode(scale(grid, i) == 0 ? 0 : (weight - offset(grid, i)) / scale(grid, i));
    }

    private static byte[] nearest(float[] weights, WeightGrid grid) {
        byte[] codes = new byte[weights.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = nearest(weights[i], grid, i);
        }
        return codes;
    }

    private static double decode(byte code, WeightGrid grid, int i) {
        return offset(grid, i) + scale(grid, i) * grid.format().decode(Byte.toUnsignedInt(code));
    }

    /** Of the products of weights with activations, in dB. */
    private static double signalToNoise(float[] weights, byte[] codes, WeightGrid grid, float[] activations) {
        int columns = grid.columns();
        double[] errors = new double[weights.length];
        Arrays.setAll(errors, i -> decode(codes[i], grid, i) - weights[i]);
        double signal = 0;
        double noise = 0;
        for (int row = 0; row < weights.length; row += columns) {
            for (int from = 0; from < activations.length; from += columns) {
                double product = 0;
                double error = 0;
                for (int i = 0; i < columns; i++) {
                    product += (double) weights[row + i] * activations[from + i];
                    error += errors[row + i] * activations[from + i];
                }
                signal += product * product;
                noise += error * error;
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    private static byte[] rounded(float[] activations, float[] weights, WeightGrid grid) {
        return new Gptq(SecondMoments.of(activations, grid.columns())).round(weights, grid);
    }

    /** How many dB better than the nearest codes, on other activations than those that are rounded for. */
    private static double gain(Format format, int blockLength, double correlation, int count) {
        int columns = 256;
        float[] weights = normal(64 * columns, 1);
        WeightGrid grid = grid(format, weights, columns, blockLength);
        byte[] codes = rounded(activations(columns, count, correlation, 2), weights, grid);
        float[] others = activations(columns, 512, correlation, 3);
        return signalToNoise(weights, codes, grid, others)
                - signalToNoise(weights, nearest(weights, grid), grid, others);
    }

    /**
     * As the paper explains it: weights still to be rounded are moved after each, by the inverse of what is left. Each
     * code is to be the nearest to where its weight has been moved by those before it, but for roundings of binary32.
     */
    private static void assertAsInTheTextbook(
            double[][] inverseMoments, float[] weights, WeightGrid grid, byte[] codes, String message) {
        int columns = grid.columns();
        double[][] inverse = new double[columns][];
        Arrays.setAll(inverse, i -> inverseMoments[i].clone());
        double[] moved = new double[weights.length];
        Arrays.setAll(moved, i -> weights[i]);
        for (int column = 0; column < columns; column++) {
            for (int i = column; i < weights.length; i += columns) {
                byte nearest = nearest(moved[i], grid, i);
                double error = moved[i] - decode(codes[i], grid, i);
                double least = Math.abs(moved[i] - decode(nearest, grid, i));
                if (Math.abs(error) > least + 1e-5 || scale(grid, i) == 0) {
                    assertEquals(nearest, codes[i], "%s, weight %d of %d".formatted(message, i, columns));
                }
                for (int later = column + 1; later < columns; later++) {
                    moved[i - column + later] -= error / inverse[column][column] * inverse[column][later];
                }
            }
            eliminate(inverse, column);
        }
    }

    /** By the definitions of Ledoit and Wolf, but for the variance of a sample. */
    private static double[][] shrunkMoments(float[] activations, int length) {
        double[][] moments = new double[length][length];
        int count = activations.length / length;
        double mean = 0;
        for (int from = 0; from < activations.length; from += length) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    moments[i][j] += (double) activations[from + i] * activations[from + j] / count;
                }
                mean += (double) activations[from + i] * activations[from + i] / count / length;
            }
        }
        double error = 0;
        double distance = 0;
        for (int from = 0; from < activations.length; from += length) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    double deviation = (double) activations[from + i] * activations[from + j] - moments[i][j];
                    error += deviation * deviation / count / Math.max(count - 1, 1);
                }
            }
        }
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                double apart = moments[i][j] - (i == j ? mean : 0);
                distance += apart * apart;
            }
        }
        double share = count > 1 && error < distance ? Math.max(error / distance, 0.01 / 1.01) : 1;
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                moments[i][j] *= 1 - share;
            }
            moments[i][i] += share * mean;
        }
        return moments;
    }

    /** Takes a row and a column out of a matrix whose inverse is given. */
    private static void eliminate(double[][] inverse, int column) {
        for (int i = column + 1; i < inverse.length; i++) {
            double share = inverse[i][column] / inverse[column][column];
            for (int j = column + 1; j < inverse.length; j++) {
                inverse[i][j] -= share * inverse[column][j];
            }
        }
    }

    /** By Gauss and Jordan; positive definite matrices need no pivots. */
    private static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] both = new double[size][];
        for (int i = 0; i < size; i++) {
            both[i] = Arrays.copyOf(matrix[i], 2 * size);
            both[i][size + i] = 1;
        }
        for (int pivot = 0; pivot < size; pivot++) {
            double divisor = both[pivot][pivot];
            for (int j = 0; j < 2 * size; j++) {
                both[pivot][j] /= divisor;
            }
            for (int i = 0; i < size; i++) {
                double share = both[i][pivot];
                for (int j = 0; i != pivot && j < 2 * size; j++) {
                    both[i][j] -= share * both[pivot][j];
                }
            }
        }
        double[][] inverse = new double[size][];
        Arrays.setAll(inverse, i -> Arrays.copyOfRange(both[i], size, 2 * size));
        return inverse;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 127, 128, 129, 300})
    void codesAreThoseOfTheTextbook(int columns) {
        for (int seed = 1; seed <= 3; seed++) {
            float[] weights = normal(3 * columns, seed);
            for (int count : new int[] {1, columns / 2 + 1, 2 * columns}) {
                float[] activations = activations(columns, count, 0.7, 10 + seed);
                double[][] inverse = inverse(shrunkMoments(activations, columns));
                Gptq gptq = new Gptq(SecondMoments.of(activations, columns));
                for (Format format :
                        new Format[] {new Linear(3, 1), Codebook.normalFloat4(1), MiniFloat.E2M1, new Linear(8, 1)}) {
                    WeightGrid grid = grid(format, weights, columns, 50);
                    assertAsInTheTextbook(
                            inverse,
                            weights,
                            grid,
                            gptq.round(weights, grid),
                            "%d columns of activations, seed %d, %s".formatted(count, seed, format));
                }
            }
        }
    }

    @Test
    void soTheyAreWithOffsetsAndScalesOfAnySign() {
        float[] weights = normal(5 * 70, 1);
        float[] activations = activations(70, 100, 0.7, 2);
        WeightGrid grid = grid(new Linear(4, 1), weights, 70, 32);
        for (int block = 0; block < grid.scales().length; block++) {
            grid.offsets()[block] = block % 4 - 1.5F;
            grid.scales()[block] *= block % 3 - 1;
        }
        assertAsInTheTextbook(
                inverse(shrunkMoments(activations, grid.columns())),
                weights,
                grid,
                rounded(activations, weights, grid),
                "offsets");
    }

    @Test
    void whatAZeroScaleLeavesOutIsCarriedOn() {
        WeightGrid grid = new WeightGrid(new Linear(4, 7.5), 2, 1, new float[] {0, 1}, new float[] {0, 0});
        float[] same = normal(2000, 1);
        for (int i = 1; i < same.length; i += 2) {
            same[i] = same[i - 1];
        }
        assertArrayEquals(new byte[] {8, 12}, rounded(same, new float[] {3, 1.6F}, grid));
        assertArrayEquals(new byte[] {8, 9}, nearest(new float[] {3, 1.6F}, grid));
    }

    @Test
    void soTheyAreIfActivationsAreMany() {
        float[] weights = normal(5 * 20, 1);
        float[] activations = activations(20, 3000, 0.95, 2);
        WeightGrid grid = grid(new Linear(4, 1), weights, 20, 20);
        assertAsInTheTextbook(
                inverse(shrunkMoments(activations, grid.columns())),
                weights,
                grid,
                rounded(activations, weights, grid),
                "many");
    }

    @Test
    void correlatedActivationsAreWorthSixDecibels() {
        for (Format format : new Format[] {new Linear(4, 1), Codebook.normalFloat4(1)}) {
            for (int blockLength : new int[] {256, 32}) {
                double gain = gain(format, blockLength, 0.9, 4 * 256);
                assertTrue(gain > 6.3, format + ", " + blockLength + ": " + gain);
                double fewer = gain(format, blockLength, 0.9, 256 / 4);
                assertTrue(fewer > 3.5, format + ", " + blockLength + ": " + fewer);
            }
        }
    }

    @Test
    void independentOnesAreWorthNothingHoweverFew() {
        for (Format format : new Format[] {new Linear(4, 1), Codebook.normalFloat4(1)}) {
            for (int count : new int[] {1, 2, 16, 256, 1024}) {
                double gain = gain(format, 32, 0, count);
                assertTrue(Math.abs(gain) < 0.1, format + ", " + count + ": " + gain);
            }
        }
    }

    @Test
    void weightsWithoutActivationsAreRoundedAlone() {
        int columns = 200;
        float[] weights = normal(4 * columns, 1);
        float[] activations = activations(columns, 300, 0.9, 2);
        for (int i = 0; i < activations.length; i++) {
            if (i % columns % 3 == 0) {
                activations[i] = 0;
            }
        }
        WeightGrid grid = grid(new Linear(4, 1), weights, columns, 32);
        byte[] codes = rounded(activations, weights, grid);
        assertAsInTheTextbook(inverse(shrunkMoments(activations, grid.columns())), weights, grid, codes, "every third");
        for (int i = 0; i < codes.length; i++) {
            if (i % columns % 3 == 0) {
                assertEquals(nearest(weights[i], grid, i), codes[i]);
            }
        }
        assertArrayEquals(nearest(weights, grid), rounded(new float[columns], weights, grid));
    }

    @Test
    void tinyActivationsSayAsMuchAsOthers() {
        float[] weights = normal(4 * 50, 1);
        WeightGrid grid = grid(new Linear(4, 1), weights, 50, 50);
        float[] activations = activations(50, 40, 0.7, 2);
        float[] tiny = activations.clone();
        for (int i = 0; i < tiny.length; i++) {
            tiny[i] *= 0x1p-100F;
        }
        assertArrayEquals(rounded(activations, weights, grid), rounded(tiny, weights, grid));
    }

    /** Rows beyond a band, and columns of activations beyond a chunk. */
    @Test
    void neitherRowsBesideItNorThreadsChangeARow() throws Exception {
        int columns = 150;
        float[] activations = activations(columns, 700, 0.9, 2);
        float[] weights = normal(300 * columns, 1);
        WeightGrid grid = grid(new Linear(4, 1), weights, columns, columns);
        byte[] all = rounded(activations, weights, grid);
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            assertArrayEquals(
                    all, pool.submit(() -> rounded(activations, weights, grid)).get());
        }
        for (int row : new int[] {0, 127, 128, 299}) {
            float[] alone = Arrays.copyOfRange(weights, row * columns, (row + 1) * columns);
            WeightGrid one =
                    new WeightGrid(grid.format(), columns, columns, new float[] {grid.scales()[row]}, new float[1]);
            byte[] codes = Arrays.copyOfRange(all, row * columns, (row + 1) * columns);
            assertArrayEquals(codes, rounded(activations, alone, one));
            assertAsInTheTextbook(inverse(shrunkMoments(activations, columns)), alone, one, codes, "row " + row);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        for (float[] activations : new float[][] {{}, {1, 2, 3}, {1, Float.NaN}, {Float.NEGATIVE_INFINITY, 1}}) {
            assertThrows(IllegalArgumentException.class, () -> SecondMoments.of(activations, 2));
        }
        assertThrows(IllegalArgumentException.class, () -> SecondMoments.of(new float[2], 0));
        Gptq gptq = new Gptq(SecondMoments.of(new float[] {1, 2}, 2));
        WeightGrid grid = new WeightGrid(new Linear(4, 1), 2, 2, new float[] {1}, new float[1]);
        WeightGrid wider = new WeightGrid(new Linear(4, 1), 4, 4, new float[] {1}, new float[1]);
        assertThrows(IllegalArgumentException.class, () -> gptq.round(new float[4], grid));
        assertThrows(IllegalArgumentException.class, () -> gptq.round(new float[4], wider));
        assertThrows(IllegalArgumentException.class, () -> gptq.round(new float[] {1, Float.NaN}, grid));
        assertThrows(IllegalArgumentException.class, () -> gptq.round(new float[] {Float.POSITIVE_INFINITY, 1}, grid));
    }
}
