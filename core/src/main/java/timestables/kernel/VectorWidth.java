package timestables.kernel;

import jdk.incubator.vector.ByteVector;

/** The width of the vectors that the kernels of this JVM use. */
public final class VectorWidth {

    private VectorWidth() {}

    /** Bits in a vector: what the hardware prefers, or less where the JVM's flags say so. */
    public static int bits() {
        return ByteVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
