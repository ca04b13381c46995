package timestables.kernel.codec;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Looks for NaNs, for which most formats have no code, before anything is written. */
final class NanScan {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    /** All bits of a binary32 number but its sign. */
    private static final int MAGNITUDE = 0x7fffffff;

    /** The magnitude of infinity; those of NaNs are greater. */
    private static final int INFINITY = 0x7f800000;

    private NanScan() {}

    /** Throws {@link IllegalArgumentException} if there is a NaN in {@code from .. to - 1}, a range of the array. */
    static void refuse(float[] values, int from, int to) {
        int lanes = FLOATS.length();
        IntVector greatest0 = IntVector.zero(INTS);
        IntVector greatest1 = greatest0;
        int i = from;
        for (; i <= to - 2 * lanes; i += 2 * lanes) {
            IntVector first = FloatVector.fromArray(FLOATS, values, i).reinterpretAsInts();
            IntVector second = FloatVector.fromArray(FLOATS, values, i + lanes).reinterpretAsInts();
            greatest0 = greatest0.max(first.and(MAGNITUDE));
            greatest1 = greatest1.max(second.and(MAGNITUDE));
        }
        // The rest, or, if there is a NaN, everything again to find its position.
        if (greatest0.max(greatest1).reduceLanes(VectorOperators.MAX) > INFINITY) {
            i = from;
        }
        for (; i < to; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalArgumentException("cannot encode NaN, at position " + i + ": it has no nearest value");
            }
        }
    }
}
