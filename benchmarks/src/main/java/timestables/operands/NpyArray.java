package timestables.operands;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import timestables.run.Excerpt;

/**
 * Reads an array of binary16, binary32 or binary64 numbers, or of integers, of one or two dimensions, from a file as
 * {@code numpy.save} writes it.
 *
 * <p>The format is that of the NumPy Enhancement Proposal 1, <em>A Simple File Format for NumPy Arrays</em>, and of the
 * documentation of {@code numpy.lib.format}, versions 1.0, 2.0 and 3.0: a magic string, the version, the length of the
 * header, the header as a literal of a Python dictionary, the elements.
 */
public final class NpyArray {

    /** What such files begin with. */
    public static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 8192;
    private static final int LONGEST_SHOWN = 40;

    private static final String ENTRY =
            "\\s*['\"](\\w+)['\"]\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([\\d\\s,]*\\)|\\[.*\\])\\s*";
    private static final Pattern ENTRIES = Pattern.compile(ENTRY);
    private static final Pattern HEADER =
            Pattern.compile("\\s*\\{" + ENTRY + "," + ENTRY + "," + ENTRY + ",?\\s*\\}\\s*", Pattern.DOTALL);

    private static final Pattern FLOAT = Pattern.compile("([<>=|]?)(f)([248])");
    private static final Pattern INTEGER = Pattern.compile("([<>=|]?)([iu])([1248])");

    private final InputStream in;
    private final int most;

    /** @param most how many numbers memory has room for */
    NpyArray(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * Reads an array of integers of any width, as the numbers of binary64 nearest to them.
     *
     * @param most how many numbers are read at most
     * @throws IllegalArgumentException saying what is wrong with it, but not naming the file
     */
    public static Matrix readIntegers(InputStream in, int most) throws IOException {
        return new NpyArray(in, most)
                .read(INTEGER, "integers of 8, 16, 32 or 64 bits would be right, as array.astype('int32')");
    }

    Matrix read() throws IOException {
        return read(FLOAT, "float16, float32 or float64 would be right, as array.astype('float32')");
    }

    private Matrix read(Pattern types, String right) throws IOException {
        Map<String, String> header = header();
        Matcher type = type(header.get("descr"), types, right);
        List<Integer> shape = shape(header.get("shape"));
        int rows = shape.getFirst();
        int columns = shape.size() == 1 ? 1 : shape.getLast();
        boolean byColumns = header.get("fortran_order").equals("True");
        ByteOrder order = switch (type.group(1)) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
        double[] values = new double[rows * columns];
        elements(type.group(2) + type.group(3), order, values.length, (i, value) -> {
            int row = byColumns ? i % rows : i / columns;
            int column = byColumns ? i / rows : i % columns;
            if (!Double.isFinite(value)) {
                throw OperandFile.notFinite(row + 1, column + 1, value);
            }
            values[row * columns + column] = value;
        });
        return new Matrix(rows, columns, values, List.of());
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
        Map<String, String> header = new HashMap<>();
        if (HEADER.matcher(text).matches()) {
            Matcher entry = ENTRIES.matcher(text);
            while (entry.find()) {
                header.put(entry.group(1), entry.group(2));
            }
        }
        if (!header.keySet().equals(Set.of("descr", "fortran_order", "shape"))
                || !header.get("fortran_order").matches("True|False")
                || !header.get("shape").startsWith("(")) {
            throw damaged("that does not tell descr, fortran_order and shape");
        }
        return header;
    }

    private static IllegalArgumentException damaged(String header) {
        return new IllegalArgumentException("is damaged: it has a header " + header);
    }

    private static Matcher type(String descr, Pattern types, String right) {
        Matcher type = types.matcher(descr.replaceAll("^['\"]|['\"]$", ""));
        if (!type.matches()) {
            throw new IllegalArgumentException(
                    "holds elements of type " + Excerpt.of(descr, LONGEST_SHOWN) + "; " + right + " makes them");
        }
        return type;
    }

    /** One or two dimensions, with at least one element, and not too many. */
    private List<Integer> shape(String tuple) {
        List<Long> shape = Stream.of(tuple.replaceAll("[()]", "").split(","))
                .map(String::strip)
                .filter(length -> !length.isEmpty())
                .map(NpyArray::length)
                .toList();
        if (shape.isEmpty() || shape.size() > 2) {
            throw new IllegalArgumentException("has the shape " + tuple + " of " + shape.size()
                    + " dimensions; one or two would be right, as "
                    + (shape.isEmpty() ? "array.reshape(-1)" : "array.reshape(len(array), -1)") + " makes them");
        }
        if (shape.contains(0L)) {
            throw new IllegalArgumentException("has the shape " + tuple + ", and so holds no numbers");
        }
        if (shape.getFirst() > most / shape.getLast() && shape.size() == 2 || shape.getFirst() > most) {
            throw OperandFile.tooMany("an array of the shape " + tuple, most);
        }
        return shape.stream().map(Math::toIntExact).toList();
    }

    private static long length(String digits) {
        if (!digits.matches("\\d+")) {
            throw damaged("whose shape has '" + Excerpt.of(digits, LONGEST_SHOWN) + "' for a length");
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private void elements(String type, ByteOrder order, int count, Elements elements) throws IOException {
        int bytes = type.charAt(1) - '0';
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            byte[] read = in.readNBytes((to - from) * bytes);
            if (read.length < (to - from) * bytes) {
                throw new IllegalArgumentException("is cut short: it holds " + (from + read.length / bytes)
                        + " numbers of the " + count + " that its shape promises");
            }
            ByteBuffer block = ByteBuffer.wrap(read).order(order);
            for (int i = from; i < to; i++) {
                elements.accept(
                        i,
                        switch (type) {
                            case "f2" -> Float.float16ToFloat(block.getShort());
                            case "f4" -> block.getFloat();
                            case "f8" -> block.getDouble();
                            case "i1" -> block.get();
                            case "i2" -> block.getShort();
                            case "i4" -> block.getInt();
                            case "i8" -> block.getLong();
                            case "u1" -> Byte.toUnsignedInt(block.get());
                            case "u2" -> Short.toUnsignedInt(block.getShort());
                            case "u4" -> Integer.toUnsignedLong(block.getInt());
                            default -> new BigInteger(Long.toUnsignedString(block.getLong())).doubleValue();
                        });
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
