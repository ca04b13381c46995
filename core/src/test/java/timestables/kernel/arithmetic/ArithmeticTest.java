package timestables.kernel.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.incubator.vector.Float16;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.kernel.Ranges;

/** The computed kernels against their plain loops, and the plain loops against the hardware's or an exact product. */
class ArithmeticTest {

    private final Random random = new Random(1);

    private double[] doubles() {
        return random.doubles(Ranges.LENGTH, -4, 4).toArray();
    }

    private float[] floats() {
        float[] floats = new float[Ranges.LENGTH];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    /** Every kind of binary16 pattern: normal, subnormal, zero, infinite and NaN. */
    private short[] float16s() {
        short[] halves = new short[Ranges.LENGTH];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) random.nextInt();
        }
        return halves;
    }

    private short[] finiteFloat16s() {
        short[] halves = float16s();
        for (int i = 0; i < halves.length; i++) {
            // Below 2 in magnitude; one in 16 is subnormal.
            halves[i] = (short) (halves[i] & (i % 16 == 0 ? 0x83ff : 0xbfff));
        }
        return halves;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[Ranges.LENGTH];
        random.nextBytes(bytes);
        bytes[0] = bytes[1] = bytes[2] = Byte.MIN_VALUE;
        return bytes;
    }

    @Test
    void float64ProductsHaveTheBitsOfThePlainLoop() {
        double[] a = doubles();
        double[] b = doubles();
        for (Ranges range : Ranges.all()) {
            double[] expected = new double[Ranges.LENGTH];
            double[] out = new double[Ranges.LENGTH];
            ScalarMultiply.float64(a, b, expected, range.from(), range.to());
            VectorMultiply.float64(a, b, out, range.from(), range.to());
            assertArrayEquals(expected, out, range::toString);
        }
    }

    @Test
    void float32ProductsHaveTheBitsOfThePlainLoop() {
        float[] a = floats();
        float[] b = floats();
        for (Ranges range : Ranges.all()) {
            float[] expected = new float[Ranges.LENGTH];
            float[] out = new float[Ranges.LENGTH];
            ScalarMultiply.float32(a, b, expected, range.from(), range.to());
            VectorMultiply.float32(a, b, out, range.from(), range.to());
            assertArrayEquals(expected, out, range::toString);
        }
    }

    /** The product of two binary16 numbers is exact in binary64, of which it is the nearest binary16 number. */
    private static short float16Product(short a, short b) {
        double exact = (double) Float.float16ToFloat(a) * Float.float16ToFloat(b);
        return Float16.float16ToRawShortBits(Float16.valueOf(exact));
    }

    /** Whether bits are the same, or both are of some NaN. */
    private static void assertSameFloat16s(short[] expected, short[] actual, Supplier<String> message) {
        for (int i = 0; i < expected.length; i++) {
            boolean areNaN =
                    Float.isNaN(Float.float16ToFloat(expected[i])) && Float.isNaN(Float.float16ToFloat(actual[i]));
            if (expected[i] != actual[i] && !areNaN) {
                assertEquals(
                        Integer.toHexString(expected[i]), Integer.toHexString(actual[i]), message.get() + " at " + i);
            }
        }
    }

    /** Zeros, the ends of the subnormal and the normal numbers, ties, infinities, and quiet and signalling NaNs. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x8000, 0x0001, 0x8001, 0x0002, 0x0200, 0x03ff, 0x0400, 0x1400, 0x37ff, 0x3800, 0x3801, 0x3bff,
                0x3c00, 0xbc00, 0x3c01, 0x3e00, 0xbe00, 0x5555, 0x7bff, 0xfbff, 0x7c00, 0xfc00, 0x7c01, 0x7e00, 0x7fff,
                0xfdff
            })
    void everyFloat16IsMultipliedToTheNearestOne(int factor) {
        short[] a = new short[65536];
        short[] b = new short[a.length];
        short[] expected = new short[a.length];
        Arrays.fill(b, (short) factor);
        for (int i = 0; i < a.length; i++) {
            a[i] = (short) i;
            expected[i] = float16Product(a[i], b[i]);
        }
        short[] scalar = new short[a.length];
        short[] vector = new short[a.length];
        ScalarMultiply.float16(a, b, scalar, 0, a.length);
        VectorMultiply.float16(a, b, vector, 0, a.length);
        VectorMultiply.float16(a, b, b, 0, a.length);
        assertSameFloat16s(expected, scalar, () -> "scalar");
        assertSameFloat16s(expected, vector, () -> "vector");
        assertSameFloat16s(expected, b, () -> "in place");
    }

    @Test
    void float16ProductsHaveTheBitsOfThePlainLoop() {
        short[] a = float16s();
        short[] b = float16s();
        for (Ranges range : Ranges.all()) {
            short[] expected = new short[Ranges.LENGTH];
            short[] out = new short[Ranges.LENGTH];
            ScalarMultiply.float16(a, b, expected, range.from(), range.to());
            VectorMultiply.float16(a, b, out, range.from(), range.to());
            assertSameFloat16s(expected, out, range::toString);
        }
    }

    @Test
    void float16ProductsInPlaceLeaveTheRestAlone() {
        short[] a = float16s();
        short[] b = float16s();
        for (Ranges range : Ranges.all()) {
            short[] expectedA = a.clone();
            short[] expectedB = b.clone();
            for (int i = range.from(); i < range.to(); i++) {
                expectedA[i] = expectedB[i] = float16Product(a[i], b[i]);
            }
            short[] inA = a.clone();
            short[] inB = b.clone();
            VectorMultiply.float16(inA, b, inA, range.from(), range.to());
            VectorMultiply.float16(a, inB, inB, range.from(), range.to());
            assertSameFloat16s(expectedA, inA, range::toString);
            assertSameFloat16s(expectedB, inB, range::toString);
        }
    }

    @Test
    void everyPairOfInt8CodesMultipliesToTheNearestCode() {
        byte[] a = new byte[65536];
        byte[] b = new byte[65536];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) (i >> 8);
            b[i] = (byte) i;
        }
        for (int fractionBits = 1; fractionBits <= 7; fractionBits++) {
            byte[] expected = new byte[a.length];
            for (int i = 0; i < a.length; i++) {
                double exact = Math.scalb((double) a[i] * b[i], -fractionBits);
                expected[i] = (byte) Math.clamp((int) Math.floor(exact + 0.5), -128, 127);
            }
            byte[] scalar = new byte[a.length];
            byte[] vector = new byte[a.length];
            ScalarMultiply.int8(a, b, scalar, fractionBits, 0, a.length);
            VectorMultiply.int8(a, b, vector, fractionBits, 0, a.length);
            assertArrayEquals(expected, scalar);
            assertArrayEquals(expected, vector);
        }
    }

    @Test
    void int8ProductsHaveTheBitsOfThePlainLoop() {
        byte[] a = bytes();
        byte[] b = bytes();
        for (Ranges range : Ranges.all()) {
            byte[] expected = new byte[Ranges.LENGTH];
            byte[] out = new byte[Ranges.LENGTH];
            ScalarMultiply.int8(a, b, expected, 6, range.from(), range.to());
            VectorMultiply.int8(a, b, out, 6, range.from(), range.to());
            assertArrayEquals(expected, out, range::toString);
        }
    }

    @Test
    void fractionBitsAreChecked() {
        byte[] codes = new byte[1];
        for (int fractionBits : new int[] {-1, 0, 8}) {
            assertThrows(
                    IllegalArgumentException.class, () -> ScalarMultiply.int8(codes, codes, codes, fractionBits, 0, 1));
            assertThrows(
                    IllegalArgumentException.class, () -> VectorMultiply.int8(codes, codes, codes, fractionBits, 0, 1));
        }
    }

    @Test
    void float64SumsAreCloseToThePlainLoop() {
        double[] a = doubles();
        double[] b = doubles();
        for (Ranges range : Ranges.all()) {
            double magnitude = 0;
            for (int i = range.from(); i < range.to(); i++) {
                magnitude += Math.abs(a[i] * b[i]);
            }
            double expected = ScalarDot.float64(a, b, range.from(), range.to());
            double tolerance = Math.ulp(1.0) * (range.to() - range.from()) * magnitude;
            assertEquals(expected, VectorDot.float64(a, b, range.from(), range.to()), tolerance, range::toString);
        }
    }

    @Test
    void float32SumsAreCloseToThePlainLoop() {
        float[] a = floats();
        float[] b = floats();
        for (Ranges range : Ranges.all()) {
            float magnitude = 0;
            for (int i = range.from(); i < range.to(); i++) {
                magnitude += Math.abs(a[i] * b[i]);
            }
            float expected = ScalarDot.float32(a, b, range.from(), range.to());
            float tolerance = Math.ulp(1f) * (range.to() - range.from()) * magnitude;
            assertEquals(expected, VectorDot.float32(a, b, range.from(), range.to()), tolerance, range::toString);
        }
    }

    @Test
    void float16SumsAreCloseToThePlainLoop() {
        short[] a = finiteFloat16s();
        short[] b = finiteFloat16s();
        for (Ranges range : Ranges.all()) {
            float magnitude = 0;
            for (int i = range.from(); i < range.to(); i++) {
                magnitude += Math.abs(Float.float16ToFloat(a[i]) * Float.float16ToFloat(b[i]));
            }
            float expected = ScalarDot.float16(a, b, range.from(), range.to());
            float tolerance = Math.ulp(1f) * (range.to() - range.from()) * magnitude;
            assertEquals(expected, VectorDot.float16(a, b, range.from(), range.to()), tolerance, range::toString);
        }
    }

    @Test
    void everyFloat16IsSummedAtItsValue() {
        short[] one = halfOnes(64);
        short[] halves = new short[64];
        for (int bits = 0; bits < 65536; bits++) {
            Arrays.fill(halves, (short) bits);
            float sum = 0 + 64 * Float.float16ToFloat((short) bits);
            assertEquals(sum, VectorDot.float16(halves, one, 0, 64));
            assertEquals(sum, VectorDot.float16(one, halves, 0, 64));
        }
    }

    @Test
    void oneFloat16ThatIsNotFiniteDecidesTheSumWhereverItStands() {
        short[] one = halfOnes(Ranges.LENGTH);
        for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
            for (int i = 0; i < Ranges.LENGTH; i++) {
                short[] halves = halfOnes(Ranges.LENGTH);
                halves[i] = Float.floatToFloat16(special);
                assertEquals(special, VectorDot.float16(halves, one, 0, Ranges.LENGTH));
                assertEquals(special, VectorDot.float16(one, halves, 0, Ranges.LENGTH));
            }
        }
    }

    @Test
    void int8SumsAreExact() {
        byte[] a = bytes();
        byte[] b = bytes();
        for (Ranges range : Ranges.all()) {
            long expected = 0;
            for (int i = range.from(); i < range.to(); i++) {
                expected += (long) a[i] * b[i];
            }
            assertEquals(expected, ScalarDot.int8(a, b, range.from(), range.to()), range::toString);
            assertEquals(expected, VectorDot.int8(a, b, range.from(), range.to()), range::toString);
        }
    }

    @Test
    void longInt8SumsOfBoundaryCodesDoNotOverflow() {
        byte[] least = new byte[500_001];
        byte[] greatest = new byte[500_001];
        Arrays.fill(least, Byte.MIN_VALUE);
        Arrays.fill(greatest, Byte.MAX_VALUE);
        assertEquals(500_001L * 16384, VectorDot.int8(least, least, 0, least.length));
        assertEquals(500_001L * -16256, VectorDot.int8(least, greatest, 0, least.length));
        assertEquals(500_001L * 16129, VectorDot.int8(greatest, greatest, 0, least.length));
    }

    /** A kernel on new arrays of given lengths, full of ones; products must be none if it refuses them. */
    private interface OnLengths {
        void run(int a, int b, int out, int from, int to);
    }

    static Stream<Named<OnLengths>> multiplications() {
        return Stream.of(
                Named.of("float64", (a, b, o, from, to) -> {
                    double[] out = new double[o];
                    try {
                        VectorMultiply.float64(ones(a), ones(b), out, from, to);
                    } finally {
                        assertArrayEquals(new double[o], out);
                    }
                }),
                Named.of("float32", (a, b, o, from, to) -> {
                    float[] out = new float[o];
                    try {
                        VectorMultiply.float32(floatOnes(a), floatOnes(b), out, from, to);
                    } finally {
                        assertArrayEquals(new float[o], out);
                    }
                }),
                Named.of("float16", (a, b, o, from, to) -> {
                    short[] out = new short[o];
                    try {
                        VectorMultiply.float16(halfOnes(a), halfOnes(b), out, from, to);
                    } finally {
                        assertArrayEquals(new short[o], out);
                    }
                }),
                Named.of("int8", (a, b, o, from, to) -> {
                    byte[] out = new byte[o];
                    try {
                        VectorMultiply.int8(byteOnes(a), byteOnes(b), out, 1, from, to);
                    } finally {
                        assertArrayEquals(new byte[o], out);
                    }
                }));
    }

    static Stream<Named<OnLengths>> dots() {
        return Stream.of(
                Named.of("float64", (a, b, out, from, to) -> VectorDot.float64(ones(a), ones(b), from, to)),
                Named.of("float32", (a, b, out, from, to) -> VectorDot.float32(floatOnes(a), floatOnes(b), from, to)),
                Named.of("float16", (a, b, out, from, to) -> VectorDot.float16(halfOnes(a), halfOnes(b), from, to)),
                Named.of("int8", (a, b, out, from, to) -> VectorDot.int8(byteOnes(a), byteOnes(b), from, to)));
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] floatOnes(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static short[] halfOnes(int length) {
        short[] ones = new short[length];
        Arrays.fill(ones, Float.floatToFloat16(1));
        return ones;
    }

    private static byte[] byteOnes(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }

    @ParameterizedTest
    @MethodSource("multiplications")
    void rangesOutsideTheOutputAreRefusedBeforeItIsTouched(OnLengths kernel) {
        int length = Ranges.LENGTH;
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.run(length, length, length - 1, 0, length));
    }

    @ParameterizedTest
    @MethodSource({"multiplications", "dots"})
    void rangesOutsideAnOperandAreRefused(OnLengths kernel) {
        int length = Ranges.LENGTH;
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.run(length - 1, length, length, 0, length));
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.run(length, length - 1, length, 0, length));
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.run(length, length, length, -1, length));
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.run(length, length, length, 4, 3));
    }
}
