package timestables.format;

/** How the scale of a block is stored. */
public enum ScaleFormat {
    /**
     * A power of two in 8 bits: code {@code c} is {@code 2^(c - 127)}, and 255 is NaN (OCP Microscaling Formats (MX)
     * Specification, version 1.0, 2023, section 5.4.1).
     */
    E8M0(Byte.BYTES) {
        @Override
        public float decode(int bits) {
            return bits == NAN ? Float.NaN : Math.scalb(1f, bits - BIAS);
        }

        @Override
        int bits(float scale) {
            return Float.isNaN(scale) ? NAN : Math.min(Math.getExponent(scale) + BIAS, NAN - 1);
        }
    },
    /** {@link MiniFloat#E4M3} without a sign, up to 448, times one binary32 number for all blocks. */
    E4M3(Byte.BYTES) {
        @Override
        public float decode(int bits) {
            return (float) MiniFloat.E4M3.decode(bits);
        }

        @Override
        int bits(float scale) {
            return MiniFloat.E4M3.encode(scale);
        }
    },
    /** IEEE 754 binary16, of either sign. */
    BINARY16(Short.BYTES) {
        @Override
        public float decode(int bits) {
            return Float.float16ToFloat((short) bits);
        }

        @Override
        int bits(float scale) {
            return Short.toUnsignedInt(Float.floatToFloat16(scale));
        }

        @Override
        boolean isSigned() {
            return true;
        }
    },
    /** IEEE 754 binary32, of either sign. */
    BINARY32(Float.BYTES) {
        @Override
        public float decode(int bits) {
            return Float.intBitsToFloat(bits);
        }

        @Override
        int bits(float scale) {
            return Float.floatToRawIntBits(scale);
        }

        @Override
        boolean isSigned() {
            return true;
        }
    };

    private static final int BIAS = 127;
    private static final int NAN = 255;

    private final int bytes;

    ScaleFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes in a scale. */
    public int bytes() {
        return bytes;
    }

    /**
     * The scale that a pattern stands for, whether blocks may have it or not.
     *
     * @param bits the pattern, unsigned
     */
    public abstract float decode(int bits);

    /** The pattern of the nearest scale, ties to even; of the next lower one where scales are powers of two. */
    abstract int bits(float scale);

    boolean isSigned() {
        return false;
    }

    /** The scale that {@link #bits} takes. */
    float round(double scale) {
        return decode(bits((float) scale));
    }

    /**
     * The pattern that stands for a scale.
     *
     * @throws IllegalArgumentException if none does, or one that no block may have: negative where only magnitudes are
     *     stored, infinite, or NaN but in E8M0, where it makes a block NaN
     */
    public int encode(float scale) {
        int bits = bits(scale);
        boolean isNumber = Float.isFinite(scale) || this == E8M0;
        if (!isNumber || !isSigned() && Float.floatToRawIntBits(scale) < 0 || Float.compare(decode(bits), scale) != 0) {
            throw new IllegalArgumentException("%s is no scale of a block in %s".formatted(scale, this));
        }
        return bits;
    }
}
