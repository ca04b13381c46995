package timestables.tensors;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A file that is mapped into memory, or a part of it, as a stream: what is skipped is not read. */
final class MappedStream extends InputStream {

    private final MemorySegment file;
    private long at;

    MappedStream(MemorySegment file) {
        this.file = file;
    }

    @Override
    public int read() {
        return at < file.byteSize() ? Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, at++)) : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
        int read = (int) Math.min(count, file.byteSize() - at);
        if (read == 0 && count > 0) {
            return -1;
        }
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, bytes, from, read);
        at += read;
        return read;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, file.byteSize() - at);
        at += skipped;
        return skipped;
    }
}
