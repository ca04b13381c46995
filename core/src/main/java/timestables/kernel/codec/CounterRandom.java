package timestables.kernel.codec;

/**
 * Random numbers without a state: each is a function of a seed and a position, so that they are the same in whatever
 * order, and by however many threads or vector lanes, they are drawn (J. Salmon et al., <em>Parallel Random Numbers: As
 * Easy as 1, 2, 3</em>, SC 2011).
 *
 * <p>The lower half of a position is hashed twice, with a key before each. The hash is {@code lowbias32} of C. Wellons,
 * <em>Prospecting for Hash Functions</em>, 2018, of operations that vectors of ints have; the keys are mixed from the
 * seed and the upper half as in G. Steele, D. Lea and C. Flood, <em>Fast Splittable Pseudorandom Number
 * Generators</em>, OOPSLA 2014. Good enough for rounding, not for cryptography.
 */
public final class CounterRandom {

    /** Random bits in a number. */
    public static final int BITS = 24;

    static final int FACTOR1 = 0x7feb352d;
    static final int FACTOR2 = 0x846ca68b;
    static final int SHIFT1 = 16;
    static final int SHIFT2 = 15;
    static final int SHIFT3 = 16;

    /** The increment of states in that paper, {@code 2^64} over the golden ratio. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private CounterRandom() {}

    /** A random number of at least 0 and below 1, a multiple of {@code 2^-24}. */
    public static double uniform(long seed, long position) {
        return bits(keys(seed, (int) (position >>> Integer.SIZE)), (int) position) * 0x1p-24;
    }

    /**
     * The keys of a seed, for {@code 2^32} positions: the first in the lower half, the second in the upper one.
     *
     * @param block the upper half of these positions
     */
    static long keys(long seed, int block) {
        return mix(mix(seed + GOLDEN) + block);
    }

    private static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /**
     * A random integer of {@value #BITS} bits.
     *
     * @param keys both keys
     * @param position the lower half of the position
     */
    static int bits(long keys, int position) {
        int firstKey = (int) keys;
        int secondKey = (int) (keys >>> Integer.SIZE);
        return hash(hash(position ^ firstKey) + secondKey) >>> Integer.SIZE - BITS;
    }

    private static int hash(int number) {
        int mixed = (number ^ number >>> SHIFT1) * FACTOR1;
        mixed = (mixed ^ mixed >>> SHIFT2) * FACTOR2;
        return mixed ^ mixed >>> SHIFT3;
    }
}
