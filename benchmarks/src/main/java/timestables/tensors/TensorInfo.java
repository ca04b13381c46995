package timestables.tensors;

import java.util.List;
import java.util.stream.Collectors;
import timestables.run.Excerpt;

/**
 * What a file says of one of its tensors.
 *
 * @param name what it is called, as it has to be typed; whatever characters the file has
 * @param shape its lengths, the slowest dimension first
 * @param type what the file calls the type of its elements
 * @param use what it is for, fit for a line on a console; empty if the file does not say
 */
public record TensorInfo(String name, List<Long> shape, String type, String use) {

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_SHAPE = 80;
    private static final int MOST_DIMENSIONS = 64;

    /** @throws IllegalArgumentException if that is no shape, or one of more elements than can be counted */
    public TensorInfo {
        shape = List.copyOf(shape);
        if (shape.size() > MOST_DIMENSIONS) {
            throw damaged(name, "has %d dimensions".formatted(shape.size()));
        }
        if (shape.stream().anyMatch(length -> length < 0)) {
            throw damaged(name, "has the shape " + text(shape));
        }
        try {
            count(shape);
        } catch (ArithmeticException e) {
            throw damaged(name, "has the shape %s, of more than 2^63 elements".formatted(text(shape)));
        }
    }

    /** What to say where a tensor cannot be as the file says that it is. */
    static IllegalArgumentException damaged(String name, String what) {
        return new IllegalArgumentException("is damaged: its tensor %s %s".formatted(shown(name), what));
    }

    /** A tensor's name in quotes, fit for a line on a console. */
    static String shown(String name) {
        return "'" + Excerpt.of(name, LONGEST_NAME) + "'";
    }

    /** How many elements it has. */
    public long count() {
        return count(shape);
    }

    private static long count(List<Long> shape) {
        return shape.contains(0L) ? 0 : shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * Refuses a tensor whose bytes are not those of its elements.
     *
     * @param bytes that it has in the file
     */
    void requireBytes(ElementType type, long bytes) {
        if (count() > bytes || count() * type.bytes() != bytes) {
            throw damaged(
                    name,
                    "has %d bytes, which are not those of %s elements of %d bytes"
                            .formatted(bytes, shapeText(), type.bytes()));
        }
    }

    /** Whether it is a matrix, or can be made one. */
    public boolean isMatrix() {
        return shape.size() > 1;
    }

    /** Its lengths in words, of which very many are cut off. */
    public String shapeText() {
        return text(shape);
    }

    private static String text(List<Long> shape) {
        return shape.isEmpty()
                ? "()"
                : Excerpt.of(shape.stream().map(String::valueOf).collect(Collectors.joining("x")), LONGEST_SHAPE);
    }

    /** A name that it has, its shape and type, fit for a line on a console. */
    String describe(String name) {
        return "%s [%s %s]".formatted(Excerpt.of(name, LONGEST_NAME), shapeText(), Excerpt.of(type, LONGEST_NAME));
    }
}
