package timestables.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import timestables.format.Format;
import timestables.format.Symmetric;
import timestables.run.Progress;
import timestables.tensors.Matrix;

class AdviceErrorsTest {

    /** Kinds of matrices. */
    enum Kind {
        NORMAL,
        OUTLIERS,
        HALF_ZEROS,
        RECTIFIED,
        ONE_ROW,
        ROWS_OF_ZEROS,
        ALL_ALIKE;

        Matrix weights() {
            Random random = new Random(3);
            int rows = this == ONE_ROW ? 1 : 70;
            int columns = 150;
            double[] values = new double[rows * columns];
            Arrays.setAll(values, i -> {
                double normal = (float) random.nextGaussian() / 16;
                return switch (this) {
                    case NORMAL, ONE_ROW -> normal;
                    case OUTLIERS -> random.nextInt(500) == 0 ? 30 * normal : normal;
                    case HALF_ZEROS -> random.nextBoolean() ? 0 : normal;
                    case RECTIFIED -> Math.max(0, normal);
                    case ROWS_OF_ZEROS -> i / columns % 2 == 0 ? 0 : normal;
                    case ALL_ALIKE -> -0.25;
                };
            });
            return new Matrix(rows, columns, values, List.of());
        }
    }

    private static Matrix activations(int count, int k) {
        Random random = new Random(4);
        return new Matrix(
                count,
                k,
                random.doubles((long) count * k, -1, 1).map(x -> (float) x).toArray(),
                List.of());
    }

    private static Problem problem(Kind kind) {
        Matrix w = kind.weights();
        return Problem.of(List.of("w", "x"), w, activations(31, w.columns()), false);
    }

    private static final Map<Kind, Map<String, AdviceRow>> ROWS = new EnumMap<>(Kind.class);

    /** All rows, measured once a kind. */
    private static Map<String, AdviceRow> rows(Kind kind) {
        return ROWS.computeIfAbsent(kind, each -> rows(problem(each)));
    }

    private static Map<String, AdviceRow> rows(Problem problem) {
        return new AdviceErrors(problem, List.of("int8"), 8)
                .measure(steps -> new Progress(null, steps)).stream()
                        .collect(Collectors.toMap(
                                row -> "%s %s %s"
                                        .formatted(
                                                row.contender(),
                                                row.way().format(),
                                                row.way().scales()),
                                Function.identity()));
    }

    /** Integers of 8 bits, as a few lines of array code have them. */
    private static double int8(Problem problem, boolean perRow) {
        int k = problem.columns();
        double xScale = largest(problem.activations(), 0, problem.activations().length) / 127;
        double signal = 0;
        double noise = 0;
        for (int row = 0; row < problem.rows(); row++) {
            double scale = (perRow
                            ? largest(problem.weights(), row * k, k)
                            : largest(problem.weights(), 0, problem.weights().length))
                    / 127;
            for (int column = 0; column < problem.count(); column++) {
                double exact = 0;
                double sum = 0;
                for (int i = 0; i < k; i++) {
                    double w = problem.weights()[row * k + i];
                    double x = problem.activations()[column * k + i];
                    exact += w * x;
                    sum += scale == 0 ? 0 : Math.rint(w / scale) * scale * Math.rint(x / xScale) * xScale;
                }
                signal += exact * exact;
                noise += (sum - exact) * (sum - exact);
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    @Test
    void int8InBlocksIsThatOfAFewLinesOfArrayCode() {
        Problem problem = problem(Kind.OUTLIERS);
        Map<String, AdviceRow> rows = rows(Kind.OUTLIERS);
        for (int length : new int[] {32, 64, 128}) {
            double snr = int8InBlocks(problem, length);
            assertEquals(
                    snr,
                    rows.get("int8-block%d symmetric block of %d, largest".formatted(length, length))
                            .snrDb(),
                    // Scales are rounded to binary16.
                    0.05);
        }
    }

    private static double int8InBlocks(Problem problem, int length) {
        int k = problem.columns();
        double signal = 0;
        double noise = 0;
        for (int row = 0; row < problem.rows(); row++) {
            for (int column = 0; column < problem.count(); column++) {
                double exact = 0;
                double sum = 0;
                for (int from = 0; from < k; from += length) {
                    int count = Math.min(length, k - from);
                    double wScale = largest(problem.weights(), row * k + from, count) / 127;
                    double xScale = largest(problem.activations(), column * k + from, count) / 127;
                    for (int i = from; i < from + count; i++) {
                        double w = problem.weights()[row * k + i];
                        double x = problem.activations()[column * k + i];
                        exact += w * x;
                        sum += Math.rint(w / wScale) * wScale * Math.rint(x / xScale) * xScale;
                    }
                }
                signal += exact * exact;
                noise += (sum - exact) * (sum - exact);
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    private static double largest(float[] numbers, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToDouble(i -> Math.abs(numbers[i]))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void int8IsThatOfAFewLinesOfArrayCode(Kind kind) {
        Problem problem = problem(kind);
        Map<String, AdviceRow> rows = rows(problem);
        assertEquals(
                int8(problem, false), rows.get("int8 symmetric matrix, largest").snrDb(), 0.01);
        assertEquals(
                int8(problem, true), rows.get("int8 symmetric row, largest").snrDb(), 0.01);
    }

    @ParameterizedTest
    @EnumSource
    void everyWayIsAboutAsAccurateAsItsBitsAllow(Kind kind) {
        rows(kind).forEach((name, row) -> {
            assertTrue(Double.isFinite(row.snrDb()), name);
            assertTrue(row.errors().saturatedShare() >= 0 && row.errors().saturatedShare() < 0.5, name + row);
            int bits = row.way().isOfIntegers() ? 8 : row.contender().charAt(5) - '0';
            boolean evenly = List.of("linear", "symmetric", "affine", "learned", "nf4")
                    .contains(row.way().format());
            if (kind == Kind.NORMAL && evenly && !row.way().scales().contains("largest")) {
                assertTrue(row.snrDb() > Math.min(6 * bits - 6, 22), name + ": " + row.snrDb());
            }
            assertTrue(
                    row.errors().cosine() > 0.2 && row.errors().cosine() <= 1 + 1e-12,
                    name + ": " + row.errors().cosine());
        });
    }

    @Test
    void positsHaveTheirDigitsWhereTheWeightsAre() {
        Map<String, AdviceRow> rows = rows(Kind.NORMAL);
        assertTrue(rows.get("table8 posit8 row, searched").snrDb() > 26);
        assertTrue(rows.get("table6 posit6 matrix, searched").snrDb() > 15);
    }

    @Test
    void zeroPointsOfBlocksServeWeightsOnOneSideOfZero() {
        Map<String, AdviceRow> rows = rows(Kind.RECTIFIED);
        for (String scales : List.of("block of 32, largest", "block of 32, searched")) {
            double symmetric = rows.get("table4-q4_0 symmetric " + scales).snrDb();
            double affine = rows.get("table4-block32-affine affine " + scales).snrDb();
            assertTrue(affine > symmetric + 4, "%s: %s dB, not above %s".formatted(scales, affine, symmetric));
        }
        assertTrue(rows.get("table4-block32-affine affine block of 32, searched")
                        .snrDb()
                > rows.get("table4-block32-affine affine block of 32, largest").snrDb());
    }

    @Test
    void scalesOfBlocksArePartOfTheirFormat() {
        Map<String, AdviceRow> rows = rows(Kind.NORMAL);
        for (Map.Entry<String, Double> way : Map.of(
                        "table4-block128 symmetric block of 128, largest", 0.5 + 2 / 128.0,
                        "table4-block16-affine affine block of 16, searched", 0.5 + 4 / 16.0,
                        "table4 symmetric row, largest", 0.5 + 4 / 150.0,
                        "table4 symmetric matrix, largest", 0.5)
                .entrySet()) {
            assertEquals(way.getValue(), rows.get(way.getKey()).way().bytesPerWeight(), 1e-9, way.getKey());
        }
    }

    @Test
    void whatCannotHoldTheWeightsIsLeftOutAndSaid() {
        Matrix tiny = Kind.NORMAL.weights();
        Arrays.setAll(tiny.values(), i -> tiny.values()[i] * 1e-12);
        Problem problem = Problem.of(List.of("w", "x"), tiny, activations(5, tiny.columns()), false);
        AdviceErrors errors = new AdviceErrors(problem, List.of("int8"), 8);
        List<AdviceRow> rows = errors.measure(steps -> new Progress(null, steps));
        assertTrue(rows.stream().noneMatch(row -> row.contender().equals("table4-q4_0")));
        assertTrue(rows.stream().anyMatch(row -> row.contender().equals("table4-nf4")));
        assertTrue(errors.remarks().getLast().startsWith("left out, because they cannot hold these weights: "));
    }

    @Test
    void nothingIsCutOffUnderTheLargestMagnitudeUnlessTheFormatIsLopsided() {
        rows(Kind.NORMAL).forEach((name, row) -> {
            if (row.way().scales().contains("largest")) {
                assertEquals(0, row.errors().saturatedShare(), name);
            }
        });
    }

    @Test
    void searchedScalesCutTailsOffWhereThatIsBetter() {
        Problem problem = problem(Kind.NORMAL);
        Scales scales = new Scales(problem.weights(), problem.columns());
        Format format = new Symmetric(4, 7);
        for (boolean perRow : new boolean[] {false, true}) {
            Weights largest = nearest(problem, scales.grid(format, new Scales.Choice(perRow, false)));
            Weights searched = nearest(problem, scales.grid(format, new Scales.Choice(perRow, true)));
            assertEquals(0, largest.saturatedShare(problem.weights()));
            assertTrue(searched.saturatedShare(problem.weights()) > 0);
            assertTrue(squaredError(problem, searched) < 0.9 * squaredError(problem, largest));
        }
    }

    private static Weights nearest(Problem problem, WeightGrid grid) {
        return Weights.nearest(problem.weights(), grid);
    }

    private static double squaredError(Problem problem, Weights weights) {
        return IntStream.range(0, problem.weights().length)
                .mapToDouble(i -> problem.weights()[i] - decoded(problem, weights, i))
                .map(error -> error * error)
                .sum();
    }

    private static double decoded(Problem problem, Weights weights, int i) {
        WeightGrid grid = weights.grid();
        int block = grid.block(i / problem.columns(), i % problem.columns());
        return grid.offsets()[block]
                + grid.scales()[block]
                        * grid.format()
                                .decode(Byte.toUnsignedInt(weights.blocks().codes()[i]));
    }

    @Test
    void aZeroPointLeavesZerosAndReachesBothEnds() {
        for (Kind kind : List.of(Kind.RECTIFIED, Kind.HALF_ZEROS, Kind.ALL_ALIKE)) {
            Problem problem = problem(kind);
            Scales scales = new Scales(problem.weights(), problem.columns());
            for (Scales.Choice choice : Scales.Choice.ALL) {
                Weights weights = nearest(problem, scales.withZeroPoint(4, choice));
                for (int i = 0; i < problem.weights().length; i++) {
                    if (problem.weights()[i] == 0) {
                        assertEquals(0, decoded(problem, weights, i), 1e-7, kind + " " + choice);
                    } else if (!choice.searched()) {
                        float step = weights.grid().scales()[i / problem.columns()];
                        assertEquals(
                                problem.weights()[i], decoded(problem, weights, i), 1.01 * step, kind + " " + choice);
                    }
                }
            }
        }
    }

    @Test
    void activationsWithManyZerosHaveAZero() {
        float[] halfZeros = new float[4096];
        float[] rectified = new float[halfZeros.length];
        Random random = new Random(5);
        for (int i = 0; i < halfZeros.length; i++) {
            float normal = (float) random.nextGaussian();
            rectified[i] = Math.max(0, normal);
            halfZeros[i] = random.nextBoolean() ? normal : 0;
        }
        ActivationGrid withZero = ActivationGrid.fitted(halfZeros, 8);
        assertEquals(0, withZero.format().decode(Byte.toUnsignedInt(withZero.encode(new float[] {0})[0])));
        ActivationGrid affine = ActivationGrid.fitted(rectified, 8);
        assertEquals("affine", affine.format().name());
        assertEquals(0, affine.format().decode(Byte.toUnsignedInt(affine.encode(new float[] {0})[0])));
    }

    @Test
    void activationsAreToldByTheirShape() {
        Matrix w = new Matrix(2, 3, new double[] {1, 2, 3, 4, 5, 6}, List.of());
        List<String> names = List.of("w", "x");
        Matrix x = new Matrix(4, 3, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, List.of());
        Problem asRows = Problem.of(names, w, x, false);
        assertEquals(4, asRows.count());
        assertEquals(1 + 4 + 9, asRows.exact()[0].high());
        assertEquals(List.of("weights: w, 2 x 3", "activations: the 4 rows of x"), asRows.remarks());
        Problem asColumns = Problem.of(names, w, x.transposed(), false);
        assertEquals("activations: the 4 columns of x", asColumns.remarks().getLast());
        assertEquals(asRows.exact()[5], asColumns.exact()[5]);
        Matrix square = new Matrix(3, 3, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, List.of());
        assertEquals(
                "x: as activations of 3 x 3, its rows would fit and its columns too; leave out one that is not to be"
                        + " multiplied",
                refusal(names, w, square));
        assertEquals(
                "x: activations of 1 x 2 do not fit weights of 2 x 3; rows or columns of 3 numbers would",
                refusal(names, w, new Matrix(1, 2, new double[] {1, 2}, List.of())));
    }

    private static String refusal(List<String> names, Matrix w, Matrix x) {
        return assertThrows(IllegalArgumentException.class, () -> Problem.of(names, w, x, false))
                .getMessage();
    }

    @Test
    void manyZerosAreSaid() {
        Matrix w = Kind.HALF_ZEROS.weights();
        String remark = Problem.drawn("w", w, 1).remarks().getFirst();
        assertTrue(remark.matches("weights: w, 70 x 150; (49|50|51) % of them are zero, .*"), remark);
    }

    @Test
    void calibrationIsKeptApartFromWhatMeasures() {
        Matrix w = Kind.NORMAL.weights();
        Problem problem = Problem.of(List.of("w", "x"), w, activations(7, w.columns()), true);
        assertEquals(3, problem.count());
        assertEquals(4 * w.columns(), problem.calibration().length);
        assertEquals(
                "activations: the 7 rows of x, of which 3 are measured and 4 calibrate",
                problem.remarks().getLast());
        assertThrows(
                IllegalArgumentException.class,
                () -> Problem.of(List.of("w", "x"), w, activations(1, w.columns()), true));
    }
}
