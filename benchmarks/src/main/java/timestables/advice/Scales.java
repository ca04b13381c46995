package timestables.advice;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import timestables.format.Affine;
import timestables.format.Format;
import timestables.format.Posit;
import timestables.format.RangeFit;
import timestables.format.Staircase;

/** The scales of a matrix of weights, where blocks are no part of their format: one for all, or one a row. */
final class Scales {

    /** A row's scale is looked for in fewer places than a matrix's: there are many rows. */
    private static final int OCTAVES = 8;

    private static final int PER_OCTAVE = 6;

    /**
     * How scales are chosen.
     *
     * @param perRow whether each row has one of its own
     * @param searched whether it is the one with the least mean squared error, or lets the largest magnitude be the end
     *     of the format
     */
    record Choice(boolean perRow, boolean searched) {

        static final Choice[] ALL = {
            new Choice(false, false), new Choice(false, true), new Choice(true, false), new Choice(true, true)
        };

        @Override
        public String toString() {
            return (perRow ? "row" : "matrix") + (searched ? ", searched" : ", largest");
        }
    }

    private final int rows;
    private final int columns;

    /** Each row in ascending order, which spares sorting it for every format. */
    private final double[] sorted;

    private final RangeFit all;

    Scales(float[] weights, int columns) {
        this.columns = columns;
        rows = weights.length / columns;
        sorted = Problem.doubles(weights);
        all = new RangeFit(sorted.clone());
        IntStream.range(0, rows).parallel().forEach(row -> Arrays.sort(sorted, row * columns, (row + 1) * columns));
    }

    /** The grid of weights in a format about zero. */
    WeightGrid grid(Format format, Choice choice) {
        Staircase stairs = Staircase.of(format);
        // The ends of posits are far out; they have their digits about 1.
        double reach = format instanceof Posit ? 1 : stairs.reach();
        return grid(format, choice, fit -> new Scale(factor(fit, stairs, reach, choice), 0));
    }

    /**
     * The grid of weights in integers with a zero point: codes reach from the least weight to the greatest, or from
     * zero where all have one sign, and zero is one of them.
     */
    WeightGrid withZeroPoint(int bits, Choice choice) {
        Affine middle = new Affine(bits, 1 << bits - 1);
        Staircase aboutMiddle = Staircase.of(middle);
        return grid(middle, choice, fit -> {
            int zeroPoint = zeroPoint(fit, bits);
            double offset = middle.zeroPoint() - zeroPoint;
            if (!choice.searched) {
                int steps = middle.codes() - 1;
                double below = zeroPoint == 0 ? 0 : -fit.least() / zeroPoint;
                double above = zeroPoint == steps ? 0 : fit.greatest() / (steps - zeroPoint);
                double step = Math.max(below, above);
                return new Scale(step, step * offset);
            }
            Staircase stairs = Staircase.of(new Affine(bits, zeroPoint));
            double step = factor(fit, stairs, stairs.reach(), choice);
            // Of outliers on one side, the middle may be the better zero.
            double other = factor(fit, aboutMiddle, aboutMiddle.reach(), choice);
            return fit.squaredError(stairs, step) <= fit.squaredError(aboutMiddle, other)
                    ? new Scale(step, step * offset)
                    : new Scale(other, 0);
        });
    }

    /** The code for zero of integers that reach from the least number to the greatest, or from zero. */
    static int zeroPoint(RangeFit numbers, int bits) {
        double least = Math.min(0, numbers.least());
        double greatest = Math.max(0, numbers.greatest());
        return (int) Math.rint(-least / (greatest - least) * ((1 << bits) - 1));
    }

    /** What codes are multiplied by, and what is added. */
    private record Scale(double scale, double offset) {}

    private interface Search {
        Scale scale(RangeFit numbers);
    }

    private WeightGrid grid(Format format, Choice choice, Search search) {
        Scale[] found = new Scale[rows];
        if (choice.perRow) {
            IntStream.range(0, rows).parallel().forEach(row -> found[row] = row(row, search));
        } else {
            Arrays.fill(found, search.scale(all));
        }
        return new WeightGrid(
                format, columns, columns, floats(found, scale -> scale.scale), floats(found, scale -> scale.offset));
    }

    private Scale row(int row, Search search) {
        int from = row * columns;
        int to = from + columns;
        boolean zeros = sorted[from] == 0 && sorted[to - 1] == 0;
        return zeros ? new Scale(0, 0) : search.scale(new RangeFit(Arrays.copyOfRange(sorted, from, to)));
    }

    /** @param reach the value of the format that the largest magnitude becomes at most */
    private static double factor(RangeFit fit, Staircase stairs, double reach, Choice choice) {
        if (!choice.searched) {
            return fit.largest() / reach;
        }
        return choice.perRow ? fit.bestFactor(stairs, reach, OCTAVES, PER_OCTAVE) : fit.bestFactor(stairs, reach);
    }

    private static float[] floats(Scale[] scales, ToDoubleFunction<Scale> part) {
        float[] floats = new float[scales.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) part.applyAsDouble(scales[i]);
        }
        return floats;
    }
}
