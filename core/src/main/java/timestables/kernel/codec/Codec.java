package timestables.kernel.codec;

import timestables.format.Format;
import timestables.format.MiniFloat;

/**
 * Encodes arrays of binary32 numbers as codes of one format, and decodes codes again. All codecs of a format give the
 * same bits: a code is {@code format.encode(value)}, a decoded value is {@code (float) format.decode(code)}.
 *
 * <p>Codes are unsigned, one a {@code byte} for formats of at most 8 bits, or one a {@code short} for every format. For
 * a code that is not below {@code 2^bits} the decoded value is unspecified, or an exception. Arrays are read and
 * written over the same positions {@code from .. to - 1}.
 *
 * <p>Before it touches {@code out}, every method throws {@link IndexOutOfBoundsException} if that is not a range of
 * both arrays, and {@link IllegalArgumentException} if codes of the format do not fit the array or a value is NaN, for
 * which {@code in} is read twice. NaN is refused even where the format has a code for it: among numbers it is a
 * mistake. Its codes are decoded.
 */
public interface Codec {

    /** The fastest codec of {@code format} on this machine. */
    static Codec best(Format format) {
        StepFunction steps = new StepFunction(format);
        if (format instanceof MiniFloat miniFloat) {
            return MiniFloatCodec.of(miniFloat, steps);
        }
        return AffineCodec.of(format, steps).orElseGet(() -> new TableCodec(format, steps));
    }

    /** The format of the codes. */
    Format format();

    /** {@code out[i] = format().encode(in[i])}, for a format of at most 8 bits. */
    void encode(float[] in, byte[] out, int from, int to);

    /** {@code out[i] = format().encode(in[i])}. */
    void encode(float[] in, short[] out, int from, int to);

    /** {@code out[i] = format().decode(in[i])}, for a format of at most 8 bits. */
    void decode(byte[] in, float[] out, int from, int to);

    /** {@code out[i] = format().decode(in[i])}. */
    void decode(short[] in, float[] out, int from, int to);
}
