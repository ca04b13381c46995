package timestables.contender;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import timestables.format.Format;
import timestables.kernel.codec.Codec;
import timestables.kernel.codec.Conversion;

/**
 * A type of array elements that reals are encoded as.
 *
 * @param <A> the type of the arrays
 * @param bytes in an element
 * @param encode makes an array that holds given reals from {@link #start} on
 * @param scratch makes an array for so many elements from {@link #start} on
 * @param reader decodes an element
 * @param converter from binary32 and to it; made when it is first asked for, which takes a while
 */
record Elements<A>(
        int bytes,
        Function<double[], A> encode,
        IntFunction<A> scratch,
        Reader<A> reader,
        Supplier<Converter<A>> converter) {

    private static final int FAR = 1 << 30;

    static final Elements<double[]> FLOAT64 = new Elements<>(
            Double.BYTES,
            Operands::doubles,
            Operands::doubles,
            (array, i) -> array[i],
            () -> new Converter<>(Conversion::float32ToFloat64, Conversion::float64ToFloat32));

    static final Elements<float[]> FLOAT32 = new Elements<>(
            Float.BYTES,
            Operands::floats,
            Operands::floats,
            (array, i) -> array[i],
            () -> new Converter<>(System::arraycopy, System::arraycopy));

    static final Elements<short[]> FLOAT16 = new Elements<>(
            Short.BYTES,
            Operands::float16s,
            Operands::shorts,
            (array, i) -> Float.float16ToFloat(array[i]),
            () -> new Converter<>(Conversion::float32ToFloat16, Conversion::float16ToFloat32));

    /** Codes of at most 8 bits. */
    static Elements<byte[]> bytes(Format format) {
        return new Elements<>(
                Byte.BYTES,
                reals -> Operands.byteCodes(format, reals),
                Operands::bytes,
                (array, i) -> format.decode(Byte.toUnsignedInt(array[i])),
                () -> Converter.ofBytes(Codec.best(format)));
    }

    /** Codes of at most 16 bits. */
    static Elements<short[]> shorts(Format format) {
        return new Elements<>(
                Short.BYTES,
                reals -> Operands.shortCodes(format, reals),
                Operands::shorts,
                (array, i) -> format.decode(Short.toUnsignedInt(array[i])),
                () -> Converter.ofShorts(Codec.best(format)));
    }

    /** Sums of cells or of products of codes, whose values are an affine function of them. */
    static Elements<int[]> ints(IntToDoubleFunction decode) {
        return new Elements<>(
                Integer.BYTES,
                reals -> {
                    throw new UnsupportedOperationException("sums are results alone");
                },
                Operands::ints,
                (array, i) -> decode.applyAsDouble(array[i]),
                () -> {
                    double zero = decode.applyAsDouble(0);
                    // Far apart: of two neighbours, rounding would be much of the difference.
                    double step = (decode.applyAsDouble(FAR) - decode.applyAsDouble(-FAR)) / (2.0 * FAR);
                    return new Converter<>(
                            (in, from, out, outFrom, count) -> {
                                throw new UnsupportedOperationException("sums are results alone");
                            },
                            (in, from, out, outFrom, count) ->
                                    Conversion.sumsToFloat32(in, from, step, zero, out, outFrom, count));
                });
    }

    /** Whether operands in a form have to become such elements inside what is timed. */
    boolean areConvertedFrom(OperandForm operands) {
        return operands == OperandForm.FLOATS && this != (Object) FLOAT32;
    }

    /** Where elements in use begin: see {@link Operands}. */
    int start() {
        return Operands.start(bytes);
    }

    /** The elements {@code from .. from + count - 1} of an array. */
    double[] decode(A array, int from, int count) {
        double[] reals = new double[count];
        Arrays.setAll(reals, i -> reader.read(array, from + i));
        return reals;
    }

    /** From binary32 to elements, and back. */
    record Converter<A>(Kernel<float[], A> encoder, Kernel<A, float[]> decoder) {

        static Converter<byte[]> ofBytes(Codec codec) {
            return new Converter<>(codec::encode, codec::decode);
        }

        static Converter<short[]> ofShorts(Codec codec) {
            return new Converter<>(codec::encode, codec::decode);
        }
    }

    /** Converts {@code count} elements of one array from a position on, and puts them into another. */
    interface Kernel<I, O> {
        void convert(I in, int from, O out, int outFrom, int count);
    }

    interface Reader<A> {
        double read(A array, int i);
    }
}
