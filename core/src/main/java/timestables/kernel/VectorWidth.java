package timestables.kernel;

import jdk.incubator.vector.ByteVector;

/** The width of the vectors that the kernels of this JVM use. */
public final class VectorWidth {

    /** What a program needs unless it is a module that requires ours. */
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    private VectorWidth() {}

    /**
     * Bits in a vector: what the hardware prefers, or less where the JVM's flags say so.
     *
     * @throws IllegalStateException if this JVM was started without the Vector API
     */
    public static int bits() {
        requireVectors();
        return ByteVector.SPECIES_PREFERRED.vectorBitSize();
    }

    /**
     * Names the missing flag, before the first class of the Vector API is missed.
     *
     * @throws IllegalStateException if this JVM was started without the Vector API
     */
    public static void requireVectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalStateException("this JVM lacks the Vector API; start it with " + FLAG);
        }
    }
}
