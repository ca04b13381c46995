package timestables.walk;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * The generator MT19937 (M. Matsumoto and T. Nishimura, <em>Mersenne Twister</em>, ACM Trans. Model. Comput. Simul. 8,
 * 1998), seeded by one integer, with doubles of 53 bits: what NumPy's {@code numpy.random.seed} and {@code random} use.
 */
public final class MersenneTwister implements DoubleSupplier {

    private static final int WORDS = 624;
    private static final int MIDDLE = 397;

    /** Seeds are integers below this. */
    public static final long SEEDS = 1L << 32;

    private final int[] state;
    private int next = WORDS;

    /** @param seed 0 to {@code 2^32 - 1} */
    public MersenneTwister(long seed) {
        checkSeed(seed);
        state = new int[WORDS];
        state[0] = (int) seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** @throws IllegalArgumentException if that is no seed */
    static void checkSeed(long seed) {
        if (seed < 0 || seed >= SEEDS) {
            throw new IllegalArgumentException("a seed lies between 0 and " + (SEEDS - 1) + ", not at " + seed);
        }
    }

    private MersenneTwister(MersenneTwister other) {
        state = other.state.clone();
        next = other.next;
    }

    /** A generator that goes on as this one would. */
    public MersenneTwister copy() {
        return new MersenneTwister(this);
    }

    private int nextInt() {
        if (next == WORDS) {
            twist();
        }
        int word = state[next++];
        word ^= word >>> 11;
        word ^= word << 7 & 0x9d2c5680;
        word ^= word << 15 & 0xefc60000;
        return word ^ word >>> 18;
    }

    private void twist() {
        for (int i = 0; i < WORDS; i++) {
            int joined = state[i] & 0x80000000 | state[(i + 1) % WORDS] & 0x7fffffff;
            state[i] = state[(i + MIDDLE) % WORDS] ^ joined >>> 1 ^ (joined & 1) * 0x9908b0df;
        }
        next = 0;
    }

    /** The next number, uniform in [0, 1). */
    @Override
    public double getAsDouble() {
        long high = nextInt() >>> 5;
        long low = nextInt() >>> 6;
        return (high * 0x1p26 + low) * 0x1p-53;
    }

    /** The next number, uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * getAsDouble();
    }

    /** The next so many numbers, uniform in [low, high). */
    public double[] uniforms(double low, double high, int count) {
        double[] drawn = new double[count];
        Arrays.setAll(drawn, i -> uniform(low, high));
        return drawn;
    }
}
