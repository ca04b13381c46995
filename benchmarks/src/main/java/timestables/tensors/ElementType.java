package timestables.tensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The types of elements that a float64 can hold, with all names that {@code numpy.dtype} knows them by. The first 16
 * bits of a binary32 number, bfloat16, are one that NumPy has from {@code ml_dtypes}, and saves as two bytes without a
 * meaning.
 */
enum ElementType {
    FLOAT16(2, block -> Float.float16ToFloat(block.getShort()), "f2", "e", "half"),
    FLOAT32(4, ByteBuffer::getFloat, "f4", "f", "single"),
    FLOAT64(8, ByteBuffer::getDouble, "f8", "d", "double", "float"),
    BFLOAT16(2, block -> Float.intBitsToFloat(block.getShort() << Short.SIZE), ElementType.TWO_BYTES),
    INT8(1, ByteBuffer::get, "i1", "b", "byte"),
    INT16(2, ByteBuffer::getShort, "i2", "h", "short"),
    INT32(4, ByteBuffer::getInt, "i4", "i", "intc"),
    INT64(8, block -> signed(block.getLong()), "i8", "q", "longlong", "l", "long", "int", "int_", "p", "intp"),
    UINT8(1, block -> Byte.toUnsignedInt(block.get()), "u1", "B", "ubyte"),
    UINT16(2, block -> Short.toUnsignedInt(block.getShort()), "u2", "H", "ushort"),
    UINT32(4, block -> Integer.toUnsignedLong(block.getInt()), "u4", "I", "uintc"),
    UINT64(8, block -> unsigned(block.getLong()), "u8", "Q", "ulonglong", "L", "ulong", "uint", "P", "uintp");

    /** What NumPy calls an element that is two bytes to it, and nothing more. */
    static final String TWO_BYTES = "V2";

    /** Bits of a float64 that hold an integer. */
    private static final int PRECISION = 53;

    private final int bytes;
    private final ToDoubleFunction<ByteBuffer> next;
    private final List<String> otherNames;

    ElementType(int bytes, ToDoubleFunction<ByteBuffer> next, String... otherNames) {
        this.bytes = bytes;
        this.next = next;
        this.otherNames = List.of(otherNames);
    }

    /** The type of a name that NumPy knows, without the sign of the byte order. */
    static Optional<ElementType> ofNumPy(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name) || type.otherNames.contains(name))
                .findFirst();
    }

    /** Bytes of an element. */
    int bytes() {
        return bytes;
    }

    /**
     * Reads an element.
     *
     * @throws IllegalArgumentException if it is an integer that no float64 is equal to
     */
    double next(ByteBuffer block) {
        return next.applyAsDouble(block);
    }

    private static double signed(long integer) {
        checkExact(Math.abs(integer), Long.toString(integer));
        return integer;
    }

    private static double unsigned(long integer) {
        checkExact(integer, Long.toUnsignedString(integer));
        // Where the highest bit is set, an exact double has its lowest bit clear, so that halves lose nothing.
        return integer >= 0 ? integer : 2.0 * (integer >>> 1);
    }

    /** @param magnitude unsigned */
    private static void checkExact(long magnitude, String integer) {
        if (Long.SIZE - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude) > PRECISION) {
            throw new IllegalArgumentException(
                    "holds " + integer + ", which no float64 is equal to; integers up to 2^53 would be right");
        }
    }
}
