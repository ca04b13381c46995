package timestables.kernel.matrix;

import java.util.function.IntBinaryOperator;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.Lanes;
import timestables.table.ProductTable;

/**
 * Weights of up to 8 bits, a byte each, for vectors of 512 bits: look-up rows have 256 cells, in four registers. So
 * even a table of 64 KiB is read in registers. Narrower vectors would need too many shuffles.
 *
 * <p>Cells of 16 bits are read in two digits of 8.
 *
 * <p>Per 64 products: 2 loads and 8 instructions, two shuffles of two vectors among them.
 */
final class ByteWeights extends TileWeights {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final int HALF = SHORTS.length();
    private static final int CODES = 256;

    /** Cells of 8 bits that add up in 16: 256 x 255 < 65,536. */
    private static final int INTERVAL = 256;

    private static final short[] EIGHTS = Lanes.ofShorts(8);

    private final int digits;
    private final int columns;
    private final byte[] weights;

    /** By digit, activation and weight. */
    private final byte[] lookUpRows;

    ByteWeights(ProductTable table, IntBinaryOperator cells, byte[] codes, int rows, int columns) {
        digits = table.cellBits() / 8;
        this.columns = columns;
        weights = pack(codes, rows);
        lookUpRows = lookUpRows(table, cells);
    }

    @Override
    String name() {
        return "bytes, cells in registers";
    }

    @Override
    long byteSize() {
        return weights.length;
    }

    @Override
    int digits() {
        return digits;
    }

    @Override
    int digitBits() {
        return 8;
    }

    @Override
    int group() {
        return 1;
    }

    @Override
    int indexes() {
        return columns;
    }

    @Override
    int interval(int n) {
        return INTERVAL;
    }

    private int at(int tile, int column) {
        return CacheLine.START + (tile * columns + column) * TILE_ROWS;
    }

    private byte[] pack(byte[] codes, int rows) {
        long size = (long) Math.ceilDiv(rows, TILE_ROWS) * columns * TILE_ROWS;
        byte[] packed = CacheLine.allocate(size, rows, columns);
        for (int row = 0; row < rows; row++) {
            int inTile = row % TILE_ROWS;
            int at = at(row / TILE_ROWS, 0) + inTile / LANES * LANES + laneOf(inTile % LANES);
            for (int column = 0; column < columns; column++) {
                packed[at + column * TILE_ROWS] = codes[row * columns + column];
            }
        }
        return packed;
    }

    private byte[] lookUpRows(ProductTable table, IntBinaryOperator cells) {
        byte[] rows = new byte[CacheLine.START + digits * CODES * CODES];
        for (int digit = 0; digit < digits; digit++) {
            for (int activation = 0; activation < table.columnFormat().codes(); activation++) {
                for (int weight = 0; weight < table.rowFormat().codes(); weight++) {
                    int at = CacheLine.START + (digit * CODES + activation) * CODES + weight;
                    rows[at] = (byte) (cells.applyAsInt(weight, activation) >> (digits - 1 - digit) * 8);
                }
            }
        }
        return rows;
    }

    @Override
    void select(int digit, byte[] x, int from, int to, int count, Selection selection, int column) {
        int[] rows = selection.rows;
        int first = CacheLine.START + digit * CODES * CODES;
        int at = column * PackedSums.SHARED_INTERVAL;
        for (int i = 0; i < count; i++) {
            rows[at + i] = first + Byte.toUnsignedInt(x[from + i]) * CODES;
        }
    }

    @Override
    void sums(int tile, int index, int blocks, int count, Selection selection, int first, int start, short[] sums) {
        int at = at(tile, index);
        int to = PackedSums.SUMS;
        for (int block = 0; block < blocks; block++) {
            sum(weights, at, count, lookUpRows, selection.rows, first, start, sums, to);
            at += count * TILE_ROWS;
            first += count;
            to += PackedSums.BLOCK;
        }
    }

    /** As the loops of {@link PackedSums}; cells of 8 bits do not add up in a byte. */
    private static void sum(
            byte[] weights,
            int at,
            int count,
            byte[] rows,
            int[] selected,
            int first,
            int start,
            short[] sums,
            int to) {
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        ShortVector pairs0 = ShortVector.broadcast(SHORTS, (short) (start + (start << 8)));
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = ShortVector.broadcast(SHORTS, (short) start);
        ShortVector upper1 = upper0;
        ShortVector upper2 = upper0;
        ShortVector upper3 = upper0;
        int end = Math.min(count, INTERVAL);
        for (int i = 0; i < end; i++) {
            int c = selected[first + i];
            ByteVector cells0 = ByteVector.fromArray(BYTES, rows, c);
            ByteVector cells1 = ByteVector.fromArray(BYTES, rows, c + LANES);
            ByteVector cells2 = ByteVector.fromArray(BYTES, rows, c + 2 * LANES);
            ByteVector cells3 = ByteVector.fromArray(BYTES, rows, c + 3 * LANES);
            int w = at + i * TILE_ROWS;
            ByteVector v0 = ByteVector.fromArray(BYTES, weights, w);
            ByteVector v1 = ByteVector.fromArray(BYTES, weights, w + LANES);
            ByteVector v2 = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector v3 = ByteVector.fromArray(BYTES, weights, w + 3 * LANES);
            ShortVector p0 = v0.selectFrom(cells0, cells1)
                    .blend(v0.selectFrom(cells2, cells3), v0.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs0 = pairs0.add(p0);
            upper0 = upper0.add(p0.lanewise(VectorOperators.LSHR, eight));
            ShortVector p1 = v1.selectFrom(cells0, cells1)
                    .blend(v1.selectFrom(cells2, cells3), v1.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(p1.lanewise(VectorOperators.LSHR, eight));
            ShortVector p2 = v2.selectFrom(cells0, cells1)
                    .blend(v2.selectFrom(cells2, cells3), v2.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(p2.lanewise(VectorOperators.LSHR, eight));
            ShortVector p3 = v3.selectFrom(cells0, cells1)
                    .blend(v3.selectFrom(cells2, cells3), v3.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(p3.lanewise(VectorOperators.LSHR, eight));
        }
        pairs0.intoArray(sums, to);
        upper0.intoArray(sums, to + HALF);
        pairs1.intoArray(sums, to + 2 * HALF);
        upper1.intoArray(sums, to + 3 * HALF);
        pairs2.intoArray(sums, to + PackedSums.PART);
        upper2.intoArray(sums, to + PackedSums.PART + HALF);
        pairs3.intoArray(sums, to + PackedSums.PART + 2 * HALF);
        upper3.intoArray(sums, to + PackedSums.PART + 3 * HALF);
    }
}
