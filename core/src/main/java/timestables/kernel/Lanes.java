package timestables.kernel;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * One value in every lane of a vector, as an array that is loaded before a loop. A constant would be loaded at each of
 * its uses; and a shift by a constant count is two instructions on some processors, where one by a vector of counts is
 * one: 61 to 76 products/ns instead of 49 to 55 of 4-bit {@code gemv} on an Intel.
 *
 * <p>Shorts are shifted so by AVX-512 alone; without it that is many instructions. See {@link #SHIFT_SHORTS}.
 */
public final class Lanes {

    /** Whether shorts are to be shifted by vectors of counts: where vectors have 512 bits. */
    public static final boolean SHIFT_SHORTS = VectorWidth.bits() == 512;

    private Lanes() {}

    /** As many bytes as the preferred vector has. */
    public static byte[] ofBytes(int value) {
        byte[] lanes = new byte[ByteVector.SPECIES_PREFERRED.length()];
        Arrays.fill(lanes, (byte) value);
        return lanes;
    }

    /** As many shorts as the preferred vector has. */
    public static short[] ofShorts(int value) {
        short[] lanes = new short[ShortVector.SPECIES_PREFERRED.length()];
        Arrays.fill(lanes, (short) value);
        return lanes;
    }

    /** As many ints as the preferred vector has. */
    public static int[] ofInts(int value) {
        int[] lanes = new int[IntVector.SPECIES_PREFERRED.length()];
        Arrays.fill(lanes, value);
        return lanes;
    }
}
