package timestables.arithmetic;

import timestables.format.FixedPoint;

/** Fixed point in 8 bits, by the hardware's multiplier: products are rounded and saturate, sums of them are exact. */
public final class Int8 extends Arithmetic {

    /** With 6 fraction bits it spans the range of the other formats, [-2, 2). */
    public static final FixedPoint FORMAT = new FixedPoint(8, 6);

    /** The name of the contender, and of its errors. */
    public static final String ID = "int8";

    private Int8(Accumulation accumulation) {
        super(FORMAT.name(), Rounding.NEAREST, accumulation, FORMAT);
    }

    /** Products. */
    public static Int8 products() {
        return new Int8(Accumulation.NONE);
    }

    /** Sums of whole products. */
    public static Int8 sums() {
        return new Int8(Accumulation.EXACT);
    }

    /** The value of a sum of products of codes. */
    public static double decodeSum(long sum) {
        return Math.scalb((double) sum, -2 * FORMAT.fractionBits());
    }

    private static byte[] codes(double[] numbers) {
        byte[] codes = new byte[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) FORMAT.encode(numbers[i]);
        }
        return codes;
    }

    private static double value(byte code) {
        return FORMAT.decode(Byte.toUnsignedInt(code));
    }

    private static byte product(byte a, byte b) {
        int half = 1 << FORMAT.fractionBits() - 1;
        return (byte) Math.clamp(a * b + half >> FORMAT.fractionBits(), Byte.MIN_VALUE, Byte.MAX_VALUE);
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
                return value(Int8.product(x[left], y[right]));
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
        byte[] x = {(byte) FORMAT.encode(start)};
        return i -> value(x[0] = product(x[0], codes[i]));
    }
}
