package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Workload;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

class TradeoffTest {

    private static Throughput timing(Operation operation, String contender, String size, double elementsPerNs) {
        return timing(operation, contender, size, elementsPerNs, Verdict.SAME);
    }

    private static Throughput timing(
            Operation operation, String contender, String size, double elementsPerNs, Verdict verdict) {
        return timing(operation, contender, size, elementsPerNs, elementsPerNs / 10, verdict);
    }

    private static Throughput timing(
            Operation operation, String contender, String size, double elementsPerNs, Double speedup, Verdict verdict) {
        return new Throughput(
                new Case(operation, contender, size),
                null,
                null,
                null,
                12,
                1,
                0.9,
                1.1,
                elementsPerNs,
                speedup,
                speedup,
                speedup,
                "float32",
                verdict,
                0.0,
                3,
                15,
                "",
                "");
    }

    private static AccuracyRow error(
            Operation operation, String contender, String format, Distribution distribution, String size, double rmse) {
        return new AccuracyRow(
                operation,
                contender,
                format,
                Rounding.NEAREST,
                Accumulation.NONE,
                null,
                null,
                null,
                distribution,
                size,
                1,
                -20 * Math.log10(rmse),
                0,
                rmse,
                2 * rmse,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    @Test
    void aTimingIsJoinedWithEveryFormat() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(timing(Operation.MULTIPLY, "table4", "64", 50)),
                List.of(
                        error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table4", "log", Distribution.UNIFORM, "1024", 0.2),
                        error(Operation.MULTIPLY, "table4", "log", Distribution.NORMAL, "1024", 0.3),
                        error(Operation.DOT, "table4", "log", Distribution.UNIFORM, "64", 0.3),
                        error(Operation.MULTIPLY, "table5", "log", Distribution.UNIFORM, "1024", 0.3)));
        assertEquals(
                List.of("linear", "log"),
                rows.stream().map(Tradeoff.Row::format).toList());
        assertEquals(0.4, rows.get(1).maxAbsError());
        assertEquals("64", rows.get(1).size());
    }

    @Test
    void aRowIsOfItsOwnCaseAlone() {
        Tradeoff.Row row = Tradeoff.join(
                        List.of(timing(Operation.MULTIPLY, "table4", "64", 50)),
                        List.of(error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.1)))
                .getFirst();
        Case own = new Case(Operation.MULTIPLY, "table4", "64");
        assertTrue(row.isOf(own));
        for (Case other : List.of(
                new Case(Operation.DOT, "table4", "64"),
                own.with("table5"),
                new Case(Operation.MULTIPLY, "table4", "65"),
                new Case(Operation.MULTIPLY, "table4", "64", OperandForm.FLOATS))) {
            assertFalse(row.isOf(other), other::toString);
        }
    }

    @Test
    void aRowThatIsDecidedHasAnInterval() {
        assertThrows(
                IllegalArgumentException.class, () -> timing(Operation.DOT, "table4", "64", 2, null, Verdict.FASTER));
        assertThrows(IllegalArgumentException.class, () -> row("64", null, Verdict.FASTER));
        assertThrows(IllegalArgumentException.class, () -> row("8x8", 2.0, Verdict.FASTER));
        assertEquals(2, row("64", 2.0, Verdict.FASTER).speedup());
        assertNull(row("64", null, Verdict.UNDECIDED).speedup());
    }

    private static Tradeoff.Row row(String size, Double speedup, Verdict verdict) {
        return new Tradeoff.Row(
                Operation.MULTIPLY,
                "table4",
                "linear",
                Rounding.NEAREST,
                4,
                8,
                256,
                size,
                OperandForm.CODES,
                50,
                speedup,
                speedup,
                speedup,
                verdict,
                20,
                0.1,
                0.2,
                true);
    }

    @Test
    void errorsOfSumsAreJoinedBySize() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(timing(Operation.DOT, "int8", "1048576", 7), timing(Operation.DOT, "int8", "1024", 5)),
                List.of(
                        error(Operation.DOT, "int8", "fixed", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.DOT, "int8", "fixed", Distribution.UNIFORM, "1048576", 0.2)));
        assertEquals(List.of(0.1, 0.2), rows.stream().map(Tradeoff.Row::rmse).toList());
    }

    /** Of equal speed or equal error, the better in the other beats; of equals in both, neither does. */
    @Test
    void tiesAreBeatenByWhatIsBetterInOne() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(
                        timing(Operation.MULTIPLY, "float32", "64", 10),
                        timing(Operation.MULTIPLY, "float64", "64", 10),
                        timing(Operation.MULTIPLY, "table4", "64", 50),
                        timing(Operation.MULTIPLY, "table3", "64", 45),
                        timing(Operation.MULTIPLY, "table5", "64", 40),
                        timing(Operation.MULTIPLY, "table6", "64", 40)),
                List.of(
                        error(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024", 1e-8),
                        error(Operation.MULTIPLY, "float64", "float64", Distribution.UNIFORM, "1024", 1e-17),
                        error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table4", "log", Distribution.UNIFORM, "1024", 0.2),
                        error(Operation.MULTIPLY, "table3", "linear", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table5", "linear", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table6", "linear", Distribution.UNIFORM, "1024", 0.05),
                        error(Operation.MULTIPLY, "table6", "log", Distribution.UNIFORM, "1024", 0.05)));
        assertEquals(
                List.of(
                        "table4 linear true",
                        "table4 log false",
                        "table3 linear false",
                        "table5 linear false",
                        "table6 linear true",
                        "table6 log true",
                        "float32 float32 false",
                        "float64 float64 true"),
                rows.stream()
                        .map(row -> row.contender() + " " + row.format() + " " + row.pareto())
                        .toList());
    }

    /** So no row of a tour can drop out without a word. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyTimedRowHasAnError(Operation operation) {
        Workload workload = operation.workload();
        for (Workload.TimedSize size : workload.sizes()) {
            for (Contender contender : operation.contenders()) {
                List<AccuracyRow> errors = workload.samples().stream()
                        .map(sample -> error(
                                operation,
                                contender.id(),
                                contender.arithmetic().format(),
                                Distribution.UNIFORM,
                                sample.size(),
                                sample.seeds()))
                        .toList();
                List<Tradeoff.Row> rows =
                        Tradeoff.join(List.of(timing(operation, contender.id(), size.size(), 1)), errors);
                assertEquals(1, rows.size(), contender.id() + " at " + size.size());
                assertEquals(size.sample().seeds(), rows.getFirst().rmse());
            }
        }
    }

    static List<Operation> operations() {
        return Operation.TIMED;
    }

    @Test
    void aRowIsParetoUnlessAnotherIsBothFasterAndMoreAccurate() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(
                        timing(Operation.MULTIPLY, "float32", "64", 10),
                        timing(Operation.MULTIPLY, "table4", "64", 50),
                        timing(Operation.MULTIPLY, "table8", "64", 5),
                        timing(Operation.MULTIPLY, "float64", "64", 5),
                        timing(Operation.MULTIPLY, "table8", "1024", 5)),
                List.of(
                        error(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024", 1e-8),
                        error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table8", "linear", Distribution.UNIFORM, "1024", 0.01),
                        error(Operation.MULTIPLY, "float64", "float64", Distribution.UNIFORM, "1024", 1e-17)));
        assertEquals(
                List.of("table4 true", "float32 true", "table8 false", "float64 true", "table8 true"),
                rows.stream().map(row -> row.contender() + " " + row.pareto()).toList());
    }

    @Test
    void speedUpsDecideWhereBothRowsHaveOne() {
        AccuracyRow coarse = error(Operation.MULTIPLY, "table3", "linear", Distribution.UNIFORM, "1024", 0.2);
        AccuracyRow fine = error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.1);
        for (Double speedup : new Double[] {4.0, null}) {
            Verdict verdict = speedup == null ? Verdict.UNDECIDED : Verdict.FASTER;
            List<Tradeoff.Row> rows = Tradeoff.join(
                    List.of(
                            timing(Operation.MULTIPLY, "table3", "64", 51, 3.9, Verdict.FASTER),
                            timing(Operation.MULTIPLY, "table4", "64", 50, speedup, verdict)),
                    List.of(coarse, fine));
            assertEquals(
                    List.of("table3 " + (speedup == null), "table4 true"),
                    rows.stream()
                            .map(row -> row.contender() + " " + row.pareto())
                            .toList());
        }
    }

    @Test
    void whatIsUnsteadyIsNotParetoAndBeatsNothing() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(
                        timing(Operation.MULTIPLY, "float32", "64", 10),
                        timing(Operation.MULTIPLY, "table4", "64", 50, Verdict.UNSTEADY)),
                List.of(
                        error(Operation.MULTIPLY, "float32", "float32", Distribution.UNIFORM, "1024", 0.1),
                        error(Operation.MULTIPLY, "table4", "linear", Distribution.UNIFORM, "1024", 0.01)));
        assertEquals(
                List.of("table4 false", "float32 true"),
                rows.stream().map(row -> row.contender() + " " + row.pareto()).toList());
    }
}
