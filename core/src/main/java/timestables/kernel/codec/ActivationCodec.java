package timestables.kernel.codec;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Encodes activations while a model runs, as {@link timestables.format.BlockScaled#activations} defines it: integers of
 * 8 bits, the largest magnitude of each block 127.
 *
 * @param blockLength numbers in a block, at least 1; the last may have fewer
 */
public record ActivationCodec(int blockLength) {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** As many bytes as there are floats in a vector, where there are vectors so short. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(LANES * Byte.SIZE, 64)));

    private static final int MOST = 127;
    private static final int MAGNITUDE = Integer.MAX_VALUE;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** Added to a small number, it leaves the nearest integer, ties to even, in the lowest bits of the sum. */
    private static final float INTEGER_IN_LOW_BITS = 0x1.8p23f;

    public ActivationCodec {
        if (blockLength < 1) {
            throw new IllegalArgumentException("a block has at least 1 number, not " + blockLength);
        }
    }

    /**
     * Encodes numbers, the first of which begins a block.
     *
     * @param scales where the scales of the blocks go, from {@code scalesFrom} on
     * @throws IllegalArgumentException before {@code out} and {@code scales} are touched, if a number is not finite
     * @throws IndexOutOfBoundsException if an array has no such range
     */
    public void encode(float[] in, int from, int count, byte[] out, int outFrom, float[] scales, int scalesFrom) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        Objects.checkFromIndexSize(scalesFrom, Math.ceilDiv(count, blockLength), scales.length);
        requireFinite(in, from, count);
        for (int i = 0, block = scalesFrom; i < count; i += blockLength, block++) {
            int length = Math.min(blockLength, count - i);
            float largest = Float.intBitsToFloat(largest(in, from + i, length));
            float factor = MOST / largest;
            boolean isScaled = factor < Float.POSITIVE_INFINITY;
            scales[block] = isScaled ? largest / MOST : 0;
            round(in, from + i, length, isScaled ? factor : 0, out, outFrom + i);
        }
    }

    private static void requireFinite(float[] in, int from, int count) {
        if (largest(in, from, count) < INFINITY) {
            return;
        }
        int i = 0;
        while (Float.isFinite(in[from + i])) {
            i++;
        }
        throw new IllegalArgumentException("number %d, %s, has no place in a block".formatted(i, in[from + i]));
    }

    /** The pattern of the largest magnitude. Patterns of magnitudes are in their order, NaN above all. */
    private static int largest(float[] in, int from, int count) {
        IntVector largest = IntVector.zero(INTS);
        int i = from;
        for (; i <= from + count - LANES; i += LANES) {
            largest = largest.max(
                    FloatVector.fromArray(FLOATS, in, i).reinterpretAsInts().and(MAGNITUDE));
        }
        int last = largest.reduceLanes(VectorOperators.MAX);
        for (; i < from + count; i++) {
            last = Math.max(last, Float.floatToRawIntBits(in[i]) & MAGNITUDE);
        }
        return last;
    }

    private static void round(float[] in, int from, int count, float factor, byte[] out, int outFrom) {
        int i = 0;
        if (BYTES.length() == LANES) {
            FloatVector factors = FloatVector.broadcast(FLOATS, factor);
            FloatVector magic = FloatVector.broadcast(FLOATS, INTEGER_IN_LOW_BITS);
            for (; i <= count - LANES; i += LANES) {
                ((ByteVector) FloatVector.fromArray(FLOATS, in, from + i)
                                .mul(factors)
                                .add(magic)
                                .reinterpretAsInts()
                                .convertShape(VectorOperators.I2B, BYTES, 0))
                        .intoArray(out, outFrom + i);
            }
        }
        for (; i < count; i++) {
            out[outFrom + i] = (byte) Float.floatToRawIntBits(in[from + i] * factor + INTEGER_IN_LOW_BITS);
        }
    }
}
