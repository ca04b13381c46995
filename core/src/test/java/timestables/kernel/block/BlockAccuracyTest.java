package timestables.kernel.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Blocks;
import timestables.format.Codebook;
import timestables.kernel.codec.ActivationCodec;
import timestables.kernel.matrix.BlockMatrix;

/** Signal-to-noise ratios of formats with block scales, on normal numbers: figures to hold on to. */
class BlockAccuracyTest {

    private static final int LENGTH = 4096;
    private static final int ROWS = 256;

    private static final BlockScaled IN_Q4_0_BITS = learned();

    private static BlockScaled learned() {
        float[] sample = normal(new Random(1000), 1 << 16);
        BlockScaled q4 = BlockScaled.Q4_0;
        BlockScaled format = new BlockScaled("", q4.format(), q4.blockLength(), q4.scales(), Scaling.SEARCHED);
        for (int i = 0; i < 2; i++) {
            format = format.learned("", sample, shares -> Codebook.learned(4, shares));
        }
        return format;
    }

    private static float[] normal(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static double decibels(ErrorMeter signal, ErrorMeter noise) {
        return 20
                * Math.log10(signal.summary().rootMeanSquare() / noise.summary().rootMeanSquare());
    }

    /** Of the numbers themselves. */
    private static double ofNumbers(BlockScaled format) {
        float[] numbers = normal(new Random(2000), 1 << 17);
        double[] decoded = format.decode(format.encode(numbers, LENGTH), LENGTH);
        ErrorMeter signal = new ErrorMeter();
        ErrorMeter noise = new ErrorMeter();
        for (int i = 0; i < numbers.length; i++) {
            signal.add(numbers[i], numbers[i]);
            noise.add(numbers[i], decoded[i] - numbers[i]);
        }
        return decibels(signal, noise);
    }

    private static double[] doubles(float[] numbers, int from) {
        double[] doubles = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            doubles[i] = numbers[from + i];
        }
        return doubles;
    }

    /** Of sums of 4,096 products of weights with activations of 8 bits. */
    private static double ofSums(BlockScaled format) {
        float[] w = normal(new Random(1), ROWS * LENGTH);
        float[] x = normal(new Random(2), LENGTH);
        byte[] codes = new byte[LENGTH];
        float[] scales = new float[format.blocks(LENGTH)];
        new ActivationCodec(format.blockLength()).encode(x, 0, LENGTH, codes, 0, scales, 0);
        float[] y = new float[ROWS];
        Blocks weights = format.encode(w, LENGTH);
        BlockMatrix.best(format, BlockMatrix.table(format), weights, ROWS, LENGTH)
                .gemm(codes, 0, scales, 0, 1, y, 0);
        ErrorMeter signal = new ErrorMeter();
        ErrorMeter noise = new ErrorMeter();
        for (int row = 0; row < ROWS; row++) {
            ExactDot exact = ExactDot.of(doubles(w, row * LENGTH), doubles(x, 0));
            signal.add(exact.high(), exact.high());
            noise.add(exact.high(), exact.errorOf(y[row]));
        }
        return decibels(signal, noise);
    }

    private static void assertDecibels(double ofNumbers, double ofSums, BlockScaled format) {
        assertEquals(ofNumbers, ofNumbers(format), 0.1, format.name());
        assertEquals(ofSums, ofSums(format), 0.1, format.name());
    }

    /** Sums of 256 rows are up to half a decibel off by chance; cells of 7 bits cost some tenths, and 6 bits four. */
    @Test
    void numbersAndSumsKeepTheirDecibels() {
        assertDecibels(18.8, 19.2, BlockScaled.MXFP4);
        assertDecibels(20.4, 20.1, BlockScaled.NVFP4);
        assertDecibels(20.7, 20.1, BlockScaled.NF4);
        assertDecibels(21.3, 21.5, BlockScaled.Q4_0);
        assertDecibels(22.1, 22.6, BlockScaled.IQ4_NL);
        assertDecibels(22.2, 22.1, IN_Q4_0_BITS);
        assertDecibels(30.9, 27.0, BlockScaled.MXFP6_E2M3);
        assertDecibels(25.4, 23.9, BlockScaled.MXFP6_E3M2);
        assertDecibels(30.6, 29.8, BlockScaled.MXFP8_E4M3);
        assertDecibels(25.4, 25.1, BlockScaled.MXFP8_E5M2);
        assertDecibels(45.4, 37.4, BlockScaled.Q8_0);
    }
}
