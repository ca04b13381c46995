package timestables.operands;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Rounding;
import timestables.arithmetic.TableArithmetic;
import timestables.contender.Measured;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Posit;
import timestables.format.RangeFit;
import timestables.format.Scaled;
import timestables.format.Staircase;
import timestables.run.Progress;
import timestables.table.ProductTable;

/**
 * A format for left operands, one for right operands and one for their products, all of one kind, each with the range
 * that encodes its own numbers best. With 9 bits cells are linear and have 16.
 *
 * <p>The ends of floating-point formats are fitted like all others. Those of posits are far out, so it is their 1 that
 * is fitted, about which they have their digits.
 */
record FittedFormats(Format left, Format right, Format cell) {

    /** Numbers below this are no more than rounding noise to those that {@link OperandPairs} accepts. */
    private static final double LEAST_RANGE = 1e-50;

    /** How many steps of progress {@link #fit} takes. */
    static int steps() {
        return Formats.MOST_BITS - Formats.LEAST_BITS + 1;
    }

    /** Formats of every kind and number of bits; codebooks are learned where there are enough different numbers. */
    static List<FittedFormats> fit(OperandPairs pairs, Progress progress) {
        RangeFit left = new RangeFit(pairs.side(false));
        RangeFit right = pairs.areOfOneKind() ? left : new RangeFit(pairs.side(true));
        if (left.largest() < LEAST_RANGE) {
            left = right;
        } else if (right.largest() < LEAST_RANGE) {
            right = left;
        }
        RangeFit products = new RangeFit(IntStream.range(0, pairs.products())
                .mapToDouble(i -> pairs.left(i) * pairs.right(i))
                .toArray());
        List<FittedFormats> formats = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            progress.begin("ranges of formats of " + bits + " bits");
            for (int i = 0; i < Formats.given(bits, 1).size(); i++) {
                DoubleFunction<Format> kind = kind(bits, i);
                Format operand = left.best(kind);
                DoubleFunction<Format> cells = bits > 8 ? range -> new Linear(16, range) : kind;
                formats.add(new FittedFormats(
                        operand,
                        left == right ? operand : right.best(kind),
                        areZero(products) ? operand : products.best(cells)));
            }
            if (bits <= Formats.MOST_LEARNED_BITS
                    && left.hasValues(1 << bits)
                    && right.hasValues(1 << bits)
                    && (areZero(products) || products.hasValues(1 << bits))) {
                Format operand = Codebook.learned(bits, left.sample());
                formats.add(new FittedFormats(
                        operand,
                        left == right ? operand : Codebook.learned(bits, right.sample()),
                        areZero(products) ? operand : Codebook.learned(bits, products.sample())));
            }
        }
        return formats;
    }

    /** What a format of evenly spaced values is scaled by to encode numbers best; 1 where all are zero. */
    static double factor(RangeFit numbers, Staircase stairs) {
        return numbers.largest() < LEAST_RANGE ? 1 : numbers.bestFactor(stairs);
    }

    /** Where all products are zero, every format has them right. */
    private static boolean areZero(RangeFit products) {
        return products.largest() < Double.MIN_NORMAL;
    }

    /** Formats of one kind, by what is to be fitted. */
    private static DoubleFunction<Format> kind(int bits, int index) {
        Format kind = Formats.given(bits, 1).get(index);
        if (kind instanceof Posit) {
            return one -> new Scaled(kind, one);
        }
        return kind instanceof Scaled scaled
                ? range -> reaching(scaled.format(), range)
                : range -> Formats.given(bits, range).get(index);
    }

    private static Scaled reaching(Format format, double range) {
        double scale = range / format.greatest();
        // The quotient may have been rounded down.
        return new Scaled(format, format.greatest() * scale < range ? Math.nextUp(scale) : scale);
    }

    /** Products, as cells of the same kind as operands. */
    Arithmetic products() {
        return TableArithmetic.products(left.name(), ProductTable.of(left, right, cell));
    }

    /**
     * The ways to add products up: in cells as contenders have them, and, where these have 8 bits, in cells of 16.
     *
     * @param largest product of encoded operands, which cells reach
     */
    List<Measured> sums(double largest) {
        int bits = left.bits();
        String id = Measured.table(bits, Rounding.NEAREST);
        if (bits > 8) {
            return List.of(sums(id, evenCells(16, largest)));
        }
        ProductTable wide = bits > 4 && left instanceof Linear linear
                ? ProductTable.exact(linear, (Linear) right)
                : evenCells(16, largest);
        return List.of(sums(id, evenCells(8, largest)), sums(Measured.wide(bits), wide));
    }

    private static Measured sums(String id, ProductTable table) {
        return new Measured(id, TableArithmetic.reachingSums(table));
    }

    private ProductTable evenCells(int bits, double largest) {
        // Of operands that are all encoded as zero any cells will do.
        return ProductTable.of(left, right, Formats.addends(left, bits, largest == 0 ? 1 : largest));
    }

    /** What the left format was fitted to: the largest magnitude that it represents, or the 1 of a posit. */
    double maxRange() {
        return left instanceof Scaled scaled && scaled.format() instanceof Posit ? scaled.scale() : left.reach();
    }

    /** Which codebooks could not be learned, and why, in a sentence; empty if all could. */
    static String missing(List<FittedFormats> formats) {
        int most = formats.stream()
                .filter(fitted -> fitted.left.name().equals("learned"))
                .mapToInt(fitted -> fitted.left.bits())
                .max()
                .orElse(Formats.LEAST_BITS - 1);
        int[] missing =
                IntStream.rangeClosed(most + 1, Formats.MOST_LEARNED_BITS).toArray();
        return missing.length == 0
                ? ""
                : "Learned codebooks of %s bits are missing: there are fewer different operands, or products, than codes."
                        .formatted(missing.length == 1 ? missing[0] : missing[0] + " to " + Formats.MOST_LEARNED_BITS);
    }
}
