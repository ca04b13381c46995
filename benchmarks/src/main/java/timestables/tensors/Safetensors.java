package timestables.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timestables.run.Excerpt;

/**
 * Reads what a file of safetensors, the format of Hugging Face, holds: a length of 8 bytes, low byte first, a header of
 * that length in JSON, and the numbers. The header is an object that tells of each tensor its type, its shape, and
 * where among the numbers it begins and ends.
 */
final class Safetensors {

    /** That of the format's own library. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int LONGEST_SHOWN = 120;

    /** An entry that is no tensor. */
    private static final String METADATA = "__metadata__";

    private static final Map<String, ElementType> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("F64", ElementType.FLOAT64);
        TYPES.put("F32", ElementType.FLOAT32);
        TYPES.put("F16", ElementType.FLOAT16);
        TYPES.put("BF16", ElementType.BFLOAT16);
        TYPES.put("I64", ElementType.INT64);
        TYPES.put("I32", ElementType.INT32);
        TYPES.put("I16", ElementType.INT16);
        TYPES.put("I8", ElementType.INT8);
        TYPES.put("U64", ElementType.UINT64);
        TYPES.put("U32", ElementType.UINT32);
        TYPES.put("U16", ElementType.UINT16);
        TYPES.put("U8", ElementType.UINT8);
    }

    /** Whose nesting, numbers and names have limits. Names are not shared, for those of tensors differ. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final MemorySegment file;
    private final long start;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Tensor.Extent> extents = new ArrayList<>();

    private Safetensors(MemorySegment file, long start) {
        this.file = file;
        this.start = start;
    }

    /** Whether a file is one: text does not begin with a zero, and any length has one. */
    static boolean begins(byte[] start) {
        if (start.length <= Long.BYTES || start[Long.BYTES] != '{') {
            return false;
        }
        for (int i = 0; i < Long.BYTES; i++) {
            if (start[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The tensors of a file.
     *
     * @throws IllegalArgumentException saying what is wrong with the file, but not naming it
     */
    static List<Tensor> read(MemorySegment file) {
        Cursor cursor = new Cursor(file, 0);
        long length = cursor.nextLong();
        if (Long.compareUnsigned(length, LONGEST_HEADER) > 0) {
            throw damaged("of " + Long.toUnsignedString(length) + " bytes");
        }
        cursor.requireRoom(length, 1);
        Safetensors safetensors = new Safetensors(file, Long.BYTES + length);
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(file.asSlice(Long.BYTES, length).asByteBuffer());
            try (JsonParser parser = JSON.createParser(text.array(), 0, text.limit())) {
                safetensors.header(parser);
            }
        } catch (CharacterCodingException e) {
            throw damaged("that is no text in UTF-8", e);
        } catch (JsonProcessingException e) {
            throw damaged("that is not JSON as it has to be: " + Excerpt.of(e.getOriginalMessage(), LONGEST_SHOWN), e);
        } catch (IOException e) {
            throw damaged("that cannot be read", e);
        }
        Tensor.requireApart(safetensors.extents);
        return safetensors.tensors;
    }

    private void header(JsonParser parser) throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            require(parser.nextToken() == JsonToken.START_OBJECT);
            if (name.equals(METADATA)) {
                parser.skipChildren();
            } else {
                Tensor.requireFew(tensors.size() + 1L);
                tensor(parser, name);
            }
        }
        require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
    }

    private void tensor(JsonParser parser, String name) throws IOException {
        String type = "";
        List<Long> shape = null;
        List<Long> offsets = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "dtype" -> {
                    require(value == JsonToken.VALUE_STRING);
                    type = parser.getText();
                }
                case "shape" -> shape = numbers(parser);
                case "data_offsets" -> offsets = numbers(parser);
                default -> parser.skipChildren();
            }
        }
        if (type.isEmpty() || shape == null || offsets.size() != 2) {
            throw TensorInfo.damaged(name, "lacks one of dtype, shape and data_offsets");
        }
        add(new TensorInfo(name, shape, type, ""), offsets.getFirst(), offsets.getLast());
    }

    private static List<Long> numbers(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            numbers.add(parser.getLongValue());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY);
        return numbers;
    }

    private void add(TensorInfo info, long from, long to) {
        if (from < 0 || to < from || to > file.byteSize() - start) {
            throw TensorInfo.damaged(
                    info.name(),
                    "lies from byte %d to %d of numbers that have %d".formatted(from, to, file.byteSize() - start));
        }
        ElementType type = TYPES.get(info.type());
        if (type != null) {
            info.requireBytes(type, to - from);
        }
        extents.add(new Tensor.Extent(info.name(), from, to));
        tensors.add(new Tensor(
                info,
                type == null
                        ? Tensor.ofOtherType(Excerpt.of(info.type(), LONGEST_SHOWN), TYPES.keySet().stream())
                        : new Content.Elements(type, start + from)));
    }

    private static void require(boolean isRight) {
        if (!isRight) {
            throw damaged("that does not tell dtype, shape and data_offsets of tensors");
        }
    }

    private static IllegalArgumentException damaged(String header) {
        return damaged(header, null);
    }

    private static IllegalArgumentException damaged(String header, Exception cause) {
        return new IllegalArgumentException("is damaged: it has a header " + header, cause);
    }
}
