package timestables.kernel.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Codebook;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Symmetric;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

class BlockDotTest {

    /** Lengths of blocks up to the longest that a lane sums. */
    private static final int[] BLOCK_LENGTHS = {1, 5, 32, 128, 129};

    static Stream<Arguments> dots() {
        Stream<ProductTable> ofEveryNumberOfBits = IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> {
                    Linear operand = new Linear(bits, 2);
                    Format uneven = new FixedPoint(bits, 1);
                    return Stream.of(
                            ProductTable.exact(operand, operand),
                            ProductTable.accumulating(operand),
                            ProductTable.accumulating(operand, operand, 16),
                            ProductTable.accumulating(uneven, operand, 8),
                            ProductTable.accumulating(uneven, uneven, 16),
                            ProductTable.exact(new Symmetric(bits, 2)));
                });
        Stream<ProductTable> tables = Stream.concat(
                ofEveryNumberOfBits,
                Stream.of(
                        ProductTable.accumulating(Codebook.normalFloat4(1), Codebook.normalFloat4(2), 16),
                        ProductTable.exact(new Linear(4, 1), new Linear(8, 3)),
                        ProductTable.closed(new Symmetric(3, 1))));
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

    private static double arrangedDot(
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
            double scalar =
                    arrangedDot(new ScalarBlockDot(table, blockLength), a, aScales, b, bScales, from, from + length);
            assertEquals(sum, scalar, 1e-12 * magnitude);
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
        int last = table.rowFormat().codes() - 1;
        for (int code : new int[] {0, last}) {
            byte[] a = new byte[length];
            Arrays.fill(a, (byte) code);
            double scalar = arrangedDot(new ScalarBlockDot(table, blockLength), a, ones, a, ones, 0, length);
            assertEquals(length * table.product(code, code), scalar, 1e-9 * length);
            assertEquals(scalar, arrangedDot(BlockDot.best(table, blockLength), a, ones, a, ones, 0, length));
        }
    }

    @Test
    void vectorsOf512BitsSumSmallTablesInLanes() {
        Linear four = new Linear(4, 1);
        Linear five = new Linear(5, 1);
        Format normal = Codebook.normalFloat4(1);
        boolean wide = VectorWidth.bits() == 512;
        Class<?> expected = wide ? LaneBlockDot.class : ScalarBlockDot.class;
        assertEquals(expected, BlockDot.best(ProductTable.exact(four, four), 32).getClass());
        assertEquals(
                expected,
                BlockDot.best(ProductTable.accumulating(normal, normal, 16), 32).getClass());
        for (ProductTable other : new ProductTable[] {
            ProductTable.accumulating(normal), ProductTable.exact(five, five), ProductTable.exact(four, five)
        }) {
            assertEquals(ScalarBlockDot.class, BlockDot.best(other, 32).getClass());
            assertThrows(IllegalArgumentException.class, () -> new LaneBlockDot(other, 32));
        }
        assertThrows(IllegalArgumentException.class, () -> new LaneBlockDot(ProductTable.exact(four, four), 129));
    }

    @Test
    void arrangingMovesCodesOfTheRangeAlone() {
        BlockDot dot = BlockDot.best(ProductTable.exact(new Linear(4, 1), new Linear(4, 1)), 32);
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
        ProductTable table = ProductTable.exact(new Linear(4, 1), new Linear(4, 1));
        BlockDot dot = BlockDot.best(table, 32);
        byte[] codes = new byte[64];
        float[] two = new float[2];
        assertEquals(0, dot.dot(codes, two, codes, two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, two, 0, 65));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, new byte[63], two, 0, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, new float[1], codes, two, 0, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> dot.dot(codes, two, codes, new float[1], 0, 33));
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(table, 0));
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(table, 16385));
        Linear nine = new Linear(9, 1);
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(ProductTable.accumulating(nine), 32));
        assertThrows(IllegalArgumentException.class, () -> BlockDot.best(ProductTable.closed(new Log(4, 1)), 32));
    }
}
