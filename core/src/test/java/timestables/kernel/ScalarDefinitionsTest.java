package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.MiniFloat;
import timestables.format.OffsetBinary;
import timestables.format.ScaleFormat;
import timestables.format.Unsigned;
import timestables.kernel.arithmetic.ScalarDot;
import timestables.kernel.arithmetic.ScalarGemm;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.kernel.block.ScalarBlockDot;
import timestables.kernel.chain.ScalarChain;
import timestables.kernel.codec.CounterRandom;
import timestables.kernel.codec.ScalarCodec;
import timestables.kernel.codec.ScalarStochasticCodec;
import timestables.kernel.codec.StochasticCodec;
import timestables.kernel.layout.ScalarLayout;
import timestables.kernel.matrix.BlockMatrix;
import timestables.kernel.matrix.ScalarBlockMatrix;
import timestables.kernel.matrix.ScalarIntegerBlockMatrix;
import timestables.kernel.matrix.ScalarMatrix;
import timestables.table.ProductTable;

/** The plain loops that all other kernels are tested against, against results by hand. */
class ScalarDefinitionsTest {

    private static float[] floats(double... numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static short[] halves(double... numbers) {
        short[] halves = new short[numbers.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16((float) numbers[i]);
        }
        return halves;
    }

    private static byte[] bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    private static short[] shorts(int... numbers) {
        short[] shorts = new short[numbers.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) numbers[i];
        }
        return shorts;
    }

    @Test
    void aSumIsOfTheProductsInTheRange() {
        double[] a = {9, 1, 2, 3, 9};
        double[] b = {9, 4, -5, 6, 9};
        assertEquals(12, ScalarDot.float64(a, b, 1, 4));
        assertEquals(12, ScalarDot.float32(floats(a), floats(b), 1, 4));
        assertEquals(12, ScalarDot.float16(halves(a), halves(b), 1, 4));
        assertEquals(12, ScalarDot.int8(bytes(9, 1, 2, 3, 9), bytes(9, 4, -5, 6, 9), 1, 4));
    }

    @Test
    void sumsAreRoundedProductByProductFromTheFirstOn() {
        double[] ones = {1, 1, 1};
        assertEquals(0x1p53, ScalarDot.float64(new double[] {0x1p53, 1, 1}, ones, 0, 3));
        assertEquals(0x1p53 + 2, ScalarDot.float64(new double[] {1, 1, 0x1p53}, ones, 0, 3));
        assertEquals(0x1p24f, ScalarDot.float32(floats(0x1p24, 1, 1), floats(ones), 0, 3));
        assertEquals(0x1p24f + 2, ScalarDot.float32(floats(1, 1, 0x1p24), floats(ones), 0, 3));
        // A product that were not rounded itself would leave the square of the last bit.
        double fine = 1 + 0x1p-27;
        assertEquals(0, ScalarDot.float64(new double[] {-1 - 0x1p-26, fine}, new double[] {1, fine}, 0, 2));
        double coarse = 1 + 0x1p-12;
        assertEquals(0, ScalarDot.float32(floats(-1 - 0x1p-11, coarse), floats(1, coarse), 0, 2));
    }

    @Test
    void sumsOfFloat16AreInBinary32() {
        assertEquals(65504f * 65504f, ScalarDot.float16(halves(65504), halves(65504), 0, 1));
        assertEquals(0x1p24f, ScalarDot.float16(halves(4096, 1, 1), halves(4096, 1, 1), 0, 3));
        assertEquals(0x1p24f + 2, ScalarDot.float16(halves(1, 1, 4096), halves(1, 1, 4096), 0, 3));
    }

    @Test
    void sumsOfInt8AreExactBeyondAnInt() {
        byte[] least = new byte[131_073];
        Arrays.fill(least, Byte.MIN_VALUE);
        assertEquals(131_073L * 16384, ScalarDot.int8(least, least, 0, least.length));
    }

    @Test
    void productsAreWrittenInTheRangeAlone() {
        double[] a = {9, 2, 3, -4, 9};
        double[] b = {9, 5, 6, 7, 9};
        double[] doubles = {8, 8, 8, 8, 8};
        ScalarMultiply.float64(a, b, doubles, 1, 4);
        assertArrayEquals(new double[] {8, 10, 18, -28, 8}, doubles);
        float[] singles = floats(8, 8, 8, 8, 8);
        ScalarMultiply.float32(floats(a), floats(b), singles, 1, 4);
        assertArrayEquals(floats(8, 10, 18, -28, 8), singles);
        short[] halves = halves(8, 8, 8, 8, 8);
        ScalarMultiply.float16(halves(a), halves(b), halves, 1, 4);
        assertArrayEquals(halves(8, 10, 18, -28, 8), halves);
        byte[] codes = bytes(8, 8, 8, 8, 8);
        ScalarMultiply.int8(bytes(9, 2, 3, -4, 9), bytes(9, 5, 6, 7, 9), codes, 1, 1, 4);
        assertArrayEquals(bytes(8, 5, 9, -14, 8), codes);
    }

    @Test
    void float16ProductsAreRoundedToEven() {
        short[] in = halves(3, 3);
        ScalarMultiply.float16(in, halves(683, 685), in, 0, 2);
        assertArrayEquals(halves(2048, 2056), in);
    }

    @Test
    void int8ProductsAreRoundedUpwardsAndSaturate() {
        byte[] a = bytes(3, -3, 127, -128, -128);
        ScalarMultiply.int8(a, bytes(1, 1, 127, 127, -128), a, 1, 0, 5);
        assertArrayEquals(bytes(2, -1, 127, -128, 127), a);
        byte[] b = bytes(64, 63, -64, -65, 127);
        ScalarMultiply.int8(bytes(1, 1, 1, 1, 127), b, b, 7, 0, 5);
        assertArrayEquals(bytes(1, 0, 0, -1, 126), b);
        assertThrows(IllegalArgumentException.class, () -> ScalarMultiply.int8(a, a, a, 0, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> ScalarMultiply.int8(a, a, a, 8, 0, 5));
    }

    @Test
    void aMatrixLiesByRowsAndWhatItMultipliesByColumns() {
        double[] w = {9, 1, 2, 3, 4, 5, 6};
        double[] x = {9, 1, 0, 2, -1, 3, 1};
        double[] doubles = {8, 8, 8, 8, 8, 8, 8};
        ScalarGemm.float64(w, x, 1, doubles, 2, 2, 3, 2);
        assertArrayEquals(new double[] {8, 8, 7, 16, 8, 17, 8}, doubles);
        float[] expected = floats(doubles);
        float[] singles = floats(8, 8, 8, 8, 8, 8, 8);
        ScalarGemm.float32(floats(w), floats(x), 1, singles, 2, 2, 3, 2);
        assertArrayEquals(expected, singles);
        float[] ofHalves = floats(8, 8, 8, 8, 8, 8, 8);
        ScalarGemm.float16(halves(w), halves(x), 1, ofHalves, 2, 2, 3, 2);
        assertArrayEquals(expected, ofHalves);
        int[] sums = {8, 8, 8, 8, 8, 8, 8};
        ScalarGemm.int8(bytes(9, 1, 2, 3, 4, 5, 6), bytes(9, 1, 0, 2, -1, 3, 1), 1, sums, 2, 2, 3, 2);
        assertArrayEquals(new int[] {8, 8, 7, 16, 8, 17, 8}, sums);
    }

    /** A product of matrices in arrays of given lengths. */
    private interface Gemm {
        void multiply(int w, int x, int from, int y, int yFrom, int m, int k, int n);
    }

    static Stream<Named<Gemm>> gemms() {
        return Stream.of(
                Named.of(
                        "float64",
                        (w, x, from, y, yFrom, m, k, n) ->
                                ScalarGemm.float64(new double[w], new double[x], from, new double[y], yFrom, m, k, n)),
                Named.of(
                        "float32",
                        (w, x, from, y, yFrom, m, k, n) ->
                                ScalarGemm.float32(new float[w], new float[x], from, new float[y], yFrom, m, k, n)),
                Named.of(
                        "float16",
                        (w, x, from, y, yFrom, m, k, n) ->
                                ScalarGemm.float16(new short[w], new short[x], from, new float[y], yFrom, m, k, n)),
                Named.of(
                        "int8",
                        (w, x, from, y, yFrom, m, k, n) ->
                                ScalarGemm.int8(new byte[w], new byte[x], from, new int[y], yFrom, m, k, n)));
    }

    @ParameterizedTest
    @MethodSource("gemms")
    void matricesHaveElementsAndFitTheirArrays(Gemm gemm) {
        assertDoesNotThrow(() -> gemm.multiply(1, 1, 0, 1, 0, 1, 1, 1));
        assertDoesNotThrow(() -> gemm.multiply(7, 13, 1, 10, 2, 2, 3, 4));
        int[][] unfit = {
            {6, 13, 1, 10, 2, 2, 3, 4},
            {7, 12, 1, 10, 2, 2, 3, 4},
            {7, 13, 1, 9, 2, 2, 3, 4},
            {7, 13, -1, 10, 2, 2, 3, 4},
            {7, 13, 1, 10, -1, 2, 3, 4},
            {7, 13, 1, 10, 2, 0, 3, 4},
            {7, 13, 1, 10, 2, 2, 0, 4},
            {7, 13, 1, 10, 2, 2, 3, 0},
            {7, 13, 1, 10, 2, 65536, 65536, 1},
            {7, 13, Integer.MAX_VALUE, 10, 2, 2, 3, 4}
        };
        for (int[] s : unfit) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> gemm.multiply(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]),
                    () -> Arrays.toString(s));
        }
    }

    @Test
    void rowsOfInt8AreAsLongAsTheirSumsFitAnInt() {
        byte[] least = new byte[131_072];
        Arrays.fill(least, Byte.MIN_VALUE);
        int[] y = {8};
        assertThrows(IllegalArgumentException.class, () -> ScalarGemm.int8(least, least, 0, y, 0, 1, 131_072, 1));
        assertEquals(8, y[0]);
        ScalarGemm.int8(least, least, 0, y, 0, 1, 131_071, 1);
        assertEquals(131_071 * 16384, y[0]);
    }

    /** Codes of four bits in two's complement. */
    private static byte[] nibbles(int... numbers) {
        byte[] codes = bytes(numbers);
        for (int i = 0; i < codes.length; i++) {
            codes[i] &= 15;
        }
        return codes;
    }

    @Test
    void blocksAreScaledOneByOne() {
        Format operand = new FixedPoint(4, 0);
        ProductTable table = ProductTable.of(operand, operand, new OffsetBinary(8, 127));
        ScalarBlockDot dot = new ScalarBlockDot(table, 2);
        byte[] a = nibbles(7, 1, -2, 3, 7, -8, 7);
        byte[] b = nibbles(7, 5, 4, 6, -1, -8, 7);
        dot.arrange(a, 1, 6);
        dot.arrange(b, 1, 6);
        assertEquals(-3 * 2 + 11 * 2 + 64 / 4f, dot.dot(a, floats(2, 0.5, 1), b, floats(1, 4, 0.25), 1, 6));
        assertEquals("scalar loads", dot.name());
    }

    @Test
    void everyProductOfAChainIsRounded() {
        double third = 1 / 3.0;
        assertEquals(10 * third * third * 7, ScalarChain.float64(10, new double[] {9, third, third, 7, 9}, 1, 4));
        float singleThird = 1 / 3f;
        float end = 10 * singleThird * singleThird * 7;
        assertEquals(end, ScalarChain.float32(10, floats(9, singleThird, singleThird, 7, 9), 1, 4));
        // 2049 becomes 2048; 6147 would have become 6148.
        short[] halves = halves(9, 683, 3, 9);
        assertEquals(6144, Float.float16ToFloat(ScalarChain.float16(halves(3)[0], halves, 1, 3)));
        // 1.5 becomes 2.
        assertEquals(3, ScalarChain.int8((byte) 3, bytes(9, 1, 3, 9), 1, 1, 3));
        assertEquals(127, ScalarChain.int8((byte) 100, bytes(100), 6, 0, 1));
        assertEquals(-128, ScalarChain.int8((byte) 100, bytes(-100), 6, 0, 1));
    }

    @Test
    void aChainOfCellsHasItsFactorsInRows() {
        Format operand = new Unsigned(9, 1);
        ProductTable table = ProductTable.of(operand, operand, operand, (row, column) -> (2 * row + column) & 511);
        assertEquals(507, ScalarChain.table(table, 1, shorts(5, 250, 3, 5), 1, 3));
        Format byteOperand = new Unsigned(8, 1);
        ProductTable bytes =
                ProductTable.of(byteOperand, byteOperand, byteOperand, (row, column) -> (row / 2 + column) & 255);
        assertEquals(127, ScalarChain.table(bytes, 1, bytes(5, 250, 3, 5), 1, 3));
        assertThrows(IllegalArgumentException.class, () -> ScalarChain.table(table, 1, bytes(1), 0, 1));
        ProductTable open = ProductTable.accumulating(byteOperand);
        assertThrows(IllegalArgumentException.class, () -> ScalarChain.table(open, 1, bytes(1), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ScalarChain.table(open, 1, shorts(1), 0, 1));
    }

    @Test
    void numbersBecomeTheCodesOfTheirFormatAndCodesTheirValues() {
        Format format = new FixedPoint(8, 4);
        ScalarCodec codec = new ScalarCodec(format);
        assertSame(format, codec.format());
        byte[] bytes = bytes(9, 9, 9, 9, 9, 9);
        codec.encode(floats(7, 1, -0.5, 100, 7), 1, bytes, 2, 3);
        assertArrayEquals(bytes(9, 9, 16, 0xf8, 127, 9), bytes);
        short[] shorts = shorts(9, 9, 9, 9, 9, 9);
        codec.encode(floats(7, 1, -0.5, 100, 7), 1, shorts, 2, 3);
        assertArrayEquals(shorts(9, 9, 16, 0xf8, 127, 9), shorts);
        float[] values = floats(9, 9, 9, 9, 9);
        codec.decode(bytes, 2, values, 1, 3);
        assertArrayEquals(floats(9, 1, -0.5, 7.9375, 9), values);
        Arrays.fill(values, 9);
        codec.decode(shorts, 2, values, 1, 3);
        assertArrayEquals(floats(9, 1, -0.5, 7.9375, 9), values);
        new ScalarCodec(new FixedPoint(16, 0)).decode(shorts(-2), 0, values, 0, 1);
        assertEquals(-2, values[0]);
    }

    @Test
    void codesThatDoNotFitBytesAndNansAreRefusedBeforeAnythingIsWritten() {
        ScalarCodec wide = new ScalarCodec(new Linear(9, 1));
        byte[] bytes = bytes(9, 9);
        short[] shorts = shorts(9, 9);
        float[] values = floats(9, 9);
        assertThrows(IllegalArgumentException.class, () -> wide.encode(values, 0, bytes, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> wide.decode(bytes, 0, values, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new ScalarStochasticCodec(wide.format()));
        // A format that has a code for them.
        ScalarCodec codec = new ScalarCodec(MiniFloat.E4M3);
        float[] nan = floats(1, Double.NaN);
        assertThrows(IllegalArgumentException.class, () -> codec.encode(nan, 0, bytes, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(nan, 0, shorts, 0, 2));
        ScalarStochasticCodec atRandom = new ScalarStochasticCodec(MiniFloat.E4M3);
        assertThrows(IllegalArgumentException.class, () -> atRandom.encode(nan, bytes, 0, 2, 5));
        assertThrows(IllegalArgumentException.class, () -> atRandom.encode(Double.NaN, 5, 0));
        assertArrayEquals(bytes(9, 9), bytes);
        assertArrayEquals(shorts(9, 9), shorts);
        assertArrayEquals(floats(9, 9), values);
    }

    /** The last has a value that is never encoded. */
    static Stream<Format> evenSteps() {
        return Stream.of(new Linear(4, 7.5), new FixedPoint(4, 1), new OffsetBinary(4, 7));
    }

    @ParameterizedTest
    @MethodSource("evenSteps")
    void theNumberAtAnIndexIsRoundedByItsRandomFraction(Format format) {
        float[] numbers = new float[300];
        byte[] expected = new byte[numbers.length];
        long far = 5L << Integer.SIZE;
        ScalarStochasticCodec codec = new ScalarStochasticCodec(format);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i - 150) / 16f;
            expected[i] = (byte) (i < 3 || i >= 297 ? 9 : rounded(format, numbers[i], CounterRandom.uniform(5, i)));
            int alone = rounded(format, numbers[i], CounterRandom.uniform(5, far + i));
            assertEquals(alone, codec.encode(numbers[i], 5, far + i));
        }
        byte[] out = new byte[numbers.length];
        Arrays.fill(out, (byte) 9);
        codec.encode(numbers, out, 3, 297, 5);
        assertArrayEquals(expected, out);
        new StochasticCodec(format).encode(numbers, out, 3, 297, 5);
        assertArrayEquals(expected, out);
        assertSame(format, codec.format());
    }

    private static int rounded(Format format, double number, double fraction) {
        double step = format.decode(1) - format.decode(0);
        double position = (Math.clamp(number, format.least(), format.greatest()) - format.least()) / step;
        return format.encode(format.least() + step * Math.floor(position + fraction));
    }

    @Test
    void layoutsReadTheCellOfTwoCodes() {
        Format operand = new Unsigned(8, 1);
        ScalarLayout bytes =
                new ScalarLayout(ProductTable.of(operand, operand, operand, (row, column) -> row - column & 255));
        byte[] a = bytes(9, 200, 3, 9);
        byte[] b = bytes(9, 255, 1, 9);
        byte[] byteCells = bytes(9, 9, 9, 9);
        bytes.multiply(a, b, byteCells, 1, 3);
        assertArrayEquals(bytes(9, 201, 2, 9), byteCells);
        assertEquals(203, bytes.dot(a, b, 1, 3));
        short[] wideCodes = shorts(9, 9, 9, 9);
        bytes.multiply(shorts(9, 200, 3, 9), shorts(9, 255, 1, 9), wideCodes, 1, 3);
        assertArrayEquals(shorts(9, 201, 2, 9), wideCodes);
        ScalarLayout shorts = new ScalarLayout(
                ProductTable.of(operand, operand, new Unsigned(16, 1), (row, column) -> 256 * row + column));
        short[] shortCells = shorts(9, 9, 9, 9);
        shorts.multiply(a, b, shortCells, 1, 3);
        assertArrayEquals(shorts(9, 51455, 769, 9), shortCells);
        assertEquals(51455 + 769, shorts.dot(a, b, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> bytes.multiply(a, b, shortCells, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> shorts.multiply(a, b, byteCells, 1, 3));
        assertEquals("scalar loads", bytes.name());
    }

    @Test
    void codesOfNineBitsAreReadFromShortsAlone() {
        Format operand = new Unsigned(9, 1);
        ProductTable table =
                ProductTable.of(operand, operand, new Unsigned(16, 1), (row, column) -> 100 * row + column);
        ScalarLayout layout = new ScalarLayout(table);
        short[] a = shorts(9, 511, 3, 9);
        short[] b = shorts(9, 400, 500, 9);
        short[] out = shorts(9, 9, 9, 9);
        layout.multiply(a, b, out, 1, 3);
        assertArrayEquals(shorts(9, 51500, 800, 9), out);
        assertEquals(51500 + 800, layout.dot(a, b, 1, 3));
        byte[] bytes = bytes(1, 1);
        assertThrows(IllegalArgumentException.class, () -> layout.multiply(bytes, bytes, out, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> layout.dot(bytes, bytes, 0, 2));
        Format cell = new Unsigned(8, 1);
        ScalarLayout ofByteCells = new ScalarLayout(ProductTable.of(cell, operand, cell, (row, column) -> row));
        assertThrows(IllegalArgumentException.class, () -> ofByteCells.multiply(bytes, bytes, bytes, 0, 2));
        assertArrayEquals(bytes(1, 1), bytes);
    }

    @Test
    void aMatrixOfCodesSumsTheCellsOfItsRows() {
        Format operand = new Unsigned(8, 1);
        ProductTable table = ProductTable.of(operand, operand, new Unsigned(16, 1));
        ScalarMatrix matrix = new ScalarMatrix(table, bytes(1, 2, 3, 4, 5, 200), 2, 3);
        int[] y = {9, 9, 9, 9, 9, 9, 9};
        matrix.gemm(bytes(9, 1, 0, 255, 7, 8, 9), 1, 2, y, 2);
        assertArrayEquals(new int[] {9, 9, 766, 51004, 50, 1868, 9}, y);
        assertEquals("scalar loads", matrix.name());
        assertEquals(6, matrix.byteSize());
    }

    @Test
    void aMatrixInBlocksSumsScaledBlocks() {
        Blocks nibbles = new Blocks(nibbles(1, -2, 3, -8, 5, 7), floats(2, 0.5, 1, 4), 2);
        Format weight = new FixedPoint(4, 0);
        ProductTable table = ProductTable.of(weight, new FixedPoint(8, 0), new OffsetBinary(8, 127));
        ScalarBlockMatrix lookedUp = new ScalarBlockMatrix(pairs(weight), table, nibbles, 2, 3);
        assertEquals("scalar loads", lookedUp.name());
        assertSumsScaledBlocks(lookedUp);
        Blocks bytes = new Blocks(bytes(1, -2, 3, -8, 5, 7), nibbles.scales(), 2);
        ScalarIntegerBlockMatrix computed = new ScalarIntegerBlockMatrix(pairs(new FixedPoint(8, 0)), bytes, 2, 3);
        assertEquals("scalar products", computed.name());
        assertSumsScaledBlocks(computed);
    }

    private static BlockScaled pairs(Format format) {
        return new BlockScaled("pairs", format, 2, ScaleFormat.BINARY16, BlockScaled.Scaling.LARGEST);
    }

    /** Of the matrix above, twice what its rows of blocks give: all scales are doubled. */
    private static void assertSumsScaledBlocks(BlockMatrix matrix) {
        float[] y = floats(9, 9, 9, 9, 9, 9, 9);
        matrix.gemm(bytes(9, 3, 4, -5, -6, 10, 2), 1, floats(9, 1, 2, 0.5, 4), 1, 2, y, 2);
        assertArrayEquals(
                floats(
                        9,
                        9,
                        2 * (-5 * 1 * 2 - 15 * 2 * 0.5),
                        2 * (-4 * 1 * 1 - 35 * 2 * 4),
                        2 * (-26 * 0.5 * 2 + 6 * 4 * 0.5),
                        2 * (98 * 0.5 * 1 + 14 * 4 * 4),
                        9),
                y);
        assertEquals(6 + 4 * 2, matrix.byteSize());
    }
}
