package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import timestables.arithmetic.Rounding;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.speed.Verdict;

class AnswerTest {

    private static Tradeoff.Row row(
            Operation operation, String size, String contender, Double speedup, Verdict verdict, double snrDb) {
        return row(operation, size, OperandForm.CODES, contender, speedup, verdict, snrDb);
    }

    private static Tradeoff.Row row(
            Operation operation,
            String size,
            OperandForm operands,
            String contender,
            Double speedup,
            Verdict verdict,
            double snrDb) {
        Integer bits = contender.matches("table\\d.*") ? (Integer) (contender.charAt(5) - '0') : null;
        return new Tradeoff.Row(
                operation,
                contender,
                "linear",
                Rounding.NEAREST,
                bits,
                bits,
                null,
                size,
                operands,
                10 * (speedup == null ? 1 : speedup),
                speedup,
                speedup == null ? null : (Double) (speedup * 0.9),
                speedup == null ? null : (Double) (speedup * 1.1),
                verdict,
                snrDb,
                1,
                1,
                false);
    }

    private static final List<Tradeoff.Row> GEMV = List.of(
            row(Operation.GEMV, "64x64", "float32", 1.0, Verdict.SAME, 120),
            row(Operation.GEMV, "64x64", "int8", 1.2, Verdict.UNDECIDED, 40),
            row(Operation.GEMV, "64x64", "table2", 12.7, Verdict.FASTER, 4),
            row(Operation.GEMV, "64x64", "table4", 6.5, Verdict.FASTER, 15),
            row(Operation.GEMV, "64x64", "table4", 6.5, Verdict.FASTER, 17),
            row(Operation.GEMV, "64x64", "table8", null, Verdict.UNSTEADY, 31),
            row(Operation.GEMV, "64x64", "table4-q4_0", 0.5, Verdict.SLOWER, 25),
            row(Operation.GEMV, "64x64", "table4-scalar", 0.1, Verdict.SLOWER, 17));

    @Test
    void thePageHasSpeedupsWithMarksAndTheBestRatioOfAllFormats() {
        List<String> lines = new Answer(GEMV, false).toString().lines().toList();
        assertEquals(
                List.of(
                        "                        float32    int8  2 bits  4 bits  8 bits",
                        "                         per ns",
                        "gemv 64x64                 10.0   1.20?   12.7!   6.50+       ~",
                        "                            dB       40       4      17      31",
                        "    table4-q4_0 0.50- 25 dB",
                        "",
                        "In gemv 64x64, a table of 4 bits (6.50x, 5.85-7.15, 17 dB) is faster than float32."),
                lines.subList(3, lines.size()));
    }

    @Test
    void coloursAreForTerminals() {
        assertFalse(new Answer(GEMV, false).toString().contains("\u001b"));
        assertTrue(new Answer(GEMV, true).toString().contains("\u001b[32m6.50+\u001b[0m"));
    }

    @Test
    void whatNobodyKnowsIsOpen() {
        String answer = new Answer(
                        List.of(
                                row(Operation.GEMM, "8x8x8", "float32", 1.0, Verdict.UNDECIDED, 120),
                                row(Operation.GEMM, "8x8x8", "table4", 1.5, Verdict.UNDECIDED, 17)),
                        false)
                .toString();
        assertTrue(answer.contains("In gemm 8x8x8, it is undecided whether a table is faster than float32."), answer);
        assertTrue(answer.contains("Most speed-ups are undecided"), answer);
    }

    @Test
    void whatIsTimedFromFloatsHasALineAndASentence() {
        String answer = new Answer(
                        List.of(
                                row(Operation.GEMV, "8x8", "float32", 1.0, Verdict.SAME, 120),
                                row(Operation.GEMV, "8x8", "table4", 6.5, Verdict.FASTER, 17),
                                row(Operation.GEMV, "8x8", OperandForm.FLOATS, "float32", 1.0, Verdict.SAME, 120),
                                row(Operation.GEMV, "8x8", OperandForm.FLOATS, "table2", 9.0, Verdict.FASTER, 4),
                                row(Operation.GEMV, "8x8", OperandForm.FLOATS, "table4", 5.5, Verdict.FASTER, 17)),
                        false)
                .toString();
        assertTrue(answer.contains("gemv 8x8 floats            10.0           9.00!   5.50+"), answer);
        assertTrue(answer.contains("(6.50x, 5.85-7.15, 17 dB) is faster than float32."), answer);
        assertTrue(
                answer.replaceAll("\\R", " ")
                        .contains(
                                "From floats to floats, the fastest tables of 10 dB or more are: gemv 8x8, 4 bits (5.50x,"
                                        + " 4.95-6.05, 17 dB)."),
                answer);
    }

    @Test
    void ofTablesThatAreFasterThoseBetweenThatAreNotAreLeftOut() {
        String answer = new Answer(
                        List.of(
                                row(Operation.DOT, "64", "float32", 1.0, Verdict.SAME, 120),
                                row(Operation.DOT, "64", "table3", 4.0, Verdict.FASTER, 12),
                                row(Operation.DOT, "64", "table4", 3.0, Verdict.FASTER, 18),
                                row(Operation.DOT, "64", "table5", 1.0, Verdict.UNDECIDED, 24),
                                row(Operation.DOT, "64", "table6", 2.0, Verdict.FASTER, 30)),
                        false)
                .gist()
                .getFirst();
        assertEquals(
                "In dot 64, tables of 3 bits (4.00x, 3.60-4.40, 12 dB) to 4 bits (3.00x, 2.70-3.30, 18 dB) and 6 bits"
                        + " (2.00x, 1.80-2.20, 30 dB) are faster than float32.",
                answer);
    }

    @Test
    void int8IsComparedWithTheTablesOfTheSentence() {
        for (double int8 : new double[] {1.1, 4}) {
            List<String> gist = new Answer(
                            List.of(
                                    row(Operation.DOT, "64", "float32", 1.0, Verdict.SAME, 120),
                                    row(Operation.DOT, "64", "int8", int8, Verdict.FASTER, 41),
                                    row(Operation.DOT, "64", "table2", 3.0, Verdict.FASTER, 5),
                                    row(Operation.DOT, "64", "table4", 0.9, Verdict.SLOWER, 17)),
                            false)
                    .gist();
            assertTrue(
                    gist.getFirst().startsWith("In dot 64, only tables below 10 dB are faster than float32: 2 bits"),
                    gist.getFirst());
            assertEquals(int8 > 3, gist.getFirst().contains("There, int8 is faster than these tables"));
        }
    }

    @Test
    void int8IsComparedWithNothingWhereNoTableWasTimed() {
        List<String> gist = new Answer(
                        List.of(
                                row(Operation.DOT, "64", "float32", 1.0, Verdict.SAME, 120),
                                row(Operation.DOT, "64", "int8", 3.0, Verdict.FASTER, 41)),
                        false)
                .gist();
        assertEquals(List.of("In dot 64, no table is faster than float32."), gist);
    }

    /** As after one round. */
    @Test
    void whatHasNoIntervalIsNotPutIntoWords() {
        Tradeoff.Row one = row(Operation.GEMV, "8x8", OperandForm.FLOATS, "table4", 5.5, Verdict.UNDECIDED, 17);
        Tradeoff.Row withoutInterval = new Tradeoff.Row(
                one.operation(),
                one.contender(),
                one.format(),
                one.rounding(),
                one.indexBits(),
                one.cellBits(),
                one.tableBytes(),
                one.size(),
                one.operands(),
                one.elementsPerNs(),
                one.speedup(),
                null,
                null,
                one.verdict(),
                one.snrDb(),
                one.rmse(),
                one.maxAbsError(),
                one.pareto());
        String answer = new Answer(List.of(withoutInterval), false).toString();
        assertTrue(answer.contains("5.50?"), answer);
        assertFalse(answer.contains("From floats to floats"), answer);
    }

    @Test
    void int8IsNamedWhereItIsTheBetterChoice() {
        String answer = new Answer(
                        List.of(
                                row(Operation.GEMM, "8x8x8", "float32", 1.0, Verdict.SAME, 120),
                                row(Operation.GEMM, "8x8x8", "int8-onednn", 4.0, Verdict.FASTER, 39),
                                row(Operation.GEMM, "8x8x8", "table2", 2.0, Verdict.FASTER, 3),
                                row(Operation.GEMM, "8x8x8", "table4", 0.5, Verdict.SLOWER, 17)),
                        false)
                .toString()
                .replaceAll("\\R", " ");
        assertTrue(
                answer.contains(
                        "In gemm 8x8x8, only tables below 10 dB are faster than float32: 2 bits (2.00x, 1.80-2.20, 3 dB)."
                                + " There, int8-onednn is faster than these tables and more accurate (4.00x, 3.60-4.40, 39 dB)."),
                answer);
    }

    @Test
    void aPageHasFortyLinesOfAHundredColumns() {
        List<Tradeoff.Row> rows = new ArrayList<>();
        for (Operation operation : Operation.TIMED) {
            for (int n = 1; n <= 4; n++) {
                String size = switch (operation) {
                    case GEMV -> n + "024x1024";
                    case GEMM -> n + "024x1024x1024";
                    default -> n + "048576";
                };
                for (String contender : List.of("float32", "int8", "table2", "table3", "table4", "table5", "table6")) {
                    rows.add(row(operation, size, contender, 123.0, Verdict.FASTER, 17));
                }
                for (int named = 0; named < 9; named++) {
                    rows.add(row(operation, size, "table8-layout" + named, 123.0, Verdict.FASTER, 17));
                }
            }
        }
        List<String> lines = new Answer(rows, false).toString().lines().toList();
        assertTrue(lines.size() <= 40, lines.size() + " lines");
        lines.forEach(line -> assertTrue(line.length() <= 100, line));
        assertTrue(lines.stream().anyMatch(line -> line.matches("\\d+ more in tradeoff.csv\\.")), lines::toString);
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertEquals("Nothing was timed and measured.", new Answer(List.of(), false).toString());
    }
}
