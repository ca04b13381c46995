package timestables.operands;

import java.util.List;
import java.util.Optional;
import timestables.contender.Dot;
import timestables.contender.Rounding;
import timestables.format.MiniFloat;
import timestables.kernel.ScalarDot;

/** A user's operands in floating point, as the contenders of the same names compute with them. */
final class FloatOperands implements EncodedOperands {

    private final String name;
    private final double greatest;
    private final int lanes;
    private final Narrowing narrowing;
    private final OperandPairs pairs;

    private FloatOperands(String name, double greatest, int lanes, Narrowing narrowing, OperandPairs pairs) {
        this.name = name;
        this.greatest = greatest;
        this.lanes = lanes;
        this.narrowing = narrowing;
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
    public Integer indexBits() {
        return null;
    }

    @Override
    public Double maxRange() {
        return null;
    }

    @Override
    public boolean operandSaturates(int i) {
        return isInfinite(pairs.values()[i]);
    }

    private boolean isInfinite(double value) {
        return Math.abs(value) > greatest;
    }

    @Override
    public double value(int i) {
        return rounded(pairs.values()[i]);
    }

    @Override
    public Optional<Products> products() {
        return Optional.of(new Products(
                null, this::isInfinite, i -> narrowing.round(rounded(pairs.left(i)) * rounded(pairs.right(i)))));
    }

    @Override
    public List<Sums> sums() {
        return List.of(new Sums(
                name, Rounding.NEAREST, "float32", null, product -> Math.abs(product) > Float.MAX_VALUE, this::sum));
    }

    private double sum(int dot) {
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
        return narrowing.round((float) value);
    }

    private interface Narrowing {
        float round(float value);
    }
}
