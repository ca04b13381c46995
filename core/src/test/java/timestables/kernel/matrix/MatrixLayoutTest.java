package timestables.kernel.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Symmetric;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

class MatrixLayoutTest {

    /** Around the vectors, blocks and chunks that kernels step by. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {3, 5, 2},
        {64, 64, 1},
        {127, 2, 3},
        {255, 7, 4},
        {256, 512, 1},
        {257, 513, 5},
        {300, 1030, 9},
        {40, 2049, 1}
    };

    /** Tables of every number of weight bits, with cells of one digit and of several. */
    static Stream<ProductTable> tables() {
        return Stream.of(2, 3, 4, 5, 8)
                .flatMap(bits -> Stream.of(
                                new Linear(6, 3),
                                new Linear(7, 3),
                                new Linear(8, 3),
                                new Linear(16, 3),
                                new Symmetric(5, 3),
                                new Symmetric(8, 3),
                                new Symmetric(16, 3))
                        .map(cell -> ProductTable.of(new Linear(bits, 2), new Log(8, 2), cell)));
    }

    private static byte[] codes(Random random, int count, int bits) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) random.nextInt(1 << bits);
        }
        return codes;
    }

    private static int[] expected(ProductTable table, byte[] w, byte[] x, int rows, int columns, int n) {
        int[] sums = new int[rows * n];
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < rows; row++) {
                long sum = 0;
                for (int i = 0; i < columns; i++) {
                    sum += table.addend(w[row * columns + i] & 0xff, x[column * columns + i] & 0xff);
                }
                sums[column * rows + row] = Math.toIntExact(sum);
            }
        }
        return sums;
    }

    private static List<MatrixLayout> layouts(ProductTable table, byte[] w, int rows, int columns) {
        return List.of(MatrixLayout.best(table, w, rows, columns), new ScalarMatrix(table, w, rows, columns));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyShapeSumsExactly(ProductTable table) {
        sumsExactly(table, SHAPES);
    }

    /** Of every remainder that kernels are left with. */
    @Test
    void everySmallShapeSumsExactly() {
        int[][] shapes = Stream.concat(
                        IntStream.rangeClosed(1, 130).mapToObj(k -> new int[] {1 + k * 5 % 33, k, 1 + k * 7 % 9}),
                        IntStream.rangeClosed(1, 33).mapToObj(n -> new int[] {1 + n * 5 % 33, 1 + n * 11 % 40, n}))
                .toArray(int[][]::new);
        for (int bits : new int[] {2, 3, 4, 5, 8}) {
            Format cell = bits % 2 == 0 ? new Linear(8, 3) : new Symmetric(16, 3);
            sumsExactly(ProductTable.of(new Linear(bits, 2), new Log(8, 2), cell), shapes);
        }
    }

    private static void sumsExactly(ProductTable table, int[][] shapes) {
        Random random = new Random(1);
        for (int[] shape : shapes) {
            int rows = shape[0];
            int columns = shape[1];
            int n = shape[2];
            byte[] w = codes(random, rows * columns, table.rowFormat().bits());
            byte[] x = codes(random, columns * n, table.columnFormat().bits());
            int[] expected = expected(table, w, x, rows, columns, n);
            for (MatrixLayout layout : layouts(table, w, rows, columns)) {
                int[] y = new int[rows * n];
                Arrays.fill(y, -1);
                layout.gemm(x, 0, n, y, 0);
                assertArrayEquals(expected, y, () -> layout.name() + " " + Arrays.toString(shape));
                int[] first = new int[rows];
                layout.gemv(x, 0, first, 0);
                assertArrayEquals(Arrays.copyOf(expected, rows), first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void operandsAndResultsMayBeginAnywhere(ProductTable table) {
        Random random = new Random(2);
        for (int[] shape : new int[][] {{1, 1, 1}, {255, 7, 5}, {257, 513, 5}}) {
            int rows = shape[0];
            int columns = shape[1];
            int n = shape[2];
            byte[] w = codes(random, rows * columns, table.rowFormat().bits());
            byte[] x = codes(random, 11 + columns * n + 3, table.columnFormat().bits());
            byte[] operands = Arrays.copyOfRange(x, 11, 11 + columns * n);
            int[] expected = new int[5 + rows * n + 3];
            Arrays.fill(expected, -1);
            System.arraycopy(expected(table, w, operands, rows, columns, n), 0, expected, 5, rows * n);
            for (MatrixLayout layout : layouts(table, w, rows, columns)) {
                int[] y = new int[expected.length];
                Arrays.fill(y, -1);
                layout.gemm(x, 11, n, y, 5);
                assertArrayEquals(expected, y, () -> layout.name() + " " + Arrays.toString(shape));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyPairOfCodesGivesItsCell(ProductTable table) {
        int weights = table.rowFormat().codes();
        byte[] w = new byte[weights];
        for (int i = 0; i < weights; i++) {
            w[i] = (byte) i;
        }
        byte[] x = new byte[256];
        int[] expected = new int[256 * weights];
        for (int i = 0; i < expected.length; i++) {
            x[i / weights] = (byte) (i / weights);
            expected[i] = table.addend(i % weights, i / weights);
        }
        int[] y = new int[expected.length];
        MatrixLayout.best(table, w, weights, 1).gemm(x, 0, 256, y, 0);
        assertArrayEquals(expected, y);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void longSumsOfTheLargestCellDoNotOverflow(ProductTable table) {
        byte largest = (byte) (table.rowFormat().codes() - 1);
        int cell = table.addend(table.rowFormat().codes() - 1, 255);
        int codes = table.cellFormat().codes();
        assertEquals(table.isSigned() ? codes / 2 - 1 : codes - 1, cell);
        // About as many as fill 16 bits, for cells of any number of them, and many more.
        for (int base : new int[] {128, 256, 512, 1024, 2048, 10_240}) {
            for (int columns = base - 1; columns <= base + 1; columns++) {
                byte[] w = new byte[8 * columns];
                byte[] x = new byte[columns];
                Arrays.fill(w, largest);
                Arrays.fill(x, (byte) 255);
                int[] y = new int[8];
                MatrixLayout.best(table, w, 8, columns).gemv(x, 0, y, 0);
                int[] expected = new int[8];
                Arrays.fill(expected, Math.multiplyExact(columns, cell));
                assertArrayEquals(expected, y);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void packedWeightsTakeTheirBits(int bits) {
        ProductTable table = ProductTable.of(new Linear(bits, 2), new Linear(8, 2), new Linear(6, 4));
        int size = 1024;
        MatrixLayout layout = MatrixLayout.best(table, new byte[size * size], size, size);
        assertTrue(layout.byteSize() <= 1.01 * size * size * bits / 8, layout::name);
    }

    @Test
    void weightsOfThreeBitsTakeThreeWhereVectorsAreWide() {
        ProductTable table = ProductTable.of(new Linear(3, 2), new Linear(8, 2), new Linear(6, 4));
        int size = 1024;
        MatrixLayout layout = MatrixLayout.best(table, new byte[size * size], size, size);
        double bits = VectorWidth.bits() == 512 ? 3 : 4;
        assertEquals(bits / 8, layout.byteSize() / (double) (size * size), 0.01);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ProductTable table = ProductTable.of(new Linear(4, 2), new Linear(7, 2), new Linear(7, 4));
        byte[] w = new byte[6];
        refused("6 weights", () -> MatrixLayout.best(table, w, 2, 4));
        refused("0 x 6", () -> MatrixLayout.best(table, w, 0, 6));
        refused("weights", () -> MatrixLayout.best(table, w, 1 << 16, 1 << 16));
        refused("16", () -> MatrixLayout.best(table, new byte[] {16}, 1, 1));
        ProductTable log = ProductTable.of(new Linear(4, 2), new Linear(7, 2), new Log(7, 4));
        refused("log", () -> MatrixLayout.best(log, w, 2, 3));
        ProductTable wide = ProductTable.of(new Linear(4, 2), new Linear(9, 2), new Linear(7, 4));
        refused("9 bits", () -> MatrixLayout.best(wide, w, 2, 3).gemv(new byte[3], 0, new int[2], 0));
        ProductTable large = ProductTable.of(new Linear(4, 2), new Linear(7, 2), new Linear(16, 4));
        refused("31 bits", () -> MatrixLayout.best(large, new byte[40_000], 1, 40_000));
    }

    @Test
    void operandsThatDoNotFitAreRefusedBeforeTheOutputIsTouched() {
        ProductTable table = ProductTable.of(new Linear(4, 2), new Linear(7, 2), new Linear(7, 4));
        for (MatrixLayout layout : layouts(table, new byte[6], 2, 3)) {
            int[] y = {7, 7, 7, 7};
            refused("2 x 3", () -> layout.gemm(new byte[5], 0, 2, y, 0));
            refused("2 x 3", () -> layout.gemm(new byte[9], 0, 3, y, 0));
            refused("2 x 3", () -> layout.gemm(new byte[0], 0, 0, y, 0));
            refused("positions 1 and 0", () -> layout.gemm(new byte[6], 1, 2, y, 0));
            refused("positions 0 and 1", () -> layout.gemm(new byte[6], 0, 2, y, 1));
            refused("-1", () -> layout.gemm(new byte[6], -1, 1, y, 0));
            refused("-1", () -> layout.gemm(new byte[6], 0, 1, y, -1));
            refused("2147483647", () -> layout.gemm(new byte[6], Integer.MAX_VALUE, 1, y, 0));
            refused("2147483647", () -> layout.gemm(new byte[6], 0, 1, y, Integer.MAX_VALUE));
            refused("128", () -> layout.gemm(new byte[] {0, 0, 0, 0, 0, (byte) 128}, 0, 2, y, 0));
            refused("128", () -> layout.gemm(new byte[] {0, 0, 0, 0, (byte) 128, 0}, 2, 1, y, 0));
            assertArrayEquals(new int[] {7, 7, 7, 7}, y);
        }
    }

    private static void refused(String named, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
