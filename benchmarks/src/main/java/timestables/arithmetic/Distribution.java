package timestables.arithmetic;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** Where operands come from; {@code range} is the largest value that formats are to represent. */
public enum Distribution {
    /** Uniform over [-range, range): what formats span. */
    UNIFORM {
        @Override
        double next(Random random, double range) {
            return (2 * random.nextDouble() - 1) * range;
        }
    },
    /** Normal with mean 0 and standard deviation range/4: one operand in 16,000 leaves the range. */
    NORMAL {
        @Override
        double next(Random random, double range) {
            return random.nextGaussian() * range / 4;
        }
    },
    /** All pairs of codes, once each. */
    ALL_CODES,
    /** The walks of the playground. */
    PLAYGROUND,
    /** A user's own. */
    OPERANDS;

    /** Those that operands are drawn from at random. */
    public static final List<Distribution> RANDOM = List.of(UNIFORM, NORMAL);

    double next(Random random, double range) {
        throw new UnsupportedOperationException(this + " operands are not drawn at random");
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Random reals, the same on every machine: {@link Random} and {@link SplittableRandom} are specified to the bit.
     *
     * @param seed the seed of a run
     * @param stream which of the run's independent sequences
     */
    public double[] sample(int elements, double range, long seed, long stream) {
        Random random = new Random(new SplittableRandom(seed + stream * 0x9e3779b97f4a7c15L).nextLong());
        double[] reals = new double[elements];
        for (int i = 0; i < elements; i++) {
            reals[i] = next(random, range);
        }
        return reals;
    }
}
