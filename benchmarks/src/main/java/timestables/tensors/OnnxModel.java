package timestables.tensors;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timestables.run.Excerpt;

/**
 * Reads what an ONNX model holds: the initialisers of its graph, which are its weights, and which nodes use them. The
 * numbers are left where they lie, and so are graphs within nodes.
 *
 * <p>A model is a message of protobuf, {@code ModelProto} of {@code onnx.proto}, of which few fields matter here.
 */
final class OnnxModel {

    /** The field, and its kind, that such files begin with, and no text does: the version of the representation. */
    private static final int FIRST_BYTE = 0x08;

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_SPARSE_INITIALIZER = 15;
    private static final int SPARSE_VALUES = 1;
    private static final int SPARSE_SHAPE = 3;
    private static final int NODE_INPUT = 1;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATION = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_INTEGER = 3;
    private static final int TENSOR_SHAPE = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_BYTES = 9;
    private static final int TENSOR_ELSEWHERE = 13;
    private static final int TENSOR_LOCATION = 14;

    private static final int MOST_DIMENSIONS = 64;

    /** Of uses of a tensor, and of tensors that a node uses. */
    private static final int MOST_USES = 16;

    private static final int LONGEST_SHOWN = 80;

    /** The types of elements, by their numbers. */
    private static final String[] TYPES = {
        "UNDEFINED",
        "FLOAT",
        "UINT8",
        "INT8",
        "UINT16",
        "INT16",
        "INT32",
        "INT64",
        "STRING",
        "BOOL",
        "FLOAT16",
        "DOUBLE",
        "UINT32",
        "UINT64",
        "COMPLEX64",
        "COMPLEX128",
        "BFLOAT16",
        "FLOAT8E4M3FN",
        "FLOAT8E4M3FNUZ",
        "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ",
        "UINT4",
        "INT4",
        "FLOAT4E2M1"
    };

    private static final Map<String, ElementType> ELEMENTS = new LinkedHashMap<>();

    static {
        ELEMENTS.put("DOUBLE", ElementType.FLOAT64);
        ELEMENTS.put("FLOAT", ElementType.FLOAT32);
        ELEMENTS.put("FLOAT16", ElementType.FLOAT16);
        ELEMENTS.put("BFLOAT16", ElementType.BFLOAT16);
        ELEMENTS.put("INT64", ElementType.INT64);
        ELEMENTS.put("INT32", ElementType.INT32);
        ELEMENTS.put("INT16", ElementType.INT16);
        ELEMENTS.put("INT8", ElementType.INT8);
        ELEMENTS.put("UINT64", ElementType.UINT64);
        ELEMENTS.put("UINT32", ElementType.UINT32);
        ELEMENTS.put("UINT16", ElementType.UINT16);
        ELEMENTS.put("UINT8", ElementType.UINT8);
    }

    private final MemorySegment file;
    private final Map<String, Initializer> initializers = new LinkedHashMap<>();
    private CodedInputStream in;
    private boolean hasGraph;

    private OnnxModel(MemorySegment file) {
        this.file = file;
    }

    /** Whether a file is one. */
    static boolean begins(byte[] start) {
        return start.length > 0 && start[0] == FIRST_BYTE;
    }

    /**
     * The tensors of a file.
     *
     * @throws IllegalArgumentException saying what is wrong with the file, but not naming it
     */
    static List<Tensor> read(MemorySegment file) {
        if (file.byteSize() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "has %d bytes; ONNX models have at most 2 GB".formatted(file.byteSize()));
        }
        return new OnnxModel(file).read();
    }

    private List<Tensor> read() {
        try {
            // Nodes come first in files; of their inputs, those that are initialisers are to be kept.
            graph((field, wire) -> initializer(field, wire) || sparseInitializer(field, wire));
            if (!hasGraph) {
                throw damaged("it has no graph", null);
            }
            graph(this::node);
        } catch (IOException e) {
            throw damaged("its fields do not fit into one another", e);
        }
        return initializers.values().stream().map(Initializer::tensor).toList();
    }

    private static IllegalArgumentException damaged(String why, Exception cause) {
        return new IllegalArgumentException("is damaged, or no ONNX model: " + why, cause);
    }

    /** What to do with a field. */
    private interface Fields {
        /** @return whether it was read; otherwise it is to be skipped */
        boolean read(int field, int wire) throws IOException;
    }

    private void graph(Fields fields) throws IOException {
        // Of a buffer, it would first copy the whole file.
        in = CodedInputStream.newInstance(new MappedStream(file));
        fields((field, wire) -> {
            if (field != MODEL_GRAPH || wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return false;
            }
            hasGraph = true;
            message(fields);
            return true;
        });
    }

    private void fields(Fields fields) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int wire = WireFormat.getTagWireType(tag);
            if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
                throw damaged("it has groups", null);
            }
            if (!fields.read(WireFormat.getTagFieldNumber(tag), wire)) {
                in.skipField(tag);
            }
        }
    }

    /**
     * Reads the fields of a message within a message.
     *
     * @return how many bytes it has; the last ones that were read
     */
    private int message(Fields fields) throws IOException {
        int length = length();
        int limit = in.pushLimit(length);
        fields(fields);
        if (in.getBytesUntilLimit() != 0) {
            throw damaged("it is cut short", null);
        }
        in.popLimit(limit);
        return length;
    }

    /** Of what comes next, and lies within the file. */
    private int length() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > file.byteSize() - in.getTotalBytesRead()) {
            throw damaged("it is cut short", null);
        }
        return length;
    }

    private boolean initializer(int field, int wire) throws IOException {
        if (field != GRAPH_INITIALIZER || wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        Initializer initializer = new Initializer();
        tensor(initializer);
        add(initializer);
        return true;
    }

    private boolean sparseInitializer(int field, int wire) throws IOException {
        if (field != GRAPH_SPARSE_INITIALIZER || wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        Initializer values = new Initializer();
        List<Long> shape = new ArrayList<>();
        message((inner, innerWire) -> {
            if (inner == SPARSE_VALUES && innerWire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                tensor(values);
                return true;
            }
            return inner == SPARSE_SHAPE && shape(shape, innerWire);
        });
        values.shape = shape;
        values.isSparse = true;
        add(values);
        return true;
    }

    private void add(Initializer initializer) {
        Tensor.requireFew(initializers.size() + 1L);
        initializer.check();
        if (initializers.putIfAbsent(initializer.name, initializer) != null) {
            throw Tensor.twice(initializer.name);
        }
    }

    private void tensor(Initializer tensor) throws IOException {
        int length = message((field, wire) -> {
            if (field == TENSOR_SHAPE) {
                return shape(tensor.shape, wire);
            }
            if (wire == WireFormat.WIRETYPE_VARINT && field == TENSOR_TYPE) {
                tensor.type = in.readRawVarint32();
            } else if (wire == WireFormat.WIRETYPE_VARINT && field == TENSOR_LOCATION) {
                tensor.isElsewhere |= in.readRawVarint32() != 0;
            } else if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED && field == TENSOR_NAME) {
                tensor.name = in.readString();
            } else if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED && field == TENSOR_BYTES) {
                tensor.bytes = length();
                tensor.bytesFrom = in.getTotalBytesRead();
                in.skipRawBytes(tensor.bytes);
            } else {
                tensor.isElsewhere |= field == TENSOR_ELSEWHERE;
                return false;
            }
            return true;
        });
        tensor.to = in.getTotalBytesRead();
        tensor.from = tensor.to - length;
    }

    private boolean shape(List<Long> shape, int wire) throws IOException {
        if (wire == WireFormat.WIRETYPE_VARINT) {
            addLength(shape);
            return true;
        }
        if (wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        int limit = in.pushLimit(length());
        while (in.getBytesUntilLimit() > 0) {
            addLength(shape);
        }
        in.popLimit(limit);
        return true;
    }

    private void addLength(List<Long> shape) throws IOException {
        if (shape.size() == MOST_DIMENSIONS) {
            throw damaged("a tensor has more than " + MOST_DIMENSIONS + " dimensions", null);
        }
        shape.add(in.readRawVarint64());
    }

    private boolean node(int field, int wire) throws IOException {
        if (field != GRAPH_NODE || wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        Node node = new Node();
        message((inner, innerWire) -> {
            if (innerWire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return false;
            }
            switch (inner) {
                case NODE_INPUT -> {
                    Initializer used = initializers.get(in.readString());
                    if (used != null && node.used.size() < MOST_USES) {
                        node.used.add(used);
                        node.isSecond.add(node.inputs == 1);
                    }
                    node.inputs++;
                }
                case NODE_NAME -> node.name = in.readString();
                case NODE_OPERATION -> node.operation = in.readString();
                case NODE_ATTRIBUTE -> attribute(node);
                default -> {
                    return false;
                }
            }
            return true;
        });
        node.tell();
        return true;
    }

    private void attribute(Node node) throws IOException {
        Attribute attribute = new Attribute();
        message((field, wire) -> {
            if (field == ATTRIBUTE_NAME && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                attribute.name = in.readString();
            } else if (field == ATTRIBUTE_INTEGER && wire == WireFormat.WIRETYPE_VARINT) {
                attribute.integer = in.readRawVarint64();
            } else {
                return false;
            }
            return true;
        });
        node.isTransposed |= attribute.name.equals("transB") && attribute.integer != 0;
    }

    private static final class Attribute {
        private String name = "";
        private long integer;
    }

    /** A step of the computation. */
    private static final class Node {

        private String name = "";
        private String operation = "";
        private int inputs;
        private boolean isTransposed;
        private final List<Initializer> used = new ArrayList<>();

        /** Of each that is used, whether it is the second input, by which a product is from the right. */
        private final List<Boolean> isSecond = new ArrayList<>();

        /** Tells those that are used. */
        private void tell() {
            String shown = (Excerpt.of(operation, LONGEST_SHOWN) + " " + Excerpt.of(name, LONGEST_SHOWN)).strip();
            boolean multiplies = operation.equals("MatMul") || operation.equals("Gemm") && !isTransposed;
            for (int i = 0; i < used.size(); i++) {
                Initializer initializer = used.get(i);
                if (initializer.users.size() == MOST_USES) {
                    continue;
                }
                if (initializer.users.isEmpty()) {
                    initializer.use = shown;
                }
                initializer.users.add(name);
                if (multiplies && isSecond.get(i) && initializer.remarks.isEmpty()) {
                    initializer.remarks.add(shown
                            + " multiplies by it from the right, so that its columns are outputs, as advise --transpose"
                            + " takes them");
                }
            }
        }
    }

    /** A tensor, as far as it is read. */
    private static final class Initializer {

        private String name = "";
        private List<Long> shape = new ArrayList<>();
        private int type;
        private int bytes = -1;
        private int bytesFrom;

        /** Where the whole message lies. */
        private int from;

        private int to;
        private boolean isElsewhere;
        private boolean isSparse;
        private String use = "";
        private final List<String> users = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        private String typeName() {
            return type >= 0 && type < TYPES.length ? TYPES[type] : "number " + Integer.toUnsignedString(type);
        }

        private TensorInfo info() {
            return new TensorInfo(name, shape, typeName(), use);
        }

        /** Refuses what cannot be. */
        private void check() {
            TensorInfo info = info();
            ElementType element = ELEMENTS.get(typeName());
            if (element != null && bytes > 0 && !isElsewhere && !isSparse) {
                info.requireBytes(element, bytes);
            }
        }

        private Tensor tensor() {
            return new Tensor(
                    info(),
                    content(),
                    users.stream().filter(user -> !user.isEmpty()).toList(),
                    List.copyOf(remarks));
        }

        private Content content() {
            ElementType element = ELEMENTS.get(typeName());
            if (isElsewhere) {
                return new Content.Unreadable(
                        "lies in another file, as external data; one that is in the model would" + " be right");
            }
            if (isSparse) {
                return new Content.Unreadable("is sparse; one that has all its numbers would be right");
            }
            if (element == null) {
                return Tensor.ofOtherType(typeName(), ELEMENTS.keySet().stream());
            }
            return bytes > 0 ? new Content.Elements(element, bytesFrom) : new Content.Fields(element, from, to);
        }
    }
}
