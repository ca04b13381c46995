package timestables.kernel.matrix;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.table.ProductTable;

/**
 * A matrix of weights of up to 8 bits, a byte each, in the order in which the kernel reads it. An activation fixes one
 * column of the table; its 256 cells stay in four vector registers while the weights of one matrix column stream past
 * them as indexes of byte shuffles. So even a table of 64 KiB is read in registers.
 *
 * <p>Cells of 16 bits are read in two digits of 8, a pass each.
 *
 * <p>Bytes: one a weight, rows padded to {@value #VECTORS_PER_COLUMN} vectors. Registers: four of cells, eight of sums.
 * Per 64 products and digit: 2 loads and 8 instructions, two shuffles of two vectors among them. Accepts tables of at
 * most 8 row bits and 8 column bits where vectors have 512 bits; narrower vectors would need too many shuffles.
 */
public final class ByteMatrix extends MatrixLayout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final int HALF = SHORTS.length();
    private static final int VECTORS_PER_COLUMN = 4;
    private static final int TILE_ROWS = VECTORS_PER_COLUMN * LANES;
    private static final int CODES = 256;

    /** Cells from one flush to the next, added up in 16 bits: 256 x 255 < 65,536. */
    private static final int FLUSH_INTERVAL = 256;

    private static final ThreadLocal<short[]> SUMS =
            ThreadLocal.withInitial(() -> new short[2 * VECTORS_PER_COLUMN * HALF]);

    private final int digits;
    private final byte[] weights;

    /** Cells by digit, activation and weight. */
    private final byte[] cells;

    /** See {@link MatrixLayout#best} for the arguments. */
    public ByteMatrix(ProductTable table, byte[] weights, int rows, int columns) {
        super(table, weights, rows, columns);
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "256 cells lie in registers where vectors have 512 bits, not " + BYTES.vectorBitSize());
        }
        digits = table.cellBits() / 8;
        this.weights = pack(weights);
        this.cells = cells();
    }

    /** Whether the columns of {@code table} can lie in this machine's registers. */
    public static boolean accepts(ProductTable table) {
        return LANES == 64
                && table.rowFormat().bits() <= 8
                && table.columnFormat().bits() <= 8;
    }

    @Override
    public String name() {
        return "bytes, cells in registers";
    }

    @Override
    public long byteSize() {
        return weights.length;
    }

    private byte[] pack(byte[] codes) {
        long size = (long) Math.ceilDiv(rows(), TILE_ROWS) * columns() * TILE_ROWS;
        byte[] packed = allocate(size);
        for (int row = 0; row < rows(); row++) {
            int at = CacheLine.START + row / TILE_ROWS * TILE_ROWS * columns() + row % TILE_ROWS;
            for (int column = 0; column < columns(); column++) {
                packed[at + column * TILE_ROWS] = codes[row * columns() + column];
            }
        }
        return packed;
    }

    private byte[] cells() {
        int activations = table().columnFormat().codes();
        byte[] cells = new byte[CacheLine.START + digits * CODES * CODES];
        for (int digit = 0; digit < digits; digit++) {
            for (int activation = 0; activation < activations; activation++) {
                for (int weight = 0; weight < table().rowFormat().codes(); weight++) {
                    int at = CacheLine.START + (digit * CODES + activation) * CODES + weight;
                    cells[at] = (byte) (cell(weight, activation) >> (digits - 1 - digit) * 8);
                }
            }
        }
        return cells;
    }

    @Override
    void addProducts(byte[] x, int xFrom, int n, int[] y, int yFrom) {
        short[] sums = SUMS.get();
        for (int digit = 0; digit < digits; digit++) {
            if (digit > 0) {
                shift(y, yFrom, n * rows(), 8);
            }
            for (int column = 0; column < n; column++) {
                for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
                    for (int from = 0; from < columns(); from += FLUSH_INTERVAL) {
                        int count = Math.min(columns() - from, FLUSH_INTERVAL);
                        int at = CacheLine.START + (tile * columns() + from) * TILE_ROWS;
                        sum(
                                at,
                                CacheLine.START + digit * CODES * CODES,
                                x,
                                xFrom + column * columns() + from,
                                count,
                                sums);
                        add(
                                sums,
                                y,
                                yFrom + column * rows() + tile * TILE_ROWS,
                                Math.min(rows() - tile * TILE_ROWS, TILE_ROWS));
                    }
                }
            }
        }
    }

    private void sum(int at, int digit, byte[] x, int from, int count, short[] sums) {
        byte[] weights = this.weights;
        byte[] cells = this.cells;
        ShortVector pairs0 = ShortVector.zero(SHORTS);
        ShortVector pairs1 = pairs0;
        ShortVector pairs2 = pairs0;
        ShortVector pairs3 = pairs0;
        ShortVector upper0 = pairs0;
        ShortVector upper1 = pairs0;
        ShortVector upper2 = pairs0;
        ShortVector upper3 = pairs0;
        for (int i = 0; i < count; i++) {
            int c = digit + Byte.toUnsignedInt(x[from + i]) * CODES;
            ByteVector cells0 = ByteVector.fromArray(BYTES, cells, c);
            ByteVector cells1 = ByteVector.fromArray(BYTES, cells, c + LANES);
            ByteVector cells2 = ByteVector.fromArray(BYTES, cells, c + 2 * LANES);
            ByteVector cells3 = ByteVector.fromArray(BYTES, cells, c + 3 * LANES);
            int w = at + i * TILE_ROWS;
            ByteVector v0 = ByteVector.fromArray(BYTES, weights, w);
            ByteVector v1 = ByteVector.fromArray(BYTES, weights, w + LANES);
            ByteVector v2 = ByteVector.fromArray(BYTES, weights, w + 2 * LANES);
            ByteVector v3 = ByteVector.fromArray(BYTES, weights, w + 3 * LANES);
            ShortVector p0 = v0.selectFrom(cells0, cells1)
                    .blend(v0.selectFrom(cells2, cells3), v0.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs0 = pairs0.add(p0);
            upper0 = upper0.add(p0.lanewise(VectorOperators.LSHR, 8));
            ShortVector p1 = v1.selectFrom(cells0, cells1)
                    .blend(v1.selectFrom(cells2, cells3), v1.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs1 = pairs1.add(p1);
            upper1 = upper1.add(p1.lanewise(VectorOperators.LSHR, 8));
            ShortVector p2 = v2.selectFrom(cells0, cells1)
                    .blend(v2.selectFrom(cells2, cells3), v2.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs2 = pairs2.add(p2);
            upper2 = upper2.add(p2.lanewise(VectorOperators.LSHR, 8));
            ShortVector p3 = v3.selectFrom(cells0, cells1)
                    .blend(v3.selectFrom(cells2, cells3), v3.test(VectorOperators.IS_NEGATIVE))
                    .reinterpretAsShorts();
            pairs3 = pairs3.add(p3);
            upper3 = upper3.add(p3.lanewise(VectorOperators.LSHR, 8));
        }
        pairs0.intoArray(sums, 0 * HALF);
        upper0.intoArray(sums, 1 * HALF);
        pairs1.intoArray(sums, 2 * HALF);
        upper1.intoArray(sums, 3 * HALF);
        pairs2.intoArray(sums, 4 * HALF);
        upper2.intoArray(sums, 5 * HALF);
        pairs3.intoArray(sums, 6 * HALF);
        upper3.intoArray(sums, 7 * HALF);
    }

    /** The sum of the bytes with an even number is that of the pairs less 256 times that of their upper bytes. */
    private static void add(short[] sums, int[] y, int at, int count) {
        for (int i = 0; i < count; i++) {
            int lane = i / LANES * LANES + i % LANES / 2;
            int upper = sums[lane + HALF];
            int sum = i % 2 == 1 ? upper : sums[lane] - (upper << 8);
            y[at + i] += sum & 0xffff;
        }
    }
}
