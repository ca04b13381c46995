package timestables.advice;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import timestables.arithmetic.Range;
import timestables.format.Affine;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.RangeFit;
import timestables.format.Staircase;
import timestables.format.Symmetric;
import timestables.kernel.codec.Codec;

/**
 * What the codes of activations stand for if all share one scale.
 *
 * @param format of at most 8 bits
 * @param scale what the values of the format are multiplied by
 */
record ActivationGrid(Format format, float scale) {

    /** Signed integers of 8 bits, the largest of which is 127. */
    private static final Symmetric INTEGERS = new Symmetric(8, 127);

    /**
     * The grid with the least mean squared error. Linear codes have no zero; integers about zero waste one code;
     * integers with a zero point suit activations of one sign.
     */
    static ActivationGrid fitted(float[] activations, int bits) {
        RangeFit fit = fit(activations);
        return Stream.of(new Symmetric(bits, 1), new Linear(bits, 1), new Affine(bits, Scales.zeroPoint(fit, bits)))
                .map(format -> searched(fit, format))
                .min(Comparator.comparingDouble(grid -> fit.squaredError(Staircase.of(grid.format), grid.scale)))
                .orElseThrow();
    }

    /** Integers of 8 bits about zero. */
    static ActivationGrid integers(float[] activations, boolean searched) {
        RangeFit fit = fit(activations);
        return searched ? searched(fit, INTEGERS) : new ActivationGrid(INTEGERS, (float) (fit.largest() / 127));
    }

    private static RangeFit fit(float[] activations) {
        return new RangeFit(Problem.doubles(activations));
    }

    private static ActivationGrid searched(RangeFit fit, Format format) {
        return new ActivationGrid(format, (float) fit.bestFactor(Staircase.of(format)));
    }

    byte[] encode(float[] activations) {
        float[] shares = new float[activations.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = activations[i] / scale;
        }
        byte[] codes = new byte[shares.length];
        Codec.best(format).encode(shares, 0, codes, 0, codes.length);
        return codes;
    }

    /** What it does to activations, in words. */
    String describe(float[] activations) {
        Range range = Range.of(format);
        int cut = 0;
        int zeros = 0;
        for (float activation : activations) {
            cut += range.excludes(activation / scale) ? 1 : 0;
            zeros += activation == 0 ? 1 : 0;
        }
        double hundredth = activations.length / 100.0;
        return String.format(
                Locale.ROOT,
                "activations under one scale: %s codes of %d bits from %.3g to %.3g%s%s",
                format.name(),
                format.bits(),
                format.least() * scale,
                format.greatest() * scale,
                cut == 0 ? "" : ", which cut %.2g %% off".formatted(cut / hundredth),
                zeros < 5 * hundredth ? "" : "; %.0f %% are zero".formatted(zeros / hundredth));
    }
}
