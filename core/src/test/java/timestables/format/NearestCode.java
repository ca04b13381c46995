package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * What the documents of formats say of the code of a number, found by looking at all values: in exact arithmetic, so
 * that ties are known where the values are exact.
 */
public final class NearestCode {

    /** What rounding may move numbers by, as a share of the largest, where values are not exact. */
    private static final double ROUNDING = 1e-12;

    private final Format format;

    /** What numbers are multiplied by first. */
    private final BigDecimal inverseScale;

    /** Those that encoding yields. */
    private final int[] codes;

    /** Where their values are on the format's scale. */
    private final BigDecimal[] places;

    private final boolean isExact;
    private final BigDecimal slack;

    public NearestCode(Format format) {
        double scale = format instanceof Scaled scaled ? scaled.scale() : 1;
        this.format = format instanceof Scaled scaled ? scaled.format() : format;
        inverseScale = new BigDecimal(1 / scale);
        isExact = isExact(this.format) && scale == Math.scalb(1.0, Math.getExponent(scale));
        codes = IntStream.range(0, format.codes())
                .filter(code -> Double.isFinite(format.decode(code)) && !format.saturates(format.decode(code)))
                .toArray();
        places = IntStream.of(codes)
                .mapToObj(code -> place(new BigDecimal(this.format.decode(code))))
                .toArray(BigDecimal[]::new);
        BigDecimal extent = IntStream.range(0, codes.length)
                .mapToObj(i -> places[i].abs())
                .reduce(BigDecimal.ZERO, BigDecimal::max);
        slack = isExact ? BigDecimal.ZERO : extent.multiply(new BigDecimal(ROUNDING));
    }

    private static boolean isExact(Format format) {
        return format instanceof FixedPoint
                || format instanceof Affine
                || format instanceof MiniFloat
                || format instanceof Posit
                || format instanceof Codebook
                || format instanceof Unsigned unsigned && Integer.bitCount(unsigned.unit()) == 1;
    }

    /** Where a number is on the scale on which the nearest value is sought. */
    private BigDecimal place(BigDecimal number) {
        double rounded = number.doubleValue();
        if (format instanceof Log log) {
            return new BigDecimal(Math.signum(rounded) * Math.log1p(9 * Math.abs(rounded) / log.maxRange()));
        }
        if (format instanceof Asinh asinh) {
            double bent = Math.abs(rounded) * asinh.gain();
            return new BigDecimal(Math.signum(rounded) * Math.log1p(bent + bent * bent / (1 + Math.hypot(bent, 1))));
        }
        if (format instanceof Geometric geometric) {
            // Levels above the last one, which is zero; what is below it is as near.
            int last = format.codes() / 2 - 1;
            double level = Math.log(geometric.maxRange() / Math.abs(rounded)) / Math.log(2) * (last + 1) / 8;
            return new BigDecimal(Math.signum(rounded) * Math.max(last - level, 0));
        }
        return number;
    }

    /** Asserts that a code is the one of a number: the nearest, or of several the one that the documents name. */
    public void check(BigDecimal number, int code) {
        BigDecimal inside = number.multiply(inverseScale)
                .max(new BigDecimal(format.least()))
                .min(new BigDecimal(format.greatest()));
        if (format instanceof Posit) {
            checkPosit(inside, code);
            return;
        }
        BigDecimal place = place(inside);
        BigDecimal least = IntStream.range(0, codes.length)
                .mapToObj(i -> distance(i, place))
                .reduce(BigDecimal::min)
                .orElseThrow();
        int chosen = IntStream.range(0, codes.length)
                .filter(i -> codes[i] == code)
                .findFirst()
                .orElse(-1);
        assertTrue(
                chosen >= 0 && distance(chosen, place).compareTo(least.add(slack)) <= 0,
                () -> "of %s, %d is not the nearest to %s".formatted(format, code, inside));
        boolean isTie = IntStream.range(0, codes.length)
                .anyMatch(i -> places[i].compareTo(places[chosen]) != 0
                        && distance(i, place).compareTo(least) == 0);
        if (isExact && isTie) {
            assertEquals(0, code % 2, () -> "of %s, %s is as near to another code".formatted(format, inside));
        }
    }

    private BigDecimal distance(int i, BigDecimal place) {
        return places[i].subtract(place).abs();
    }

    /** Posits give way to each other at the posit of one more bit that lies between. */
    private void checkPosit(BigDecimal number, int code) {
        int negated = (format.codes() - code) % format.codes();
        int magnitudeCode = number.signum() < 0 ? negated : code;
        BigDecimal magnitude = number.abs();
        if (number.signum() == 0) {
            assertEquals(0, code);
            return;
        }
        assertTrue(magnitudeCode > 0 && magnitudeCode < format.codes() / 2, () -> number + " has the code " + code);
        Posit longer = new Posit(format.bits() + 1);
        BigDecimal from = new BigDecimal(longer.decode(2 * magnitudeCode - 1));
        BigDecimal to = new BigDecimal(longer.decode(2 * magnitudeCode + 1));
        int ties = 1 - magnitudeCode % 2;
        assertTrue(
                magnitudeCode == 1 || magnitude.compareTo(from) >= 1 - ties,
                () -> "of %s, a lower one than %d is nearer to %s".formatted(format, code, number));
        assertTrue(
                magnitudeCode == format.codes() / 2 - 1 || magnitude.compareTo(to) <= ties - 1,
                () -> "of %s, a higher one than %d is nearer to %s".formatted(format, code, number));
    }
}
