package timestables.kernel.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/** How accurate sums are with scales for blocks, and with cells that do not round: figures to hold on to. */
class BlockAccuracyTest {

    private static final int SEEDS = 40;

    private static final double[] SAMPLE = normal(new Random(1000), 1 << 16);

    private static double[] normal(Random random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double[] uniform(Random random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private static ErrorMeter.Summary errors(Function<Random, double[]> draw, Sum sum) {
        ErrorMeter meter = new ErrorMeter();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            double[] x = draw.apply(random);
            double[] y = draw.apply(random);
            ExactDot exact = ExactDot.of(x, y);
            meter.add(exact.high(), exact.errorOf(sum.of(x, y)));
        }
        return meter.summary();
    }

    private interface Sum {
        double of(double[] x, double[] y);
    }

    private static Sum plain(ProductTable table) {
        return (x, y) -> {
            byte[] a = new byte[x.length];
            byte[] b = new byte[x.length];
            for (int i = 0; i < x.length; i++) {
                a[i] = (byte) table.rowFormat().encode(x[i]);
                b[i] = (byte) table.columnFormat().encode(y[i]);
            }
            return table.decodeSum(Layout.best(table).dot(a, b, 0, a.length), a.length);
        };
    }

    private static Sum blocks(BlockScaled blocks, ProductTable table) {
        BlockDot dot = BlockDot.best(table, blocks.blockLength());
        return (x, y) -> {
            byte[] a = new byte[x.length];
            byte[] b = new byte[x.length];
            float[] aScales = blocks.encode(x, a, 0);
            float[] bScales = blocks.encode(y, b, 0);
            dot.arrange(a, 0, a.length);
            dot.arrange(b, 0, b.length);
            return dot.dot(a, aScales, b, bScales, 0, a.length);
        };
    }

    @Test
    void eightBitsWithBlockScalesHaveLessThanHalfTheErrorOfThePlainTable() {
        Linear format = new Linear(8, 2);
        double plain = errors(random -> uniform(random, 1024), plain(ProductTable.accumulating(format)))
                .rootMeanSquare();
        BlockScaled blocks = new BlockScaled(format, BlockScaled.MX_BLOCK, Scaling.LARGEST);
        double exact = errors(random -> uniform(random, 1024), blocks(blocks, ProductTable.exact(format, format)))
                .rootMeanSquare();
        assertTrue(exact <= plain / 2, exact + " of " + plain);
    }

    private static double decibels(double signal, double noise) {
        return 20 * Math.log10(signal / noise);
    }

    /** Signal to noise of sums of 4096 products of normal numbers. */
    private static double ofSums(BlockScaled blocks) {
        ProductTable table = ProductTable.accumulating(blocks.format(), blocks.format(), 16);
        Function<Random, double[]> draw = random -> normal(random, 4096);
        return decibels(
                errors(draw, (x, y) -> 0).rootMeanSquare(),
                errors(draw, blocks(blocks, table)).rootMeanSquare());
    }

    /** Signal to noise of normal numbers themselves; that of 40 sums is a matter of luck, by a decibel. */
    private static double ofOperands(BlockScaled blocks) {
        double[] values = normal(new Random(2000), 1 << 17);
        byte[] codes = new byte[values.length];
        double[] decoded = blocks.decode(codes, 0, blocks.encode(values, codes, 0), values.length);
        ErrorMeter signal = new ErrorMeter();
        ErrorMeter noise = new ErrorMeter();
        for (int i = 0; i < values.length; i++) {
            signal.add(values[i], values[i]);
            noise.add(values[i], decoded[i] - values[i]);
        }
        return decibels(signal.summary().rootMeanSquare(), noise.summary().rootMeanSquare());
    }

    private static BlockScaled blocks(Format format, Scaling scaling) {
        return new BlockScaled(format, BlockScaled.MX_BLOCK, scaling);
    }

    private static BlockScaled learned(Scaling scaling, int rounds) {
        BlockScaled blocks = blocks(new Linear(4, 1), scaling);
        for (int i = 0; i < rounds; i++) {
            blocks = blocks.learned(SAMPLE, shares -> Codebook.learned(4, shares));
        }
        return blocks;
    }

    /** Two operands with as much noise each have products with 3 decibels less. */
    @Test
    void learnedCodebooksOfFourBitsBeatNf4WhichBeatsEvenSteps() {
        BlockScaled linear = blocks(new Linear(4, 1), Scaling.LARGEST);
        BlockScaled nf4 = blocks(Codebook.normalFloat4(1), Scaling.LARGEST);
        BlockScaled learned = learned(Scaling.LARGEST, 1);
        BlockScaled searched = learned(Scaling.SEARCHED, 2);
        assertEquals(20.9, ofOperands(linear), 0.1);
        assertEquals(21.2, ofOperands(nf4), 0.1);
        assertEquals(21.7, ofOperands(learned), 0.1);
        assertEquals(22.3, ofOperands(searched), 0.1);
        assertTrue(ofSums(linear) >= 17.8);
        assertTrue(ofSums(nf4) >= 18.1);
        assertTrue(ofSums(learned) >= 18.5);
        assertTrue(ofSums(searched) >= 19);
    }
}
