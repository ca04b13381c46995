package timestables.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.table.ProductTable;

/**
 * A table small enough to lie in vector registers, read by byte shuffles: one shuffle looks up as many products as a
 * vector has bytes.
 *
 * <p>The index of a product, {@code row code << bits | column code}, selects within a <em>leaf</em>, which is one
 * vector of cells, or two where vectors have 512 bits, for there one instruction selects from two. Where the table has
 * more than one leaf, the row code tells which leaf's answer to keep.
 *
 * <p>Bytes: the table's. With vectors of 512 bits, for codes of 2, 3, 4 and 5 bits: 1, 1, 4 and 16 registers, of which
 * the last are reloaded for every vector; per 64 products 2 loads, 1 store and 3, 3, 6 and 28 instructions. Accepts
 * square tables of 2 to 5 bits, with cells of 8 bits, of at most {@value #MOST_LEAVES} leaves; with narrower vectors
 * those are tables of at most 4 bits. Signed cells are summed as the scalar layout does it.
 */
public final class RegisterLayout implements Layout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();

    /** One instruction selects bytes from two vectors in AVX-512 VBMI; narrower machines need several for it. */
    private static final int VECTORS_PER_LEAF = LANES == 64 ? 2 : 1;

    private static final int LEAF = VECTORS_PER_LEAF * LANES;
    private static final int MOST_LEAVES = 16;

    /** So many vectors of bytes can be added up in the halves of 16-bit lanes before one could overflow. */
    private static final int BLOCK = 256;

    private final ScalarLayout scalar;
    private final int leaves;
    private final byte[] cells;

    /** The cells of a row, {@code 2^bits}, in every lane. */
    private final short[] rowLength = new short[SHORTS.length()];

    private final int rowsPerLeaf;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public RegisterLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "a table in registers is square and has codes of 2 to 5 bits, cells of 8 bits and" + " at most "
                            + MOST_LEAVES * LEAF + " of them on this machine");
        }
        int bits = table.rowFormat().bits();
        scalar = new ScalarLayout(table);
        leaves = Math.max(1, table.byteSize() / LEAF);
        cells = new byte[Math.max(4 * LANES, table.byteSize())];
        MemorySegment.copy(table.cells(), ValueLayout.JAVA_BYTE, 0, cells, 0, table.byteSize());
        Arrays.fill(rowLength, (short) (1 << bits));
        rowsPerLeaf = LEAF >> bits;
    }

    /** Whether {@code table} can lie in this machine's registers. */
    public static boolean accepts(ProductTable table) {
        int bits = table.rowFormat().bits();
        return bits <= 5
                && bits == table.columnFormat().bits()
                && table.cellBits() == 8
                && table.byteSize() <= MOST_LEAVES * LEAF
                && LEAF >> bits > 0;
    }

    @Override
    public String name() {
        return "registers";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        // A loop for each shape: were the shape chosen within the loop, its vectors would live on the heap.
        int done = leaves == 1
                ? multiplyOneLeaf(a, b, out, from, to)
                : leaves == 2 && VECTORS_PER_LEAF == 2
                        ? multiplyTwoLeaves(a, b, out, from, to)
                        : multiplyLeaves(a, b, out, from, to);
        if (done < to) {
            scalar.multiply(a, b, out, done, to);
        }
    }

    private int multiplyOneLeaf(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector cells = cells(0);
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(scale).reinterpretAsBytes().or(column);
            index.selectFrom(cells).intoArray(out, i);
        }
        return i;
    }

    private int multiplyTwoLeaves(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector cells0 = cells(0);
        ByteVector cells1 = cells(1);
        ByteVector cells2 = cells(2);
        ByteVector cells3 = cells(3);
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(scale).reinterpretAsBytes().or(column);
            index.selectFrom(cells2, cells3)
                    .blend(index.selectFrom(cells0, cells1), row.lt((byte) rowsPerLeaf))
                    .intoArray(out, i);
        }
        return i;
    }

    private int multiplyLeaves(byte[] a, byte[] b, byte[] out, int from, int to) {
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector leafOfRow = row.and((byte) -rowsPerLeaf);
            ByteVector index = row.sub(leafOfRow)
                    .reinterpretAsShorts()
                    .mul(scale)
                    .reinterpretAsBytes()
                    .or(column);
            ByteVector cell = index;
            for (int leaf = 0; leaf < leaves; leaf++) {
                int at = leaf * LEAF;
                ByteVector inLeaf = VECTORS_PER_LEAF == 2
                        ? index.selectFrom(
                                ByteVector.fromArray(BYTES, cells, at), ByteVector.fromArray(BYTES, cells, at + LANES))
                        : index.selectFrom(ByteVector.fromArray(BYTES, cells, at));
                cell = cell.blend(inLeaf, leafOfRow.eq((byte) (leaf * rowsPerLeaf)));
            }
            cell.intoArray(out, i);
        }
        return i;
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (table().isSigned()) {
            // The vector loops add unsigned bytes.
            return scalar.dot(a, b, from, to);
        }
        long sum = 0;
        int i = from;
        while (i <= to - LANES) {
            int stop = i + Math.min(to - i & -LANES, BLOCK * LANES);
            sum += leaves == 1
                    ? dotOneLeaf(a, b, i, stop)
                    : leaves == 2 && VECTORS_PER_LEAF == 2 ? dotTwoLeaves(a, b, i, stop) : dotLeaves(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private long dotOneLeaf(byte[] a, byte[] b, int from, int to) {
        ByteVector cells = cells(0);
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(scale).reinterpretAsBytes().or(column);
            ShortVector pair = index.selectFrom(cells).reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(pair.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector lowers = pairs.sub(upper.mul((short) 256)).reinterpretAsInts();
        IntVector uppers = upper.reinterpretAsInts();
        return lowers.and(0xffff)
                .add(lowers.lanewise(VectorOperators.LSHR, 16))
                .add(uppers.and(0xffff))
                .add(uppers.lanewise(VectorOperators.LSHR, 16))
                .reduceLanes(VectorOperators.ADD);
    }

    private long dotTwoLeaves(byte[] a, byte[] b, int from, int to) {
        ByteVector cells0 = cells(0);
        ByteVector cells1 = cells(1);
        ByteVector cells2 = cells(2);
        ByteVector cells3 = cells(3);
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(scale).reinterpretAsBytes().or(column);
            ShortVector pair = index.selectFrom(cells2, cells3)
                    .blend(index.selectFrom(cells0, cells1), row.lt((byte) rowsPerLeaf))
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(pair.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector lowers = pairs.sub(upper.mul((short) 256)).reinterpretAsInts();
        IntVector uppers = upper.reinterpretAsInts();
        return lowers.and(0xffff)
                .add(lowers.lanewise(VectorOperators.LSHR, 16))
                .add(uppers.and(0xffff))
                .add(uppers.lanewise(VectorOperators.LSHR, 16))
                .reduceLanes(VectorOperators.ADD);
    }

    private long dotLeaves(byte[] a, byte[] b, int from, int to) {
        ShortVector scale = ShortVector.fromArray(SHORTS, rowLength, 0);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector upper = pairs;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector leafOfRow = row.and((byte) -rowsPerLeaf);
            ByteVector index = row.sub(leafOfRow)
                    .reinterpretAsShorts()
                    .mul(scale)
                    .reinterpretAsBytes()
                    .or(column);
            ByteVector cell = index;
            for (int leaf = 0; leaf < leaves; leaf++) {
                int at = leaf * LEAF;
                ByteVector inLeaf = VECTORS_PER_LEAF == 2
                        ? index.selectFrom(
                                ByteVector.fromArray(BYTES, cells, at), ByteVector.fromArray(BYTES, cells, at + LANES))
                        : index.selectFrom(ByteVector.fromArray(BYTES, cells, at));
                cell = cell.blend(inLeaf, leafOfRow.eq((byte) (leaf * rowsPerLeaf)));
            }
            ShortVector pair = cell.reinterpretAsShorts();
            pairs = pairs.add(pair);
            upper = upper.add(pair.lanewise(VectorOperators.LSHR, 8));
        }
        IntVector lowers = pairs.sub(upper.mul((short) 256)).reinterpretAsInts();
        IntVector uppers = upper.reinterpretAsInts();
        return lowers.and(0xffff)
                .add(lowers.lanewise(VectorOperators.LSHR, 16))
                .add(uppers.and(0xffff))
                .add(uppers.lanewise(VectorOperators.LSHR, 16))
                .reduceLanes(VectorOperators.ADD);
    }

    private ByteVector cells(int vector) {
        return ByteVector.fromArray(BYTES, cells, vector * LANES);
    }
}
