package timestables.contender;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;
import timestables.format.Format;

/**
 * A type of array elements that reals are encoded as.
 *
 * @param <A> the type of the arrays
 * @param encode makes an array that holds given reals from {@code start} on
 * @param room makes an array for so many elements from {@code start} on
 * @param start where elements in use begin: see {@link Operands}
 * @param reader decodes an element
 */
public record Elements<A>(Function<double[], A> encode, IntFunction<A> room, int start, Reader<A> reader) {

    static final Elements<double[]> FLOAT64 =
            new Elements<>(Operands::doubles, Operands::doubles, Operands.start(Double.BYTES), (array, i) -> array[i]);

    static final Elements<float[]> FLOAT32 =
            new Elements<>(Operands::floats, Operands::floats, Operands.start(Float.BYTES), (array, i) -> array[i]);

    static final Elements<short[]> FLOAT16 = new Elements<>(
            Operands::float16s,
            Operands::shorts,
            Operands.start(Short.BYTES),
            (array, i) -> Float.float16ToFloat(array[i]));

    /** Codes of at most 8 bits. */
    static Elements<byte[]> bytes(Format format) {
        return new Elements<>(
                reals -> Operands.byteCodes(format, reals),
                Operands::bytes,
                Operands.start(Byte.BYTES),
                (array, i) -> format.decode(Byte.toUnsignedInt(array[i])));
    }

    /** Codes of at most 16 bits. */
    static Elements<short[]> shorts(Format format) {
        return new Elements<>(
                reals -> Operands.shortCodes(format, reals),
                Operands::shorts,
                Operands.start(Short.BYTES),
                (array, i) -> format.decode(Short.toUnsignedInt(array[i])));
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
