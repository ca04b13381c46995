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
    public void encode(float[] in, int from, byte[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        requireByteCodes();
        NanScan.refuse(in, from, from + count);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (byte) format.encode(in[from + i]);
        }
    }

    @Override
    public void encode(float[] in, int from, short[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        NanScan.refuse(in, from, from + count);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = (short) format.encode(in[from + i]);
        }
    }

    @Override
    public void decode(byte[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        requireByteCodes();
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = values[Byte.toUnsignedInt(in[from + i])];
        }
    }

    @Override
    public void decode(short[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = values[Short.toUnsignedInt(in[from + i])];
        }
    }

    void requireByteCodes() {
        if (format.bits() > 8) {
            throw new IllegalArgumentException("codes of " + format.bits() + " bits do not fit an array of bytes");
        }
    }
}
