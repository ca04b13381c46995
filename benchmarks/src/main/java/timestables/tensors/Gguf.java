package timestables.tensors;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timestables.format.BlockScaled;

/**
 * Reads what a GGUF file, the format of llama.cpp, holds, of versions 2 and 3 with the low byte first: a magic word,
 * the version, how many tensors and entries of metadata there are, the metadata, what each tensor is, and their
 * numbers, each tensor's at a multiple of an alignment. Metadata is skipped, but for the alignment.
 */
final class Gguf {

    /** What such a file begins with. */
    static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

    private static final String ALIGNMENT = "general.alignment";
    private static final long USUAL_ALIGNMENT = 32;
    private static final long LARGEST_ALIGNMENT = 1 << 30;

    private static final int MOST_DIMENSIONS = 4;
    private static final int LONGEST_NAME = 1 << 16;
    private static final int DEEPEST = 4;

    /** Bytes of the shortest entry of metadata: an empty key, a type and a byte. */
    private static final int LEAST_ENTRY = Long.BYTES + Integer.BYTES + 1;

    /**
     * Bytes of the shortest description of a tensor: an empty name, the number of dimensions, which is none, a type and
     * an offset.
     */
    private static final int LEAST_TENSOR = Long.BYTES + Integer.BYTES + Integer.BYTES + Long.BYTES;

    /** Of values of metadata: how many bytes each type takes; none where that depends. */
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private static final int UINT32 = 4;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    /** Of elements: the name of each type; empty where there is none any more. */
    private static final String[] TYPES = {
        "F32", "F16", "Q4_0", "Q4_1", "", "", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K",
        "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32",
        "I64", "F64", "IQ1_M", "BF16", "", "", "", "TQ1_0", "TQ2_0", "", "", "", "MXFP4"
    };

    private static final Map<String, ElementType> ELEMENTS = new LinkedHashMap<>();
    private static final Map<String, BlockScaled> BLOCKS = new LinkedHashMap<>();

    static {
        ELEMENTS.put("F64", ElementType.FLOAT64);
        ELEMENTS.put("F32", ElementType.FLOAT32);
        ELEMENTS.put("F16", ElementType.FLOAT16);
        ELEMENTS.put("BF16", ElementType.BFLOAT16);
        ELEMENTS.put("I64", ElementType.INT64);
        ELEMENTS.put("I32", ElementType.INT32);
        ELEMENTS.put("I16", ElementType.INT16);
        ELEMENTS.put("I8", ElementType.INT8);
        BLOCKS.put("Q4_0", BlockScaled.Q4_0);
        BLOCKS.put("Q8_0", BlockScaled.Q8_0);
        BLOCKS.put("IQ4_NL", BlockScaled.IQ4_NL);
        BLOCKS.put("MXFP4", BlockScaled.MXFP4);
    }

    private final Cursor cursor;
    private final long size;
    private long alignment = USUAL_ALIGNMENT;

    private Gguf(MemorySegment file) {
        cursor = new Cursor(file, MAGIC.length);
        size = file.byteSize();
    }

    /** Whether a file is one. */
    static boolean begins(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * The tensors of a file.
     *
     * @throws IllegalArgumentException saying what is wrong with the file, but not naming it
     */
    static List<Tensor> read(MemorySegment file) {
        return new Gguf(file).read();
    }

    private List<Tensor> read() {
        int version = cursor.nextInt();
        if (version != 2 && version != 3) {
            boolean isBigEndian = Integer.reverseBytes(version) == 2 || Integer.reverseBytes(version) == 3;
            throw new IllegalArgumentException(
                    isBigEndian
                            ? "is GGUF with the high byte first; that with the low byte first can be read"
                            : "has version " + Integer.toUnsignedString(version) + " of GGUF; 2 and 3 can be read");
        }
        long count = cursor.nextLong();
        long entries = cursor.nextLong();
        cursor.requireRoom(entries, LEAST_ENTRY);
        for (long i = 0; i < entries; i++) {
            entry();
        }
        cursor.requireRoom(count, LEAST_TENSOR);
        Tensor.requireFew(count);
        List<Described> described = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            described.add(next());
        }
        long start = Math.ceilDiv(cursor.at(), alignment) * alignment;
        List<Tensor> tensors = new ArrayList<>();
        List<Tensor.Extent> extents = new ArrayList<>();
        for (Described each : described) {
            long bytes = each.bytes();
            if (each.offset < 0 || each.offset % alignment != 0 || each.offset > size - start - bytes) {
                throw TensorInfo.damaged(
                        each.info.name(),
                        "has %d bytes from %s on of numbers that have %d, and are aligned to %d"
                                .formatted(
                                        bytes,
                                        Long.toUnsignedString(each.offset),
                                        Math.max(0, size - start),
                                        alignment));
            }
            tensors.add(each.at(start + each.offset));
            extents.add(new Tensor.Extent(each.info.name(), each.offset, each.offset + bytes));
        }
        Tensor.requireDistinct(tensors);
        Tensor.requireApart(extents);
        return tensors;
    }

    private void entry() {
        String key = name();
        int type = cursor.nextInt();
        if (key.equals(ALIGNMENT)) {
            if (type != UINT32) {
                throw new IllegalArgumentException("is damaged: its " + ALIGNMENT + " is of type " + type);
            }
            alignment = Integer.toUnsignedLong(cursor.nextInt());
            if (alignment > LARGEST_ALIGNMENT || Long.bitCount(alignment) != 1) {
                throw new IllegalArgumentException(
                        "is damaged: its %s is %d; a power of two would be right".formatted(ALIGNMENT, alignment));
            }
        } else {
            skip(type, 1, 0);
        }
    }

    /** Skips values of metadata. */
    private void skip(int type, long count, int depth) {
        if (type < 0 || type >= VALUE_BYTES.length || depth > DEEPEST) {
            throw new IllegalArgumentException("is damaged: its metadata has "
                    + (depth > DEEPEST ? "arrays in arrays" : "a value of type " + type));
        }
        int bytes = VALUE_BYTES[type];
        if (bytes > 0) {
            cursor.requireRoom(count, bytes);
            cursor.skip(count * bytes);
            return;
        }
        cursor.requireRoom(count, Long.BYTES);
        for (long i = 0; i < count; i++) {
            if (type == TEXT) {
                cursor.skip(cursor.nextLong());
            } else {
                int of = cursor.nextInt();
                skip(of, cursor.nextLong(), depth + 1);
            }
        }
    }

    private String name() {
        long length = cursor.nextLong();
        if (Long.compareUnsigned(length, LONGEST_NAME) > 0) {
            throw new IllegalArgumentException(
                    "is damaged: it has a name of " + Long.toUnsignedString(length) + " bytes");
        }
        return cursor.nextText(length);
    }

    private Described next() {
        String name = name();
        int dimensions = cursor.nextInt();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw TensorInfo.damaged(name, "has " + Integer.toUnsignedString(dimensions) + " dimensions");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            // The file has the fastest dimension first.
            shape.addFirst(cursor.nextLong());
        }
        int type = cursor.nextInt();
        boolean isKnown = type >= 0 && type < TYPES.length && !TYPES[type].isEmpty();
        String typeName = isKnown ? TYPES[type] : "number " + Integer.toUnsignedString(type);
        return new Described(new TensorInfo(name, shape, typeName, ""), cursor.nextLong());
    }

    /** A tensor, before it is known where the numbers begin. */
    private record Described(TensorInfo info, long offset) {

        /** Those that its numbers take; 0 if that is not known. */
        long bytes() {
            try {
                if (ELEMENTS.containsKey(info.type())) {
                    return Math.multiplyExact(
                            info.count(), (long) ELEMENTS.get(info.type()).bytes());
                }
                BlockScaled format = BLOCKS.get(info.type());
                if (format == null) {
                    return 0;
                }
                if (info.shape().isEmpty() || info.shape().getLast() % format.blockLength() != 0) {
                    throw TensorInfo.damaged(
                            info.name(),
                            "of the shape %s is no whole blocks of %d"
                                    .formatted(info.shapeText(), format.blockLength()));
                }
                return TensorNumbers.bytes(format, info.count());
            } catch (ArithmeticException e) {
                throw TensorInfo.damaged(info.name(), "has the shape " + info.shapeText());
            }
        }

        Tensor at(long from) {
            Content content;
            if (ELEMENTS.containsKey(info.type())) {
                content = new Content.Elements(ELEMENTS.get(info.type()), from);
            } else if (BLOCKS.containsKey(info.type())) {
                content = new Content.Scaled(BLOCKS.get(info.type()), from);
            } else {
                List<String> readable = new ArrayList<>(ELEMENTS.keySet());
                readable.addAll(BLOCKS.keySet());
                content = Tensor.ofOtherType(info.type(), readable.stream());
            }
            return new Tensor(info, content);
        }
    }
}
