package timestables.format;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;

/**
 * Any values: a list in ascending order, of which a code is the index. Encoding takes the nearest value, and of two
 * that are equally near the one with the even code.
 *
 * <p>This is the scalar quantiser of the literature (R. M. Gray and D. L. Neuhoff, <em>Quantization</em>, IEEE Trans.
 * Information Theory 44, 1998).
 */
public final class Codebook implements Format {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** NF4 over [-1, 1], in the digits of the paper, its appendix E. */
    private static final double[] NORMAL_FLOAT_4 = {
        -1.0,
        -0.6961928009986877,
        -0.5250730514526367,
        -0.39491748809814453,
        -0.28444138169288635,
        -0.18477343022823334,
        -0.09105003625154495,
        0.0,
        0.07958029955625534,
        0.16093020141124725,
        0.24611230194568634,
        0.33791524171829224,
        0.44070982933044434,
        0.5626170039176941,
        0.7229568362236023,
        1.0
    };

    private final String name;
    private final double[] values;

    /** The least number of every code but the first. */
    private final double[] thresholds;

    /**
     * The codebook of given values.
     *
     * @param name the name that reports show
     * @param values 2, 4, 8 ... or 256 finite values, each greater than the one before; copied
     * @throws IllegalArgumentException if they are not such
     */
    public Codebook(String name, double... values) {
        this.name = Objects.requireNonNull(name);
        this.values = values.clone();
        if (values.length < 2 || values.length > 256 || Integer.bitCount(values.length) != 1) {
            throw new IllegalArgumentException(
                    "a codebook has 2, 4, 8, 16, 32, 64, 128 or 256 values, not " + values.length);
        }
        for (int code = 0; code < values.length; code++) {
            if (!Double.isFinite(values[code])) {
                throw new IllegalArgumentException(
                        "a codebook's values are finite; at position " + code + " there is " + values[code]);
            }
            if (code > 0 && values[code] <= values[code - 1]) {
                throw new IllegalArgumentException("a codebook's values ascend; " + values[code] + ", at position "
                        + code + ", does not exceed " + values[code - 1]);
            }
            // Adding 0.0 turns -0.0 into 0.0.
            this.values[code] += 0.0;
        }
        thresholds = new double[values.length - 1];
        Arrays.setAll(thresholds, this::thresholdAbove);
    }

    /** The least number that is nearer to the value after that of {@code code}, or as near if that code is odd. */
    private double thresholdAbove(int code) {
        BigDecimal middle = new BigDecimal(values[code])
                .add(new BigDecimal(values[code + 1]))
                .divide(TWO);
        double threshold = middle.doubleValue();
        int side = new BigDecimal(threshold).compareTo(middle);
        boolean belongsBelow = side < 0 || side == 0 && code % 2 == 0;
        return belongsBelow ? Math.nextUp(threshold) : threshold;
    }

    /**
     * NF4, the 4-bit NormalFloat, whose values are quantiles of the normal distribution (T. Dettmers et al., <em>QLoRA:
     * Efficient Finetuning of Quantized LLMs</em>, 2023). Zero is one of them; 8 lie above, 7 below.
     *
     * @param maxRange the largest value, positive and finite
     */
    public static Codebook normalFloat4(double maxRange) {
        Scale.checkRange(maxRange);
        return new Codebook(
                "nf4",
                Arrays.stream(NORMAL_FLOAT_4).map(value -> value * maxRange).toArray());
    }

    /**
     * The codebook with the least mean squared error on a sample, as far as the method of Lloyd and Max finds it (S. P.
     * Lloyd, <em>Least Squares Quantization in PCM</em>, IEEE Trans. Information Theory 28, 1982, written in 1957; J.
     * Max, <em>Quantizing for Minimum Distortion</em>, IRE Trans. Information Theory 6, 1960). The same sample, in
     * whatever order, gives the same codebook.
     *
     * @param bits bits in a code, 1 to 8
     * @param sample finite numbers, of which at least {@code 2^bits} are distinct; not changed
     * @throws IllegalArgumentException if they are not such
     */
    public static Codebook learned(int bits, double... sample) {
        Scale.checkBits(bits, 1, 8);
        return new Codebook("learned", LloydMax.values(1 << bits, sample));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bits() {
        return Integer.numberOfTrailingZeros(values.length);
    }

    @Override
    public double decode(int code) {
        return values[code];
    }

    @Override
    public int encode(double value) {
        Scale.requireNumber(value);
        int code = 0;
        for (int step = values.length / 2; step > 0; step /= 2) {
            code += value >= thresholds[code + step - 1] ? step : 0;
        }
        return code;
    }

    @Override
    public double least() {
        return values[0];
    }

    @Override
    public double greatest() {
        return values[values.length - 1];
    }

    /** Whether {@code other} is a codebook of the same name and the same values. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Codebook codebook
                && name.equals(codebook.name)
                && Arrays.equals(values, codebook.values);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + Arrays.toString(values);
    }
}
