package timestables.kernel.codec;

import java.util.Arrays;
import java.util.Objects;
import timestables.format.Format;
import timestables.format.Linear;

/**
 * Encodes at random: a number between two values becomes the code of either, the nearer one more often, so that the
 * value of the code is right on average (M. P. Connolly, N. J. Higham and T. Mary, <em>Stochastic Rounding and Its
 * Probabilistic Backward Error Analysis</em>, SIAM J. Sci. Comput. 43, 2021). A number outside the range becomes the
 * nearer end, a value its own code.
 *
 * <p>This is the plain loop that defines it. A number has a position among the sorted values: the rank of the one below
 * it, and its share of the way to the next. It is rounded to 24 bits after the point; then a random fraction of as many
 * bits, {@link CounterRandom} at the number's index in the array, is added, and the integer part is the rank of the
 * code. The same seed gives the same codes, however a range is split.
 *
 * <p>Accepts every format of at most 8 bits.
 */
public final class ScalarStochasticCodec {

    private final Format format;

    /** All values, sorted, and their codes. */
    private final double[] values;

    private final byte[] codes;

    /** For linear formats, a number's position is affine: this times the number, and {@link #zero}. Else not finite. */
    private final double scale;

    /** The position of zero. */
    private final double zero;

    /** @throws IllegalArgumentException if codes of the format do not fit bytes */
    public ScalarStochasticCodec(Format format) {
        this.format = format;
        new ScalarCodec(format).requireByteCodes();
        values = Arrays.stream(format.values())
                .filter(value -> value >= format.least() && value <= format.greatest())
                .sorted()
                .distinct()
                .toArray();
        codes = new byte[values.length];
        for (int rank = 0; rank < codes.length; rank++) {
            codes[rank] = (byte) format.encode(values[rank]);
        }
        zero = Math.scalb((codes.length - 1) / 2.0, CounterRandom.BITS);
        scale = format instanceof Linear ? zero / format.greatest() : Double.NaN;
    }

    /** The format of the codes. */
    public Format format() {
        return format;
    }

    /**
     * Encodes {@code in[i]} as {@code out[i]} over {@code from .. to - 1}.
     *
     * @param seed of the random numbers
     * @throws IndexOutOfBoundsException before it touches {@code out}, if that is not a range of both arrays
     * @throws IllegalArgumentException before it touches {@code out}, if a number is NaN
     */
    public void encode(float[] in, byte[] out, int from, int to, long seed) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        NanScan.refuse(in, from, to);
        long keys = CounterRandom.keys(seed, 0);
        for (int i = from; i < to; i++) {
            out[i] = codes[(int) (position(in[i]) + CounterRandom.bits(keys, i) >> CounterRandom.BITS)];
        }
    }

    /**
     * The code of one number.
     *
     * @param position of its random number: its index, where numbers are of an array
     * @throws IllegalArgumentException if it is not a number
     */
    public int encode(double number, long seed, long position) {
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException("cannot encode NaN: it has no nearest value");
        }
        long drawn = CounterRandom.bits(CounterRandom.keys(seed, (int) (position >>> Integer.SIZE)), (int) position);
        return Byte.toUnsignedInt(codes[(int) (position(number) + drawn >> CounterRandom.BITS)]);
    }

    /** Whether positions are {@link #scale} times the number and {@link #zero}, and ranks are codes. */
    boolean isAffine() {
        return Double.isFinite(scale);
    }

    double scale() {
        return scale;
    }

    double zero() {
        return zero;
    }

    /** A number's position, in units of {@code 2^-24}. */
    private long position(double number) {
        if (isAffine()) {
            return (long) Math.rint(Math.clamp(Math.fma(number, scale, zero), 0, 2 * zero));
        }
        int rank = Arrays.binarySearch(values, number);
        if (rank >= 0) {
            return (long) rank << CounterRandom.BITS;
        }
        int above = -rank - 1;
        if (above == 0 || above == values.length) {
            return Math.max(0, above - 1L) << CounterRandom.BITS;
        }
        double below = values[above - 1];
        double share = (number - below) / (values[above] - below);
        return (above - 1L << CounterRandom.BITS) + (long) Math.rint(Math.scalb(share, CounterRandom.BITS));
    }
}
