package timestables.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import timestables.accuracy.AccuracyRow;
import timestables.accuracy.Formats;
import timestables.accuracy.Rounding;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.operands.OperandPairs;
import timestables.run.Progress;
import timestables.run.TextTable;

/**
 * Measures the error of every format on a user's own operands.
 *
 * <p>Each format gets the range that encodes the operands best, and cells of the same kind the one that encodes their
 * exact products best, so that a product is a code again, of another scale; with 9 bits cells are linear and have 16.
 * Codebooks are learned from the operands and from the products, where these have enough values for their codes. The
 * cells of sums are evenly spaced and reach every product. One contender is measured after the other, so that memory
 * holds one at a time.
 */
final class OperandAccuracy {

    private static final String DISTRIBUTION = "operands";

    private static final int FLOATS = 2;

    private final OperandPairs pairs;
    private final List<AccuracyRow> multiply = new ArrayList<>();
    private final List<AccuracyRow> dot = new ArrayList<>();
    private final List<AccuracyRow> encode = new ArrayList<>();

    OperandAccuracy(OperandPairs pairs) {
        this.pairs = pairs;
    }

    /** How many steps of progress {@link #measure} takes at most. */
    static int steps() {
        int formats = IntStream.rangeClosed(Formats.LEAST_BITS, Formats.MOST_BITS)
                .map(bits -> Formats.of(bits, 1).size())
                .sum();
        return Formats.MOST_BITS - Formats.LEAST_BITS + 1 + FLOATS + formats;
    }

    /** Measures all. */
    void measure(Progress progress) {
        List<Fitted> formats = fit(progress);
        measure(FloatOperands.float32(pairs), progress);
        measure(FloatOperands.float16(pairs), progress);
        for (Fitted fitted : formats) {
            measure(new TableOperands(fitted.operand, fitted.cell, pairs), progress);
        }
    }

    /** A format of operands and one of their products. */
    private record Fitted(Format operand, Format cell) {}

    private List<Fitted> fit(Progress progress) {
        RangeFit operands = new RangeFit(pairs.values().clone());
        RangeFit products = new RangeFit(
                IntStream.range(0, pairs.products()).mapToDouble(this::product).toArray());
        // Where all products are zero, every format has them right.
        boolean zeros = products.largest() < Double.MIN_NORMAL;
        List<Fitted> formats = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            progress.begin("ranges of formats of " + bits + " bits");
            for (int i = 0; i < Formats.given(bits, operands.largest()).size(); i++) {
                DoubleFunction<Format> kind = kind(bits, i);
                DoubleFunction<Format> cells = bits > 8 ? range -> new Linear(16, range) : kind;
                Format operand = operands.best(kind);
                formats.add(new Fitted(operand, zeros ? operand : products.best(cells)));
            }
            if (bits <= Formats.MOST_LEARNED_BITS
                    && operands.hasValues(1 << bits)
                    && (zeros || products.hasValues(1 << bits))) {
                Format operand = Codebook.learned(bits, operands.sample());
                formats.add(new Fitted(operand, zeros ? operand : Codebook.learned(bits, products.sample())));
            }
        }
        return formats;
    }

    private static DoubleFunction<Format> kind(int bits, int index) {
        return range -> Formats.given(bits, range).get(index);
    }

    private double product(int i) {
        return pairs.left(i) * pairs.right(i);
    }

    private void measure(EncodedOperands encoded, Progress progress) {
        progress.begin("errors of %s, %s".formatted(encoded.contender(), encoded.format()));
        multiply.add(row(
                "multiply", encoded, Arithmetic.NONE, encoded.productCellBits(), pairs.products(), products(encoded)));
        dot.add(row("dot", encoded, encoded.accumulator(), encoded.sumCellBits(), pairs.dotLength(), sums(encoded)));
        encode.add(row("encode", encoded, Arithmetic.NONE, null, pairs.values().length, values(encoded)));
    }

    /** What one contender does to all operands. */
    private record Errors(ErrorMeter.Summary summary, double saturatedShare) {}

    private Errors products(EncodedOperands encoded) {
        ErrorMeter errors = new ErrorMeter();
        int saturated = 0;
        for (int i = 0; i < pairs.products(); i++) {
            double exact = product(i);
            // One rounding: the error is right even where the product has no exact double.
            errors.add(exact, -Math.fma(pairs.left(i), pairs.right(i), -encoded.product(i)));
            if (operandsSaturate(encoded, i) || encoded.productSaturates(exact)) {
                saturated++;
            }
        }
        return new Errors(errors.summary(), saturated / (double) pairs.products());
    }

    private Errors sums(EncodedOperands encoded) {
        ErrorMeter errors = new ErrorMeter();
        for (int i = 0; i < pairs.dots(); i++) {
            ExactDot exact = ExactDot.of(pairs.leftOf(i), pairs.rightOf(i));
            errors.add(exact.high(), exact.errorOf(encoded.sum(i)));
        }
        long saturated = IntStream.range(0, pairs.products())
                .filter(i -> operandsSaturate(encoded, i) || encoded.termSaturates(product(i)))
                .count();
        return new Errors(errors.summary(), saturated / (double) pairs.products());
    }

    private boolean operandsSaturate(EncodedOperands encoded, int product) {
        return encoded.operandSaturates(pairs.left(product)) || encoded.operandSaturates(pairs.right(product));
    }

    private Errors values(EncodedOperands encoded) {
        ErrorMeter errors = new ErrorMeter();
        double[] values = pairs.values();
        int saturated = 0;
        for (int i = 0; i < values.length; i++) {
            errors.add(values[i], encoded.value(i) - values[i]);
            if (encoded.operandSaturates(values[i])) {
                saturated++;
            }
        }
        return new Errors(errors.summary(), saturated / (double) values.length);
    }

    private static AccuracyRow row(
            String operation, EncodedOperands encoded, String accumulator, Integer cellBits, int size, Errors errors) {
        ErrorMeter.Summary summary = errors.summary;
        return new AccuracyRow(
                operation,
                encoded.contender(),
                encoded.format(),
                Rounding.NEAREST.id(),
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
                errors.saturatedShare,
                null);
    }

    /** All errors, operation by operation. */
    List<AccuracyRow> rows() {
        return Stream.of(multiply, dot, encode).flatMap(List::stream).toList();
    }

    /** A line a format, as a person reads it. */
    String describe() {
        TextTable table = new TextTable(
                "contender", "format", "max range", "saturated values", "encode rmse", "multiply rmse", "dot rmse");
        for (int i = 0; i < encode.size(); i++) {
            AccuracyRow values = encode.get(i);
            table.add(
                    values.contender(),
                    values.format(),
                    values.maxRange(),
                    Math.round(values.saturatedShare() * pairs.values().length),
                    values.rmse(),
                    multiply.get(i).rmse(),
                    dot.get(i).rmse());
        }
        // Beside these one sees what an error amounts to; relative ones are of no use where a sum is nearly zero.
        return "Root mean squares: numbers %.3g, products %.3g, dot products %.3g%n%s"
                .formatted(
                        rootMeanSquare(Arrays.stream(pairs.values())),
                        rootMeanSquare(IntStream.range(0, pairs.products()).mapToDouble(this::product)),
                        rootMeanSquare(IntStream.range(0, pairs.dots())
                                .mapToDouble(i -> ExactDot.of(pairs.leftOf(i), pairs.rightOf(i))
                                        .high())),
                        table);
    }

    private static double rootMeanSquare(DoubleStream values) {
        return Math.sqrt(values.map(value -> value * value).average().orElseThrow());
    }
}
