package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScaleFormatTest {

    /** Of binary32, every pattern of some bits. */
    @ParameterizedTest
    @EnumSource
    void everyScaleIsEncodedAsItsPatternAndAllElseIsRefused(ScaleFormat format) {
        int bits = 8 * format.bytes();
        for (int i = 0; i < 1 << Math.min(bits, 16); i++) {
            int pattern = bits == 32 ? i << 16 : i;
            float scale = format.decode(pattern);
            boolean isSigned = format == ScaleFormat.BINARY16 || format == ScaleFormat.BINARY32;
            boolean allowed = Float.isFinite(scale) && (isSigned || pattern < 128 || format == ScaleFormat.E8M0)
                    || format == ScaleFormat.E8M0 && pattern == 255;
            if (allowed) {
                assertEquals(pattern, format.encode(scale));
                assertEquals(scale, format.round(scale));
            } else {
                assertThrows(IllegalArgumentException.class, () -> format.encode(scale), () -> "" + pattern);
            }
        }
    }

    @Test
    void powersOfTwoReachFromTheLeastToTheGreatest() {
        assertEquals(0x1p-127f, ScaleFormat.E8M0.decode(0));
        assertEquals(1, ScaleFormat.E8M0.decode(127));
        assertEquals(0x1p127f, ScaleFormat.E8M0.decode(254));
        assertTrue(Float.isNaN(ScaleFormat.E8M0.decode(255)));
    }

    @Test
    void whatLiesBetweenTwoScalesIsRefused() {
        refused(ScaleFormat.E8M0, 3, 0, -1, 0x1p-128f, Float.POSITIVE_INFINITY);
        refused(ScaleFormat.E4M3, 449, 0x1p-10f, 1.01f, -1, -0f, Float.NaN);
        refused(ScaleFormat.BINARY16, 65520, 0x1p-25f, 1.0001f, Float.NEGATIVE_INFINITY, Float.NaN);
        refused(ScaleFormat.BINARY32, Float.POSITIVE_INFINITY, Float.NaN);
    }

    private static void refused(ScaleFormat format, float... scales) {
        for (float scale : scales) {
            String message = assertThrows(IllegalArgumentException.class, () -> format.encode(scale))
                    .getMessage();
            assertEquals(scale + " is no scale of a block in " + format, message);
        }
    }
}
