package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MappedStreamTest {

    private final MappedStream in = new MappedStream(MemorySegment.ofArray(new byte[] {1, -2, 3, 4, 5}));

    @Test
    void bytesAreReadOneByOneAndTogether() {
        assertEquals(1, in.read());
        assertEquals(254, in.read());
        assertEquals(1, in.skip(1));
        byte[] bytes = new byte[4];
        assertEquals(2, in.read(bytes, 1, 3));
        assertArrayEquals(new byte[] {0, 4, 5, 0}, bytes);
    }

    @Test
    void nothingIsReadOrSkippedBeyondTheEnd() {
        assertEquals(1, in.read());
        assertEquals(0, in.skip(-1));
        assertEquals(4, in.skip(9));
        assertEquals(0, in.skip(1));
        assertEquals(-1, in.read());
        assertEquals(-1, in.read(new byte[1], 0, 1));
        assertEquals(0, in.read(new byte[1], 0, 0));
    }
}
