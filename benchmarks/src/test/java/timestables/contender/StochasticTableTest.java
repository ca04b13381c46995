package timestables.contender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import timestables.accuracy.ChainSteppings;
import timestables.accuracy.Stepper;
import timestables.accuracy.Stepping;
import timestables.format.Linear;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;
import timestables.walk.Walk;

class StochasticTableTest {

    private static final Linear FORMAT = new Linear(4, 2);
    private static final double STEP = 4.0 / 15;
    private static final int DRAWS = 100_000;

    /** With the same bits, what is rounded up would be rounded up again. */
    @Test
    void bitsOfAnOperandAreNotThoseOfAProduct() {
        StochasticTable table = new StochasticTable(FORMAT, FORMAT);
        double alike = 0;
        for (int i = 0; i < DRAWS; i++) {
            // Half way between two values.
            alike += table.operand(0, 1, 2L * i) == table.product(0, 1, 1, 2L * i + 1) ? 1 : 0;
        }
        assertEquals(0.5, alike / DRAWS, 4 * 0.5 / Math.sqrt(DRAWS));
    }

    @Test
    void operandsAndProductsAreRightOnAverage() {
        StochasticTable table = new StochasticTable(FORMAT, FORMAT);
        double operands = 0;
        double products = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            operands += table.operand(0.7, seed, 3);
            products += table.product(0.7, -1.3, seed, 3);
        }
        // A rounding has a standard deviation of half a step at most.
        double four = 4 * STEP / 2 / Math.sqrt(DRAWS);
        assertEquals(0.7, operands / DRAWS, four);
        assertEquals(0.7 * -1.3, products / DRAWS, four);
    }

    /** Over many roundings of a walk, whose every step draws bits of its own for the factor and for the product. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void chainsAreRightOnAverage(int walkSeed) {
        int steps = 3;
        Settings settings = new Settings(SimulationType.CHAIN_BOUNDED, 2, steps, Baseline.FLOAT64, 0, 1, false);
        Walk walk = new Walk(settings, walkSeed, new int[] {steps});
        Stepping stepping = ChainSteppings.all(2).stream()
                .filter(each -> each.contender().equals("table4-stochastic")
                        && each.format().equals("linear"))
                .findFirst()
                .orElseThrow();
        double exact = walk.start();
        for (double factor : walk.left()) {
            exact *= factor;
        }
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            Stepper stepper = stepping.start().on(walk, seed);
            double result = 0;
            for (int i = 0; i < steps; i++) {
                result = stepper.step(i);
            }
            sum += result;
            squares += result * result;
        }
        double mean = sum / DRAWS;
        assertEquals(exact, mean, 4 * Math.sqrt((squares / DRAWS - mean * mean) / DRAWS));
    }
}
