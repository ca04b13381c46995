package timestables.format;

import java.util.Random;

/** Formats of every kind, with any parameters that they take. */
public final class RandomFormats {

    private final Random random;
    private final int bits;

    private RandomFormats(Random random, int bits) {
        this.random = random;
        this.bits = bits;
    }

    /**
     * A format of so many bits.
     *
     * @param fewestBits at least 1
     * @param mostBits at most 10
     */
    public static Format next(Random random, int fewestBits, int mostBits) {
        return new RandomFormats(random, random.nextInt(fewestBits, mostBits + 1)).any();
    }

    private Format any() {
        Format scaled = plain();
        return switch (random.nextInt(4)) {
            case 0 -> new Scaled(scaled, Math.scalb(1.0, random.nextInt(-20, 20)));
            case 1 -> scaled instanceof Posit ? scaled : new Scaled(scaled, 0.1 + random.nextDouble());
            default -> scaled;
        };
    }

    private Format plain() {
        int last = (1 << bits) - 1;
        return switch (random.nextInt(bits == 1 ? 7 : bits == 2 ? 10 : bits == 3 ? 11 : 12)) {
            case 0 -> new Linear(bits, range());
            case 1 -> new Log(bits, range());
            case 2 -> asinh(range());
            case 3 -> new FixedPoint(bits, random.nextInt(bits));
            case 4 -> new Unsigned(bits, random.nextBoolean() ? last : 1 << random.nextInt(bits + 1));
            case 5 -> new Affine(bits, random.nextInt(last + 1));
            case 6 -> codebook();
            case 7 -> new Symmetric(bits, range());
            case 8 -> new OffsetBinary(bits, range());
            case 9 -> new Geometric(bits, range());
            case 10 -> new Posit(bits);
            default -> miniFloat();
        };
    }

    private double range() {
        return switch (random.nextInt(10)) {
            case 0 -> 1e-140;
            case 1 -> 1e140;
            default -> Math.scalb(1 + random.nextDouble(), random.nextInt(-30, 30));
        };
    }

    private Format asinh(double range) {
        return new Asinh(bits, range, Math.scalb(1 + random.nextDouble(), random.nextInt(-10, 30)) / range);
    }

    /** Values of both signs and many magnitudes. */
    private Format codebook() {
        double[] values = random.doubles(-1, 1)
                .map(value -> value * value * value)
                .distinct()
                .limit(1 << Math.min(bits, 8))
                .sorted()
                .toArray();
        return new Codebook("random", values);
    }

    private Format miniFloat() {
        int exponentBits = random.nextInt(2, Math.min(5, bits - 2) + 1);
        MiniFloat.Specials[] specials = MiniFloat.Specials.values();
        return new MiniFloat("random", exponentBits, bits - 1 - exponentBits, specials[random.nextInt(3)]);
    }
}
