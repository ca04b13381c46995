package timestables.kernel.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Codebook;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.Posit;
import timestables.format.Symmetric;
import timestables.kernel.Ranges;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/** The contract of layouts, of every layout. Which one a table gets is for {@link LayoutChoiceTest}. */
class LayoutTest {

    /** More products than any kernel adds before it empties its narrow sums, and no multiple of a vector. */
    private static final int LONG = 300_003;

    /** Every kind of table with byte codes. */
    static Stream<ProductTable> tables() {
        Stream<ProductTable> ofEveryNumberOfBits = IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> {
                    Format operand = new Linear(bits, 2);
                    Format uneven = new FixedPoint(bits, 1);
                    return Stream.of(
                            ProductTable.of(uneven, operand, new Linear(7, 2)),
                            ProductTable.signSymmetric(operand, operand, operand),
                            ProductTable.signSymmetric(operand, new Log(bits, 2), new Log(bits, 2)),
                            ProductTable.closed(operand),
                            ProductTable.of(operand, operand, new Log(bits, 2)),
                            ProductTable.of(new Log(bits, 0.5), operand, new Log(8, 1)),
                            ProductTable.accumulating(operand),
                            ProductTable.accumulating(operand, operand, 16),
                            ProductTable.accumulating(uneven, operand, 16),
                            ProductTable.exact(new Linear(bits, 2), new Linear(bits, 2)),
                            ProductTable.of(operand, operand, new Linear(9, 4)),
                            ProductTable.closed(new Symmetric(bits, 1)),
                            ProductTable.exact(new Symmetric(bits, 2)),
                            ProductTable.closed(new Geometric(bits, 1)));
                });
        Symmetric symmetric = new Symmetric(8, 1);
        return Stream.concat(
                ofEveryNumberOfBits,
                Stream.of(
                        ProductTable.of(new Linear(3, 1), new Log(5, 4), new Linear(8, 4)),
                        ProductTable.of(new Linear(8, 1), new Symmetric(2, 4), new Symmetric(7, 4)),
                        ProductTable.closed(MiniFloat.E4M3),
                        ProductTable.closed(MiniFloat.E2M3),
                        ProductTable.closed(MiniFloat.E2M1),
                        ProductTable.closed(new Posit(5)),
                        ProductTable.closed(new Posit(3)),
                        ProductTable.closed(Codebook.normalFloat4(2)),
                        ProductTable.logAntilog(symmetric, symmetric),
                        ProductTable.logAntilog(new Symmetric(8, 2), new Symmetric(8, 4)),
                        ProductTable.logAntilog(symmetric, new Symmetric(8, 0.01)),
                        ProductTable.logAntilog(new Symmetric(8, 0.1), new Symmetric(8, 1))));
    }

    /** Every layout of every kind of table with byte codes. */
    static Stream<Layout> layouts() {
        return tables().flatMap(LayoutTest::layoutsOf);
    }

    private static Stream<Layout> layoutsOf(ProductTable table) {
        Stream.Builder<Layout> layouts = Stream.builder();
        layouts.add(Layout.best(table));
        layouts.add(new ScalarLayout(table));
        if (RegisterLayout.accepts(table)) {
            layouts.add(new RegisterLayout(table));
        }
        if (PlaneLayout.accepts(table)) {
            layouts.add(new PlaneLayout(table));
        }
        if (FoldedLayout.accepts(table)) {
            layouts.add(new FoldedLayout(table));
        }
        if (SumDifferenceLayout.accepts(table)) {
            layouts.add(new SumDifferenceLayout(table));
        }
        if (QuarterSquareLayout.accepts(table)) {
            layouts.add(new QuarterSquareLayout(table));
            layouts.add(new NibbleLayout(table));
        }
        if (LogAntilogLayout.accepts(table)) {
            layouts.add(new LogAntilogLayout(table));
        }
        if (AdditiveLayout.accepts(table)) {
            layouts.add(new AdditiveLayout(table));
        }
        if (GatherLayout.accepts(table)) {
            layouts.add(new GatherLayout(table));
        }
        return layouts.build();
    }

    /** Layouts whose products fit the arrays of their operands. */
    static Stream<Layout> layoutsOfByteCells() {
        return layouts().filter(layout -> layout.table().cellBits() == 8);
    }

    /** Random codes, with both boundary codes among them. */
    private static byte[] codes(Format format, int length, long seed) {
        Random random = new Random(seed);
        byte[] codes = new byte[length];
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(format.codes() + 2) - 1;
            codes[i] = (byte) Math.clamp(code, 0, format.codes() - 1);
        }
        return codes;
    }

    private static byte[] rows(Layout layout, int length, long seed) {
        return codes(layout.table().rowFormat(), length, seed);
    }

    private static byte[] columns(Layout layout, int length, long seed) {
        return codes(layout.table().columnFormat(), length, seed + 100);
    }

    private static int cell(Layout layout, byte a, byte b) {
        return layout.table().cell(Byte.toUnsignedInt(a), Byte.toUnsignedInt(b));
    }

    private static int addend(Layout layout, byte a, byte b) {
        return layout.table().addend(Byte.toUnsignedInt(a), Byte.toUnsignedInt(b));
    }

    /** What an array of products holds where none has been written: no zero, and no cell of a small table. */
    private static int sentinel(Layout layout) {
        return layout.table().cellBits() == 8 ? 0xa5 : 0xa5a5;
    }

    /** The whole of an array of {@code length} cells that a layout has multiplied to, unsigned. */
    private static int[] multiply(Layout layout, byte[] a, byte[] b, int length, int from, int to) {
        int[] cells = new int[length];
        if (layout.table().cellBits() == 8) {
            byte[] out = new byte[length];
            Arrays.fill(out, (byte) sentinel(layout));
            layout.multiply(a, b, out, from, to);
            Arrays.setAll(cells, i -> Byte.toUnsignedInt(out[i]));
        } else {
            short[] out = new short[length];
            Arrays.fill(out, (short) sentinel(layout));
            layout.multiply(a, b, out, from, to);
            Arrays.setAll(cells, i -> Short.toUnsignedInt(out[i]));
        }
        return cells;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void allPairsMultiplyToTheirCells(Layout layout) {
        int columns = layout.table().columnFormat().codes();
        int pairs = layout.table().rowFormat().codes() * columns;
        byte[] a = new byte[pairs];
        byte[] b = new byte[pairs];
        int[] expected = new int[pairs];
        for (int i = 0; i < pairs; i++) {
            a[i] = (byte) (i / columns);
            b[i] = (byte) (i % columns);
            expected[i] = cell(layout, a[i], b[i]);
        }
        assertArrayEquals(expected, multiply(layout, a, b, pairs, 0, pairs));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyRangeIsMultipliedAndNothingElseIsTouched(Layout layout) {
        byte[] a = rows(layout, Ranges.LENGTH, 1);
        byte[] b = columns(layout, Ranges.LENGTH, 2);
        int[] expected = new int[Ranges.LENGTH];
        for (Ranges range : Ranges.all()) {
            Arrays.fill(expected, sentinel(layout));
            for (int i = range.from(); i < range.to(); i++) {
                expected[i] = cell(layout, a[i], b[i]);
            }
            assertArrayEquals(
                    expected, multiply(layout, a, b, Ranges.LENGTH, range.from(), range.to()), range::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("layoutsOfByteCells")
    void theResultMayReplaceAnOperand(Layout layout) {
        byte[] a = rows(layout, Ranges.LENGTH, 3);
        byte[] b = columns(layout, Ranges.LENGTH, 4);
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
        byte[] a = rows(layout, Ranges.LENGTH, 5);
        byte[] b = columns(layout, Ranges.LENGTH, 6);
        for (Ranges range : Ranges.all()) {
            long expected = 0;
            for (int i = range.from(); i < range.to(); i++) {
                expected += addend(layout, a[i], b[i]);
            }
            assertEquals(expected, layout.dot(a, b, range.from(), range.to()), range::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void longSumsOfTheLargestAndTheSmallestCellDoNotOverflow(Layout layout) {
        int columns = layout.table().columnFormat().codes();
        int[] addends = IntStream.range(0, layout.table().rowFormat().codes() * columns)
                .map(i -> layout.table().addend(i / columns, i % columns))
                .toArray();
        IntSummaryStatistics statistics = Arrays.stream(addends).summaryStatistics();
        for (int addend : new int[] {statistics.getMin(), statistics.getMax()}) {
            int pair = IntStream.range(0, addends.length)
                    .filter(i -> addends[i] == addend)
                    .findFirst()
                    .orElseThrow();
            byte[] a = new byte[LONG];
            byte[] b = new byte[LONG];
            Arrays.fill(a, (byte) (pair / columns));
            Arrays.fill(b, (byte) (pair % columns));
            assertEquals((long) LONG * addend, layout.dot(a, b, 0, LONG));
        }
    }

    /**
     * As many products as kernels add before they empty their narrow sums, one less, one more, and ten times as many.
     */
    @Test
    void sumsOfTheLargestCellAreEmptiedInTime() {
        Symmetric symmetric = new Symmetric(8, 1);
        Stream<ProductTable> tables = Stream.of(
                ProductTable.accumulating(new Linear(4, 2)),
                ProductTable.signSymmetric(new Linear(5, 2), new Linear(5, 2), new Linear(8, 2)),
                ProductTable.accumulating(new Linear(6, 2)),
                ProductTable.accumulating(new Linear(5, 2), new Linear(5, 2), 16),
                ProductTable.exact(symmetric),
                ProductTable.logAntilog(symmetric, symmetric),
                ProductTable.closed(new Geometric(8, 1)));
        tables.flatMap(LayoutTest::layoutsOf).forEach(layout -> {
            ProductTable table = layout.table();
            int last = table.columnFormat().codes() - 1;
            int pair = IntStream.range(0, table.rowFormat().codes() * (last + 1))
                    .boxed()
                    .max(Comparator.comparingInt(i -> table.addend(i / (last + 1), i % (last + 1))))
                    .orElseThrow();
            for (int vectors : new int[] {128, 256, 1024}) {
                int full = vectors * VectorWidth.bits() / 8;
                byte[] a = new byte[10 * full];
                byte[] b = new byte[10 * full];
                Arrays.fill(a, (byte) (pair / (last + 1)));
                Arrays.fill(b, (byte) (pair % (last + 1)));
                for (int length : new int[] {full - 1, full, full + 1, 10 * full}) {
                    assertEquals((long) length * addend(layout, a[0], b[0]), layout.dot(a, b, 0, length), layout::name);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void rangesOutsideAnyArrayAreRefusedBeforeTheOutputIsTouched(Layout layout) {
        int length = Ranges.LENGTH;
        byte[] a = rows(layout, length, 7);
        byte[] b = columns(layout, length, 8);
        byte[] shorter = new byte[length - 1];
        byte[] bytes = new byte[length];
        byte[] fewerBytes = new byte[length - 1];
        short[] shorts = new short[length];
        short[] fewerShorts = new short[length - 1];
        Arrays.fill(bytes, (byte) 1);
        Arrays.fill(fewerBytes, (byte) 1);
        Arrays.fill(shorts, (short) 1);
        Arrays.fill(fewerShorts, (short) 1);
        if (layout.table().cellBits() == 8) {
            refuses(() -> layout.multiply(shorter, b, bytes, 0, length));
            refuses(() -> layout.multiply(a, shorter, bytes, 0, length));
            refuses(() -> layout.multiply(a, b, fewerBytes, 0, length));
            refuses(() -> layout.multiply(a, b, bytes, -1, length));
            refuses(() -> layout.multiply(a, b, bytes, 4, 3));
        } else {
            refuses(() -> layout.multiply(shorter, b, shorts, 0, length));
            refuses(() -> layout.multiply(a, shorter, shorts, 0, length));
            refuses(() -> layout.multiply(a, b, fewerShorts, 0, length));
            refuses(() -> layout.multiply(a, b, shorts, -1, length));
            refuses(() -> layout.multiply(a, b, shorts, 4, 3));
        }
        refuses(() -> layout.dot(shorter, b, 0, length));
        refuses(() -> layout.dot(a, shorter, 0, length));
        for (int i = 0; i < length - 1; i++) {
            assertTrue(bytes[i] == 1 && fewerBytes[i] == 1 && shorts[i] == 1 && fewerShorts[i] == 1);
        }
    }

    private static void refuses(Executable call) {
        assertThrows(IndexOutOfBoundsException.class, call);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void arraysThatCellsDoNotFillAreRefused(Layout layout) {
        byte[] codes = new byte[3];
        Executable multiply = layout.table().cellBits() == 8
                ? () -> layout.multiply(codes, codes, new short[3], 0, 3)
                : () -> layout.multiply(codes, codes, new byte[3], 0, 3);
        assertThrows(IllegalArgumentException.class, multiply);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void onlyTheScalarLayoutReadsShorts(Layout layout) {
        short[] codes = new short[3];
        short[] out = {7, 7, 7};
        if (layout instanceof ScalarLayout) {
            layout.multiply(codes, codes, out, 1, 2);
            assertArrayEquals(new short[] {7, (short) layout.table().cell(0, 0), 7}, out);
            assertEquals(layout.table().addend(0, 0), layout.dot(codes, codes, 1, 2));
        } else {
            assertThrows(IllegalArgumentException.class, () -> layout.multiply(codes, codes, out, 1, 2));
            assertThrows(IllegalArgumentException.class, () -> layout.dot(codes, codes, 1, 2));
            assertArrayEquals(new short[] {7, 7, 7}, out);
        }
    }

    /** A table of any cells, with or without the symmetries that layouts make use of, and what chooses operands. */
    record AnyTable(ProductTable table, long seed) {

        @Override
        public String toString() {
            return "%s times %s as %s, sign-symmetric: %s, seed %d"
                    .formatted(
                            table.rowFormat(), table.columnFormat(), table.cellFormat(), table.isSignSymmetric(), seed);
        }
    }

    @Provide
    Arbitrary<AnyTable> anyTables() {
        return Arbitraries.randomValue(random -> {
            int rowBits = random.nextInt(2, 9);
            int columnBits = random.nextInt(4) == 0 ? random.nextInt(2, 9) : rowBits;
            int cellBits = random.nextInt(1, random.nextInt(3) == 0 ? 17 : 9);
            Format cell = cellBits > 1 && random.nextBoolean() ? new Symmetric(cellBits, 1) : new Linear(cellBits, 1);
            int lastRow = (1 << rowBits) - 1;
            int lastColumn = (1 << columnBits) - 1;
            int lastCell = (1 << cellBits) - 1;
            int[] cells =
                    random.ints(1L << rowBits + columnBits, 0, lastCell + 1).toArray();
            int symmetry = random.nextInt(3);
            ProductTable table = ProductTable.of(
                    new Linear(rowBits, 1), new Linear(columnBits, 1), cell, (r, c) -> switch (symmetry) {
                        case 0 -> cells[r << columnBits | c];
                        case 1 -> cells[Math.min(r << columnBits | c, lastRow - r << columnBits | lastColumn - c)];
                        default -> {
                            boolean isNegative = r <= lastRow / 2 != c <= lastColumn / 2;
                            int magnitude = cells[Math.max(r, lastRow - r) << columnBits | Math.max(c, lastColumn - c)];
                            yield isNegative ? lastCell - magnitude : magnitude;
                        }
                    });
            return new AnyTable(table, random.nextLong());
        });
    }

    @Property(tries = 50)
    void everyLayoutOfAnyTableMultipliesAndSumsAsTheTableDoes(@ForAll("anyTables") AnyTable any) {
        ProductTable table = any.table;
        int length = 200 + (int) (any.seed & 0xff);
        int from = (int) (any.seed >>> 8 & 0x1f);
        byte[] a = codes(table.rowFormat(), length, any.seed);
        byte[] b = codes(table.columnFormat(), length, any.seed + 1);
        layoutsOf(table).forEach(layout -> {
            int[] expected = new int[length];
            Arrays.fill(expected, sentinel(layout));
            long sum = 0;
            for (int i = from; i < length - 1; i++) {
                expected[i] = cell(layout, a[i], b[i]);
                sum += addend(layout, a[i], b[i]);
            }
            assertArrayEquals(expected, multiply(layout, a, b, length, from, length - 1), layout::name);
            assertEquals(sum, layout.dot(a, b, from, length - 1), layout::name);
        });
    }

    @Test
    void nineBitCodesAreReadAsShorts() {
        Format operand = new Linear(9, 2);
        Layout layout = Layout.best(ProductTable.accumulating(operand));
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
        assertThrows(IllegalArgumentException.class, () -> layout.multiply(codes, codes, new short[3], 0, 3));
        assertThrows(IllegalArgumentException.class, () -> layout.dot(codes, codes, 0, 3));
    }
}
