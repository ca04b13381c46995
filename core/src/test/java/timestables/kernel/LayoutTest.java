package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.table.ProductTable;

class LayoutTest {

    /** Every layout of every kind of table with byte codes. */
    static Stream<Layout> layouts() {
        return IntStream.rangeClosed(2, 8).boxed().flatMap(bits -> {
            Format operand = new Linear(bits, 2);
            return Stream.of(
                            ProductTable.closed(operand),
                            ProductTable.of(operand, operand, new Log(bits, 2)),
                            ProductTable.of(new Log(bits, 0.5), operand, new Log(8, 1)),
                            ProductTable.accumulating(operand))
                    .flatMap(table -> Stream.of(Layout.best(table), new ScalarLayout(table)));
        });
    }

    private static int codes(Layout layout) {
        return layout.table().rowFormat().codes();
    }

    /** Random codes, with both boundary codes among them. */
    private static byte[] codes(Layout layout, int length, long seed) {
        Random random = new Random(seed);
        byte[] codes = new byte[length];
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(codes(layout) + 2) - 1;
            codes[i] = (byte) Math.clamp(code, 0, codes(layout) - 1);
        }
        return codes;
    }

    private static int cell(Layout layout, byte a, byte b) {
        return layout.table().cell(Byte.toUnsignedInt(a), Byte.toUnsignedInt(b));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void allPairsMultiplyToTheirCells(Layout layout) {
        int codes = codes(layout);
        byte[] a = new byte[codes * codes];
        byte[] b = new byte[codes * codes];
        byte[] expected = new byte[codes * codes];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) (i / codes);
            b[i] = (byte) (i % codes);
            expected[i] = (byte) cell(layout, a[i], b[i]);
        }
        byte[] out = new byte[a.length];
        layout.multiply(a, b, out, 0, a.length);
        assertArrayEquals(expected, out);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyRangeIsMultipliedAndNothingElseIsTouched(Layout layout) {
        byte[] a = codes(layout, Ranges.LENGTH, 1);
        byte[] b = codes(layout, Ranges.LENGTH, 2);
        for (Ranges range : Ranges.all()) {
            byte[] out = sentinels(Ranges.LENGTH);
            byte[] expected = out.clone();
            for (int i = range.from(); i < range.to(); i++) {
                expected[i] = (byte) cell(layout, a[i], b[i]);
            }
            layout.multiply(a, b, out, range.from(), range.to());
            assertArrayEquals(expected, out, range::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theResultMayReplaceAnOperand(Layout layout) {
        byte[] a = codes(layout, Ranges.LENGTH, 3);
        byte[] b = codes(layout, Ranges.LENGTH, 4);
        byte[] expected = new byte[Ranges.LENGTH];
        layout.multiply(a, b, expected, 0, Ranges.LENGTH);
        byte[] left = a.clone();
        layout.multiply(left, b, left, 0, Ranges.LENGTH);
        assertArrayEquals(expected, left);
        layout.multiply(a, b, b, 0, Ranges.LENGTH);
        assertArrayEquals(expected, b);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyRangeSumsExactly(Layout layout) {
        byte[] a = codes(layout, Ranges.LENGTH, 5);
        byte[] b = codes(layout, Ranges.LENGTH, 6);
        for (Ranges range : Ranges.all()) {
            long expected = 0;
            for (int i = range.from(); i < range.to(); i++) {
                expected += cell(layout, a[i], b[i]);
            }
            assertEquals(expected, layout.dot(a, b, range.from(), range.to()), range::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void longSumsOfTheLargestCellDoNotOverflow(Layout layout) {
        int codes = codes(layout);
        int largest = IntStream.range(0, codes * codes)
                .map(i -> layout.table().cell(i / codes, i % codes))
                .max()
                .orElseThrow();
        int pair = IntStream.range(0, codes * codes)
                .filter(i -> layout.table().cell(i / codes, i % codes) == largest)
                .findFirst()
                .orElseThrow();
        byte[] a = new byte[100_003];
        byte[] b = new byte[100_003];
        Arrays.fill(a, (byte) (pair / codes));
        Arrays.fill(b, (byte) (pair % codes));
        assertEquals(100_003L * largest, layout.dot(a, b, 0, a.length));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void rangesOutsideAnyArrayAreRefusedBeforeTheOutputIsTouched(Layout layout) {
        byte[] codes = codes(layout, Ranges.LENGTH, 7);
        byte[] shorter = codes(layout, Ranges.LENGTH - 1, 8);
        byte[] out = sentinels(Ranges.LENGTH);
        byte[] shorterOut = sentinels(Ranges.LENGTH - 1);
        refuses(() -> layout.multiply(shorter, codes, out, 0, Ranges.LENGTH));
        refuses(() -> layout.multiply(codes, shorter, out, 0, Ranges.LENGTH));
        refuses(() -> layout.multiply(codes, codes, shorterOut, 0, Ranges.LENGTH));
        refuses(() -> layout.multiply(codes, codes, out, -1, Ranges.LENGTH));
        refuses(() -> layout.multiply(codes, codes, out, 4, 3));
        refuses(() -> layout.dot(shorter, codes, 0, Ranges.LENGTH));
        refuses(() -> layout.dot(codes, shorter, 0, Ranges.LENGTH));
        assertArrayEquals(sentinels(Ranges.LENGTH), out);
        assertArrayEquals(sentinels(Ranges.LENGTH - 1), shorterOut);
    }

    private static void refuses(Executable call) {
        assertThrows(IndexOutOfBoundsException.class, call);
    }

    /** Bytes that are no cell of a small table, and differ from an unwritten zero. */
    private static byte[] sentinels(int length) {
        byte[] sentinels = new byte[length];
        Arrays.fill(sentinels, (byte) 0xa5);
        return sentinels;
    }

    @Test
    void nineBitCodesAreReadAsShorts() {
        Format operand = new Linear(9, 2);
        ScalarLayout layout = new ScalarLayout(ProductTable.accumulating(operand));
        short[] a = new short[512 * 512];
        short[] b = new short[512 * 512];
        short[] expected = new short[512 * 512];
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = (short) (i / 512);
            b[i] = (short) (i % 512);
            expected[i] = (short) layout.table().cell(i / 512, i % 512);
            sum += layout.table().cell(i / 512, i % 512);
        }
        short[] out = new short[a.length];
        layout.multiply(a, b, out, 0, a.length);
        assertArrayEquals(expected, out);
        assertEquals(sum, layout.dot(a, b, 0, a.length));
        assertThrows(IndexOutOfBoundsException.class, () -> layout.multiply(a, b, out, 1, a.length + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> layout.dot(a, b, 1, a.length + 1));
    }

    @Test
    void codesThatDoNotFitAByteAreRefused() {
        Layout layout = Layout.best(ProductTable.of(new Linear(9, 2), new Linear(9, 2), new Linear(8, 2)));
        byte[] codes = new byte[3];
        assertThrows(IllegalArgumentException.class, () -> layout.multiply(codes, codes, codes, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> layout.dot(codes, codes, 0, 3));
    }

    @Test
    void cellsThatDoNotFitAByteAreRefused() {
        ScalarLayout layout = new ScalarLayout(ProductTable.of(new Linear(4, 2), new Linear(4, 2), new Linear(16, 2)));
        byte[] codes = new byte[3];
        assertThrows(IllegalArgumentException.class, () -> layout.multiply(codes, codes, codes, 0, 3));
        assertEquals(3L * layout.table().cell(0, 0), layout.dot(codes, codes, 0, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void smallTablesLieInRegistersAtEveryWidth(int bits) {
        assertInstanceOf(RegisterLayout.class, Layout.best(ProductTable.closed(new Linear(bits, 2))));
    }

    @Test
    void largerTablesLieInRegistersWhereTheseAreWide() {
        ProductTable table = ProductTable.closed(new Linear(5, 2));
        assertEquals(VectorWidth.bits() == 512, RegisterLayout.accepts(table));
    }

    @Test
    void tablesThatDoNotFitRegistersAreRefusedWithTheReason() {
        for (ProductTable table : new ProductTable[] {
            ProductTable.closed(new Linear(6, 2)),
            ProductTable.of(new Linear(3, 2), new Linear(4, 2), new Linear(4, 2)),
            ProductTable.of(new Linear(3, 2), new Linear(3, 2), new Linear(16, 2))
        }) {
            String reason = assertThrows(IllegalArgumentException.class, () -> new RegisterLayout(table))
                    .getMessage();
            assertTrue(reason.contains("2 to 5 bits"), reason);
        }
    }
}
