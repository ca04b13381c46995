package timestables.kernel.codec;

import java.util.Objects;
import timestables.format.Format;

/**
 * The plain loops that define both operations: encoding asks the format for every value, decoding loads one value a
 * code. Accepts every format.
 */
public final class ScalarCodec implements Codec {

    private final Format format;
    private final float[] values;

    /** The codec of any format. */
    public ScalarCodec(Format format) {
        this.format = format;
        values = new float[format.codes()];
        for (int code = 0; code < values.length; code++) {
            values[code] = (float) format.decode(code);
        }
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public void encode(float[] in, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        requireByteCodes();
        NanScan.refuse(in, from, to);
        for (int i = from; i < to; i++) {
            out[i] = (byte) format.encode(in[i]);
        }
    }

    @Override
    public void encode(float[] in, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        NanScan.refuse(in, from, to);
        for (int i = from; i < to; i++) {
            out[i] = (short) format.encode(in[i]);
        }
    }

    @Override
    public void decode(byte[] in, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        requireByteCodes();
        for (int i = from; i < to; i++) {
            out[i] = values[Byte.toUnsignedInt(in[i])];
        }
    }

    @Override
    public void decode(short[] in, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        for (int i = from; i < to; i++) {
            out[i] = values[Short.toUnsignedInt(in[i])];
        }
    }

    void requireByteCodes() {
        if (format.bits() > 8) {
            throw new IllegalArgumentException("codes of " + format.bits() + " bits do not fit an array of bytes");
        }
    }
}
