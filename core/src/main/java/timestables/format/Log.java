package timestables.format;

/**
 * Companded values over [-maxRange, maxRange]: finer near zero, coarser near the ends. A value {@code v} lies at
 * position {@code sign(v) * log10(1 + 9 |v| / maxRange)} of [-1, 1], and the codes divide that interval evenly.
 *
 * <p>This is mu-law companding (ITU-T G.711) with mu = 9.
 *
 * @param bits bits in a code, 1 to 16
 * @param maxRange the largest value, positive and finite
 */
public record Log(int bits, double maxRange) implements Companded {

    private static final double MU = 9;
    private static final double LOG_1_MU = StrictMath.log(1 + MU);

    public Log {
        Scale.check(bits, maxRange);
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public double position(double value) {
        double share = Scale.clip(value, maxRange) / maxRange;
        double companded = Math.signum(share) * StrictMath.log1p(MU * Math.abs(share)) / LOG_1_MU;
        return (companded + 1) * Scale.half(bits);
    }

    @Override
    public double at(double position) {
        double companded = Scale.share(position, bits);
        double magnitude = (StrictMath.pow(1 + MU, Math.abs(companded)) - 1) / MU;
        return Math.signum(companded) * magnitude * maxRange;
    }

    @Override
    public double least() {
        return -maxRange;
    }

    @Override
    public double greatest() {
        return maxRange;
    }
}
