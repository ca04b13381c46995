package timestables.kernel.matrix;

/** The look-up rows that the activations of some columns select: a scratch buffer, kept from call to call. */
final class Selection {

    /** Indexes that it has room for. */
    static final int CAPACITY = PackedSums.SHARED * PackedSums.SHARED_INTERVAL;

    /** Where the row of each index begins. */
    final int[] rows = new int[CAPACITY];

    /** Rows that are sums of others; else rows are read where they are kept. */
    final byte[] sums = new byte[CacheLine.START + PackedSums.INTERVAL * TileWeights.VECTOR_ROWS];
}
