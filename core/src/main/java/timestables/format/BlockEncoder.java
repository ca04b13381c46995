package timestables.format;

/** Encodes numbers in blocks without offsets, one block after the other, as {@link BlockScaled} defines it. */
final class BlockEncoder {

    /** Where the search for a scale looks, as shares of the scale that reaches the largest magnitude. */
    private static final double LEAST_SHARE = 0.75;

    private static final double GREATEST_SHARE = 1.1;

    /** Scales that are tried; six times as many gain a thirtieth of a decibel, with 4-bit codes of normal numbers. */
    private static final int CANDIDATES = 5;

    private static final int REFINEMENTS = 2;

    private static final int MOST_INTEGER = 127;

    /** Below it, IQ4_NL takes a block for zeros. */
    private static final float LEAST_WEIGHTED = 1e-15f;

    private final BlockScaled blocks;
    private final Format format;
    private final double[] values;
    private final float[] numbers;

    final byte[] codes;

    /** What numbers are multiplied by before their scales are chosen. */
    private final float inverseGlobal;

    /** What all scales are multiplied by. */
    final float global;

    BlockEncoder(BlockScaled blocks, float[] numbers) {
        this.blocks = blocks;
        format = blocks.format();
        values = format.values();
        this.numbers = numbers;
        codes = new byte[numbers.length];
        inverseGlobal = blocks.scaling() == BlockScaled.Scaling.TWO_LEVELS ? inverseGlobal() : 1;
        global = 1 / inverseGlobal;
    }

    /** With it, the scale of the largest number is the largest E4M3. */
    private float inverseGlobal() {
        float reach = (float) (format.reach() * MiniFloat.E4M3.greatest());
        float inverse = reach / Math.abs(largest(0, numbers.length));
        return Float.isFinite(inverse) ? inverse : 1;
    }

    /** Encodes the block {@code from .. to - 1}, and gives its scale. */
    float encode(int from, int to) {
        float scale = switch (blocks.scaling()) {
            case LARGEST -> nearest(from, to, largestScale(from, to));
            case SEARCHED -> nearest(from, to, searched(from, to));
            case POWER_OF_TWO -> nearest(from, to, powerOfTwo(from, to));
            case TWO_LEVELS -> twoLevels(from, to);
            case SIGNED_LARGEST -> signedLargest(from, to);
            case INTEGERS_HALF_AWAY -> integersHalfAway(from, to);
            case INTEGERS -> integers(from, to);
            case WEIGHTED -> weighted(from, to);
            case LEAST_TO_GREATEST, LEAST_TO_GREATEST_SEARCHED ->
                throw new IllegalStateException("LineEncoder encodes blocks with offsets");
        };
        if (!Float.isFinite(scale)) {
            throw new IllegalArgumentException("no scale of %s reaches the largest of numbers %d to %d, %s"
                    .formatted(blocks.name(), from, to - 1, largest(from, to)));
        }
        return scale;
    }

    /** The first number of the largest magnitude; zero if all are. */
    private float largest(int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.abs(numbers[i]) > Math.abs(largest) ? numbers[i] : largest;
        }
        return largest;
    }

    /** Every number becomes the nearest under a scale. */
    private float nearest(int from, int to, float scale) {
        for (int i = from; i < to; i++) {
            codes[i] = (byte) code(numbers[i], scale);
        }
        return scale;
    }

    private int code(float number, float scale) {
        return format.encode(scale == 0 ? 0 : (double) number / scale);
    }

    private float largestScale(int from, int to) {
        return blocks.scales().round(Math.abs(largest(from, to)) / format.reach());
    }

    private float powerOfTwo(int from, int to) {
        float largest = Math.abs(largest(from, to));
        return Math.scalb(1f, Math.max(Math.getExponent(largest) - Math.getExponent(format.greatest()), -127));
    }

    private float twoLevels(int from, int to) {
        float largest = Math.abs(largest(from, to));
        float scale = blocks.scales().round(largest / (float) format.reach() * inverseGlobal);
        float inverse = 1 / (scale * global);
        // A subnormal scale may have no inverse in binary32, which is what the document computes in.
        boolean isInverse = Float.isFinite(inverse);
        for (int i = from; i < to; i++) {
            double share = isInverse ? numbers[i] * inverse : numbers[i] / ((double) scale * global);
            codes[i] = (byte) format.encode(scale == 0 ? 0 : share);
        }
        return scale;
    }

    private float signedLargest(int from, int to) {
        float scale = largest(from, to) / -8;
        float inverse = inverse(scale);
        for (int i = from; i < to; i++) {
            codes[i] = (byte) Math.min((int) (numbers[i] * inverse + 8.5f), 15);
        }
        return blocks.scales().round(scale);
    }

    private static float inverse(float scale) {
        float inverse = 1 / scale;
        // ggml leaves infinity to what C does with it; numbers so small have no scale in binary16.
        return Float.isFinite(inverse) ? inverse : 0;
    }

    private float integersHalfAway(int from, int to) {
        float scale = Math.abs(largest(from, to)) / MOST_INTEGER;
        float inverse = inverse(scale);
        for (int i = from; i < to; i++) {
            float number = numbers[i] * inverse;
            int integer = (int) number;
            float left = number - integer;
            codes[i] = (byte) (Math.abs(left) >= 0.5f ? integer + (int) Math.signum(number) : integer);
        }
        return blocks.scales().round(scale);
    }

    /** The definition of what {@link timestables.kernel.codec.ActivationCodec} does. */
    private float integers(int from, int to) {
        float largest = Math.abs(largest(from, to));
        float inverse = MOST_INTEGER / largest;
        boolean isScaled = Float.isFinite(inverse);
        for (int i = from; i < to; i++) {
            codes[i] = (byte) Math.rint(isScaled ? numbers[i] * inverse : 0);
        }
        return isScaled ? largest / MOST_INTEGER : 0;
    }

    private float weighted(int from, int to) {
        float largest = largest(from, to);
        if (Math.abs(largest) < LEAST_WEIGHTED) {
            return nearest(from, to, 0);
        }
        float inverse = 1 / (largest / (float) values[0]);
        float product = 0;
        float square = 0;
        for (int i = from; i < to; i++) {
            int code = nearestAbove(inverse * numbers[i]);
            codes[i] = (byte) code;
            float value = (float) values[code];
            float weight = numbers[i] * numbers[i];
            product += weight * value * numbers[i];
            square += weight * value * value;
        }
        return blocks.scales().round(product / square);
    }

    /** The code of the nearest value; of two, the greater. */
    private int nearestAbove(float number) {
        int code = 0;
        while (code < values.length - 1 && number - (float) values[code] >= (float) values[code + 1] - number) {
            code++;
        }
        return code;
    }

    private float searched(int from, int to) {
        float largest = largestScale(from, to);
        if (!(largest > 0)) {
            return largest;
        }
        Trial best = new Trial(largest, Double.POSITIVE_INFINITY, largest);
        best = better(best, from, to, largest);
        for (int i = 0; i < CANDIDATES; i++) {
            double share = GREATEST_SHARE - i * (GREATEST_SHARE - LEAST_SHARE) / (CANDIDATES - 1);
            best = better(best, from, to, share * largest);
        }
        for (int i = 0; i < REFINEMENTS; i++) {
            best = better(best, from, to, best.leastSquares);
        }
        return best.scale;
    }

    /** The trial of a scale, unless its error is no smaller than that of the best one so far. */
    private Trial better(Trial best, int from, int to, double wanted) {
        float scale = blocks.scales().round(wanted);
        if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
            return best;
        }
        double error = 0;
        double product = 0;
        double square = 0;
        for (int i = from; i < to && error < best.error; i++) {
            double value = values[code(numbers[i], scale)];
            double off = numbers[i] - scale * value;
            error += off * off;
            product += numbers[i] * value;
            square += value * value;
        }
        return error < best.error ? new Trial(scale, error, product / square) : best;
    }

    /** A scale, its squared error, and the scale that would be best for the codes that this one leads to. */
    private record Trial(float scale, double error, double leastSquares) {}
}
