package timestables.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics against figures that were published with the multipliers, or worked out by hand. */
class MetricsTest {

    @TempDir
    private Path folder;

    private Inspection inspection(int size, OperandOrder order, IntBinaryOperator multiplier) throws IOException {
        Path file = MultiplierCsv.write(folder.resolve("table.csv"), size, order, multiplier);
        return Inspection.of(file, TableFile.read(file));
    }

    private Inspection.Row inspect(int size, OperandOrder order, IntBinaryOperator multiplier) throws IOException {
        return inspection(size, order, multiplier).row();
    }

    private static int bit(int operand, int number) {
        return operand >> number & 1;
    }

    @Test
    void aBlockThatIsWrongOnceHasTheFiguresOfThatOnce() throws IOException {
        Inspection.Row row = inspect(4, OperandOrder.UNSIGNED, MultiplierCsv::kulkarni);
        assertEquals(2 / 16.0, row.meanAbsError());
        assertEquals(100 * 2 / 256.0, row.meanAbsErrorPercent());
        assertEquals(2, row.maxAbsError());
        assertEquals(100 * 2 / 16.0, row.maxAbsErrorPercent());
        assertEquals(4 / 16.0, row.meanSquaredError());
        assertEquals(1 / 16.0, row.errorProbability());
        assertEquals(2 / 9.0 / 9, row.meanRelError());
        assertEquals(2 / 9.0, row.maxRelError());
        assertEquals(-2 / 16.0, row.bias());
    }

    /** EvoApproxLib's mul8s_1KV9, an array without the partial products of its three lowest columns. */
    @ParameterizedTest
    @EnumSource(names = {"SIGNED", "ASCENDING"})
    void figuresOfASignedMultiplierAreThosePublished(OperandOrder order) throws IOException {
        Inspection.Row row = inspect(256, order, (a, b) -> {
            int left = 0;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; i + j < 3; j++) {
                    left += bit(a, i) * bit(b, j) << i + j;
                }
            }
            return a * b - left;
        });
        assertEquals(order.id(), row.operands());
        assertEquals(4.25, row.meanAbsError());
        assertEquals(0.0064, row.meanAbsErrorPercent(), 0.0001);
        assertEquals(17, row.maxAbsError());
        assertEquals(0.026, row.maxAbsErrorPercent(), 0.0005);
        assertEquals(17, row.maxRelError());
        assertEquals(0.6875, row.errorProbability());
        assertEquals(0.0090, row.meanRelError(), 0.00005);
        assertEquals(34, row.meanSquaredError(), 0.5);
        assertEquals(-4.25, row.bias());
    }

    /** EvoApproxLib's mul8u_17MJ: the products of the two upper bits, and one middle bit of each. */
    @Test
    void figuresOfAnUnsignedMultiplierAreThosePublished() throws IOException {
        Inspection.Row row = inspect(256, OperandOrder.UNSIGNED, (a, b) -> {
            int high = bit(a, 7) & bit(b, 7);
            int cross = bit(a, 6) & bit(b, 7) | bit(a, 7) & bit(b, 6);
            int middle = bit(a, 5) & bit(b, 5);
            return 6272 * middle + 8192 * high + 16384 * (high ^ cross) + 32768 * (high & cross);
        });
        assertEquals(4276, row.meanAbsError(), 0.5);
        assertEquals(6.53, row.meanAbsErrorPercent(), 0.005);
        assertEquals(17793, row.maxAbsError());
        assertEquals(27.15, row.maxAbsErrorPercent(), 0.005);
        assertEquals(5.125, row.maxRelError());
        assertEquals(0.9921, row.errorProbability(), 0.00005);
        assertEquals(0.5317, row.meanRelError(), 0.00005);
        assertEquals(29320446, row.meanSquaredError(), 500);
    }

    /** One of EvoApproxLib's as well: it tells that relative errors are over products that are not zero. */
    @Test
    void aTableOfZerosIsUnsignedAndAllItsErrorIsRelativelyOne() throws IOException {
        Inspection.Row row = inspect(256, OperandOrder.UNSIGNED, (a, b) -> 0);
        assertEquals("unsigned", row.operands());
        assertFalse(row.fits());
        assertEquals(127.5 * 127.5, row.meanAbsError());
        assertEquals(471649806.25, row.meanSquaredError());
        assertEquals(255 * 255 / 65536.0, row.errorProbability());
        assertEquals(1, row.meanRelError());
        assertEquals(1, row.maxRelError());
    }

    /** J. N. Mitchell, IRE Transactions on Electronic Computers EC-11, 1962: never more than a ninth too small. */
    @Test
    void mitchellsLogarithmsAreAtMostANinthTooSmall() throws IOException {
        Inspection.Row row = inspect(256, OperandOrder.UNSIGNED, (a, b) -> {
            if (a == 0 || b == 0) {
                return 0;
            }
            int unitA = Integer.highestOneBit(a);
            int unitB = Integer.highestOneBit(b);
            int fractions = (a - unitA) * unitB + (b - unitB) * unitA;
            return fractions < unitA * unitB ? unitA * unitB + fractions : 2 * fractions;
        });
        assertEquals(1 / 9.0, row.maxRelError());
        assertEquals(0.038, row.meanRelError(), 0.0005);
        assertEquals(-row.meanAbsError(), row.bias());
    }

    @ParameterizedTest
    @CsvSource({"4", "8", "256", "512", "1024"})
    void exactTablesHaveNoErrorAndNoDefectInAnyOrder(int size) throws IOException {
        for (OperandOrder order : OperandOrder.values()) {
            Inspection inspection = inspection(size, order, (a, b) -> a * b);
            Inspection.Row row = inspection.row();
            assertEquals(order.id(), row.operands());
            assertEquals(Integer.numberOfTrailingZeros(size), row.indexBits());
            assertEquals(0, row.meanAbsError());
            assertEquals(0, row.maxAbsError());
            assertEquals(0, row.meanSquaredError());
            assertEquals(0, row.errorProbability());
            assertEquals(0, row.meanRelError());
            assertEquals(0, row.maxRelError());
            assertEquals(0, row.bias());
            inspection.findings().forEach(finding -> assertEquals("yes", finding.verdict(), finding::toString));
        }
    }

    @Test
    void percentOfAProductRangeIsForIntegersAlone() {
        double[] operands = {0, 0.5, 1, 1.5};
        Table table = new Table(
                "halves",
                "halves",
                operands,
                operands,
                new Cells(4, 4, 8, new int[16]),
                cell -> cell,
                value -> value,
                0,
                2.25,
                new Limits(0, 2.25),
                Optional.empty());
        Inspection.Row row = Inspection.of(Path.of("file"), table).row();
        assertEquals(0.75 * 0.75, row.meanAbsError());
        assertNull(row.meanAbsErrorPercent());
        assertNull(row.maxAbsErrorPercent());
    }

    @Test
    void cellsMayBeBeyondTheProducts() throws IOException {
        Inspection.Row up = inspect(256, OperandOrder.UNSIGNED, (a, b) -> a * b == 255 * 255 ? 65_536 : a * b);
        assertEquals("unsigned", up.operands());
        assertEquals(65_536 - 255 * 255, up.maxAbsError());
        assertEquals(32, up.cellBits());
        assertEquals(
                75,
                inspect(16, OperandOrder.UNSIGNED, (a, b) -> a + b == 30 ? 300 : a * b)
                        .maxAbsError());
        Inspection.Row ends = inspect(
                4, OperandOrder.UNSIGNED, (a, b) -> a == 0 ? Integer.MIN_VALUE : b == 0 ? Integer.MAX_VALUE : a * b);
        assertEquals(0x1p31, ends.maxAbsError());
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED", "ASCENDING"})
    void signedProductsMayBeWrittenAsPatterns(OperandOrder order) throws IOException {
        for (int size : new int[] {4, 16, 32, 256}) {
            int codes = size * size;
            Inspection.Row row = inspect(size, order, (a, b) -> a * b + codes & codes - 1);
            assertEquals(order.id() + "-patterns", row.operands());
            assertEquals(0, row.maxAbsError());
            assertEquals(0, row.wrongSign());
            assertEquals(0, row.saturated());
            assertEquals(0, row.unreachedEnds());
            Inspection.Row off = inspect(size, order, (a, b) -> (a * b + codes & codes - 1) ^ (a == -1 ? 1 : 0));
            assertEquals(1, off.maxAbsError());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereTheUpperHalfIsKeptTheConsoleSaysSo(OperandOrder order) throws IOException {
        for (int bits : new int[] {4, 8}) {
            Path file = MultiplierCsv.write(folder.resolve("table.csv"), 1 << bits, order, (a, b) -> a * b >> bits);
            Inspection inspection = Inspection.of(file, TableFile.read(file));
            assertEquals(order.id(), inspection.row().operands());
            String text = inspection.describe();
            assertTrue(text.contains("cells are nearest to 1/%d of the products;".formatted(1 << bits)), text);
        }
        for (int limit : new int[] {7, 15, 31, 63}) {
            Path file = MultiplierCsv.write(
                    folder.resolve("table.csv"), 16, order, (a, b) -> Math.clamp(a * b, -limit - 1, limit));
            assertFalse(Inspection.of(file, TableFile.read(file)).describe().contains("nearest"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED", "ASCENDING"})
    void offsetsAreFoundAndTakenOff(OperandOrder order) throws IOException {
        for (int offset : new int[] {1000, 32768, -20_000, 128}) {
            Inspection.Row row = inspect(256, order, (a, b) -> a * b + offset);
            assertEquals(order.id() + "-offset", row.operands());
            assertEquals(offset, row.offset());
            assertTrue(row.fits());
            assertEquals(0, row.errorProbability());
            assertEquals(0, row.zeroTimesX());
        }
        Inspection.Row approximate = inspect(16, order, (a, b) -> a * b - (a & 1) * (b & 1) + 128);
        assertEquals(128, approximate.offset());
        assertEquals(0.25, approximate.meanAbsError());
        Inspection.Row half = inspect(256, order, (a, b) -> (a * b >> 8) + 128);
        assertEquals(128, half.offset());
        assertTrue(half.fits());
    }

    /** A multiplier that is biased, or never zero, is read as it is. */
    @Test
    void biasIsNoOffset() throws IOException {
        for (IntBinaryOperator multiplier : List.<IntBinaryOperator>of(
                (a, b) -> a * b >> 4 << 4, (a, b) -> a * b | 1, (a, b) -> Math.max(a * b, 2))) {
            assertEquals(0, inspect(16, OperandOrder.UNSIGNED, multiplier).offset());
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 16", "16, 256", "16, 100", "64, 4096", "256, 65536", "256, 256"})
    void noiseFitsNoReading(int size, int codes) throws IOException {
        SplittableRandom random = new SplittableRandom(size);
        for (int shift : new int[] {0, codes / 2}) {
            Path file = MultiplierCsv.write(
                    folder.resolve("table.csv"), size, OperandOrder.UNSIGNED, (a, b) -> random.nextInt(codes) - shift);
            assertFitsNone(file);
        }
    }

    @Test
    void oneNumberFitsNoReading() throws IOException {
        for (int number : new int[] {0, 1, -63, 100_000}) {
            assertFitsNone(
                    MultiplierCsv.write(folder.resolve("table.csv"), 16, OperandOrder.UNSIGNED, (a, b) -> number));
        }
    }

    private static void assertFitsNone(Path file) {
        Inspection inspection = Inspection.of(file, TableFile.read(file));
        assertFalse(inspection.row().fits());
        String text = inspection.describe();
        assertTrue(text.contains("cells of integers that fit no reading"), text);
        assertFalse(text.contains("MAE") || text.contains("holds"), text);
    }

    /** However coarse: the worst that are published, and products that saturate early. */
    @Test
    void multipliersFitTheirReading() throws IOException {
        for (IntBinaryOperator multiplier : List.<IntBinaryOperator>of(
                (a, b) -> (a >> 5) * (b >> 5) << 10, (a, b) -> Math.min(a * b, 255), (a, b) -> a * b >> 8)) {
            assertTrue(inspect(256, OperandOrder.UNSIGNED, multiplier).fits());
        }
    }

    @Test
    void tablesMayBeRectangular() throws IOException {
        Path file = Files.writeString(
                folder.resolve("table.csv"),
                "0,0,0,0,0,0,0,0\n0,1,2,3,-4,-3,-2,-1\n0,-2,-4,-6,8,6,4,2\n0,-1,-2,-3,4,3,2,2\n");
        Inspection inspection = Inspection.of(file, TableFile.read(file));
        Inspection.Row row = inspection.row();
        assertEquals("signed", row.operands());
        assertEquals(2, row.indexBits());
        assertEquals(3, row.columnIndexBits());
        assertEquals(1, row.maxAbsError());
        assertEquals(100 / 32.0, row.maxAbsErrorPercent());
        assertEquals(1 / 32.0, row.meanAbsError());
        assertEquals(0, row.oneTimesX());
        assertNull(row.asymmetric());
        assertEquals(0, row.unreachedEnds());
        String text = inspection.describe();
        assertTrue(text.contains("4 x 8 cells") && text.contains("-2 to 1 times -4 to 3"), text);
    }
}
