package timestables.kernel.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Blocks;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.ScaleFormat;
import timestables.format.Symmetric;

class IntegerBlockMatrixTest {

    /** Of every kind of scales. */
    static Stream<BlockScaled> formats() {
        return Arrays.stream(ScaleFormat.values()).map(scales -> format(new FixedPoint(8, 0), 32, scales));
    }

    private static BlockScaled format(Format format, int length, ScaleFormat scales) {
        return new BlockScaled("", format, length, scales, Scaling.LARGEST);
    }

    /** A matrix and activations of any bytes, and any scales. */
    private record Operands(BlockScaled format, Blocks w, byte[] x, float[] xScales, int rows, int columns, int n) {

        static Operands random(BlockScaled format, int rows, int columns, int n, long seed) {
            Random random = new Random(seed);
            byte[] w = new byte[rows * columns];
            random.nextBytes(w);
            byte[] x = new byte[n * columns];
            random.nextBytes(x);
            int blocks = format.blocks(columns);
            float[] scales = new float[rows * blocks];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = scale(random, format.scales());
            }
            float[] xScales = new float[n * blocks];
            for (int i = 0; i < xScales.length; i++) {
                xScales[i] = random.nextFloat();
            }
            return new Operands(format, new Blocks(w, scales, 1.7f), x, xScales, rows, columns, n);
        }

        private static float scale(Random random, ScaleFormat format) {
            return switch (format) {
                case E8M0 -> format.decode(120 + random.nextInt(16));
                case E4M3 -> format.decode(random.nextInt(127));
                case BINARY16 -> Float.float16ToFloat((short) (random.nextInt(0x7c00) | random.nextInt(2) << 15));
                case BINARY32 -> random.nextFloat() - 0.5f;
            };
        }

        float[] defined() {
            return results(new ScalarIntegerBlockMatrix(format, w, rows, columns));
        }

        float[] best() {
            return results(BlockMatrix.ofIntegers(format, w, rows, columns));
        }

        /** Among others, which are to stay as they are, and are none of the operands. */
        private float[] results(BlockMatrix matrix) {
            float[] y = new float[3 + n * rows + 2];
            Arrays.fill(y, Float.NaN);
            byte[] moved = new byte[7 + x.length];
            System.arraycopy(x, 0, moved, 7, x.length);
            float[] movedScales = new float[5 + xScales.length + 3];
            Arrays.fill(movedScales, Float.NaN);
            System.arraycopy(xScales, 0, movedScales, 5, xScales.length);
            // Twice: what the first call leaves in scratch buffers is nothing to the second.
            matrix.gemm(moved, 7, movedScales, 5, n, y, 3);
            matrix.gemm(moved, 7, movedScales, 5, n, y, 3);
            assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NaN}, Arrays.copyOf(y, 3));
            assertArrayEquals(new float[] {Float.NaN, Float.NaN}, Arrays.copyOfRange(y, y.length - 2, y.length));
            return Arrays.copyOfRange(y, 3, y.length - 2);
        }

        void check() {
            assertArrayEquals(
                    defined(), best(), () -> "%d x %d x %d in %d".formatted(rows, columns, n, format.blockLength()));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aResultIsTheSumOfScaledProducts(BlockScaled format) {
        Operands operands = Operands.random(format, 9, 130, 3, 1);
        int blocks = format.blocks(130);
        float[] y = operands.defined();
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            double magnitude = 0;
            for (int k = 0; k < 130; k++) {
                double product = 1.7
                        * operands.w.scales()[i % 9 * blocks + k / 32]
                        * operands.xScales[i / 9 * blocks + k / 32]
                        * operands.w.codes()[i % 9 * 130 + k]
                        * operands.x[i / 9 * 130 + k];
                sum += product;
                magnitude += Math.abs(product);
            }
            assertEquals(sum, y[i], 1e-6 * magnitude);
        }
    }

    /** Of which some fill no step of a kernel, and some are longer than rows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 31, 32, 33, 64, 128, 256, 1000})
    void anyShapeInBlocksOfAnyLengthHasTheSameBits(int length) {
        for (ScaleFormat scales : new ScaleFormat[] {ScaleFormat.BINARY16, ScaleFormat.BINARY32}) {
            BlockScaled format = format(new FixedPoint(8, 0), length, scales);
            for (int columns = 1; columns <= 140; columns++) {
                int rows = 1 + columns * 5 % 70;
                int n = 1 + columns * 7 % 6;
                Operands.random(format, rows, columns, n, columns).check();
            }
            for (int rows : new int[] {1, 3, 15, 16, 17, 63, 64, 65, 128, 257}) {
                Operands.random(format, rows, 300, 3, rows).check();
            }
            for (int n : new int[] {63, 64, 65, 130}) {
                Operands.random(format, 5, 70, n, n).check();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void sumsOfTheLargestProductsDoNotOverflow(BlockScaled format) {
        int longest = Integer.MAX_VALUE / (128 * 128);
        for (int length : new int[] {32, 1024, longest}) {
            BlockScaled blocks = format(format.format(), length, format.scales());
            for (int weight : new int[] {-128, 127}) {
                for (int activation : new int[] {-128, 127}) {
                    Operands operands = Operands.random(blocks, 2, length + 5, 1, 1);
                    Arrays.fill(operands.w.codes(), (byte) weight);
                    Arrays.fill(operands.x, (byte) activation);
                    Arrays.fill(operands.w.scales(), 1);
                    Arrays.fill(operands.xScales, 1);
                    operands.check();
                    double expected = 1.7 * weight * activation * (length + 5);
                    assertEquals(expected, operands.best()[0], 1e-6 * Math.abs(expected));
                }
            }
        }
        BlockScaled longer = format(format.format(), longest + 1, format.scales());
        refused("31 bits", () -> Operands.random(longer, 1, longest + 1, 1, 1).best());
        Operands.random(longer, 1, 5, 1, 1).check();
    }

    /** Zero, subnormal, largest, and of either sign where there are signs; NaN where it is one. */
    @ParameterizedTest
    @MethodSource("formats")
    void everyScaleOfItsFormatServes(BlockScaled format) {
        float[] scales = switch (format.scales()) {
            case E8M0 -> new float[] {0x1p-127f, 0x1p-126f, 1, 0x1p127f, Float.NaN};
            case E4M3 -> new float[] {0, 0x1p-9f, 0x7p-9f, 0x1p-6f, 1, 448};
            case BINARY16 -> new float[] {0, -0f, 0x1p-24f, -0x3ffp-24f, 0x1p-14f, -1, 65504, -65504};
            case BINARY32 -> new float[] {0, -0f, Float.MIN_VALUE, -0x1p-126f, 1, Float.MAX_VALUE};
        };
        Operands operands = Operands.random(format, 100, 300, 5, 1);
        for (int i = 0; i < operands.w.scales().length; i++) {
            operands.w.scales()[i] = scales[(i + i / 7) % scales.length];
        }
        operands.xScales[0] = 0;
        operands.xScales[1] = Float.MIN_VALUE;
        operands.check();
    }

    @Test
    void whateverAnIntegerStandsForServes() {
        float[] ones = new float[64];
        Arrays.fill(ones, 1);
        for (Format each : new Format[] {new FixedPoint(8, 7), new Symmetric(8, 1), new Symmetric(8, 127)}) {
            BlockScaled format = format(each, 32, ScaleFormat.BINARY32);
            Blocks weights = format.encode(ones, 64);
            BlockMatrix matrix = BlockMatrix.ofIntegers(format, weights, 1, 64);
            byte[] x = new byte[64];
            Arrays.fill(x, (byte) 3);
            float[] y = new float[1];
            matrix.gemm(x, 0, new float[] {1, 1}, 0, 1, y, 0);
            assertEquals(64 * 3 * format.decode(weights, 64)[0], y[0], 1e-3, each.toString());
        }
    }

    @Test
    void weightsAndScalesTakeTheBytesOfTheirFormat() {
        int size = 1024;
        for (ScaleFormat scales : new ScaleFormat[] {ScaleFormat.BINARY16, ScaleFormat.BINARY32}) {
            BlockScaled format = format(new FixedPoint(8, 0), 32, scales);
            Blocks weights = format.encode(new float[size * size], size);
            long bytes = BlockMatrix.ofIntegers(format, weights, size, size).byteSize();
            assertTrue(bytes <= 1.001 * size * size * format.bitsPerNumber() / 8, "" + bytes);
        }
    }

    @Test
    void whatIsNoMatrixOfIntegersIsRefused() {
        BlockScaled format = format(new FixedPoint(8, 0), 16, ScaleFormat.BINARY16);
        Blocks weights = format.encode(new float[6 * 40], 40);
        refused("6 x 41", () -> BlockMatrix.ofIntegers(format, weights, 6, 41));
        weights.scales()[5] = 1e-30f;
        refused("1.0E-30 is no scale", () -> BlockMatrix.ofIntegers(format, weights, 6, 40));
        for (Format other : new Format[] {new Linear(8, 1), new FixedPoint(7, 0)}) {
            BlockScaled no = format(other, 16, ScaleFormat.BINARY16);
            refused(other.name(), () -> BlockMatrix.ofIntegers(no, no.encode(new float[16], 16), 1, 16));
        }
    }

    private static void refused(String named, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
