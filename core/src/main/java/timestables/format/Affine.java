package timestables.format;

import java.util.Objects;

/**
 * Integers about any code: code {@code c} stands for {@code c - zeroPoint}, so that zero is a value even where most
 * numbers lie on one side of it, such as activations after a rectifier. {@link Scaled} gives it a step other than 1.
 *
 * <p>This is the quantisation scheme with a zero point (B. Jacob et al., <em>Quantization and Training of Neural
 * Networks for Efficient Integer-Arithmetic-Only Inference</em>, CVPR 2018).
 *
 * @param bits bits in a code, 1 to 16
 * @param zeroPoint the code that stands for zero, 0 to {@code 2^bits - 1}
 */
public record Affine(int bits, int zeroPoint) implements Format {

    public Affine {
        Scale.check(bits, 1);
        Objects.checkIndex(zeroPoint, 1 << bits);
    }

    @Override
    public String name() {
        return "affine";
    }

    @Override
    public double decode(int code) {
        return Objects.checkIndex(code, codes()) - zeroPoint;
    }

    @Override
    public int encode(double value) {
        double clipped = Scale.clip(value, codes());
        // Neither the sum nor the difference first: they would round numbers just beside a half to the half.
        double below = Math.floor(clipped);
        int code = (int) below + zeroPoint;
        double middle = below + 0.5;
        code += clipped > middle || clipped == middle && code % 2 != 0 ? 1 : 0;
        return Math.clamp(code, 0, codes() - 1);
    }

    @Override
    public double least() {
        return -zeroPoint;
    }

    @Override
    public double greatest() {
        return codes() - 1 - zeroPoint;
    }
}
