package timestables.format;

import java.util.Objects;

/**
 * Floating point in few bits, with subnormal numbers: sign, exponent and significand fields as in IEEE 754, rounded to
 * nearest, ties to even. Encoding saturates: a value beyond the greatest finite one, infinity too, becomes that, as in
 * the saturating mode of the OFP8 specification; so no value becomes infinity, though its patterns decode. NaN becomes
 * the NaN that {@link Specials} names, without a sign, or is refused where there is none.
 *
 * <p>8-bit formats are those of the <em>OCP 8-bit Floating Point Specification (OFP8)</em>, revision 1.0 (2023), after
 * P. Micikevicius et al., <em>FP8 Formats for Deep Learning</em>, 2022. Formats of 6 and 4 bits are the elements of the
 * <em>OCP Microscaling Formats (MX) Specification</em>, version 1.0 (2023), without the scale that a block of them
 * shares: see {@link Scaled}.
 *
 * @param name the name that reports show
 * @param exponentBits bits of the exponent, 2 to 5, biased by {@code 2^(exponentBits - 1) - 1}
 * @param significandBits bits of the significand that are stored, 1 to 10
 * @param specials which patterns are not finite numbers
 */
public record MiniFloat(String name, int exponentBits, int significandBits, Specials specials) implements Format {

    /** Four bits of exponent, three of significand: up to 448, steps of 1/8 between 1 and 2. */
    public static final MiniFloat E4M3 = new MiniFloat("float8-e4m3", 4, 3, Specials.ONE_NAN);

    /** Five bits of exponent, two of significand: up to 57344, steps of 1/4 between 1 and 2. */
    public static final MiniFloat E5M2 = new MiniFloat("float8-e5m2", 5, 2, Specials.IEEE);

    /** Two bits of exponent, three of significand: up to 7.5, steps of 1/8 below 2; neither infinity nor NaN. */
    public static final MiniFloat E2M3 = new MiniFloat("float6-e2m3", 2, 3, Specials.NONE);

    /** Three bits of exponent, two of significand: up to 28, steps of 1/4 between 1 and 2; neither infinity nor NaN. */
    public static final MiniFloat E3M2 = new MiniFloat("float6-e3m2", 3, 2, Specials.NONE);

    /** Two bits of exponent, one of significand: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negations. */
    public static final MiniFloat E2M1 = new MiniFloat("float4-e2m1", 2, 1, Specials.NONE);

    /** IEEE 754 binary16: five bits of exponent, ten of significand, up to 65504. */
    public static final MiniFloat BINARY16 = new MiniFloat("float16", 5, 10, Specials.IEEE);

    /** Which patterns are not finite numbers. */
    public enum Specials {
        /**
         * As in IEEE 754: those of the largest exponent, of which infinity has an empty significand and all others are
         * NaN. Encoded is the one of which only the first bit of the significand is set: the quiet NaN of hardware.
         */
        IEEE,
        /** The one, of either sign, whose bits are all set: NaN. */
        ONE_NAN,
        /** None. */
        NONE
    }

    public MiniFloat {
        if (exponentBits < 2 || exponentBits > 5 || significandBits < 1 || significandBits > 10) {
            throw new IllegalArgumentException(
                    "such a format has 2 to 5 bits of exponent and 1 to 10 of significand, not " + exponentBits
                            + " and " + significandBits);
        }
    }

    @Override
    public int bits() {
        return 1 + exponentBits + significandBits;
    }

    /** The exponent of the least normal number, and of all subnormal ones. */
    private int leastExponent() {
        return 2 - (1 << exponentBits - 1);
    }

    private int signBit() {
        return codes() / 2;
    }

    /** The code of the greatest finite value. */
    private int greatestCode() {
        int last = signBit() - 1;
        return switch (specials) {
            case IEEE -> last - (1 << significandBits);
            case ONE_NAN -> last - 1;
            case NONE -> last;
        };
    }

    @Override
    public boolean hasNaN() {
        return specials != Specials.NONE;
    }

    private int nan() {
        int last = signBit() - 1;
        return specials == Specials.IEEE ? last - (1 << significandBits - 1) + 1 : last;
    }

    @Override
    public double decode(int code) {
        Objects.checkIndex(code, codes());
        int magnitude = code & signBit() - 1;
        double value = magnitude <= greatestCode() ? finite(magnitude) : special(magnitude);
        return code < signBit() ? value : -value;
    }

    private double finite(int magnitude) {
        int exponent = magnitude >> significandBits;
        int implicit = Math.min(exponent, 1) << significandBits;
        int significand = magnitude & (1 << significandBits) - 1 | implicit;
        return Math.scalb((double) significand, Math.max(exponent, 1) - 1 + leastExponent() - significandBits);
    }

    private double special(int magnitude) {
        return specials == Specials.IEEE && magnitude == greatestCode() + 1 ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    @Override
    public int encode(double value) {
        if (Double.isNaN(value) && hasNaN()) {
            return nan();
        }
        double magnitude = Math.abs(Scale.clip(value, greatest()));
        int exponent = Math.max(Math.getExponent(magnitude), leastExponent());
        int significand = (int) Math.rint(Math.scalb(magnitude, significandBits - exponent));
        // Added, not placed side by side, so that the implicit bit and a carry raise the exponent.
        int code = (exponent - leastExponent() << significandBits) + significand;
        return Math.copySign(1, value) < 0 ? signBit() | code : code;
    }

    /**
     * The unit in the last place of a number: the distance of the values around it (J.-M. Muller et al., <em>Handbook
     * of Floating-Point Arithmetic</em>, 2nd edition, 2018); beyond the greatest value as if there were more.
     *
     * @param number finite
     */
    public double ulp(double number) {
        return Math.scalb(1.0, Math.max(Math.getExponent(number), leastExponent()) - significandBits);
    }

    @Override
    public double least() {
        return -greatest();
    }

    @Override
    public double greatest() {
        return decode(greatestCode());
    }
}
