package timestables.tensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A place in a file that is mapped into memory, from which it is read on, low byte first, and never beyond the end. */
final class Cursor {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment file;
    private long at;

    Cursor(MemorySegment file, long at) {
        this.file = file;
        this.at = at;
    }

    /** The position of the next byte. */
    long at() {
        return at;
    }

    long remaining() {
        return file.byteSize() - at;
    }

    int nextInt() {
        return file.get(INT, advance(Integer.BYTES));
    }

    /** An unsigned one, where it is negative. */
    long nextLong() {
        return file.get(LONG, advance(Long.BYTES));
    }

    /** Text in UTF-8, with replacement characters for what is not. */
    String nextText(long bytes) {
        long from = advance(bytes);
        return new String(file.asSlice(from, bytes).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /**
     * Skips bytes.
     *
     * @param bytes how many, unsigned
     */
    void skip(long bytes) {
        advance(bytes);
    }

    /**
     * Refuses a file that promises more than it can hold.
     *
     * @param count of what is to come, unsigned
     * @param bytes the least that each takes
     */
    void requireRoom(long count, long bytes) {
        if (Long.compareUnsigned(count, remaining() / bytes) > 0) {
            throw new IllegalArgumentException(
                    "is cut short or damaged: at byte %d, %s times %d bytes would follow, and it ends %d bytes later"
                            .formatted(at, Long.toUnsignedString(count), bytes, remaining()));
        }
    }

    private long advance(long bytes) {
        requireRoom(bytes, 1);
        long from = at;
        at += bytes;
        return from;
    }
}
