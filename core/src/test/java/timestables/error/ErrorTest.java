package timestables.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorTest {

    @Test
    void metricsFollowTheirDefinitions() {
        ErrorMeter meter = new ErrorMeter();
        meter.add(2, 0);
        meter.add(-4, 1);
        meter.add(0, -2);
        meter.add(1, 0.5);
        ErrorMeter.Summary summary = meter.summary();
        assertEquals(4, summary.count());
        assertEquals(3.5 / 4, summary.meanAbsolute());
        assertEquals(5.25 / 4, summary.meanSquare());
        assertEquals(Math.sqrt(5.25 / 4), summary.rootMeanSquare());
        assertEquals(10 * Math.log10(21 / 5.25), summary.signalToNoise(), 1e-12);
        assertEquals(17.5 / Math.sqrt(21 * 19.25), summary.cosine(), 1e-12, "of 2, -3, -2 and 1.5");
        assertEquals(2, summary.maxAbsolute());
        assertEquals(2, summary.p99Absolute());
        assertEquals(-0.5 / 4, summary.bias());
        assertEquals((0 + 0.25 + 0.5) / 3, summary.meanRelative());
        assertEquals(0.5, summary.maxRelative());
        assertEquals(0.75, summary.errorProbability());
    }

    @Test
    void ninetyNineOfAHundredResultsDoNotExceedThePercentile() {
        ErrorMeter meter = new ErrorMeter();
        for (int i = 1; i <= 5000; i++) {
            meter.add(1, i % 2 == 0 ? i : -i);
        }
        assertEquals(4950, meter.summary().p99Absolute());
        assertEquals(5000, meter.summary().maxAbsolute());
    }

    @Test
    void relativeErrorsNeedAnExactValueThatIsNotZero() {
        ErrorMeter meter = new ErrorMeter();
        meter.add(0, 1);
        assertTrue(Double.isNaN(meter.summary().meanRelative()));
        assertTrue(Double.isNaN(meter.summary().maxRelative()));
    }

    @Test
    void anEmptyMeterHasNoSummary() {
        assertThrows(IllegalStateException.class, new ErrorMeter()::summary);
    }

    @Test
    void dotProductsAreExactFarBeyondDouble() {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 2, 1000}) {
            double[] a = random.doubles(length, -1, 1).toArray();
            double[] b = random.doubles(length, -1, 1).toArray();
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < length; i++) {
                exact = exact.add(new BigDecimal(a[i]).multiply(new BigDecimal(b[i])));
            }
            ExactDot dot = ExactDot.of(a, b);
            BigDecimal error =
                    new BigDecimal(dot.high()).add(new BigDecimal(dot.low())).subtract(exact);
            assertTrue(error.abs().doubleValue() <= 1e-29 * length, error::toString);
            assertEquals(exact.doubleValue(), dot.high());
            double result = dot.high() + 1e-10;
            double expected = new BigDecimal(result).subtract(exact).doubleValue();
            assertEquals(expected, dot.errorOf(result), Math.ulp(expected));
        }
    }

    @Test
    void cancellationLosesNothing() {
        ExactDot dot = ExactDot.of(new double[] {1e16, 1, -1e16}, new double[] {1, 1e-16, 1});
        assertEquals(1e-16, dot.high());
    }

    @Test
    void operandsMustPairUp() {
        assertThrows(IllegalArgumentException.class, () -> ExactDot.of(new double[2], new double[3]));
    }
}
