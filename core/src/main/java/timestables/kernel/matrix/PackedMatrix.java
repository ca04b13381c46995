package timestables.kernel.matrix;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.table.ProductTable;

/**
 * A matrix of 2-, 3- or 4-bit weights, packed in the order in which the kernel reads it. An activation fixes one column
 * of the table, of 4 to 16 cells; that column stays in one vector register as a <em>look-up row</em>, while the weights
 * of one matrix column stream past it as indexes of a byte shuffle.
 *
 * <p>Weights of 2 bits are grouped in twos to an index of 4 bits, and those of 3 bits in twos to one of 6, where
 * vectors have the 64 bytes that all sums of two cells take: one lookup then gives two products. With narrower vectors,
 * 3-bit weights take 4 bits each.
 *
 * <p>Cells are read in digits so small that two lookups add up in a byte: of 7 bits, or of 6 where a lookup is itself a
 * sum of two. A table of wider cells takes a pass for each digit.
 *
 * <p>Bytes: 2, 3 or 4 bits a weight, rows padded to {@value #VECTORS_PER_COLUMN} vectors. Registers: two look-up rows,
 * eight sums. Per 64 lookups of 4-bit weights and digit: three quarters of a load and five instructions, the shuffle
 * among them. Accepts tables of 2 to 4 row bits and at most 8 column bits.
 */
public final class PackedMatrix extends MatrixLayout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final int HALF = SHORTS.length();
    private static final int QUARTER = INTS.length();

    /** Vectors of indexes that one look-up row serves: the rows of a tile. */
    private static final int VECTORS_PER_COLUMN = 4;

    private static final int TILE_ROWS = VECTORS_PER_COLUMN * LANES;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** The scratch buffers of a thread, kept from call to call. */
    private static final class Scratch {
        final byte[] lookUpRows = new byte[CacheLine.START + PackedSums.FLUSH_INTERVAL * LANES];
        final short[] sums = new short[PackedSums.SHARED * VECTORS_PER_COLUMN * HALF];
    }

    private final int group;
    private final boolean sixBitIndexes;
    private final int digitBits;
    private final int digits;

    /** Indexes in a row of the matrix, padded to an even number. */
    private final int indexes;

    private final byte[] weights;

    /** Look-up rows by digit, position in the group and activation. */
    private final byte[] lookUpRows;

    /** See {@link MatrixLayout#best} for the arguments. */
    public PackedMatrix(ProductTable table, byte[] weights, int rows, int columns) {
        super(table, weights, rows, columns);
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "packed weights have 2 to 4 bits, not " + table.rowFormat().bits());
        }
        int bits = table.rowFormat().bits();
        sixBitIndexes = bits == 3 && LANES == 64;
        group = bits == 2 || sixBitIndexes ? 2 : 1;
        digitBits = group == 1 ? 7 : 6;
        digits = Math.ceilDiv(table.cellFormat().bits(), digitBits);
        indexes = Math.ceilDiv(columns, 2 * group) * 2;
        this.weights = pack(weights, bits);
        this.lookUpRows = lookUpRows(bits);
    }

    /** Whether the weights of {@code table} can be packed. */
    public static boolean accepts(ProductTable table) {
        return table.rowFormat().bits() <= 4 && table.columnFormat().bits() <= 8;
    }

    @Override
    public String name() {
        return "packed, " + (sixBitIndexes ? "6-bit indexes" : "4-bit indexes");
    }

    @Override
    public long byteSize() {
        return weights.length;
    }

    /** Bytes of one column of indexes in a tile. */
    private int stride() {
        return (sixBitIndexes ? 3 : 2) * LANES;
    }

    private byte[] pack(byte[] codes, int bits) {
        long size = (long) Math.ceilDiv(rows(), TILE_ROWS) * indexes * stride();
        byte[] packed = allocate(size);
        for (int row = 0; row < rows(); row++) {
            int inTile = row % TILE_ROWS;
            int vector = inTile / LANES;
            int lane = laneOf(inTile % LANES);
            int at = CacheLine.START + row / TILE_ROWS * indexes * stride() + lane;
            for (int column = 0; column < columns(); column++) {
                int index = codes[row * columns() + column] << column % group * bits;
                int in = at + column / group * stride();
                if (!sixBitIndexes) {
                    packed[in + vector % 2 * LANES] |= (byte) (index << vector / 2 * 4);
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

    /** Rows lie in the lanes in the order in which {@link #add} finds their sums. */
    private static int laneOf(int row) {
        return row % QUARTER * 4 + row / QUARTER;
    }

    private byte[] lookUpRows(int bits) {
        int activations = table().columnFormat().codes();
        byte[] cells = new byte[CacheLine.START + digits * group * activations * LANES];
        int at = CacheLine.START;
        for (int digit = digits - 1; digit >= 0; digit--) {
            for (int position = 0; position < group; position++) {
                for (int activation = 0; activation < activations; activation++) {
                    for (int lane = 0; lane < LANES; lane++) {
                        int weight = lane >> position * bits & (1 << bits) - 1;
                        int shifted = cell(weight, activation) >> digit * digitBits;
                        cells[at++] = (byte) (shifted & (1 << digitBits) - 1);
                    }
                }
            }
        }
        return cells;
    }

    @Override
    void addProducts(byte[] x, int xFrom, int n, int[] y, int yFrom) {
        Scratch scratch = SCRATCH.get();
        for (int digit = 0; digit < digits; digit++) {
            if (digit > 0) {
                shift(y, yFrom, n * rows(), digitBits);
            }
            int column = 0;
            if (LANES == 64 && !sixBitIndexes) {
                for (; column <= n - PackedSums.SHARED; column += PackedSums.SHARED) {
                    addColumns(digit, x, xFrom + column * columns(), y, yFrom + column * rows(), scratch);
                }
            }
            for (; column < n; column++) {
                addColumn(digit, x, xFrom + column * columns(), y, yFrom + column * rows(), scratch);
            }
        }
    }

    /** One column of activations, from {@code xFrom} on, with its sums from {@code yFrom} on. */
    private void addColumn(int digit, byte[] x, int xFrom, int[] y, int yFrom, Scratch scratch) {
        for (int from = 0; from < indexes; from += PackedSums.FLUSH_INTERVAL) {
            int count = Math.min(indexes - from, PackedSums.FLUSH_INTERVAL);
            selectRows(digit, x, xFrom, from, count, scratch.lookUpRows, CacheLine.START);
            for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
                int at = CacheLine.START + (tile * indexes + from) * stride();
                if (sixBitIndexes) {
                    PackedSums.sixBitIndexes(weights, at, count, scratch.lookUpRows, scratch.sums);
                } else {
                    PackedSums.fourBitIndexes(weights, at, count, scratch.lookUpRows, scratch.sums);
                }
                for (int vector = 0; vector < VECTORS_PER_COLUMN; vector++) {
                    add(scratch.sums, 2 * vector * HALF, y, yFrom, tile * TILE_ROWS + vector * LANES);
                }
            }
        }
    }

    /** As {@link #addColumn}, for {@link PackedSums#SHARED} columns. */
    private void addColumns(int digit, byte[] x, int xFrom, int[] y, int yFrom, Scratch scratch) {
        for (int from = 0; from < indexes; from += PackedSums.SHARED_INTERVAL) {
            int count = Math.min(indexes - from, PackedSums.SHARED_INTERVAL);
            for (int i = 0; i < PackedSums.SHARED; i++) {
                selectRows(
                        digit,
                        x,
                        xFrom + i * columns(),
                        from,
                        count,
                        scratch.lookUpRows,
                        CacheLine.START + i * PackedSums.SHARED_INTERVAL * LANES);
            }
            for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
                int at = CacheLine.START + (tile * indexes + from) * stride();
                for (int vector = 0; vector < 2; vector++) {
                    PackedSums.sharedFourBitIndexes(
                            weights, at + vector * LANES, count, scratch.lookUpRows, scratch.sums);
                    for (int i = 0; i < PackedSums.SHARED; i++) {
                        int row = tile * TILE_ROWS + vector * LANES;
                        add(scratch.sums, 4 * i * HALF, y, yFrom + i * rows(), row);
                        add(scratch.sums, (4 * i + 2) * HALF, y, yFrom + i * rows(), row + 2 * LANES);
                    }
                }
            }
        }
    }

    /** Writes the look-up rows of {@code count} groups of a column of activations, from group {@code from} on. */
    private void selectRows(int digit, byte[] x, int xFrom, int from, int count, byte[] out, int at) {
        byte[] lookUpRows = this.lookUpRows;
        int activations = table().columnFormat().codes();
        int first = CacheLine.START + digit * group * activations * LANES;
        int second = first + activations * LANES;
        int i = xFrom + from * group;
        int end = xFrom + columns();
        int whole = Math.min(count, (end - i) / group);
        if (group == 1) {
            for (int index = 0; index < whole; index++) {
                ByteVector.fromArray(BYTES, lookUpRows, first + Byte.toUnsignedInt(x[i + index]) * LANES)
                        .intoArray(out, at + index * LANES);
            }
        } else {
            for (int index = 0; index < whole; index++) {
                ByteVector.fromArray(BYTES, lookUpRows, first + Byte.toUnsignedInt(x[i + 2 * index]) * LANES)
                        .add(ByteVector.fromArray(
                                BYTES, lookUpRows, second + Byte.toUnsignedInt(x[i + 2 * index + 1]) * LANES))
                        .intoArray(out, at + index * LANES);
            }
        }
        Arrays.fill(out, at + whole * LANES, at + count * LANES, (byte) 0);
        if (whole < count && i + whole * group < end) {
            int last = first + Byte.toUnsignedInt(x[end - 1]) * LANES;
            System.arraycopy(lookUpRows, last, out, at + whole * LANES, LANES);
        }
    }

    /**
     * Adds the sums of one vector of indexes to {@code y}. The sum of the bytes with an even number is that of the
     * pairs less 256 times that of their upper bytes.
     */
    private void add(short[] sums, int at, int[] y, int yFrom, int row) {
        int count = Math.min(rows() - row, LANES);
        int out = yFrom + row;
        if (count == LANES) {
            ShortVector pairs = ShortVector.fromArray(SHORTS, sums, at);
            ShortVector upper = ShortVector.fromArray(SHORTS, sums, at + HALF);
            IntVector even = pairs.sub(upper.lanewise(VectorOperators.LSHL, 8)).reinterpretAsInts();
            IntVector odd = upper.reinterpretAsInts();
            IntVector.fromArray(INTS, y, out).add(even.and(0xffff)).intoArray(y, out);
            IntVector.fromArray(INTS, y, out + QUARTER).add(odd.and(0xffff)).intoArray(y, out + QUARTER);
            IntVector.fromArray(INTS, y, out + 2 * QUARTER)
                    .add(even.lanewise(VectorOperators.LSHR, 16))
                    .intoArray(y, out + 2 * QUARTER);
            IntVector.fromArray(INTS, y, out + 3 * QUARTER)
                    .add(odd.lanewise(VectorOperators.LSHR, 16))
                    .intoArray(y, out + 3 * QUARTER);
            return;
        }
        for (int i = 0; i < count; i++) {
            int lane = laneOf(i);
            int upper = sums[at + HALF + lane / 2];
            int sum = lane % 2 == 1 ? upper : sums[at + lane / 2] - (upper << 8);
            y[out + i] += sum & 0xffff;
        }
    }
}
