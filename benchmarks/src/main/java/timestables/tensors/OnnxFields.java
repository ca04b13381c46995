package timestables.tensors;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads numbers that a tensor of ONNX has in fields of their own rather than as bytes: one after the other in one
 * field, or each in its own.
 */
final class OnnxFields {

    private static final int FLOATS = 4;
    private static final int INTS = 5;
    private static final int LONGS = 7;
    private static final int DOUBLES = 10;
    private static final int UNSIGNED_LONGS = 11;

    private final ElementType type;
    private final double[] values;
    private final ByteBuffer bits = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int count;

    private OnnxFields(ElementType type, int count) {
        this.type = type;
        values = new double[count];
    }

    /**
     * Reads the numbers of a tensor.
     *
     * @param tensor the message
     * @param count how many its shape promises
     * @throws IllegalArgumentException if there are others, or fewer or more
     */
    static double[] read(MemorySegment tensor, ElementType type, int count) {
        if (count > tensor.byteSize()) {
            throw otherCount("no more than " + tensor.byteSize(), count);
        }
        OnnxFields fields = new OnnxFields(type, count);
        try {
            fields.read(CodedInputStream.newInstance(new MappedStream(tensor)));
        } catch (IOException e) {
            throw new IllegalArgumentException("is damaged", e);
        }
        if (fields.count != count) {
            throw otherCount(String.valueOf(fields.count), count);
        }
        return fields.values;
    }

    private static IllegalArgumentException otherCount(String count, int promised) {
        return new IllegalArgumentException(
                "is damaged: it holds %s numbers of the %d that its shape promises".formatted(count, promised));
    }

    /** Where elements of a type are. */
    private static int field(ElementType type) {
        return switch (type) {
            case FLOAT32 -> FLOATS;
            case FLOAT64 -> DOUBLES;
            case INT64 -> LONGS;
            case UINT32, UINT64 -> UNSIGNED_LONGS;
            case FLOAT16, BFLOAT16, INT8, INT16, INT32, UINT8, UINT16 -> INTS;
        };
    }

    private void read(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != field(type)) {
                in.skipField(tag);
            } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int limit = in.pushLimit(in.readRawVarint32());
                while (in.getBytesUntilLimit() > 0) {
                    add(in);
                }
                in.popLimit(limit);
            } else {
                add(in);
            }
        }
    }

    private void add(CodedInputStream in) throws IOException {
        if (count == values.length) {
            throw otherCount("more than " + count, count);
        }
        values[count++] = switch (type) {
            case FLOAT32 -> in.readFloat();
            case FLOAT64 -> in.readDouble();
            default -> type.next(bits.clear().putLong(in.readRawVarint64()).flip());
        };
    }
}
