package timestables.format;

import java.util.Objects;

/**
 * Posits: floating point whose precision tapers, finest near 1. After the sign, a run of equal bits, the regime, scales
 * by powers of 16: {@code m} ones by {@code 16^(m-1)}, {@code m} zeros by {@code 16^-m}. The bit that ends the run, two
 * bits of exponent and the bits of the fraction follow as far as the code has bits left, and count as zeros beyond.
 * Negative values are the two's complement patterns of their magnitudes, so that codes as signed integers are ordered
 * as values are.
 *
 * <p>There is one zero, and one code that is no number, NaR ("not a real"), of which only the top bit is set: it
 * decodes to NaN. Encoding rounds the string of bits, not the value: where fraction bits are dropped, that is to
 * nearest; where exponent bits are dropped, the border is nearer to the geometric mean. A tie goes to the even pattern.
 * No number but zero becomes zero, and none becomes NaR: what is too small becomes the least magnitude, {@code 2^(8 - 4
 * bits)}, and what is too large the greatest, its reciprocal. NaN becomes NaR, and so does infinity.
 *
 * <p>This is the <em>Standard for Posit Arithmetic</em> (Posit Working Group, 2022), after J. L. Gustafson and I. T.
 * Yonemoto, <em>Beating Floating Point at its Own Game: Posit Arithmetic</em>, Supercomputing Frontiers and Innovations
 * 4, 2017.
 *
 * @param bits bits in a code, 3 to 16
 */
public record Posit(int bits) implements Format {

    private static final int EXPONENT_BITS = 2;

    /** Bits of a binary64 fraction, and with the exponent those after the regime. */
    private static final int FRACTION_BITS = 52;

    private static final int TAIL_BITS = EXPONENT_BITS + FRACTION_BITS;

    public Posit {
        Scale.checkBits(bits, 3, 16);
    }

    @Override
    public String name() {
        return "posit" + bits;
    }

    /** The code that stands for no number. */
    private int nar() {
        return codes() / 2;
    }

    @Override
    public boolean hasNaN() {
        return true;
    }

    @Override
    public double decode(int code) {
        Objects.checkIndex(code, codes());
        if (code == 0) {
            return 0;
        }
        if (code == nar()) {
            return Double.NaN;
        }
        return code < nar() ? magnitude(code) : -magnitude(codes() - code);
    }

    private double magnitude(int pattern) {
        int fields = pattern << Integer.SIZE - bits + 1;
        int run = Integer.numberOfLeadingZeros(fields < 0 ? ~fields : fields);
        int regime = fields < 0 ? run - 1 : -run;
        int rest = fields << run + 1;
        int exponent = rest >>> Integer.SIZE - EXPONENT_BITS;
        double fraction = Math.scalb((double) Integer.toUnsignedLong(rest << EXPONENT_BITS), -Integer.SIZE);
        return Math.scalb(1 + fraction, (regime << EXPONENT_BITS) + exponent);
    }

    @Override
    public int encode(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return nar();
        }
        if (value == 0) {
            return 0;
        }
        int pattern = pattern(Math.abs(value));
        return value < 0 ? codes() - pattern : pattern;
    }

    private int pattern(double magnitude) {
        if (magnitude >= greatest()) {
            return nar() - 1;
        }
        if (magnitude <= 1 / greatest()) {
            return 1;
        }
        int exponent = Math.getExponent(magnitude);
        int regime = exponent >> EXPONENT_BITS;
        // The run and the bit that ends it: ones and a zero, or zeros and a one.
        int runBits = regime < 0 ? 1 - regime : regime + 2;
        long run = regime < 0 ? 1 : (1L << runBits) - 2;
        long fraction = Double.doubleToRawLongBits(magnitude) & (1L << FRACTION_BITS) - 1;
        long tail = (long) (exponent & (1 << EXPONENT_BITS) - 1) << FRACTION_BITS | fraction;
        int kept = bits - 1 - runBits;
        int dropped = TAIL_BITS - kept;
        int pattern = (int) (run << kept | tail >>> dropped);
        long rest = tail & (1L << dropped) - 1;
        long half = 1L << dropped - 1;
        boolean up = rest > half || rest == half && (pattern & 1) == 1;
        return up ? pattern + 1 : pattern;
    }

    @Override
    public double least() {
        return -greatest();
    }

    @Override
    public double greatest() {
        return Math.scalb(1.0, bits - 2 << EXPONENT_BITS);
    }
}
