package timestables.operands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Encoded;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.ScaledArithmetic;
import timestables.contender.BlockScales;
import timestables.contender.Dot;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.error.ErrorMeter;
import timestables.error.ExactDot;
import timestables.format.RangeFit;
import timestables.format.Staircase;
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

    private static final List<Precision> FLOATS = List.of(Precision.FLOAT32, Precision.FLOAT16);

    private final OperandPairs pairs;

    /** Left operands, and behind them numbers without a partner, which are encoded like them. */
    private final double[] left;

    private final double[] right;
    private final List<Lines> measured = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public OperandAccuracy(OperandPairs pairs) {
        this.pairs = pairs;
        int products = pairs.products();
        right = Arrays.copyOfRange(pairs.values(), products, 2 * products);
        left = DoubleStream.concat(
                        Arrays.stream(pairs.values(), 0, products),
                        Arrays.stream(pairs.values(), 2 * products, pairs.values().length))
                .toArray();
    }

    /** How many steps of progress {@link #measure} takes at most. */
    public static int steps() {
        int formats = IntStream.rangeClosed(Formats.LEAST_BITS, Formats.MOST_BITS)
                .map(bits -> Formats.of(bits, 1).size())
                .sum();
        return FittedFormats.steps()
                + FLOATS.size()
                + 1
                + formats
                + BlockScales.measuredDots().size();
    }

    /** Measures all. */
    public void measure(Progress progress) {
        List<FittedFormats> formats = FittedFormats.fit(pairs, progress);
        notes.add(FittedFormats.missing(formats));
        for (Precision precision : FLOATS) {
            begin(progress, precision.toString(), precision.toString());
            measure(precision);
        }
        begin(progress, Int8.ID, Int8.FORMAT.name());
        measureIntegers();
        for (FittedFormats fitted : formats) {
            begin(progress, id(fitted), fitted.left().name());
            measure(fitted);
        }
        if (Arrays.stream(pairs.values()).allMatch(value -> Math.abs(value) <= Float.MAX_VALUE)) {
            for (Measured sums : BlockScales.measuredDots()) {
                begin(progress, sums.contender(), sums.arithmetic().format());
                try {
                    measure(sums);
                } catch (IllegalArgumentException e) {
                    notes.add("%s is missing: %s.".formatted(sums.contender(), e.getMessage()));
                }
            }
        } else {
            notes.add("Formats with block scales are missing: scales are binary32 numbers, which end at 3.4e38.");
        }
    }

    private static void begin(Progress progress, String contender, String format) {
        progress.begin("errors of %s, %s".formatted(contender, format));
    }

    private static String id(FittedFormats fitted) {
        return Measured.table(fitted.left().bits(), Rounding.NEAREST);
    }

    private void measure(Precision precision) {
        Measured products = new Measured(precision.toString(), FloatingPoint.products(precision));
        Measured sums = new Measured(precision.toString(), Dot.floatingSums(precision));
        Encoded encoded = encode(products);
        measured.add(new Lines(
                Optional.of(products(products, encoded, null)),
                List.of(sums(sums, encode(sums), null)),
                values(products, encoded, null)));
    }

    /** Integers of 8 bits, with scales that encode each side best. */
    private void measureIntegers() {
        Staircase stairs = Staircase.of(Int8.FORMAT);
        double leftScale = FittedFormats.factor(new RangeFit(pairs.side(false)), stairs);
        double rightScale =
                pairs.areOfOneKind() ? leftScale : FittedFormats.factor(new RangeFit(pairs.side(true)), stairs);
        Measured products =
                new Measured(Int8.ID, ScaledArithmetic.of(Int8.products(Int8.FORMAT), leftScale, rightScale));
        Measured sums = new Measured(Int8.ID, ScaledArithmetic.of(Int8.sums(), leftScale, rightScale));
        Encoded encoded = encode(products);
        measured.add(new Lines(
                Optional.of(products(products, encoded, leftScale)),
                List.of(sums(sums, encode(sums), leftScale)),
                values(products, encoded, leftScale)));
    }

    private void measure(FittedFormats fitted) {
        Measured products = new Measured(id(fitted), fitted.products());
        Encoded encoded = encode(products);
        Double range = fitted.maxRange();
        List<AccuracyRow> dots = new ArrayList<>();
        for (Measured sums : fitted.sums(largestProduct(encoded))) {
            dots.add(sums(sums, encode(sums), range));
        }
        measured.add(
                new Lines(Optional.of(products(products, encoded, range)), dots, values(products, encoded, range)));
    }

    /** In blocks operands are only ever summed. */
    private void measure(Measured sums) {
        Encoded encoded = encode(sums);
        measured.add(new Lines(Optional.empty(), List.of(sums(sums, encoded, null)), values(sums, encoded, null)));
    }

    private Encoded encode(Measured measured) {
        return measured.arithmetic().encode(left, right, pairs.dotLength(), 0);
    }

    /** The largest product of encoded operands; formats such as floats reach beyond it. */
    private double largestProduct(Encoded encoded) {
        double leftReach = IntStream.range(0, left.length)
                .mapToDouble(i -> Math.abs(encoded.left(i)))
                .max()
                .orElseThrow();
        double rightReach = IntStream.range(0, right.length)
                .mapToDouble(i -> Math.abs(encoded.right(i)))
                .max()
                .orElseThrow();
        if (pairs.areOfOneKind()) {
            leftReach = Math.max(leftReach, rightReach);
            rightReach = leftReach;
        }
        return leftReach * rightReach;
    }

    /** The rows of one contender, of dot products at least one. */
    private record Lines(Optional<AccuracyRow> multiply, List<AccuracyRow> dots, AccuracyRow encode) {

        /** The signal-to-noise ratio of sums of cells of at least 16 bits; null where nothing is looked up. */
        Double wideSnr() {
            return dots.stream()
                    .filter(row -> row.cellBits() != null && row.cellBits() > 8)
                    .map(AccuracyRow::snrDb)
                    .findFirst()
                    .orElse(null);
        }
    }

    private double product(int i) {
        return pairs.left(i) * pairs.right(i);
    }

    private AccuracyRow products(Measured measured, Encoded encoded, Double maxRange) {
        ErrorMeter errors = new ErrorMeter();
        for (int i = 0; i < pairs.products(); i++) {
            // One rounding: the error is right even where the product has no exact double.
            errors.add(product(i), -Math.fma(pairs.left(i), pairs.right(i), -encoded.product(i, i)));
        }
        return row(
                Operation.MULTIPLY,
                measured,
                maxRange,
                pairs.products(),
                errors,
                saturatedProducts(measured.arithmetic()));
    }

    private AccuracyRow sums(Measured measured, Encoded encoded, Double maxRange) {
        ErrorMeter errors = new ErrorMeter();
        for (int i = 0; i < pairs.dots(); i++) {
            ExactDot exact = ExactDot.of(pairs.leftOf(i), pairs.rightOf(i));
            errors.add(exact.high(), exact.errorOf(encoded.sum(i, i)));
        }
        return row(
                Operation.DOT, measured, maxRange, pairs.dotLength(), errors, saturatedProducts(measured.arithmetic()));
    }

    private double saturatedProducts(Arithmetic arithmetic) {
        long saturated = IntStream.range(0, pairs.products())
                .filter(i -> arithmetic.leftSaturates(pairs.left(i))
                        || arithmetic.rightSaturates(pairs.right(i))
                        || arithmetic.productSaturates(product(i)))
                .count();
        return (double) saturated / pairs.products();
    }

    private AccuracyRow values(Measured measured, Encoded encoded, Double maxRange) {
        Arithmetic arithmetic = measured.arithmetic();
        ErrorMeter errors = new ErrorMeter();
        double[] values = pairs.values();
        int saturated = 0;
        for (int i = 0; i < values.length; i++) {
            boolean isRight = pairs.isRight(i);
            int place = i < pairs.products() ? i : i - pairs.products();
            double value = isRight ? encoded.right(place) : encoded.left(place);
            errors.add(values[i], value - values[i]);
            if (isRight ? arithmetic.rightSaturates(values[i]) : arithmetic.leftSaturates(values[i])) {
                saturated++;
            }
        }
        return row(Operation.ENCODE, measured, maxRange, values.length, errors, (double) saturated / values.length);
    }

    private static AccuracyRow row(
            Operation operation,
            Measured measured,
            Double maxRange,
            int size,
            ErrorMeter errors,
            double saturatedShare) {
        return AccuracyRow.of(
                operation,
                measured,
                maxRange,
                Distribution.OPERANDS,
                String.valueOf(size),
                null,
                errors,
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
                "cut off",
                "encode dB",
                "multiply dB",
                "multiply bias",
                "dot dB",
                "dot rmse",
                "dot dB, 16-bit cells");
        for (Lines each : measured) {
            AccuracyRow values = each.encode;
            AccuracyRow sums = each.dots.getFirst();
            table.add(
                    values.contender(),
                    values.format(),
                    values.maxRange(),
                    Math.round(values.saturatedShare() * pairs.values().length),
                    values.snrDb(),
                    each.multiply.map(AccuracyRow::snrDb).orElse(null),
                    each.multiply.map(AccuracyRow::bias).orElse(null),
                    sums.snrDb(),
                    sums.rmse(),
                    each.wideSnr());
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
