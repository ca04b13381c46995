package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The contract of {@link Format}, of formats with any parameters. */
class FormatPropertyTest {

    /** A format and numbers for it: what is apt to go wrong, as values, their middles, and what is beyond the ends. */
    record Sample(Format format, double[] numbers) {

        @Override
        public String toString() {
            return format + " of " + Arrays.toString(numbers);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.randomValue(random -> sample(RandomFormats.next(random, 1, 8), random));
    }

    private static Sample sample(Format format, Random random) {
        double[] values =
                Arrays.stream(format.values()).filter(Double::isFinite).sorted().toArray();
        double[] numbers = new double[20];
        Arrays.setAll(numbers, i -> {
            int at = random.nextInt(values.length - 1);
            double middle = values[at] / 2 + values[at + 1] / 2;
            return switch (i % 6) {
                case 0 -> middle;
                case 1 -> Math.nextUp(middle);
                case 2 -> Math.nextDown(middle);
                case 3 -> values[at] + (values[at + 1] - values[at]) * random.nextDouble();
                case 4 -> 3 * (random.nextDouble() - 0.5) * Math.min(format.reach(), 1e300);
                default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(-1000, 1000));
            };
        });
        return new Sample(format, numbers);
    }

    @Property(tries = 500)
    void numbersGetTheNearestCode(@ForAll("samples") Sample sample) {
        NearestCode nearest = new NearestCode(sample.format);
        for (double number : sample.numbers) {
            nearest.check(new BigDecimal(number), sample.format.encode(number));
        }
    }

    @Property(tries = 500)
    void codesNeverDescendAsNumbersAscend(@ForAll("samples") Sample sample) {
        double[] numbers = sample.numbers.clone();
        Arrays.sort(numbers);
        double last = sample.format.least();
        for (double number : numbers) {
            double value = sample.format.decode(sample.format.encode(number));
            assertTrue(value >= last, () -> number + " becomes " + value);
            last = value;
        }
    }

    @Property(tries = 500)
    void valuesAreEncodedAsThemselvesAndTheRestAsTheContractSays(@ForAll("formats") Format format) {
        for (double value : format.values()) {
            if (Double.isNaN(value)) {
                assertTrue(format.hasNaN());
            } else if (!format.saturates(value)) {
                assertEquals(value, format.decode(format.encode(value)));
            }
        }
        if (format.hasNaN()) {
            assertTrue(Double.isNaN(format.decode(format.encode(Double.NaN))));
        } else {
            assertThrows(IllegalArgumentException.class, () -> format.encode(Double.NaN));
        }
        for (double beyond : new double[] {Math.nextUp(format.greatest()), Double.MAX_VALUE}) {
            assertEquals(format.greatest(), format.decode(format.encode(beyond)));
        }
        for (double beyond : new double[] {Math.nextDown(format.least()), -Double.MAX_VALUE}) {
            assertEquals(format.least(), format.decode(format.encode(beyond)));
        }
        assertFalse(format.saturates(format.least()) || format.saturates(format.greatest()));
    }

    @Provide
    Arbitrary<Format> formats() {
        return Arbitraries.randomValue(random -> RandomFormats.next(random, 1, 8));
    }
}
