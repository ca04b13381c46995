package timestables.operands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import timestables.accuracy.AccuracyRow;
import timestables.contender.Arithmetic;
import timestables.contender.Formats;
import timestables.contender.Rounding;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.run.Progress;
import timestables.run.TextTable;

/**
 * Measures the error of every format on a user's own operands.
 *
 * <p>Each format gets the range that encodes the operands best, left and right ones apart where they come from columns
 * or rows of their own, and cells of the same kind the one that encodes their exact products best, so that a product is
 * a code again, of another scale. Codebooks are learned from the operands and from the products. The cells of sums are
 * evenly spaced and reach every product. One contender is measured after the other, so that memory holds one at a time.
 */
public final class OperandAccuracy {

    private static final String DISTRIBUTION = "operands";

    private static final int FLOATS = 2;
    private static final int BLOCKS = 3;

    private final OperandPairs pairs;
    private final List<Measured> measured = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public OperandAccuracy(OperandPairs pairs) {
        this.pairs = pairs;
    }

    /** How many steps of progress {@link #measure} takes at most. */
    public static int steps() {
        int formats = IntStream.rangeClosed(Formats.LEAST_BITS, Formats.MOST_BITS)
                .map(bits -> Formats.of(bits, 1).size())
                .sum();
        return FittedFormats.steps() + FLOATS + formats + BLOCKS;
    }

    /** Measures all. */
    public void measure(Progress progress) {
        List<FittedFormats> formats = FittedFormats.fit(pairs, progress);
        notes.add(FittedFormats.missing(formats));
        measure(FloatOperands.float32(pairs), progress);
        measure(FloatOperands.float16(pairs), progress);
        for (FittedFormats fitted : formats) {
            measure(new TableOperands(fitted, pairs), progress);
        }
        if (BlockOperands.reach(pairs)) {
            measure(BlockOperands.linear(4, pairs), progress);
            measure(BlockOperands.normalFloat4(pairs), progress);
            measure(BlockOperands.linear(8, pairs), progress);
        } else {
            notes.add("Formats with block scales are missing: scales are binary32 numbers, which end at 3.4e38.");
        }
    }

    /** The rows of one contender, of dot products at least one. */
    private record Measured(Optional<AccuracyRow> multiply, List<AccuracyRow> dots, AccuracyRow encode) {

        /** The root mean squared error of sums of cells of at least 16 bits; null where nothing is looked up. */
        Double wideError() {
            return dots.stream()
                    .filter(row -> row.cellBits() != null && row.cellBits() > 8)
                    .map(AccuracyRow::rmse)
                    .findFirst()
                    .orElse(null);
        }
    }

    private double product(int i) {
        return pairs.left(i) * pairs.right(i);
    }

    private void measure(EncodedOperands encoded, Progress progress) {
        progress.begin("errors of %s, %s".formatted(encoded.contender(), encoded.format()));
        measured.add(new Measured(
                encoded.products().map(products -> products(encoded, products)),
                encoded.sums().stream().map(sums -> sums(encoded, sums)).toList(),
                values(encoded)));
    }

    private AccuracyRow products(EncodedOperands encoded, EncodedOperands.Products products) {
        ErrorMeter errors = new ErrorMeter();
        int saturated = 0;
        for (int i = 0; i < pairs.products(); i++) {
            double exact = product(i);
            // One rounding: the error is right even where the product has no exact double.
            errors.add(
                    exact,
                    -Math.fma(pairs.left(i), pairs.right(i), -products.product().applyAsDouble(i)));
            if (operandsSaturate(encoded, i) || products.saturates().test(exact)) {
                saturated++;
            }
        }
        return row(
                "multiply",
                encoded.contender(),
                encoded,
                Rounding.NEAREST,
                Arithmetic.NONE,
                products.cellBits(),
                pairs.products(),
                errors,
                saturated / (double) pairs.products());
    }

    private AccuracyRow sums(EncodedOperands encoded, EncodedOperands.Sums sums) {
        ErrorMeter errors = new ErrorMeter();
        for (int i = 0; i < pairs.dots(); i++) {
            ExactDot exact = ExactDot.of(pairs.leftOf(i), pairs.rightOf(i));
            errors.add(exact.high(), exact.errorOf(sums.sum().applyAsDouble(i)));
        }
        long saturated = IntStream.range(0, pairs.products())
                .filter(i -> operandsSaturate(encoded, i) || sums.saturates().test(product(i)))
                .count();
        return row(
                "dot",
                sums.contender(),
                encoded,
                sums.rounding(),
                sums.accumulator(),
                sums.cellBits(),
                pairs.dotLength(),
                errors,
                saturated / (double) pairs.products());
    }

    private boolean operandsSaturate(EncodedOperands encoded, int product) {
        return encoded.operandSaturates(product) || encoded.operandSaturates(pairs.products() + product);
    }

    private AccuracyRow values(EncodedOperands encoded) {
        ErrorMeter errors = new ErrorMeter();
        double[] values = pairs.values();
        int saturated = 0;
        for (int i = 0; i < values.length; i++) {
            errors.add(values[i], encoded.value(i) - values[i]);
            if (encoded.operandSaturates(i)) {
                saturated++;
            }
        }
        return row(
                "encode",
                encoded.contender(),
                encoded,
                Rounding.NEAREST,
                Arithmetic.NONE,
                null,
                values.length,
                errors,
                saturated / (double) values.length);
    }

    private static AccuracyRow row(
            String operation,
            String contender,
            EncodedOperands encoded,
            Rounding rounding,
            String accumulator,
            Integer cellBits,
            int size,
            ErrorMeter errors,
            double saturatedShare) {
        ErrorMeter.Summary summary = errors.summary();
        return new AccuracyRow(
                operation,
                contender,
                encoded.format(),
                rounding.id(),
                accumulator,
                cellBits == null ? null : encoded.indexBits(),
                cellBits,
                encoded.maxRange(),
                DISTRIBUTION,
                String.valueOf(size),
                null,
                summary.meanAbsolute(),
                summary.rootMeanSquare(),
                summary.maxAbsolute(),
                summary.p99Absolute(),
                summary.bias(),
                summary.meanRelative(),
                summary.maxRelative(),
                summary.errorProbability(),
                saturatedShare,
                null);
    }

    /** All errors, operation by operation. */
    public List<AccuracyRow> rows() {
        List<AccuracyRow> rows = new ArrayList<>();
        measured.forEach(each -> each.multiply.ifPresent(rows::add));
        measured.forEach(each -> rows.addAll(each.dots));
        measured.forEach(each -> rows.add(each.encode));
        return rows;
    }

    /** A line a format, as a person reads it. */
    public String describe() {
        TextTable table = new TextTable(
                "contender",
                "format",
                "max range",
                "saturated values",
                "encode rmse",
                "multiply rmse",
                "dot rmse",
                "dot rmse, 16-bit cells");
        for (Measured each : measured) {
            AccuracyRow values = each.encode;
            table.add(
                    values.contender(),
                    values.format(),
                    values.maxRange(),
                    Math.round(values.saturatedShare() * pairs.values().length),
                    values.rmse(),
                    each.multiply.map(AccuracyRow::rmse).orElse(null),
                    each.dots.getFirst().rmse(),
                    each.wideError());
        }
        // Beside these one sees what an error amounts to; relative ones are of no use where a sum is nearly zero.
        return "%s%nRoot mean squares: numbers %.3g, products %.3g, dot products %.3g%n%s%s"
                .formatted(
                        pairs.describe(),
                        rootMeanSquare(Arrays.stream(pairs.values())),
                        rootMeanSquare(IntStream.range(0, pairs.products()).mapToDouble(this::product)),
                        rootMeanSquare(IntStream.range(0, pairs.dots())
                                .mapToDouble(i -> ExactDot.of(pairs.leftOf(i), pairs.rightOf(i))
                                        .high())),
                        table,
                        notes.stream()
                                .filter(note -> !note.isEmpty())
                                .map(note -> System.lineSeparator() + note)
                                .collect(Collectors.joining()));
    }

    private static double rootMeanSquare(DoubleStream values) {
        return Math.sqrt(values.map(value -> value * value).average().orElseThrow());
    }
}
