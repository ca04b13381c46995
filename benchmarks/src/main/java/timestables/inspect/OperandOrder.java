package timestables.inspect;

import java.util.Locale;
import java.util.stream.IntStream;

/** Which integers the rows and columns of a table of {@code size} rows stand for, from the first to the last. */
enum OperandOrder {
    /** From 0 on. */
    UNSIGNED("from 0 on"),
    /** Two's complement: from 0 on, then from the most negative one on, as bit patterns count. */
    SIGNED("in the order of two's complement patterns"),
    /** From the most negative one on. */
    ASCENDING("from the most negative one on");

    private final String words;

    OperandOrder(String words) {
        this.words = words;
    }

    /** The name that files show. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order, for a sentence. */
    String words() {
        return words;
    }

    /** The integer that a row or column, counted from zero, stands for. */
    int operand(int index, int size) {
        return switch (this) {
            case UNSIGNED -> index;
            case SIGNED -> index < size / 2 ? index : index - size;
            case ASCENDING -> index - size / 2;
        };
    }

    /** All of them, from the first row or column on. */
    double[] operands(int size) {
        return IntStream.range(0, size)
                .mapToDouble(index -> operand(index, size))
                .toArray();
    }

    /** The row or column of the integer zero. */
    int indexOfZero(int size) {
        return this == ASCENDING ? size / 2 : 0;
    }
}
