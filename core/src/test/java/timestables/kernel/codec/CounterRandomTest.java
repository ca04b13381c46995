package timestables.kernel.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

    /** The first outputs of SplitMix64 after the seed 0, by which keys are mixed. */
    @Test
    void keysAreMixedAsPublished() {
        assertEquals(mixedAgain(0xe220a8397b1dcdafL), CounterRandom.keys(0, 0));
        assertEquals(mixedAgain(0x6e789e6aa1b965f4L), CounterRandom.keys(0x9e3779b97f4a7c15L, 0));
    }

    private static long mixedAgain(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    @Test
    void numbersAreUniformAlongPositionsSeedsAndBlocks() {
        assertUniform(position -> CounterRandom.uniform(1, position));
        assertUniform(position -> CounterRandom.uniform(0, position << 20));
        assertUniform(position -> CounterRandom.uniform(-1, position << 32));
        assertUniform(seed -> CounterRandom.uniform(seed, 0));
        assertUniform(seed -> CounterRandom.uniform(seed << 40, 12345));
    }

    /** Chi-squared over 256 bins of single numbers and 16 x 16 of pairs: 255 +- 23, of which six deviations. */
    private static void assertUniform(LongToDoubleFunction numbers) {
        int count = 1 << 18;
        int[] singles = new int[256];
        int[] pairs = new int[256];
        double last = numbers.applyAsDouble(count);
        for (int i = 0; i < count; i++) {
            double number = numbers.applyAsDouble(i);
            assertTrue(number >= 0 && number < 1);
            assertEquals(Math.rint(number * 0x1p24), number * 0x1p24);
            singles[(int) (number * 256)]++;
            pairs[(int) (number * 16) * 16 + (int) (last * 16)]++;
            last = number;
        }
        for (int[] bins : new int[][] {singles, pairs}) {
            double expected = count / 256.0;
            double chiSquared = 0;
            for (int bin : bins) {
                chiSquared += (bin - expected) * (bin - expected) / expected;
            }
            assertTrue(Math.abs(chiSquared - 255) < 6 * 23, "chi squared " + chiSquared);
        }
    }
}
