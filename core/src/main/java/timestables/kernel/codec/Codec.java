package timestables.kernel.codec;

import timestables.format.Format;
import timestables.format.MiniFloat;
import timestables.kernel.VectorWidth;

/**
 * Encodes arrays of binary32 numbers as codes of one format, and decodes codes again. All codecs of a format give the
 * same bits: a code is {@code format.encode(value)}, a decoded value is {@code (float) format.decode(code)}.
 *
 * <p>Codes are unsigned, one a {@code byte} for formats of at most 8 bits, or one a {@code short} for every format. For
 * a code that is not below {@code 2^bits} the decoded value is unspecified, or an exception. Every method reads
 * {@code count} elements of one array from position {@code from} on, and writes as many from position {@code outFrom}
 * on.
 *
 * <p>Before it touches {@code out}, every method throws {@link IndexOutOfBoundsException} if these are not ranges of
 * the arrays, and {@link IllegalArgumentException} if codes of the format do not fit the array or a value is NaN, for
 * which {@code in} is read twice. NaN is refused even where the format has a code for it: among numbers it is a
 * mistake. Its codes are decoded.
 */
public interface Codec {

    /**
     * The fastest codec of {@code format} on this machine.
     *
     * @throws IllegalStateException naming the flag, if this JVM was started without the Vector API
     */
    static Codec best(Format format) {
        VectorWidth.requireVectors();
        StepFunction steps = new StepFunction(format);
        if (format instanceof MiniFloat miniFloat) {
            return MiniFloatCodec.of(miniFloat, steps);
        }
        return AffineCodec.of(format, steps).orElseGet(() -> new TableCodec(format, steps));
    }

    /** The format of the codes. */
    Format format();

    /** {@code out[outFrom + i] = format().encode(in[from + i])}, for a format of at most 8 bits. */
    void encode(float[] in, int from, byte[] out, int outFrom, int count);

    /** {@code out[outFrom + i] = format().encode(in[from + i])}. */
    void encode(float[] in, int from, short[] out, int outFrom, int count);

    /** {@code out[outFrom + i] = format().decode(in[from + i])}, for a format of at most 8 bits. */
    void decode(byte[] in, int from, float[] out, int outFrom, int count);

    /** {@code out[outFrom + i] = format().decode(in[from + i])}. */
    void decode(short[] in, int from, float[] out, int outFrom, int count);
}
