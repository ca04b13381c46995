package timestables.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import timestables.speed.Verdict;

class RecommendationTest {

    private static final Bound TWENTY_DB = new Bound(20, Double.POSITIVE_INFINITY);

    private static AdviceRow row(String contender, double bytes, double snr, Double speed, Verdict verdict) {
        return new AdviceRow(
                new AdviceRow.Way(
                        contender,
                        contender.startsWith("table") ? "linear" : contender,
                        contender.startsWith("float") ? "" : "row, largest",
                        AdviceRow.NEAREST,
                        bytes),
                new AdviceRow.Errors(snr, 1, 0, Math.pow(10, -snr / 20), 1, 0),
                speed == null
                        ? new AdviceRow.Speed(null, null, null, null, null, null)
                        : new AdviceRow.Speed("64x64", speed, speed / 10, speed / 11, speed / 9, verdict),
                false);
    }

    private static AdviceRow row(String contender, double bytes, double snr, double speed) {
        return row(contender, bytes, snr, speed, speed > 10 ? Verdict.FASTER : Verdict.SLOWER);
    }

    private static final AdviceRow FLOAT32 = row("float32", 4, 138, 10.0, Verdict.SAME);

    private static Recommendation among(Bound bound, AdviceRow... rows) {
        List<AdviceRow> all = Arrays.asList(rows);
        return new Recommendation(all.stream().map(row -> row.among(all)).toList(), bound);
    }

    @Test
    void theFastestThatIsAccurateEnoughIsTaken() {
        Recommendation found = among(
                TWENTY_DB,
                FLOAT32,
                row("table3", 0.375, 14, 90),
                row("table4", 0.5, 21, 60),
                row("table4-q4_0", 0.56, 24, 50),
                row("int8", 1, 38, 40));
        assertEquals("table4", found.pick().orElseThrow().contender());
        List<String> lines = found.toString().lines().toList();
        assertEquals(
                "Take table4 with linear weights, scales: row, largest (21.0 dB, 6.00 times float32 (5.45 to 6.67), 0.50"
                        + " bytes a weight). Nothing with at least 20 dB is certainly faster, or as fast and more accurate.",
                lines.get(0));
        assertTrue(
                lines.get(1).startsWith("More accurate by 3.00 dB, at 83 % of its speed: table4-q4_0"), lines.get(1));
        assertTrue(lines.get(2).startsWith("For comparison, int8: int8 with"), lines.get(2));
    }

    @Test
    void ofThoseThatAreAsFastTheMoreAccurateIsTaken() {
        AdviceRow better = row("table4-nf4", 0.56, 24, 59);
        assertEquals(
                better.contender(),
                among(TWENTY_DB, FLOAT32, row("table4", 0.5, 21, 60), better)
                        .pick()
                        .orElseThrow()
                        .contender());
    }

    @Test
    void whatMayBeAsFastIsTakenIfItIsMoreAccurate() {
        Recommendation found = among(TWENTY_DB, FLOAT32, row("table4", 0.5, 21, 60), row("int8", 1, 38, 56));
        assertEquals("int8", found.pick().orElseThrow().contender());
        assertTrue(found.toString().contains("In 50 % of the memory, at 107 % of its speed: table4"), found.toString());
    }

    @Test
    void whatHasNoSpeedIsSaid() {
        Recommendation found = among(
                TWENTY_DB,
                row("float32", 4, 138, null, null),
                row("table4", 0.5, 22, null, null),
                row("int8", 1, 38, 56));
        assertTrue(
                found.toString()
                        .endsWith("Beware: float32 and accurate enough contenders (2) have no steady speed; more"
                                + " --minutes may find one."),
                found.toString());
    }

    @Test
    void int8IsTakenWhereItIsTheBetterChoice() {
        Recommendation found = among(TWENTY_DB, FLOAT32, row("table4", 0.5, 19, 60), row("int8", 1, 38, 40));
        assertEquals("int8", found.pick().orElseThrow().contender());
        assertTrue(found.toString()
                .endsWith("So int8 is the better choice here: no table with at least 20 dB is certainly faster."));
    }

    @Test
    void floatsStayWhereNothingIsFaster() {
        Recommendation found = among(TWENTY_DB, FLOAT32, row("table4", 0.5, 22, 6), row("int8", 1, 38, 7));
        assertTrue(
                found.toString()
                        .startsWith(
                                "Stay with float32 (138 dB, 1.00 times float32 (0.91 to 1.11), 4.00 bytes a weight): nothing with at least 20 dB is faster."),
                found.toString());
    }

    @Test
    void whatIsNotSteadyIsNotTaken() {
        Recommendation found =
                among(TWENTY_DB, FLOAT32, row("table4", 0.5, 22, 90.0, Verdict.UNSTEADY), row("table5", 0.75, 25, 60));
        assertEquals("table5", found.pick().orElseThrow().contender());
    }

    @Test
    void withoutSpeedsTheSmallestIsTaken() {
        Recommendation found = among(
                TWENTY_DB,
                row("float32", 4, 138, null, null),
                row("table4", 0.5, 22, null, null),
                row("table5", 0.75, 25, null, null));
        assertTrue(found.toString().startsWith("Take table4 with linear weights, scales: row, largest (22.0 dB, 0.50"));
        assertTrue(found.toString().contains("so this is what takes the least memory."), found.toString());
    }

    @Test
    void anErrorMayBeBoundedInsteadAndNothingReachesABoundTooTight() {
        Bound rmse = new Bound(Double.NEGATIVE_INFINITY, 0.01);
        assertEquals(
                "int8",
                among(rmse, FLOAT32, row("table4", 0.5, 22, 90), row("int8", 1, 41, 40))
                        .pick()
                        .orElseThrow()
                        .contender());
        assertTrue(among(new Bound(200, Double.POSITIVE_INFINITY), FLOAT32)
                .toString()
                .startsWith("Nothing has at least 200 dB; the most accurate is float32 (138 dB"));
    }

    @Test
    void thoseOnTheFrontAreNotBeatenInBoth() {
        AdviceRow slow = row("table8", 1, 30, 20);
        List<AdviceRow> all = List.of(FLOAT32, slow, row("int8", 1, 38, 40));
        assertTrue(FLOAT32.among(all).pareto());
        assertTrue(all.getLast().among(all).pareto());
        assertTrue(!slow.among(all).pareto());
    }
}
