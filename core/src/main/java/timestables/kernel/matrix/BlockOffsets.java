package timestables.kernel.matrix;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.BlockScaled;

/**
 * The offsets of a matrix in blocks, in binary16, block by block, row by row. An offset is common to the weights of a
 * row in a block, and so is multiplied by the sum of their activations.
 */
final class BlockOffsets {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(INTS.length() * Byte.SIZE, 64)));

    /** The scratch buffer of a thread, kept from call to call. */
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);

    private final int rows;
    private final int blocks;
    private final short[] offsets;

    /** Of offsets row by row, {@code blocks} in each. */
    BlockOffsets(BlockScaled format, float[] offsets, int rows, int blocks) {
        this.rows = rows;
        this.blocks = blocks;
        this.offsets = new short[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            this.offsets[i % blocks * rows + i / blocks] =
                    (short) format.offsets().encode(offsets[i]);
        }
    }

    long byteSize() {
        return (long) Short.BYTES * offsets.length;
    }

    /**
     * Adds the products of offsets with the activations of a column to results: {@code y = fma(offset, sum, y)}, block
     * after block.
     *
     * @param sums of the activations in each block
     */
    void add(float[] sums, float[] y, int yFrom) {
        int block = 0;
        // Results are loaded and stored once for four blocks.
        for (; block <= blocks - 4; block += 4) {
            addFour(block * rows, sums[block], sums[block + 1], sums[block + 2], sums[block + 3], y, yFrom);
        }
        for (; block < blocks; block++) {
            addOne(block * rows, sums[block], y, yFrom);
        }
    }

    private void addFour(int from, float sum0, float sum1, float sum2, float sum3, float[] y, int yFrom) {
        int from1 = from + rows;
        int from2 = from1 + rows;
        int from3 = from2 + rows;
        for (int i = 0; i < rows; i++) {
            float result = Math.fma(Float.float16ToFloat(offsets[from + i]), sum0, y[yFrom + i]);
            result = Math.fma(Float.float16ToFloat(offsets[from1 + i]), sum1, result);
            result = Math.fma(Float.float16ToFloat(offsets[from2 + i]), sum2, result);
            y[yFrom + i] = Math.fma(Float.float16ToFloat(offsets[from3 + i]), sum3, result);
        }
    }

    private void addOne(int from, float sum, float[] y, int yFrom) {
        for (int i = 0; i < rows; i++) {
            y[yFrom + i] = Math.fma(Float.float16ToFloat(offsets[from + i]), sum, y[yFrom + i]);
        }
    }

    /** An array for at least so many sums. */
    static float[] scratch(int count) {
        float[] scratch = SCRATCH.get();
        if (scratch.length < count) {
            scratch = new float[count];
            SCRATCH.set(scratch);
        }
        return scratch;
    }

    /** The sum of some codes of activations. */
    static int sum(byte[] x, int from, int count) {
        IntVector sums = IntVector.zero(INTS);
        int i = 0;
        if (BYTES.length() == INTS.length()) {
            for (; i <= count - INTS.length(); i += INTS.length()) {
                sums = sums.add(ByteVector.fromArray(BYTES, x, from + i).convertShape(VectorOperators.B2I, INTS, 0));
            }
        }
        int sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            sum += x[from + i];
        }
        return sum;
    }
}
