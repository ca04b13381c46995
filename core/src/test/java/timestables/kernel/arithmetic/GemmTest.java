package timestables.kernel.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrix products by arithmetic against triple loops. */
class GemmTest {

    private static final int FROM = 3;
    private static final int Y_FROM = 5;

    private record Shape(int m, int k, int n) {
        int products() {
            return m * n;
        }

        /** Some elements more than results take. */
        int length() {
            return Y_FROM + products() + 2;
        }
    }

    /** Around the tiles, blocks and vectors that kernels step by. */
    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(1, 1, 1),
                new Shape(3, 17, 5),
                new Shape(4, 64, 4),
                new Shape(5, 63, 1),
                new Shape(9, 129, 3),
                new Shape(66, 100, 6),
                new Shape(131, 257, 9));
    }

    private final Random random = new Random(1);

    /** Among others, which are none of the operands. */
    private double[] reals(int count) {
        double[] reals = random.doubles(FROM + count + 3, -2, 2).toArray();
        Arrays.fill(reals, 0, FROM, Double.NaN);
        Arrays.fill(reals, FROM + count, reals.length, Double.NaN);
        return reals;
    }

    private static float[] floats(double[] reals) {
        float[] floats = new float[reals.length];
        for (int i = 0; i < reals.length; i++) {
            floats[i] = (float) reals[i];
        }
        return floats;
    }

    private static short[] float16s(double[] reals) {
        short[] halves = new short[reals.length];
        for (int i = 0; i < reals.length; i++) {
            halves[i] = Float.floatToFloat16((float) reals[i]);
        }
        return halves;
    }

    private interface Element {
        double at(int i);
    }

    /** No order of summation strays farther from the exact sum than one rounding of each operand and partial sum. */
    private static void assertClose(Shape s, Element w, Element x, Element y, double epsilon) {
        for (int row = 0; row < s.m; row++) {
            for (int column = 0; column < s.n; column++) {
                double sum = 0;
                double magnitude = 0;
                for (int i = 0; i < s.k; i++) {
                    double product = w.at(row * s.k + i) * x.at(column * s.k + i);
                    sum += product;
                    magnitude += Math.abs(product);
                }
                assertEquals(sum, y.at(column * s.m + row), epsilon * (s.k + 1) * magnitude, s::toString);
            }
        }
    }

    private static void assertRestIs(double expected, Shape s, Element y) {
        for (int i = 0; i < s.length(); i++) {
            if (i < Y_FROM || i >= Y_FROM + s.products()) {
                assertEquals(expected, y.at(i), s + " at " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void float64ProductsAreCloseToTheTripleLoop(Shape s) {
        double[] w = reals(s.m * s.k);
        double[] x = reals(s.k * s.n);
        double[] y = new double[s.length()];
        Arrays.fill(y, Double.NaN);
        VectorGemm.float64(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, i -> w[FROM + i], i -> x[FROM + i], i -> y[Y_FROM + i], Math.ulp(1.0));
        assertRestIs(Double.NaN, s, i -> y[i]);
        ScalarGemm.float64(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, i -> w[FROM + i], i -> x[FROM + i], i -> y[Y_FROM + i], Math.ulp(1.0));
        assertRestIs(Double.NaN, s, i -> y[i]);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void float32ProductsAreCloseToTheTripleLoop(Shape s) {
        float[] w = floats(reals(s.m * s.k));
        float[] x = floats(reals(s.k * s.n));
        float[] y = new float[s.length()];
        Arrays.fill(y, Float.NaN);
        VectorGemm.float32(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, i -> w[FROM + i], i -> x[FROM + i], i -> y[Y_FROM + i], Math.ulp(1f));
        assertRestIs(Double.NaN, s, i -> y[i]);
        ScalarGemm.float32(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, i -> w[FROM + i], i -> x[FROM + i], i -> y[Y_FROM + i], Math.ulp(1f));
        assertRestIs(Double.NaN, s, i -> y[i]);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void float16ProductsAreCloseToTheTripleLoop(Shape s) {
        short[] w = float16s(reals(s.m * s.k));
        short[] x = float16s(reals(s.k * s.n));
        float[] y = new float[s.length()];
        Arrays.fill(y, Float.NaN);
        Element weights = i -> Float.float16ToFloat(w[FROM + i]);
        Element activations = i -> Float.float16ToFloat(x[FROM + i]);
        VectorGemm.float16(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, weights, activations, i -> y[Y_FROM + i], Math.ulp(1f));
        assertRestIs(Double.NaN, s, i -> y[i]);
        ScalarGemm.float16(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertClose(s, weights, activations, i -> y[Y_FROM + i], Math.ulp(1f));
        assertRestIs(Double.NaN, s, i -> y[i]);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void int8SumsAreExact(Shape s) {
        byte[] w = new byte[FROM + s.m * s.k];
        byte[] x = new byte[FROM + s.k * s.n];
        random.nextBytes(w);
        random.nextBytes(x);
        for (int i = 0; i < Math.min(s.k, 8); i++) {
            w[FROM + i] = x[FROM + i] = Byte.MIN_VALUE;
        }
        int[] expected = new int[s.products()];
        for (int i = 0; i < s.products() * s.k; i++) {
            int product = i / s.k;
            expected[product] += w[FROM + product % s.m * s.k + i % s.k] * x[FROM + product / s.m * s.k + i % s.k];
        }
        int[] y = new int[s.length()];
        Arrays.fill(y, -1);
        VectorGemm.int8(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertArrayEquals(expected, Arrays.copyOfRange(y, Y_FROM, Y_FROM + s.products()));
        assertRestIs(-1, s, i -> y[i]);
        ScalarGemm.int8(w, x, FROM, y, Y_FROM, s.m, s.k, s.n);
        assertArrayEquals(expected, Arrays.copyOfRange(y, Y_FROM, Y_FROM + s.products()));
        assertRestIs(-1, s, i -> y[i]);
    }

    /** Of every remainder that kernels are left with. */
    @Test
    void smallShapesHaveTheirProductsToo() {
        for (int k = 1; k <= 130; k++) {
            for (Shape s : List.of(new Shape(1 + k * 5 % 33, k, 1 + k * 7 % 9), new Shape(1 + k % 33, k, 1))) {
                float64ProductsAreCloseToTheTripleLoop(s);
                float32ProductsAreCloseToTheTripleLoop(s);
                float16ProductsAreCloseToTheTripleLoop(s);
                int8SumsAreExact(s);
            }
        }
        for (int m = 1; m <= 33; m++) {
            for (int n : new int[] {1 + m * 7 % 33, 34 - m}) {
                int8SumsAreExact(new Shape(m, 1 + (m * 7 + n) % 40, n));
                float32ProductsAreCloseToTheTripleLoop(new Shape(m, 1 + (m + n * 7) % 40, n));
            }
        }
    }

    @Test
    void longSumsOfTheLargestInt8ProductsDoNotOverflow() {
        int k = 131_071;
        byte[] w = new byte[4 * k];
        Arrays.fill(w, Byte.MIN_VALUE);
        int[] y = new int[4];
        VectorGemm.int8(w, w, 0, y, 0, 4, k, 1);
        assertArrayEquals(new int[] {k * 16384, k * 16384, k * 16384, k * 16384}, y);
        refused("31 bits", () -> VectorGemm.int8(new byte[k + 1], new byte[k + 1], 0, y, 0, 1, k + 1, 1));
    }

    @Test
    void shapesThatDoNotFitAreRefusedBeforeTheOutputIsTouched() {
        float[] y = {5, 5, 5, 5, 5, 5};
        refused("2 x 3", () -> VectorGemm.float32(new float[5], new float[9], 0, y, 0, 2, 3, 3));
        refused("2 x 3", () -> VectorGemm.float32(new float[6], new float[8], 0, y, 0, 2, 3, 3));
        refused("2 x 3", () -> VectorGemm.float32(new float[6], new float[12], 0, y, 0, 2, 3, 4));
        refused("positions 1 and 0", () -> VectorGemm.float32(new float[6], new float[9], 1, y, 0, 0, 3, 3));
        refused("positions 1 and 0", () -> VectorGemm.float32(new float[6], new float[10], 1, y, 0, 2, 3, 3));
        refused("positions 0 and 1", () -> VectorGemm.float32(new float[6], new float[9], 0, y, 1, 2, 3, 3));
        refused("-1", () -> VectorGemm.float32(new float[6], new float[9], -1, y, 0, 2, 3, 3));
        refused("-1", () -> VectorGemm.float32(new float[6], new float[9], 0, y, -1, 2, 3, 3));
        int last = Integer.MAX_VALUE;
        refused("" + last, () -> VectorGemm.float32(new float[6], new float[9], last, y, 0, 2, 3, 3));
        refused("" + last, () -> VectorGemm.float32(new float[6], new float[9], 0, y, last, 2, 3, 3));
        refused("65536", () -> VectorGemm.float32(new float[6], new float[9], 0, y, 0, 65536, 65536, 1));
        assertArrayEquals(new float[] {5, 5, 5, 5, 5, 5}, y);
    }

    private static void refused(String named, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(named), message);
    }
}
