package timestables.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.format.Linear;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;
import timestables.walk.Walk;

class StochasticArithmeticTest {

    private static final Linear FORMAT = new Linear(4, 2);
    private static final int DRAWS = 100_000;

    private static final Arithmetic STOCHASTIC = Rounding.STOCHASTIC
            .of(TableArithmetic.products(Formats.closed(FORMAT)))
            .orElseThrow();

    private static void assertRightOnAverage(double exact, LongFunction<Double> resultOfSeed) {
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            double result = resultOfSeed.apply(seed);
            sum += result;
            squares += result * result;
        }
        double mean = sum / DRAWS;
        assertEquals(exact, mean, 4 * Math.sqrt((squares / DRAWS - mean * mean) / DRAWS));
    }

    /** With the same bits, an operand that is rounded up would have its product rounded up. */
    @Test
    void bitsOfOperandsAndProductsAreNotTheSame() {
        double[] zeros = new double[DRAWS];
        double[] ones = new double[DRAWS];
        Arrays.fill(ones, FORMAT.decode(11));
        Encoded encoded = STOCHASTIC.encode(zeros, ones, DRAWS, 1);
        double leftUp = 0;
        double alike = 0;
        for (int i = 0; i < DRAWS; i++) {
            // Zero is half way between two values, and so is each one's product with a value near 1.
            boolean up = encoded.left(i) > 0;
            double exact = encoded.left(i) * encoded.right(i);
            leftUp += up ? 1 : 0;
            alike += encoded.product(i, i) > exact == up ? 1 : 0;
        }
        double share = leftUp / DRAWS;
        assertEquals(0.5, share, 4 * 0.5 / Math.sqrt(DRAWS));
        double[] cells = {exactShare(FORMAT.decode(8)), 1 - exactShare(FORMAT.decode(7))};
        assertEquals((cells[0] + cells[1]) / 2, alike / DRAWS, 4 * 0.5 / Math.sqrt(DRAWS));
    }

    /** How often the product of an operand with the value next to 1 is rounded up. */
    private static double exactShare(double operand) {
        double position = (operand * FORMAT.decode(11) + 2) / 4 * 15;
        return position - Math.floor(position);
    }

    @Test
    void operandsAndProductsAreRightOnAverage() {
        double[] x = {0.1, 0.7};
        double[] y = {0.9, -1.3};
        for (int i = 0; i < x.length; i++) {
            int operand = i;
            assertRightOnAverage(x[i], seed -> STOCHASTIC.encode(x, y, 2, seed).left(operand));
            assertRightOnAverage(y[i], seed -> STOCHASTIC.encode(x, y, 2, seed).right(operand));
            assertRightOnAverage(
                    x[i] * y[i], seed -> STOCHASTIC.encode(x, y, 2, seed).product(operand, operand));
        }
    }

    /** Over many roundings of a walk, whose every step draws bits of its own for the factor and for the product. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void chainsAreRightOnAverage(int walkSeed) {
        int steps = 3;
        Settings settings = new Settings(SimulationType.CHAIN_BOUNDED, 2, steps, Baseline.FLOAT64, 0, 1, false);
        Walk walk = new Walk(settings, walkSeed, new int[] {steps});
        double exact = walk.start();
        for (double factor : walk.left()) {
            exact *= factor;
        }
        assertRightOnAverage(exact, seed -> RunningChain.end(STOCHASTIC.chain(walk.start(), walk.left(), seed), steps));
    }
}
