package timestables.kernel.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import timestables.format.FixedPoint;
import timestables.format.Linear;
import timestables.kernel.arithmetic.ScalarMultiply;
import timestables.table.ProductTable;

/** Chains against element-wise products, one after the other. */
class ScalarChainTest {

    private static final int FROM = 2;
    private static final int TO = 7;

    @Test
    void floatingPointChainsRoundEveryProduct() {
        double[] factors = {9, 9, 1.1, 0.93, 1.07, 0.99, 1.003, 9};
        float[] floats = new float[factors.length];
        short[] halves = new short[factors.length];
        double exact = 1.3;
        float single = 1.3f;
        float half = Float.float16ToFloat(Float.floatToFloat16(1.3f));
        for (int i = 0; i < factors.length; i++) {
            floats[i] = (float) factors[i];
            halves[i] = Float.floatToFloat16(floats[i]);
            if (i >= FROM && i < TO) {
                exact *= factors[i];
                single *= floats[i];
                half = Float.float16ToFloat(Float.floatToFloat16(half * Float.float16ToFloat(halves[i])));
            }
        }
        assertEquals(exact, ScalarChain.float64(1.3, factors, FROM, TO));
        assertEquals(single, ScalarChain.float32(1.3f, floats, FROM, TO));
        short end = ScalarChain.float16(Float.floatToFloat16(1.3f), halves, FROM, TO);
        assertEquals(half, Float.float16ToFloat(end));
        assertEquals(1.3, ScalarChain.float64(1.3, factors, 3, 3));
    }

    @Test
    void fixedPointChainsRoundEveryProduct() {
        FixedPoint format = new FixedPoint(8, 6);
        byte[] factors = {70, 58, -66, 61, 127, 127, -128, 127};
        byte[] state = {75};
        for (byte factor : factors) {
            ScalarMultiply.int8(state, new byte[] {factor}, state, format.fractionBits(), 0, 1);
        }
        assertEquals(state[0], ScalarChain.int8((byte) 75, factors, format.fractionBits(), 0, factors.length));
    }

    @Test
    void chainsOfCellsFollowTheTable() {
        for (int bits = 2; bits <= 9; bits++) {
            Linear format = new Linear(bits, 2);
            ProductTable table = ProductTable.of(format, format, format);
            short[] factors = new short[64];
            byte[] bytes = new byte[64];
            int expected = format.encode(1);
            for (int i = 0; i < factors.length; i++) {
                factors[i] = (short) format.encode(0.8 + 0.0067 * i);
                bytes[i] = (byte) factors[i];
                expected = table.cell(factors[i], expected);
            }
            assertEquals(expected, ScalarChain.table(table, format.encode(1), factors, 0, factors.length));
            if (bits <= 8) {
                assertEquals(expected, ScalarChain.table(table, format.encode(1), bytes, 0, bytes.length));
            } else {
                assertThrows(IllegalArgumentException.class, () -> ScalarChain.table(table, 0, bytes, 0, 1));
            }
        }
    }

    @Test
    void whatIsNoChainIsRefused() {
        ProductTable open = ProductTable.accumulating(new Linear(4, 2));
        assertThrows(IllegalArgumentException.class, () -> ScalarChain.table(open, 0, new byte[1], 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> ScalarChain.float64(1, new double[3], 1, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> ScalarChain.int8((byte) 1, new byte[3], 6, -1, 2));
    }
}
