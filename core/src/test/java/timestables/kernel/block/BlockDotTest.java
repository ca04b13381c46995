package timestables.kernel.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.BlockScaled;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.OffsetBinary;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

class BlockDotTest {

    /** Lengths of blocks up to the longest that a lane sums. */
    private static final int[] BLOCK_LENGTHS = {1, 5, 32, 255, 256};

    /** Tables of all numbers of bits that formats have, whose halves are the same, or not. */
    static Stream<Arguments> dots() {
        Stream<ProductTable> tables = Stream.concat(
                Stream.of(
                                BlockScaled.MXFP4,
                                BlockScaled.NF4,
                                BlockScaled.Q4_0,
                                BlockScaled.IQ4_NL,
                                BlockScaled.MXFP6_E2M3,
                                BlockScaled.Q8_0)
                        .map(BlockDot::table),
                Stream.of(
                        ProductTable.of(new Linear(4, 1), new Linear(4, 1), new OffsetBinary(8, 1)),
                        ProductTable.of(new Linear(3, 1), new Linear(5, 1), new OffsetBinary(7, 1)),
                        ProductTable.of(new Linear(4, 1), new Linear(8, 3), new OffsetBinary(8, 3))));
        return tables.flatMap(table -> Arrays.stream(BLOCK_LENGTHS).mapToObj(length -> Arguments.of(table, length)));
    }

    private static byte[] codes(Format format, int length, long seed) {
        Random random = new Random(seed);
        byte[] codes = new byte[length];
        for (int i = 0; i < length; i++) {
            codes[i] = (byte) random.nextInt(format.codes());
        }
        return codes;
    }

    private static float[] scales(int count, long seed) {
        Random random = new Random(seed);
        float[] scales = new float[count];
        for (int i = 0; i < count; i++) {
            scales[i] = Math.scalb(random.nextFloat(), random.nextInt(10));
        }
        return scales;
    }

    private static float arrangedDot(
            BlockDot dot, byte[] a, float[] aScales, byte[] b, float[] bScales, int from, int to) {
        byte[] arrangedA = a.clone();
        byte[] arrangedB = b.clone();
        dot.arrange(arrangedA, from, to);
        dot.arrange(arrangedB, from, to);
        return dot.dot(arrangedA, aScales, arrangedB, bScales, from, to);
    }

    /** From no operand to whole groups of blocks and a ragged rest. */
    @ParameterizedTest
    @MethodSource("dots")
    void aSumIsThatOfTheScaledProductsAndHasTheSameBitsInEveryLayout(ProductTable table, int blockLength) {
        int group = 64 * blockLength;
        for (int length : new int[] {0, 1, blockLength, group / 2, group - 1, group, 2 * group + 5 * blockLength / 2}) {
            int from = length % 7;
            // Some with room for a vector behind the last code, some without.
            byte[] a = codes(table.rowFormat(), length + 10 + length % 3 * 50, 1);
            byte[] b = codes(table.columnFormat(), length + 10 + length % 3 * 50, 2);
            int blocks = Math.ceilDiv(length, blockLength);
            float[] aScales = scales(blocks, 3);
            float[] bScales = scales(blocks + 1, 4);
            double sum = 0;
            double magnitude = 0;
            for (int i = 0; i < length; i++) {
                double scale = (double) aScales[i / blockLength] * bScales[i / blockLength];
                double product =
                        scale * table.product(Byte.toUnsignedInt(a[from + i]), Byte.toUnsignedInt(b[from + i]));
                sum += product;
                magnitude += Math.abs(product);
            }
            float scalar =
                    arrangedDot(new ScalarBlockDot(table, blockLength), a, aScales, b, bScales, from, from + length);
            assertEquals(sum, scalar, 1e-6 * magnitude);
            BlockDot best = BlockDot.best(table, blockLength);
            assertEquals(scalar, arrangedDot(best, a, aScales, b, bScales, from, from + length));
        }
    }

    /** Sums of the largest and of the least cell are those that could overflow a lane. */
    @ParameterizedTest
    @MethodSource("dots")
    void noBlockOverflows(ProductTable table, int blockLength) {
        int length = 64 * blockLength;
        float[] ones = new float[64];
        Arrays.fill(ones, 1);
        int rows = table.rowFormat().codes();
        int columns = table.columnFormat().codes();
        for (int row : new int[] {0, rows / 2 - 1, rows / 2, rows - 1}) {
            for (int column : new int[] {0, columns / 2 - 1, columns / 2, columns - 1}) {
                byte[] a = new byte[length];
                Arrays.fill(a, (byte) row);
                byte[] b = new byte[length];
                Arrays.fill(b, (byte) column);
                float scalar = arrangedDot(new ScalarBlockDot(table, blockLength), a, ones, b, ones, 0, length);
                double product = table.product(row, column);
                assertEquals(length * product, scalar, 1e-6 * length * Math.abs(product));
                assertEquals(scalar, arrangedDot(BlockDot.best(table, blockLength), a, ones, b, ones, 0, length));
            }
        }
    }

    @Test
    void vectorsOf512BitsSumTablesOfFourBitsInLanes() {
        boolean wide = VectorWidth.bits() == 512;
        ProductTable half = BlockDot.table(BlockScaled.MXFP4);
        ProductTable whole = BlockDot.table(BlockScaled.Q4_0);
        ProductTable planes = BlockDot.table(BlockScaled.NF4);
        assertEquals(8, whole.cellBits());
        assertEquals(16, planes.cellBits());
        assertEquals(
                wide ? "registers, two planes, blocks in lanes" : "scalar loads",
                BlockDot.best(planes, 32).name());
        assertEquals(
                wide ? "registers, half a table, blocks in lanes" : "scalar loads",
                BlockDot.best(half, 32).name());
        assertEquals(
                wide ? "registers, blocks in lanes" : "scalar loads",
                BlockDot.best(whole, 32).name());
        ProductTable eight = BlockDot.table(BlockScaled.Q8_0);
        assertEquals("scalar loads", BlockDot.best(eight, 32).name());
        assertThrows(IllegalArgumentException.class, () -> new LaneBlockDot(eight, 32));
        assertThrows(IllegalArgumentException.class, () -> new LaneBlockDot(half, 257));
    }

    @Test
    void arrangingMovesCodesOfTheRangeAlone() {
        BlockDot dot = BlockDot.best(BlockDot.table(BlockScaled.MXFP4), 32);
        byte[] codes = codes(new Linear(4, 1), 5000, 1);
        byte[] arranged = codes.clone();
        dot.arrange(arranged, 100, 4900);
        assertArrayEquals(Arrays.copyOf(codes, 100), Arrays.copyOf(arranged, 100));
        assertArrayEquals(Arrays.copyOfRange(codes, 4900, 5000), Arrays.copyOfRange(arranged, 4900, 5000));
        Arrays.sort(codes, 100, 4900);
        Arrays.sort(arranged, 100, 4900);
        assertArrayEquals(codes, arranged);
        assertThrows(IndexOutOfBoundsException.class, () -> dot.arrange(arranged, 1, 5001));
    }

    @Test
    void rangesWithoutOperandsOrScalesAreRefusedAndSoAreCellsWithoutSums() {
        ProductTable table = BlockDot.table(BlockScaled.MXFP4);
        BlockDot dot = BlockDot.best(table, 32);
        byte[] codes = new byte[64];
        float[] two = new float[2];
        assertEquals(0, dot.dot(codes, two, codes, two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, two, 0, 65));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, new byte[63], two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, new float[1], codes, two, 0, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, new float[1], 0, 33));
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(table, 0));
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(table, 65537));
        ProductTable planes = BlockDot.table(BlockScaled.NF4);
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(planes, 257));
        Linear four = new Linear(4, 1);
        Linear nine = new Linear(9, 1);
        for (ProductTable other :
                new ProductTable[] {ProductTable.of(nine, four, new OffsetBinary(8, 1)), ProductTable.accumulating(four)
                }) {
            assertThrows(IllegalArgumentException.class, () -> BlockDot.best(other, 32));
        }
    }
}
