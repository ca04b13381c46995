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
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.OffsetBinary;
import timestables.format.ScaleFormat;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

class BlockMatrixTest {

    private static final BlockScaled WITH_OFFSETS =
            new BlockScaled("", new Linear(4, 1), 32, ScaleFormat.BINARY16, BlockScaled.Scaling.LEAST_TO_GREATEST);

    /** One of every number of bits, of every length of blocks, of every kind of scales, and one with offsets. */
    static Stream<BlockScaled> formats() {
        return Stream.of(
                BlockScaled.MXFP4,
                BlockScaled.NVFP4,
                BlockScaled.NF4,
                BlockScaled.Q4_0,
                BlockScaled.MXFP6_E2M3,
                BlockScaled.MXFP8_E5M2,
                BlockScaled.Q8_0,
                WITH_OFFSETS);
    }

    /** A matrix and activations, of any codes that stand for numbers, and any scales. */
    private record Operands(BlockScaled format, Blocks w, byte[] x, float[] xScales, int rows, int columns, int n) {

        static Operands random(BlockScaled format, int rows, int columns, int n, long seed) {
            Random random = new Random(seed);
            byte[] w = new byte[rows * columns];
            for (int i = 0; i < w.length; i++) {
                w[i] = (byte) code(random, format.format());
            }
            int blocks = format.blocks(columns);
            float[] scales = new float[rows * blocks];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = scale(random, format.scales());
            }
            float[] offsets = new float[format.scaling().hasOffsets() ? scales.length : 0];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = scale(random, format.offsets());
            }
            byte[] x = new byte[n * columns];
            random.nextBytes(x);
            float[] xScales = new float[n * blocks];
            for (int i = 0; i < xScales.length; i++) {
                xScales[i] = random.nextFloat();
            }
            return new Operands(format, new Blocks(w, scales, offsets, 1.7f), x, xScales, rows, columns, n);
        }

        private static int code(Random random, Format format) {
            int code = random.nextInt(format.codes());
            return Double.isFinite(format.decode(code)) ? code : 0;
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
            return results(new ScalarBlockMatrix(format, BlockMatrix.table(format), w, rows, columns));
        }

        float[] best() {
            return results(BlockMatrix.best(format, BlockMatrix.table(format), w, rows, columns));
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
            assertArrayEquals(defined(), best(), () -> "%s %d x %d x %d".formatted(format.name(), rows, columns, n));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aResultIsTheSumOfScaledProducts(BlockScaled format) {
        Operands operands = Operands.random(format, 9, 130, 3, 1);
        ProductTable table = BlockMatrix.table(format);
        int blocks = format.blocks(130);
        float[] y = operands.defined();
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            double magnitude = 0;
            for (int k = 0; k < 130; k++) {
                int weight = i % 9 * 130 + k;
                int block = i % 9 * blocks + k / format.blockLength();
                byte x = operands.x[i / 9 * 130 + k];
                float xScale = operands.xScales[i / 9 * blocks + k / format.blockLength()];
                double product = 1.7
                        * operands.w.scales()[block]
                        * xScale
                        * table.product(Byte.toUnsignedInt(operands.w.codes()[weight]), Byte.toUnsignedInt(x));
                double ofOffset = format.scaling().hasOffsets() ? operands.w.offsets()[block] * xScale * x : 0;
                sum += product + ofOffset;
                magnitude += Math.abs(product) + Math.abs(ofOffset);
            }
            assertEquals(sum, y[i], 1e-6 * magnitude);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void smallShapesHaveTheSameBitsInEveryLayout(BlockScaled format) {
        for (int columns = 1; columns <= 130; columns++) {
            for (int i = 0; i < 3; i++) {
                int rows = 1 + (columns * 5 + i * 11) % 33;
                int n = 1 + (columns * 7 + i * 13) % 33;
                Operands.random(format, rows, columns, n, columns).check();
            }
        }
        for (int rows = 1; rows <= 33; rows++) {
            for (int n = 1; n <= 33; n++) {
                Operands.random(format, rows, 1 + (rows * 7 + n) % 40, n, rows).check();
            }
        }
    }

    /** Around the tiles that kernels step by, and the columns whose activations they select at once. */
    @ParameterizedTest
    @MethodSource("formats")
    void largeShapesHaveTheSameBitsInEveryLayout(BlockScaled format) {
        for (int rows : new int[] {63, 65, 127, 255, 256, 257, 513}) {
            Operands.random(format, rows, 96, 5, rows).check();
        }
        for (int columns : new int[] {255, 256, 257, 511, 512, 513, 1100}) {
            Operands.random(format, 40, columns, 5, columns).check();
        }
    }

    /** At the ends of the cells and activations, over as many columns as fill some blocks, or nearly, or just not. */
    @ParameterizedTest
    @MethodSource("formats")
    void sumsOfTheLargestCellsDoNotOverflow(BlockScaled format) {
        double[] values = format.format().values();
        int least = 0;
        int greatest = 0;
        for (int code = 0; code < values.length; code++) {
            least = Double.isFinite(values[code]) && values[code] < values[least] ? code : least;
            greatest = Double.isFinite(values[code]) && values[code] > values[greatest] ? code : greatest;
        }
        for (int base : new int[] {format.blockLength(), 128, 256, 512, 1024}) {
            for (int columns = base - 1; columns <= base + 1; columns++) {
                for (int weight : new int[] {least, greatest}) {
                    for (int activation : new int[] {-128, 127}) {
                        Operands operands = Operands.random(format, 5, columns, 4, 1);
                        Arrays.fill(operands.w.codes(), (byte) weight);
                        Arrays.fill(operands.x, (byte) activation);
                        Arrays.fill(operands.w.scales(), 1);
                        Arrays.fill(operands.w.offsets(), 0);
                        Arrays.fill(operands.xScales, 1);
                        operands.check();
                        double expected = 1.7 * values[weight] * activation * columns;
                        assertEquals(expected, operands.best()[0], 0.02 * Math.abs(expected));
                    }
                }
            }
        }
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
        for (int columns : new int[] {32, 100, 600}) {
            Operands operands = Operands.random(format, 300, columns, 5, 1);
            for (int i = 0; i < operands.w.scales().length; i++) {
                operands.w.scales()[i] = scales[(i + i / 7) % scales.length];
            }
            operands.xScales[0] = 0;
            operands.xScales[1 % operands.xScales.length] = Float.MIN_VALUE;
            operands.check();
            assertEquals(
                    format.scales() == ScaleFormat.E8M0,
                    Stream.of(operands.best()).anyMatch(y -> {
                        for (float value : y) {
                            if (Float.isNaN(value)) {
                                return true;
                            }
                        }
                        return false;
                    }));
        }
        for (int i = 0; i < 1 << 8 * Math.min(2, format.scales().bytes()); i += 64) {
            Operands operands = Operands.random(format, 64, 32, 1, i);
            for (int j = 0; j < operands.w.scales().length; j++) {
                float scale = format.scales().decode(format.scales().bytes() == 1 ? (i + j) % 127 : i + j % 64);
                operands.w.scales()[j] = Float.isFinite(scale) ? scale : 0x1p-24f;
            }
            operands.check();
        }
    }

    @Test
    void anyBlockLengthServes() {
        for (int length : new int[] {1, 2, 15, 16, 17, 48, 128, 130, 256}) {
            BlockScaled format =
                    new BlockScaled("", new Linear(5, 3), length, ScaleFormat.BINARY32, BlockScaled.Scaling.LARGEST);
            Operands.random(format, 70, 300, 5, length).check();
            BlockScaled four =
                    new BlockScaled("", new Linear(4, 3), length, ScaleFormat.BINARY16, BlockScaled.Scaling.LARGEST);
            Operands.random(four, 70, 300, 5, length).check();
        }
        BlockScaled longer =
                new BlockScaled("", new Linear(4, 3), 257, ScaleFormat.BINARY32, BlockScaled.Scaling.LARGEST);
        refused("257", () -> Operands.random(longer, 1, 300, 1, 1).best());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void weightsAndScalesTakeTheBytesOfTheirFormat(BlockScaled format) {
        int size = 1024;
        Blocks weights = format.encode(new float[size * size], size);
        BlockMatrix matrix = BlockMatrix.best(format, BlockMatrix.table(format), weights, size, size);
        boolean isTiled = VectorWidth.bits() == 512 || format.format().bits() == 4;
        double bits = isTiled
                ? format.bitsPerNumber()
                : 8 + format.bitsPerNumber() - format.format().bits();
        assertTrue(matrix.byteSize() <= 1.001 * size * size * bits / 8, matrix.name());
    }

    @Test
    void whatIsNoMatrixIsRefused() {
        BlockScaled format = BlockScaled.NVFP4;
        ProductTable table = BlockMatrix.table(format);
        Blocks weights = format.encode(new float[6 * 40], 40);
        refused("6 x 41", () -> BlockMatrix.best(format, table, weights, 6, 41));
        refused("0 x 40", () -> BlockMatrix.best(format, table, weights, 0, 40));
        refused(
                "17 offsets",
                () -> BlockMatrix.best(
                        format, table, new Blocks(weights.codes(), weights.scales(), new float[17], 1), 6, 40));
        Blocks offsets = WITH_OFFSETS.encode(new float[6 * 40], 40);
        refused(
                "12 scales and 0 offsets",
                () -> BlockMatrix.best(WITH_OFFSETS, table, new Blocks(offsets.codes(), offsets.scales(), 1), 6, 40));
        offsets.offsets()[7] = 0.1f;
        refused("0.1 is no scale", () -> BlockMatrix.best(WITH_OFFSETS, table, offsets, 6, 40));
        refused("17 scales", () -> BlockMatrix.best(format, table, with(weights, new float[17]), 6, 40));
        float[] negative = weights.scales().clone();
        negative[17] = -1;
        refused("-1.0 is no scale", () -> BlockMatrix.best(format, table, with(weights, negative), 6, 40));
        weights.codes()[7] = 16;
        refused("16", () -> BlockMatrix.best(format, table, weights, 6, 40));
        BlockScaled eight = BlockScaled.MXFP8_E4M3;
        Blocks nan = eight.encode(new float[32], 32);
        nan.codes()[3] = 127;
        refused("127", () -> BlockMatrix.best(eight, BlockMatrix.table(eight), nan, 1, 32));
        ProductTable wide =
                ProductTable.of(format.format(), format.activations().format(), new OffsetBinary(9, 6 * 127));
        refused("9", () -> BlockMatrix.best(format, wide, format.encode(new float[16], 16), 1, 16));
        ProductTable linear =
                ProductTable.of(format.format(), format.activations().format(), new Linear(7, 6 * 127));
        refused("linear", () -> BlockMatrix.best(format, linear, format.encode(new float[16], 16), 1, 16));
    }

    private static Blocks with(Blocks blocks, float[] scales) {
        return new Blocks(blocks.codes(), scales, blocks.global());
    }

    @Test
    void operandsThatDoNotFitAreRefusedBeforeResultsAreTouched() {
        BlockScaled format = BlockScaled.Q4_0;
        Blocks weights = format.encode(new float[6 * 40], 40);
        BlockMatrix matrix = BlockMatrix.best(format, BlockMatrix.table(format), weights, 6, 40);
        float[] y = {1, 1, 1, 1, 1, 1};
        refused("39", () -> matrix.gemm(new byte[39], 0, new float[2], 0, 1, y, 0));
        refused("positions 1,", () -> matrix.gemm(new byte[40], 1, new float[2], 0, 1, y, 0));
        refused("positions 0, 1", () -> matrix.gemm(new byte[40], 0, new float[2], 1, 1, y, 0));
        refused("and 1", () -> matrix.gemm(new byte[40], 0, new float[2], 0, 1, y, 1));
        refused("-1", () -> matrix.gemm(new byte[40], -1, new float[2], 0, 1, y, 0));
        refused("-1", () -> matrix.gemm(new byte[40], 0, new float[2], -1, 1, y, 0));
        refused("-1", () -> matrix.gemm(new byte[40], 0, new float[2], 0, 1, y, -1));
        refused("times 0", () -> matrix.gemm(new byte[40], 0, new float[2], 0, 0, y, 0));
        refused("times 2", () -> matrix.gemm(new byte[80], 0, new float[4], 0, 2, y, 0));
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, y);
    }

    private static void refused(String named, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
