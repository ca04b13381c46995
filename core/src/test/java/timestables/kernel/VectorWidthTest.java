package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class VectorWidthTest {

    /** The build runs all tests again with narrower vectors; this one fails if they are not narrower after all. */
    @Test
    void aForcedWidthIsInUse() {
        Integer forced = Integer.getInteger("timestables.forcedVectorBits");
        assumeTrue(forced != null, "this run is at the machine's own width");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the flags that force a width are for x86");
        assertEquals(forced, VectorWidth.bits());
    }
}
