package timestables.bench;

import timestables.format.MiniFloat;
import timestables.kernel.ScalarDot;
import timestables.operands.OperandPairs;

/** A user's operands in floating point, as the contenders of the same names compute with them. */
final class FloatOperands implements EncodedOperands {

    private final String name;
    private final double greatest;
    private final int lanes;
    private final Rounding rounding;
    private final OperandPairs pairs;

    private FloatOperands(String name, double greatest, int lanes, Rounding rounding, OperandPairs pairs) {
        this.name = name;
        this.greatest = greatest;
        this.lanes = lanes;
        this.rounding = rounding;
        this.pairs = pairs;
    }

    /** In binary32. */
    static FloatOperands float32(OperandPairs pairs) {
        return new FloatOperands("float32", Float.MAX_VALUE, Dot.LANES_FLOAT32, value -> value, pairs);
    }

    /** In binary16, with sums in binary32. */
    static FloatOperands float16(OperandPairs pairs) {
        return new FloatOperands(
                "float16",
                MiniFloat.BINARY16.greatest(),
                Dot.LANES_FLOAT16,
                value -> Float.float16ToFloat(Float.floatToFloat16(value)),
                pairs);
    }

    @Override
    public String contender() {
        return name;
    }

    @Override
    public String format() {
        return name;
    }

    @Override
    public String accumulator() {
        return "float32";
    }

    @Override
    public Integer indexBits() {
        return null;
    }

    @Override
    public Integer productCellBits() {
        return null;
    }

    @Override
    public Integer sumCellBits() {
        return null;
    }

    @Override
    public Double maxRange() {
        return null;
    }

    @Override
    public boolean operandSaturates(double value) {
        return Math.abs(value) > greatest;
    }

    @Override
    public boolean productSaturates(double product) {
        return Math.abs(product) > greatest;
    }

    @Override
    public boolean termSaturates(double product) {
        return Math.abs(product) > Float.MAX_VALUE;
    }

    @Override
    public double value(int i) {
        return rounded(pairs.values()[i]);
    }

    @Override
    public double product(int i) {
        return rounding.round(rounded(pairs.left(i)) * rounded(pairs.right(i)));
    }

    @Override
    public double sum(int dot) {
        return ScalarDot.float32(rounded(pairs.leftOf(dot)), rounded(pairs.rightOf(dot)), 0, pairs.dotLength(), lanes);
    }

    private float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = rounded(values[i]);
        }
        return rounded;
    }

    private float rounded(double value) {
        return rounding.round((float) value);
    }

    private interface Rounding {
        float round(float value);
    }
}
