package timestables.format;

/**
 * Encodes blocks of some numbers that have offsets, one after the other, as {@link BlockScaled} says: a number is the
 * offset plus the scale times what its code stands for.
 */
final class LineEncoder {

    /** What the search takes as the scale, as shares of the one with which codes reach all numbers. */
    private static final double[] SHARES = {1, 1.1, 0.95, 0.9, 0.85, 0.8, 0.75};

    private static final int REFINEMENTS = 2;

    private final BlockScaled blocks;
    private final Format format;
    private final double[] values;
    private final float[] numbers;

    final byte[] codes;

    LineEncoder(BlockScaled blocks, float[] numbers) {
        this.blocks = blocks;
        format = blocks.format();
        values = format.values();
        this.numbers = numbers;
        codes = new byte[numbers.length];
    }

    /** The scale and the offset of a block. */
    record Line(float scale, float offset) {}

    /** Encodes the block {@code from .. to - 1}. */
    Line encode(int from, int to) {
        float least = numbers[from];
        float greatest = numbers[from];
        for (int i = from + 1; i < to; i++) {
            least = Math.min(least, numbers[i]);
            greatest = Math.max(greatest, numbers[i]);
        }
        Line line = blocks.scaling() == BlockScaled.Scaling.LEAST_TO_GREATEST
                ? between(least, greatest, 1)
                : searched(from, to, least, greatest);
        if (!isFinite(line)) {
            throw new IllegalArgumentException("no scale and offset of %s reach from %s to %s, numbers %d to %d"
                    .formatted(blocks.name(), least, greatest, from, to - 1));
        }
        for (int i = from; i < to; i++) {
            codes[i] = (byte) code(line, numbers[i]);
        }
        return line;
    }

    private static boolean isFinite(Line line) {
        return Float.isFinite(line.scale) && Float.isFinite(line.offset);
    }

    private int code(Line line, float number) {
        return format.encode(line.scale == 0 ? 0 : ((double) number - line.offset) / line.scale);
    }

    /** What is about the middle of two numbers, with a share of the scale that reaches both. */
    private Line between(double least, double greatest, double share) {
        double scale = share * (greatest - least) / (format.greatest() - format.least());
        return line(scale, (least + greatest) / 2 - scale * (format.least() + format.greatest()) / 2);
    }

    private Line line(double scale, double offset) {
        float rounded = blocks.scales().round(scale);
        return new Line(rounded, blocks.offsets().round(offset));
    }

    private Line searched(int from, int to, float least, float greatest) {
        Line line = between(least, greatest, 1);
        if (!isFinite(line) || line.scale == 0) {
            return line;
        }
        Trial best = new Trial(line, Double.POSITIVE_INFINITY, line);
        for (double share : SHARES) {
            line = between(least, greatest, share);
            best = better(best, from, to, line);
            best = better(best, from, to, withZero(line));
        }
        for (int i = 0; i < REFINEMENTS; i++) {
            best = better(best, from, to, best.leastSquares);
        }
        return best.line;
    }

    /** The nearest line on which zero has a code. */
    private Line withZero(Line line) {
        return line(line.scale, -line.scale * values[code(line, 0)]);
    }

    /** The trial of a line, unless its error is no smaller than that of the best one so far. */
    private Trial better(Trial best, int from, int to, Line line) {
        if (!(isFinite(line) && line.scale > 0)) {
            return best;
        }
        double error = 0;
        double sum = 0;
        double valueSum = 0;
        double product = 0;
        double square = 0;
        for (int i = from; i < to && error < best.error; i++) {
            double value = values[code(line, numbers[i])];
            double off = numbers[i] - (line.offset + line.scale * value);
            error += off * off;
            sum += numbers[i];
            valueSum += value;
            product += numbers[i] * value;
            square += value * value;
        }
        if (error >= best.error) {
            return best;
        }
        int count = to - from;
        double scale = (count * product - sum * valueSum) / (count * square - valueSum * valueSum);
        return new Trial(line, error, line(scale, (sum - scale * valueSum) / count));
    }

    /** A line, its squared error, and the line that would be best for the codes that this one leads to. */
    private record Trial(Line line, double error, Line leastSquares) {}
}
