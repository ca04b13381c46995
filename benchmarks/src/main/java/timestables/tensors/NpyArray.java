package timestables.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import timestables.run.Excerpt;

/**
 * Reads an array of integers or of bfloat16, binary16, binary32 or binary64 numbers, of one or two dimensions, from a
 * file as {@code numpy.save} writes it.
 *
 * <p>The format is that of the NumPy Enhancement Proposal 1, <em>A Simple File Format for NumPy Arrays</em>, and of the
 * documentation of {@code numpy.lib.format}, versions 1.0, 2.0 and 3.0: a magic string, the version, the length of the
 * header, the header as a literal of a Python dictionary, the elements.
 */
public final class NpyArray {

    /** What such a file begins with. */
    public static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 8192;
    private static final int LONGEST_SHOWN = 40;

    private static final Pattern TYPE = Pattern.compile("[uU]?(['\"])(?<order>[<>=|]?)(?<name>\\w+)\\1");

    private final InputStream in;
    private final int most;

    private NpyArray(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * Reads an array.
     *
     * @param most how many numbers memory has room for
     * @throws IllegalArgumentException saying what is wrong with the file, but not naming it
     */
    public static Matrix read(InputStream in, int most) throws IOException {
        return new NpyArray(in, most).read();
    }

    private Matrix read() throws IOException {
        Map<String, String> header = header();
        String descr = header.get("descr");
        Matcher named = TYPE.matcher(descr);
        if (!named.matches()) {
            throw otherType(descr);
        }
        ElementType type = ElementType.ofNumPy(named.group("name")).orElseThrow(() -> otherType(descr));
        ByteOrder order = switch (named.group("order")) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
        List<Integer> shape = shape(header.get("shape"));
        int rows = shape.getFirst();
        int columns = shape.size() == 1 ? 1 : shape.getLast();
        boolean byColumns = header.get("fortran_order").equals("True");
        double[] values = new double[rows * columns];
        elements(type, order, values.length, (i, value) -> {
            int row = byColumns ? i % rows : i / columns;
            int column = byColumns ? i / rows : i % columns;
            if (!Double.isFinite(value)) {
                throw TensorFile.notFinite(row + 1, column + 1, value);
            }
            values[row * columns + column] = value;
        });
        return new Matrix(rows, columns, values, List.of(), remarks(named.group("name")));
    }

    private static List<String> remarks(String type) {
        return type.equals(ElementType.TWO_BYTES)
                ? List.of(
                        "its elements are two bytes of type V2, as which NumPy saves those of JAX and ml_dtypes, and are"
                                + " taken for bfloat16")
                : List.of();
    }

    private Map<String, String> header() throws IOException {
        byte[] start = bytes(MAGIC.length + 2);
        int version = start[MAGIC.length];
        if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
            throw new IllegalArgumentException("has version " + version + "." + start[MAGIC.length + 1]
                    + " of NumPy's format; 1.0, 2.0 and 3.0 can be read");
        }
        ByteBuffer length = ByteBuffer.wrap(bytes(version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        long bytes = version == 1 ? Short.toUnsignedInt(length.getShort()) : Integer.toUnsignedLong(length.getInt());
        if (bytes > LONGEST_HEADER) {
            throw damaged("of " + bytes + " bytes");
        }
        String text =
                new String(bytes((int) bytes), version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        Map<String, String> header = new NpyHeader(text).entries();
        if (!header.keySet().equals(Set.of("descr", "fortran_order", "shape"))
                || !header.get("fortran_order").matches("True|False")
                || !header.get("shape").matches("\\([^()]*\\)")) {
            throw damaged("that does not tell descr, fortran_order and shape");
        }
        return header;
    }

    static IllegalArgumentException damaged(String header) {
        return new IllegalArgumentException("is damaged: it has a header " + header);
    }

    private static IllegalArgumentException otherType(String descr) {
        return new IllegalArgumentException("holds elements of type " + Excerpt.of(descr, LONGEST_SHOWN)
                + "; floats or integers of at most 64 bits would be right, as array.astype('float32') makes them");
    }

    /** One or two dimensions, with at least one element, and not too many. */
    private List<Integer> shape(String tuple) {
        List<Long> shape = Stream.of(tuple.replaceAll("[()]", "").split(","))
                .map(String::strip)
                .filter(length -> !length.isEmpty())
                .map(NpyArray::length)
                .toList();
        String shown = Excerpt.of(tuple, LONGEST_SHOWN);
        if (shape.isEmpty() || shape.size() > 2) {
            throw new IllegalArgumentException("has the shape " + shown + " of " + shape.size()
                    + " dimensions; one or two would be right, as "
                    + (shape.isEmpty() ? "array.reshape(-1)" : "array.reshape(len(array), -1)") + " makes them");
        }
        if (shape.contains(0L)) {
            throw new IllegalArgumentException("has the shape " + shown + ", and so holds no numbers");
        }
        if (shape.getFirst() > most / shape.getLast() && shape.size() == 2 || shape.getFirst() > most) {
            throw TensorFile.tooMany("an array of the shape " + shown, most);
        }
        return shape.stream().map(Math::toIntExact).toList();
    }

    private static long length(String text) {
        if (!text.matches("\\d+L?")) {
            throw damaged("whose shape has '" + Excerpt.of(text, LONGEST_SHOWN) + "' for a length");
        }
        // Python 2 marks long integers.
        String digits = text.replace("L", "");
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private void elements(ElementType type, ByteOrder order, int count, Elements elements) throws IOException {
        int bytes = type.bytes();
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            byte[] read = in.readNBytes((to - from) * bytes);
            if (read.length < (to - from) * bytes) {
                throw new IllegalArgumentException("is cut short: it holds " + (from + read.length / bytes)
                        + " numbers of the " + count + " that its shape promises");
            }
            ByteBuffer block = ByteBuffer.wrap(read).order(order);
            for (int i = from; i < to; i++) {
                elements.accept(i, type.next(block));
            }
        }
        if (in.read() >= 0) {
            throw new IllegalArgumentException("goes on after the " + count + " numbers that its shape promises");
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IllegalArgumentException("is cut short: it ends within the header");
        }
        return bytes;
    }

    private interface Elements {
        void accept(int i, double value);
    }
}
