package timestables.tensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Writes small files of the kinds that models are kept in. */
public final class TensorFiles {

    private TensorFiles() {}

    /** A tensor; of what the file calls its type. */
    public record Entry(String name, String type, List<Long> shape, byte[] data) {

        public static Entry of(String name, String type, byte[] data, long... shape) {
            return new Entry(name, type, LongStream.of(shape).boxed().toList(), data);
        }
    }

    /** Numbers one after the other, low byte first. */
    public static byte[] data(String type, double... numbers) {
        ByteBuffer data = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            switch (type) {
                case "F64" -> data.putDouble(number);
                case "F32" -> data.putFloat((float) number);
                case "F16" -> data.putShort(Float.floatToFloat16((float) number));
                case "BF16" -> data.putShort((short) (Float.floatToRawIntBits((float) number) >> 16));
                case "I64", "U64" -> data.putLong((long) number);
                case "I32", "U32" -> data.putInt((int) (long) number);
                case "I16", "U16" -> data.putShort((short) number);
                default -> data.put((byte) number);
            }
        }
        return bytes(data);
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.position()];
        data.flip().get(bytes);
        return bytes;
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] longs(long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(numbers).forEach(data::putLong);
        return data.array();
    }

    public static byte[] ints(int... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            data.putInt(number);
        }
        return data.array();
    }

    public static byte[] safetensors(String header, byte[] data) {
        return join(longs(text(header).length), text(header), data);
    }

    /** Tensors one after the other. */
    public static byte[] safetensors(Entry... entries) {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        byte[] data = {};
        for (Entry entry : entries) {
            header.append(",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(entry.name, entry.type, entry.shape, data.length, data.length + entry.data.length));
            data = join(data, entry.data);
        }
        return safetensors(header.append("}  ").toString(), data);
    }

    /** Text as GGUF has it. */
    public static byte[] ggufText(String text) {
        return join(longs(text(text).length), text(text));
    }

    /** What a GGUF file says of a tensor. */
    public static byte[] ggufInfo(String name, int type, long offset, long... fastestFirst) {
        return join(ggufText(name), ints(fastestFirst.length), longs(fastestFirst), ints(type), longs(offset));
    }

    /**
     * A GGUF file.
     *
     * @param metadata each entry
     * @param infos of each tensor
     * @param data of all, which is aligned
     */
    public static byte[] gguf(int version, int alignment, List<byte[]> metadata, List<byte[]> infos, byte[] data) {
        byte[] head = join(
                text("GGUF"),
                ints(version),
                longs(infos.size(), metadata.size()),
                join(metadata.toArray(byte[][]::new)),
                join(infos.toArray(byte[][]::new)));
        return join(head, new byte[Math.ceilDiv(head.length, alignment) * alignment - head.length], data);
    }

    /** A GGUF file of one tensor. */
    public static byte[] gguf(int type, byte[] data, long... fastestFirst) {
        return gguf(3, 32, List.of(), List.of(ggufInfo("w", type, 0, fastestFirst)), data);
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = number;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            out.write((int) (rest & 0x7f | 0x80));
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    /** Numbers of any length, as protobuf packs them. */
    public static byte[] varints(long... numbers) {
        return join(LongStream.of(numbers).mapToObj(TensorFiles::varint).toArray(byte[][]::new));
    }

    /** A field of protobuf that is an integer. */
    public static byte[] field(int number, long value) {
        return join(varint(number << 3), varint(value));
    }

    /** A field of protobuf that has a length: text, bytes, a message. */
    public static byte[] field(int number, byte[]... parts) {
        byte[] value = join(parts);
        return join(varint(number << 3 | 2), varint(value.length), value);
    }

    /** A tensor of ONNX, without its numbers. */
    public static byte[] onnxTensor(String name, int type, long... shape) {
        return join(
                join(LongStream.of(shape).mapToObj(length -> field(1, length)).toArray(byte[][]::new)),
                field(2, type),
                field(8, text(name)));
    }

    public static byte[] onnxNode(String operation, String name, byte[] attributes, String... inputs) {
        return join(
                join(Stream.of(inputs).map(input -> field(1, text(input))).toArray(byte[][]::new)),
                field(2, text(name + "_output")),
                field(3, text(name)),
                field(4, text(operation)),
                attributes);
    }

    /** An ONNX model of the fields of its graph. */
    public static byte[] onnx(byte[]... graph) {
        return join(field(1, 8), field(2, text("test")), field(7, graph), field(8, field(2, 17)));
    }
}
