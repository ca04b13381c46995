package timestables.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every defect, planted into an exact table alone, is named, and nothing is that does not follow from it. */
class CheckTest {

    private static final int SIZE = 16;

    @TempDir
    private Path folder;

    private Inspection inspect(OperandOrder order, IntBinaryOperator multiplier) throws IOException {
        Path file = MultiplierCsv.write(folder.resolve("table.csv"), SIZE, order, multiplier);
        Inspection inspection = Inspection.of(file, TableFile.read(file));
        assertEquals(order.id(), inspection.row().operands());
        return inspection;
    }

    private static Set<Check> defects(Inspection inspection) {
        return inspection.findings().stream()
                .filter(Check.Finding::isDefect)
                .map(Check.Finding::check)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
    }

    private static Check.Finding finding(Inspection inspection, Check check) {
        return inspection.findings().get(check.ordinal());
    }

    private static void assertFound(Inspection inspection, Check check, long faults, String first) {
        assertEquals(faults, finding(inspection, check).faults());
        assertEquals(first, finding(inspection, check).first());
        String line = inspection
                .describe()
                .lines()
                .filter(text -> text.startsWith(check.words()))
                .findFirst()
                .orElseThrow();
        assertTrue(line.matches(".* no +" + faults + " +.*") && line.endsWith(first), line);
    }

    @Test
    void zeroTimesXIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> a == 0 && b > 12 ? 1 : a * b);
        assertEquals(EnumSet.of(Check.ZERO_TIMES_X, Check.COMMUTATIVE), defects(inspection));
        assertFound(inspection, Check.ZERO_TIMES_X, 3, "row 1, column 14: 0 times 13 is 1");
        assertEquals(3, inspection.row().zeroTimesX());
        assertEquals(3, inspection.row().asymmetric());
        assertEquals(0, inspection.row().xTimesZero());
    }

    @Test
    void xTimesZeroIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.SIGNED, (a, b) -> a < 0 && b == 0 ? -1 : a * b);
        assertEquals(EnumSet.of(Check.X_TIMES_ZERO, Check.COMMUTATIVE), defects(inspection));
        assertFound(inspection, Check.X_TIMES_ZERO, 8, "row 9, column 1: -8 times 0 is -1");
        assertEquals(8, inspection.row().xTimesZero());
    }

    @Test
    void oneTimesXIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.ASCENDING, (a, b) -> a == 1 && b == 7 ? 6 : a * b);
        assertEquals(EnumSet.of(Check.ONE_TIMES_X, Check.COMMUTATIVE), defects(inspection));
        assertFound(inspection, Check.ONE_TIMES_X, 1, "row 10, column 16: 1 times 7 is 6");
        assertFound(inspection, Check.COMMUTATIVE, 1, "row 10, column 16: 1 times 7 is 6");
        assertEquals(1, inspection.row().oneTimesX());
    }

    @Test
    void xTimesOneIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> a == 15 && b == 1 ? 16 : a * b);
        assertEquals(EnumSet.of(Check.X_TIMES_ONE, Check.COMMUTATIVE), defects(inspection));
        assertFound(inspection, Check.X_TIMES_ONE, 1, "row 16, column 2: 15 times 1 is 16");
        assertEquals(1, inspection.row().xTimesOne());
    }

    @Test
    void asymmetryIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> a == 9 && b == 4 ? 35 : a * b);
        assertEquals(EnumSet.of(Check.COMMUTATIVE), defects(inspection));
        assertFound(inspection, Check.COMMUTATIVE, 1, "row 5, column 10: 4 times 9 is 36");
        assertEquals(1, inspection.row().asymmetric());
    }

    @Test
    void wrongSignsAreNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.SIGNED, (a, b) -> a * b == -15 ? 15 : a * b);
        assertEquals(EnumSet.of(Check.SIGNS), defects(inspection));
        assertFound(inspection, Check.SIGNS, 4, "row 4, column 12: 3 times -5 is 15");
        assertEquals(4, inspection.row().wrongSign());
    }

    @Test
    void cellsThatFallAreNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.SIGNED, (a, b) -> a == -5 && b == -5 ? 19 : a * b);
        assertEquals(EnumSet.of(Check.MONOTONE), defects(inspection));
        assertFound(
                inspection,
                Check.MONOTONE,
                1,
                "row 12, column 12: -5 times -5 is 19, and row 13, column 12: -4 times -5 is 20");
        assertEquals(1, inspection.row().notMonotone());
    }

    @Test
    void aScaleThatIsNotUsedIsNamed() throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> a * b == 225 ? 224 : a * b);
        assertEquals(EnumSet.of(Check.FULL_SCALE), defects(inspection));
        assertFound(inspection, Check.FULL_SCALE, 1, "cells from 0 to 224, of a scale from 0 to 225");
        assertEquals(1, inspection.row().unreachedEnds());
    }

    /** At the end of a width, and at one of its own. */
    @Test
    void saturationIsNamedAndHasToLeaveTheScaleUnused() throws IOException {
        for (int limit : new int[] {127, 150}) {
            Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> Math.min(a * b, limit));
            assertEquals(EnumSet.of(Check.FULL_SCALE, Check.SATURATED), defects(inspection));
            long beyond = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                beyond += (i / SIZE) * (i % SIZE) > limit ? 1 : 0;
            }
            assertEquals(beyond, inspection.row().saturated());
        }
        Inspection signed = inspect(OperandOrder.SIGNED, (a, b) -> Math.clamp(a * b, -32, 31));
        assertEquals(EnumSet.of(Check.FULL_SCALE, Check.SATURATED), defects(signed));
        assertFound(signed, Check.FULL_SCALE, 2, "cells from -32 to 31, of a scale from -56 to 64");
        assertFound(signed, Check.SATURATED, 39, "row 6, column 8: 5 times 7 is 31");
    }

    @Test
    void truncationIsNotSaturation() throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> a * b >> 6 << 6);
        assertTrue(inspection.row().asymmetric() == 0 && inspection.row().unreachedEnds() == 1);
        assertEquals(0, inspection.row().saturated());
    }

    /** Without the lowest bits of operands, of products, or of partial products; rounded to few digits; at least 2. */
    static Stream<IntBinaryOperator> multipliersThatRound() {
        return Stream.of(
                (a, b) -> a * b >> 2 << 2,
                (a, b) -> a * b >> 4 << 4,
                (a, b) -> a * b / 8 * 8,
                (a, b) -> a * b / 32 * 32,
                (a, b) -> (a >> 1 << 1) * (b >> 1 << 1),
                (a, b) -> (a >> 2 << 2) * (b >> 2 << 2),
                (a, b) -> (a / 2 * 2) * (b / 2 * 2),
                (a, b) -> (a | 1) * (b | 1),
                (a, b) -> (a | 3) * (b | 3),
                (a, b) -> a * b - (a & 3) * (b & 3),
                (a, b) -> a * b >> 3 << 3 | 4,
                (a, b) -> (a * b >> 2 << 2) + 2,
                (a, b) -> Math.max(a * b, 2));
    }

    @ParameterizedTest
    @MethodSource("multipliersThatRound")
    void roundingIsNotSaturation(IntBinaryOperator multiplier) throws IOException {
        for (OperandOrder order : OperandOrder.values()) {
            assertEquals(0, inspect(order, multiplier).row().saturated(), order.id());
        }
    }

    /** Of 8 bits, without the low bits of products, or with 32 for the least of them. */
    @Test
    void aLeastProductIsNotSaturation() throws IOException {
        for (IntBinaryOperator multiplier : List.<IntBinaryOperator>of(
                (a, b) -> Math.max(a * b, 32), (a, b) -> Math.max(a * b / 32 * 32, 32), (a, b) -> a * b | 32)) {
            Path file = MultiplierCsv.write(folder.resolve("table.csv"), 256, OperandOrder.UNSIGNED, multiplier);
            Inspection.Row row = Inspection.of(file, TableFile.read(file)).row();
            assertEquals("unsigned", row.operands());
            assertEquals(0, row.saturated());
        }
    }

    /** What is cut off at the end need not be exact below it. */
    @ParameterizedTest
    @ValueSource(ints = {63, 100, 127})
    void approximateProductsSaturateAsWell(int limit) throws IOException {
        Inspection inspection = inspect(OperandOrder.UNSIGNED, (a, b) -> Math.min(a * b >> 1 << 1, limit));
        assertTrue(inspection.row().saturated() > 0);
    }

    @Test
    void aConstantIsTheEndOfNothing() throws IOException {
        assertEquals(0, inspect(OperandOrder.UNSIGNED, (a, b) -> 0).row().saturated());
        assertEquals(0, inspect(OperandOrder.UNSIGNED, (a, b) -> 63).row().saturated());
    }

    /** As many digits as published tables have, and no more than are known. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-3, -3",
        "29320446.25, 29320446",
        "471649806.25, 471649806",
        "4276.358154296875, 4276.3582",
        "0.6875, 0.6875",
        "0.00417236328125, 0.0041723633",
        "1e-50, 1E-50",
        "1.25e20, 1.25E+20"
    })
    void numbersHaveEightDigits(double value, String text) {
        assertEquals(text, Check.text(value));
    }

    @Test
    void theConsoleShowsTheDigitsOfPublishedMetrics() throws IOException {
        String text = inspect(OperandOrder.UNSIGNED, (a, b) -> a * b - (a & 3) * (b & 3))
                .describe();
        assertTrue(text.lines().anyMatch(line -> line.matches("mean absolute, MAE +2\\.25 +0\\.87890625")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("mean squared, MSE +12\\.25")), text);
    }
}
