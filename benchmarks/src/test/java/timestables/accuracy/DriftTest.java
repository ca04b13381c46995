package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import timestables.accuracy.Drift.Course;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Range;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.table.ProductTable;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;
import timestables.walk.Walk;

/** What feedback is worth, of seeds 0 to 39. */
class DriftTest {

    private static final Set<String> CONTENDERS =
            Set.of("float16", "table8", "table8-feedback", "table6-feedback", "table8-wide");

    private static List<AccumulatedError> errors(Course course) {
        return Drift.measure(
                        course,
                        measured -> CONTENDERS.contains(measured.contender())
                                && Set.of("linear", "float16")
                                        .contains(measured.arithmetic().format()))
                .accumulated();
    }

    private static AccumulatedError at(List<AccumulatedError> errors, String contender, int step) {
        return errors.stream()
                .filter(error -> error.contender().equals(contender) && error.step() == step)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void feedbackKeepsChainsToAStep() {
        List<AccumulatedError> errors = errors(Course.CHAIN);
        AccumulatedError eight = at(errors, "table8-feedback", 1024);
        assertTrue(eight.medianAbsError() <= 0.0055, "" + eight);
        assertTrue(eight.maxAbsError() <= 0.0157, "" + eight);
        assertTrue(at(errors, "table6-feedback", 1024).medianAbsError() <= 0.02);
        assertEquals(0.0301, at(errors, "float16", 1024).maxAbsError(), 0.0001);
        assertEquals(0.057, at(errors, "table8", 1024).medianAbsError(), 0.0005);
        assertEquals(0.561, at(errors, "table8", 1024).maxAbsError(), 0.0005);
    }

    @Test
    void feedbackOutlastsFloat16() {
        List<AccumulatedError> errors = errors(Course.CHAIN_BOUNDED);
        double hundred = at(errors, "table8-feedback", 100).medianAbsError();
        assertTrue(at(errors, "table8-feedback", 10_000).medianAbsError() <= 1.2 * hundred);
        assertTrue(at(errors, "table8-feedback", 100_000).medianAbsError() <= 0.006);
        assertEquals(0.0165, at(errors, "float16", 10_000).medianAbsError(), 0.0005);
        assertEquals(0.13, at(errors, "float16", 100_000).medianAbsError(), 0.005);
        assertEquals(0.40, at(errors, "table8", 10_000).medianAbsError(), 0.005);
    }

    @Test
    void wideCellsLeaveSumsTheErrorsOfTheirOperands() {
        List<AccumulatedError> errors = errors(Course.DOT);
        double plain = at(errors, "table8", 10_000).medianAbsError();
        double wide = at(errors, "table8-wide", 10_000).medianAbsError();
        assertTrue(wide < 0.6 * plain, wide + " instead of " + plain);
    }

    /** Told after powers of ten and at the end; the first step has none before that it could repeat. */
    @Test
    void rowsTellHowManyStepsChangedNothing() {
        List<AccuracyRow> rows = Drift.measure(
                        Course.CHAIN,
                        measured -> Set.of("table4", "float64").contains(measured.contender())
                                && Set.of("linear", "float64")
                                        .contains(measured.arithmetic().format()))
                .rows();
        assertEquals(
                List.of("1", "10", "100", "1000", "1024", "1", "10", "100", "1000", "1024"),
                rows.stream().map(AccuracyRow::size).toList());
        for (AccuracyRow row : rows) {
            double steps = Integer.parseInt(row.size());
            double expected =
                    row.contender().equals("float64") ? 0 : stuckOfFourBits((int) steps) / (steps * Drift.SEEDS);
            assertEquals(expected, row.stuckShare(), row::toString);
        }
        assertEquals(0, rows.get(5).stuckShare());
        assertTrue(rows.getLast().stuckShare() > 0.1);
    }

    private static long stuckOfFourBits(int steps) {
        ProductTable table = ProductTable.closed(new Linear(4, Drift.RANGE));
        Format format = table.cellFormat();
        Settings settings =
                new Settings(SimulationType.CHAIN, Drift.RANGE, 1024, Baseline.FLOAT64, 0, Drift.SEEDS, false);
        long stuck = 0;
        for (int seed = 0; seed < Drift.SEEDS; seed++) {
            Walk walk = new Walk(settings, seed, new int[] {1024});
            int product = table.cell(format.encode(walk.left()[0]), format.encode(walk.start()));
            for (int i = 1; i < steps; i++) {
                int next = table.cell(format.encode(walk.left()[i]), product);
                stuck += next == product ? 1 : 0;
                product = next;
            }
        }
        return stuck;
    }

    private static List<AccuracyRow> rows(Course course, String contender, String format) {
        return Drift.measure(
                        course,
                        measured -> measured.contender().equals(contender)
                                && measured.arithmetic().format().equals(format))
                .rows();
    }

    /** Against exact products of the seeds' factors. */
    @Test
    void float64HasTheErrorOfItsRoundings() {
        AccuracyRow row = rows(Course.CHAIN, "float64", "float64").getLast();
        Settings settings =
                new Settings(SimulationType.CHAIN, Drift.RANGE, 1024, Baseline.FLOAT64, 0, Drift.SEEDS, false);
        double greatest = 0;
        for (int seed = 0; seed < Drift.SEEDS; seed++) {
            Walk walk = new Walk(settings, seed, new int[] {1024});
            BigDecimal exact = new BigDecimal(walk.start());
            double rounded = walk.start();
            for (double factor : walk.left()) {
                exact = exact.multiply(new BigDecimal(factor), new MathContext(60));
                rounded *= factor;
            }
            double error = new BigDecimal(rounded).subtract(exact).doubleValue();
            greatest = Math.max(greatest, Math.abs(error));
        }
        assertTrue(greatest > 0);
        assertEquals(greatest, row.maxAbsError(), 1e-9 * greatest);
        assertTrue(row.errorProbability() > 0.9, row::toString);
    }

    /** Of the format, and not of the walk: floats and posits reach beyond it, codebooks end before. */
    @Test
    void rangeAndSaturationAreThoseOfTheFormat() {
        for (Format format : Formats.of(4, Drift.RANGE)) {
            AccuracyRow row = rows(Course.CHAIN, "table4", format.name()).getLast();
            assertEquals(format.reach(), row.maxRange());
            Settings settings =
                    new Settings(SimulationType.CHAIN, Drift.RANGE, 1024, Baseline.FLOAT64, 0, Drift.SEEDS, false);
            Range range = Range.of(format);
            long saturated = 0;
            for (int seed = 0; seed < Drift.SEEDS; seed++) {
                Walk walk = new Walk(settings, seed, new int[] {1024});
                double product = walk.start();
                for (double factor : walk.left()) {
                    product *= factor;
                    saturated += range.excludes(factor) || range.excludes(product) ? 1 : 0;
                }
            }
            assertEquals(saturated / (1024.0 * Drift.SEEDS), row.saturatedShare(), format.name());
        }
        AccuracyRow float64 = rows(Course.CHAIN, "float64", "float64").getLast();
        assertNull(float64.maxRange());
        assertEquals(0, float64.saturatedShare());
    }

    /** A step whose result is the same code again has still changed what is carried on. */
    @Test
    void feedbackIsSeldomStuck() {
        double nearest = rows(Course.CHAIN, "table8", "linear").getLast().stuckShare();
        double feedback =
                rows(Course.CHAIN, "table8-feedback", "linear").getLast().stuckShare();
        double ofReals = rows(Course.CHAIN, "table8-feedback", "log").getLast().stuckShare();
        assertTrue(nearest > 0.02, "" + nearest);
        assertTrue(feedback < 0.001, "" + feedback);
        assertTrue(ofReals < 0.001, "" + ofReals);
    }

    @Test
    void sumsHaveNoRows() {
        assertEquals(
                List.of(),
                Drift.measure(Course.DOT, measured -> measured.contender().equals("float64"))
                        .rows());
    }
}
