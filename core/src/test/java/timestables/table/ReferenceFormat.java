package timestables.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import timestables.format.Format;
import timestables.format.MiniFloat;
import timestables.format.Posit;

/**
 * A format from the words of its specification, in exact arithmetic: what a code stands for by its bits, and the code
 * of a real number by comparing it with where rounding changes.
 */
final class ReferenceFormat {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Format format;
    private final boolean posit;
    private final int bits;
    private final int exponentBits;
    private final int significandBits;

    /** The magnitude's code from a number on; on the number itself the even one of this and the one before. */
    private final NavigableMap<BigDecimal, Integer> steps = new TreeMap<>();

    private ReferenceFormat(Format format, int exponentBits, int significandBits) {
        this.format = format;
        this.posit = format instanceof Posit;
        this.bits = format.bits();
        this.exponentBits = exponentBits;
        this.significandBits = significandBits;
        int last = (1 << bits - 1) - 1;
        steps.put(BigDecimal.ZERO, 0);
        for (int code = 1; code <= last && isNumber(code); code++) {
            // A float's code is an index of ascending values; rounding changes half way, for posits at a longer posit.
            BigDecimal middle = posit
                    ? positMagnitude(bits + 1, 2 * code - 1)
                    : floatMagnitude(code - 1).add(floatMagnitude(code)).divide(TWO);
            steps.put(middle, code);
        }
    }

    static ReferenceFormat of(Format format) {
        if (format.equals(MiniFloat.E4M3)) {
            return new ReferenceFormat(format, 4, 3);
        } else if (format.equals(MiniFloat.E5M2)) {
            return new ReferenceFormat(format, 5, 2);
        } else if (format.equals(MiniFloat.E2M3)) {
            return new ReferenceFormat(format, 2, 3);
        } else if (format.equals(MiniFloat.E3M2)) {
            return new ReferenceFormat(format, 3, 2);
        } else if (format.equals(MiniFloat.E2M1)) {
            return new ReferenceFormat(format, 2, 1);
        }
        return new ReferenceFormat((Posit) format, 2, 0);
    }

    Format format() {
        return format;
    }

    private int magnitudeCode(int code) {
        int signBit = 1 << bits - 1;
        return code < signBit ? code : posit ? (1 << bits) - code : code - signBit;
    }

    boolean isNegative(int code) {
        return code >= 1 << bits - 1;
    }

    boolean isInfinite(int code) {
        return format.equals(MiniFloat.E5M2) && magnitudeCode(code) == 0x7c;
    }

    boolean isNaN(int code) {
        return format.equals(MiniFloat.E5M2) && magnitudeCode(code) > 0x7c
                || format.equals(MiniFloat.E4M3) && magnitudeCode(code) == 0x7f
                || posit && code == 1 << bits - 1;
    }

    boolean isNumber(int code) {
        return !isNaN(code) && !isInfinite(code);
    }

    /** The magnitude of a number. */
    BigDecimal magnitude(int code) {
        int magnitude = magnitudeCode(code);
        return posit ? positMagnitude(bits, magnitude) : floatMagnitude(magnitude);
    }

    private BigDecimal floatMagnitude(int code) {
        int exponent = code >> significandBits;
        int significand = code % (1 << significandBits) + (exponent == 0 ? 0 : 1 << significandBits);
        int bias = (1 << exponentBits - 1) - 1;
        return power(Math.max(exponent, 1) - bias - significandBits).multiply(BigDecimal.valueOf(significand));
    }

    private static BigDecimal positMagnitude(int bits, int code) {
        if (code == 0) {
            return BigDecimal.ZERO;
        }
        boolean ones = (code >> bits - 2 & 1) == 1;
        int run = 0;
        while (run < bits - 1 && (code >> bits - 2 - run & 1) == (ones ? 1 : 0)) {
            run++;
        }
        int left = Math.max(bits - 2 - run, 0);
        int rest = (code & (1 << left) - 1) << 2;
        int exponent = rest >> left;
        int fraction = rest & (1 << left) - 1;
        return power(4 * (ones ? run - 1 : -run) + exponent - left)
                .multiply(BigDecimal.valueOf((1L << left) + fraction));
    }

    private static BigDecimal power(int exponent) {
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
        return exponent < 0 ? BigDecimal.ONE.divide(power) : power;
    }

    int zero(boolean negative) {
        return signed(0, negative);
    }

    int greatest(boolean negative) {
        return signed(steps.lastEntry().getValue(), negative);
    }

    int encode(BigDecimal magnitude, boolean negative) {
        var step = steps.floorEntry(magnitude);
        int code = step.getValue();
        if (magnitude.signum() != 0 && posit) {
            code = Math.max(code, 1);
        }
        boolean tie = code > 0 && step.getKey().compareTo(magnitude) == 0;
        return signed(tie && code % 2 == 1 && !(posit && code == 1) ? code - 1 : code, negative);
    }

    private int signed(int magnitude, boolean negative) {
        if (!negative) {
            return magnitude;
        }
        return posit ? (1 << bits) - magnitude & (1 << bits) - 1 : magnitude | 1 << bits - 1;
    }
}
