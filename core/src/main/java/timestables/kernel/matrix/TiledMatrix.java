package timestables.kernel.matrix;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.table.ProductTable;

/**
 * A matrix of {@link TileWeights}, whose sums are exact: they are kept in 16 bits as long as these suffice, and then
 * added to ints.
 *
 * <p>Bytes: 2 to 8 bits a weight, rows padded to four vectors. Accepts tables of 2 to 4 row bits, or to 8 where vectors
 * have 512 bits, and at most 8 column bits.
 */
public final class TiledMatrix extends MatrixLayout {

    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = TileWeights.VECTOR_ROWS;
    private static final int TILE_ROWS = TileWeights.TILE_ROWS;
    private static final int HALF = SHORTS.length();
    private static final int QUARTER = INTS.length();

    private static final int[] SIXTEENS = Lanes.ofInts(16);

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** The scratch buffers of a thread, kept from call to call. */
    private static final class Scratch {
        final Selection selection = new Selection();
        final short[] sums = PackedSums.allocate();
    }

    private final TileWeights weights;

    /** See {@link MatrixLayout#best} for the arguments. */
    public TiledMatrix(ProductTable table, byte[] weights, int rows, int columns) {
        super(table, weights, rows, columns);
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "tiles have weights of at most 4 bits, or 8 where vectors have 512, and activations of at most 8; not %d and %d"
                            .formatted(
                                    table.rowFormat().bits(),
                                    table.columnFormat().bits()));
        }
        this.weights = TileWeights.of(table, this::cell, weights, rows, columns);
    }

    /** Whether this machine's registers hold what an activation fixes of {@code table}. */
    public static boolean accepts(ProductTable table) {
        return TileWeights.accepts(
                table.rowFormat().bits(), table.columnFormat().bits());
    }

    @Override
    public String name() {
        return weights.name();
    }

    @Override
    public long byteSize() {
        return weights.byteSize();
    }

    @Override
    void addProducts(byte[] x, int xFrom, int n, int[] y, int yFrom) {
        Scratch scratch = SCRATCH.get();
        for (int digit = 0; digit < weights.digits(); digit++) {
            if (digit > 0) {
                shift(y, yFrom, n * rows(), weights.digitBits());
            }
            int column = 0;
            while (column < n) {
                int together = weights.together(n - column);
                addColumns(digit, together, x, xFrom + column * columns(), y, yFrom + column * rows(), scratch);
                column += together;
            }
        }
    }

    /** {@code n} columns of activations: one, or as many as share weights. */
    private void addColumns(int digit, int n, byte[] x, int xFrom, int[] y, int yFrom, Scratch scratch) {
        Selection selection = scratch.selection;
        short[] sums = scratch.sums;
        int interval = weights.interval(n);
        for (int index = 0; index < weights.indexes(); index += interval) {
            int count = Math.min(weights.indexes() - index, interval);
            for (int i = 0; i < n; i++) {
                int from = xFrom + i * columns();
                int to = from + columns();
                from += index * weights.group();
                weights.select(digit, x, from, to, count, selection, i);
            }
            for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
                if (n == 1) {
                    weights.sums(tile, index, 1, count, selection, 0, 0, sums);
                }
                for (int half = 0; half < 2; half++) {
                    int row = tile * TILE_ROWS + half * TILE_ROWS / 2;
                    if (n == 1) {
                        addHalf(sums, PackedSums.SUMS + half * PackedSums.PART, y, yFrom, row);
                        continue;
                    }
                    weights.sumsOfShared(tile, half, index, 1, count, selection, 0, 0, sums);
                    for (int i = 0; i < n; i++) {
                        addHalf(sums, PackedSums.SUMS + i * PackedSums.PART, y, yFrom + i * rows(), row);
                    }
                }
            }
        }
    }

    private void addHalf(short[] sums, int at, int[] y, int yFrom, int row) {
        add(sums, at, y, yFrom, row);
        add(sums, at + 2 * HALF, y, yFrom, row + LANES);
    }

    /**
     * Adds the sums of one vector of indexes to {@code y}. The sum of the bytes with an even number is that of the
     * pairs less 256 times that of their upper bytes.
     */
    private void add(short[] sums, int at, int[] y, int yFrom, int row) {
        int count = Math.min(rows() - row, LANES);
        int out = yFrom + row;
        if (count == LANES) {
            IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
            ShortVector pairs = ShortVector.fromArray(SHORTS, sums, at);
            ShortVector upper = ShortVector.fromArray(SHORTS, sums, at + HALF);
            IntVector even = pairs.sub(upper.mul((short) 256)).reinterpretAsInts();
            IntVector odd = upper.reinterpretAsInts();
            IntVector.fromArray(INTS, y, out).add(even.and(0xffff)).intoArray(y, out);
            IntVector.fromArray(INTS, y, out + QUARTER).add(odd.and(0xffff)).intoArray(y, out + QUARTER);
            IntVector.fromArray(INTS, y, out + 2 * QUARTER)
                    .add(even.lanewise(VectorOperators.LSHR, sixteen))
                    .intoArray(y, out + 2 * QUARTER);
            IntVector.fromArray(INTS, y, out + 3 * QUARTER)
                    .add(odd.lanewise(VectorOperators.LSHR, sixteen))
                    .intoArray(y, out + 3 * QUARTER);
            return;
        }
        for (int i = 0; i < count; i++) {
            int lane = TileWeights.laneOf(i);
            int upper = sums[at + HALF + lane / 2];
            int sum = lane % 2 == 1 ? upper : sums[at + lane / 2] - (upper << 8);
            y[out + i] += sum & 0xffff;
        }
    }
}
