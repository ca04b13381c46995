package timestables.contender;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import timestables.format.Format;

/**
 * A type of array elements that reals are encoded as.
 *
 * @param <A> the type of the arrays
 * @param bytes in an element
 * @param encode makes an array that holds given reals from {@link #start} on
 * @param scratch makes an array for so many elements from {@link #start} on
 * @param reader decodes an element
 */
record Elements<A>(int bytes, Function<double[], A> encode, IntFunction<A> scratch, Reader<A> reader) {

    static final Elements<double[]> FLOAT64 =
            new Elements<>(Double.BYTES, Operands::doubles, Operands::doubles, (array, i) -> array[i]);

    static final Elements<float[]> FLOAT32 =
            new Elements<>(Float.BYTES, Operands::floats, Operands::floats, (array, i) -> array[i]);

    static final Elements<short[]> FLOAT16 = new Elements<>(
            Short.BYTES, Operands::float16s, Operands::shorts, (array, i) -> Float.float16ToFloat(array[i]));

    /** Codes of at most 8 bits. */
    static Elements<byte[]> bytes(Format format) {
        return new Elements<>(
                Byte.BYTES,
                reals -> Operands.byteCodes(format, reals),
                Operands::bytes,
                (array, i) -> format.decode(Byte.toUnsignedInt(array[i])));
    }

    /** Codes of at most 16 bits. */
    static Elements<short[]> shorts(Format format) {
        return new Elements<>(
                Short.BYTES,
                reals -> Operands.shortCodes(format, reals),
                Operands::shorts,
                (array, i) -> format.decode(Short.toUnsignedInt(array[i])));
    }

    /** Sums of cells or of products of codes. */
    static Elements<int[]> ints(IntToDoubleFunction decode) {
        return new Elements<>(
                Integer.BYTES,
                reals -> {
                    throw new UnsupportedOperationException("sums are results alone");
                },
                Operands::ints,
                (array, i) -> decode.applyAsDouble(array[i]));
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

    interface Reader<A> {
        double read(A array, int i);
    }
}
