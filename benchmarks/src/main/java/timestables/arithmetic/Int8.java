package timestables.arithmetic;

import timestables.format.FixedPoint;

/** Fixed point in 8 bits, by the hardware's multiplier: products are rounded and saturate, sums of them are exact. */
public final class Int8 extends Arithmetic {

    /** What operands are stored in that lie within [-1, 1): Q0.7. */
    public static final FixedPoint FORMAT = new FixedPoint(8, 7);

    /** What the states of a chain are stored in, which lie within [-2, 2): Q1.6. */
    public static final FixedPoint OF_CHAINS = new FixedPoint(8, 6);

    /** The name of the contender, and of its errors. */
    public static final String ID = "int8";

    private final FixedPoint format;

    private Int8(FixedPoint format, Accumulation accumulation) {
        super(format.name(), Rounding.NEAREST, accumulation, format);
        this.format = format;
    }

    /** Products, which are of the operands' format. */
    public static Int8 products(FixedPoint format) {
        return new Int8(format, Accumulation.NONE);
    }

    /** Sums of whole products. */
    public static Int8 sums() {
        return new Int8(FORMAT, Accumulation.EXACT);
    }

    /** The value of a sum of products of codes. */
    public static double decodeSum(long sum) {
        return Math.scalb((double) sum, -2 * FORMAT.fractionBits());
    }

    private byte[] codes(double[] numbers) {
        byte[] codes = new byte[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) format.encode(numbers[i]);
        }
        return codes;
    }

    private double value(byte code) {
        return format.decode(Byte.toUnsignedInt(code));
    }

    private byte product(byte a, byte b) {
        int half = 1 << format.fractionBits() - 1;
        return (byte) Math.clamp(a * b + half >> format.fractionBits(), Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        byte[] x = codes(left);
        byte[] y = codes(right);
        return new Encoded() {
            @Override
            public double left(int i) {
                return value(x[i]);
            }

            @Override
            public double right(int i) {
                return value(y[i]);
            }

            @Override
            public double product(int left, int right) {
                return value(Int8.this.product(x[left], y[right]));
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                long sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += x[leftRow * length + i] * y[rightRow * length + i];
                }
                return decodeSum(sum);
            }
        };
    }

    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        byte[] codes = codes(factors);
        byte[] x = {(byte) format.encode(start)};
        return i -> value(x[0] = product(x[0], codes[i]));
    }
}
