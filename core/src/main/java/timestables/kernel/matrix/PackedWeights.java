package timestables.kernel.matrix;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;
import timestables.table.ProductTable;

/**
 * Weights of 2 to 6 bits, packed: look-up rows have 16 or 64 cells, in one register.
 *
 * <p>Weights of 2 bits are grouped in twos to an index of 4 bits, and those of 3 bits in twos to one of 6, where
 * vectors have the 64 bytes that all sums of two cells take: one lookup then gives two products. With narrower vectors,
 * 3-bit weights take 4 bits each, and those of 5 and 6 bits are not taken.
 *
 * <p>Cells are read in digits so small that two lookups add up in a byte: of 7 bits, or of 6 where a lookup is itself a
 * sum of two.
 *
 * <p>Per 64 lookups of 4-bit weights: three quarters of a load and six instructions, a shuffle among them.
 */
final class PackedWeights extends TileWeights {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = VECTOR_ROWS;

    private final boolean sixBitIndexes;
    private final int digitBits;
    private final int digits;
    private final int group;

    /** Padded to an even number. */
    private final int indexes;

    private final byte[] weights;

    /** By digit, position in the group and activation; and one of zeros behind. */
    private final byte[] lookUpRows;

    private final int activations;

    PackedWeights(ProductTable table, IntBinaryOperator cells, byte[] codes, int rows, int columns) {
        int bits = table.rowFormat().bits();
        sixBitIndexes = bits > 4 || bits == 3 && LANES == 64;
        group = bits == 2 || bits == 3 && sixBitIndexes ? 2 : 1;
        digitBits = group == 1 ? 7 : 6;
        digits = Math.ceilDiv(table.cellFormat().bits(), digitBits);
        indexes = Math.ceilDiv(columns, 2 * group) * 2;
        activations = table.columnFormat().codes();
        weights = pack(codes, bits, rows, columns);
        lookUpRows = lookUpRows(cells, bits);
    }

    @Override
    String name() {
        return "packed, " + (sixBitIndexes ? "6-bit indexes" : "4-bit indexes");
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
        return digitBits;
    }

    @Override
    int group() {
        return group;
    }

    @Override
    int indexes() {
        return indexes;
    }

    @Override
    int interval(int n) {
        return group == 1 ? PackedSums.INTERVAL : PackedSums.INTERVAL / n;
    }

    @Override
    int together(int n) {
        return LANES == 64 && !sixBitIndexes && n >= PackedSums.SHARED ? PackedSums.SHARED : 1;
    }

    /** Bytes of one column of indexes in a tile. */
    private int stride() {
        return (sixBitIndexes ? 3 : 2) * LANES;
    }

    private int at(int tile, int index) {
        return CacheLine.START + (tile * indexes + index) * stride();
    }

    private byte[] pack(byte[] codes, int bits, int rows, int columns) {
        byte[] packed = CacheLine.allocate((long) Math.ceilDiv(rows, TILE_ROWS) * indexes * stride(), rows, columns);
        for (int row = 0; row < rows; row++) {
            int inTile = row % TILE_ROWS;
            int vector = inTile / LANES;
            int at = at(row / TILE_ROWS, 0) + laneOf(inTile % LANES);
            for (int column = 0; column < columns; column++) {
                int index = codes[row * columns + column] << column % group * bits;
                int in = at + column / group * stride();
                if (!sixBitIndexes) {
                    packed[in + vector / 2 * LANES] |= (byte) (index << vector % 2 * 4);
                } else if (vector < 3) {
                    packed[in + vector * LANES] |= (byte) index;
                } else {
                    packed[in] |= (byte) (index << 6);
                    packed[in + LANES] |= (byte) (index << 4 & 0xc0);
                    packed[in + 2 * LANES] |= (byte) (index << 2 & 0xc0);
                }
            }
        }
        return packed;
    }

    private byte[] lookUpRows(IntBinaryOperator cells, int bits) {
        byte[] rows = new byte[CacheLine.START + (digits * group * activations + 1) * LANES];
        int at = CacheLine.START;
        for (int digit = digits - 1; digit >= 0; digit--) {
            for (int position = 0; position < group; position++) {
                for (int activation = 0; activation < activations; activation++) {
                    for (int lane = 0; lane < LANES; lane++) {
                        int weight = lane >> position * bits & (1 << bits) - 1;
                        int shifted = cells.applyAsInt(weight, activation) >> digit * digitBits;
                        rows[at++] = (byte) (shifted & (1 << digitBits) - 1);
                    }
                }
            }
        }
        return rows;
    }

    @Override
    void select(int digit, byte[] x, int from, int to, int count, Selection selection, int column) {
        int[] rows = selection.rows;
        int at = column * PackedSums.SHARED_INTERVAL;
        int first = CacheLine.START + digit * group * activations * LANES;
        int whole = Math.min(count, (to - from) / group);
        if (group == 1 && PackedSums.READ_IN_PLACE) {
            for (int index = 0; index < whole; index++) {
                rows[at + index] = first + Byte.toUnsignedInt(x[from + index]) * LANES;
            }
            // A row of zeros follows all others.
            Arrays.fill(rows, at + whole, at + count, lookUpRows.length - LANES);
            return;
        }
        byte[] lookUpRows = this.lookUpRows;
        byte[] sums = selection.sums;
        int second = first + activations * LANES;
        int start = CacheLine.START + column * (PackedSums.INTERVAL / PackedSums.SHARED) * LANES;
        for (int index = 0; index < whole; index++) {
            int x0 = from + group * index;
            ByteVector row = ByteVector.fromArray(BYTES, lookUpRows, first + Byte.toUnsignedInt(x[x0]) * LANES);
            if (group == 2) {
                row = row.add(ByteVector.fromArray(BYTES, lookUpRows, second + Byte.toUnsignedInt(x[x0 + 1]) * LANES));
            }
            row.intoArray(sums, start + index * LANES);
        }
        Arrays.fill(sums, start + whole * LANES, start + count * LANES, (byte) 0);
        if (whole < count && from + whole * group < to) {
            int last = first + Byte.toUnsignedInt(x[to - 1]) * LANES;
            System.arraycopy(lookUpRows, last, sums, start + whole * LANES, LANES);
        }
        for (int index = 0; index < count; index++) {
            rows[at + index] = start + index * LANES;
        }
    }

    @Override
    void sums(int tile, int index, int blocks, int count, Selection selection, int first, int start, short[] sums) {
        int at = at(tile, index);
        int to = PackedSums.SUMS;
        byte[] rows = group == 1 && PackedSums.READ_IN_PLACE ? lookUpRows : selection.sums;
        for (int block = 0; block < blocks; block++) {
            if (sixBitIndexes) {
                PackedSums.sixBitIndexes(weights, at, count, rows, selection.rows, first, start, sums, to);
            } else {
                PackedSums.fourBitIndexes(weights, at, count, rows, selection.rows, first, start, sums, to);
            }
            at += count * stride();
            first += count;
            to += PackedSums.BLOCK;
        }
    }

    @Override
    void sumsOfShared(
            int tile,
            int half,
            int index,
            int blocks,
            int count,
            Selection selection,
            int first,
            int start,
            short[] sums) {
        int at = at(tile, index) + half * LANES;
        int to = PackedSums.SUMS;
        byte[] rows = group == 1 && PackedSums.READ_IN_PLACE ? lookUpRows : selection.sums;
        for (int block = 0; block < blocks; block++) {
            PackedSums.sharedFourBitIndexes(weights, at, count, rows, selection.rows, first, start, sums, to);
            at += count * stride();
            first += count;
            to += PackedSums.BLOCK;
        }
    }
}
