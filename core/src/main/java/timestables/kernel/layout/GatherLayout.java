package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.VectorWidth;
import timestables.table.ProductTable;

/**
 * The plain two-dimensional table again, read by gather instructions: each loads as many cells as a vector has ints,
 * from where a vector of indexes says. It shows that gathering saves the instructions around the loads, but none of the
 * loads, of which a core does a few each cycle either way.
 *
 * <p>Bytes: 4 a cell, in rows of 256. Registers: one for a constant. Per 64 products with vectors of 512 bits: 2 loads,
 * 1 store, 4 gathers, of which each stores and loads its indexes, and 36 instructions. With vectors of 128 bits, and of
 * 256 in {@link #dot}, that is no faster than scalar loads, and this layout is the scalar one. Accepts every table with
 * codes and cells of at most 8 bits.
 *
 * <p>Gathers of bytes were as fast at 512 bits, and slower than scalar loads at 256. Four cells in each int, to keep
 * the table small, saved 5 % of the time. The four gathers of a vector written out one by one were as fast, until the
 * compiler had too much to inline and put a vector on the heap.
 */
public final class GatherLayout implements Layout {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();

    /** Cells in a row, whatever the number of bits, so that indexes shift by constants. */
    private static final int ROW_LENGTH = 256;

    /** Vectors of addends from one flush to the next. Their sum over all lanes fits an int: 4,096 x 64 x 255 < 2^31. */
    private static final int FLUSH_INTERVAL = 1 << 12;

    /** Gathers read their indexes from memory. */
    private static final ThreadLocal<int[]> INDEXES = ThreadLocal.withInitial(() -> new int[INTS.length()]);

    private final ScalarLayout scalar;

    /** The addends of the cells, of which the lowest bits are the cells. */
    private final int[] addends;

    /** All bits of a cell. */
    private final int cellMask;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public GatherLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException("a gathered table has codes and cells of at most 8 bits");
        }
        scalar = new ScalarLayout(table);
        cellMask = table.cellFormat().codes() - 1;
        addends = new int[table.rowFormat().codes() * ROW_LENGTH];
        for (int row = 0; row < table.rowFormat().codes(); row++) {
            for (int column = 0; column < table.columnFormat().codes(); column++) {
                addends[row * ROW_LENGTH + column] = table.addend(row, column);
            }
        }
    }

    /** Whether codes and cells of {@code table} fit bytes. */
    public static boolean accepts(ProductTable table) {
        return table.rowFormat().bits() <= 8 && table.columnFormat().bits() <= 8 && table.cellBits() == 8;
    }

    @Override
    public String name() {
        return "gather";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int done = VectorWidth.bits() > 128 ? multiplyVectors(a, b, out, from, to) : from;
        if (done < to) {
            scalar.multiply(a, b, out, done, to);
        }
    }

    private int multiplyVectors(byte[] a, byte[] b, byte[] out, int from, int to) {
        int[] indexes = INDEXES.get();
        IntVector mask = IntVector.broadcast(INTS, cellMask);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            // Four codes an int, of which every gather takes one: no vector need be widened or narrowed.
            IntVector rows = ByteVector.fromArray(BYTES, a, i).reinterpretAsInts();
            IntVector columns = ByteVector.fromArray(BYTES, b, i).reinterpretAsInts();
            IntVector cells = IntVector.zero(INTS);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                IntVector row = rows.lanewise(VectorOperators.LSHR, shift).and(0xff);
                IntVector column = columns.lanewise(VectorOperators.LSHR, shift).and(0xff);
                row.lanewise(VectorOperators.LSHL, 8).or(column).intoArray(indexes, 0);
                IntVector cell =
                        IntVector.fromArray(INTS, addends, 0, indexes, 0).and(mask);
                cells = cells.or(cell.lanewise(VectorOperators.LSHL, shift));
            }
            cells.reinterpretAsBytes().intoArray(out, i);
        }
        return i;
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (VectorWidth.bits() != 512) {
            return scalar.dot(a, b, from, to);
        }
        long sum = 0;
        int i = from;
        while (i <= to - LANES) {
            int stop = i + Math.min(to - i & -LANES, FLUSH_INTERVAL * LANES);
            sum += dotVectors(a, b, i, stop);
            i = stop;
        }
        return i < to ? sum + scalar.dot(a, b, i, to) : sum;
    }

    private int dotVectors(byte[] a, byte[] b, int from, int to) {
        int[] indexes = INDEXES.get();
        IntVector sum = IntVector.zero(INTS);
        for (int i = from; i < to; i += LANES) {
            IntVector rows = ByteVector.fromArray(BYTES, a, i).reinterpretAsInts();
            IntVector columns = ByteVector.fromArray(BYTES, b, i).reinterpretAsInts();
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                IntVector row = rows.lanewise(VectorOperators.LSHR, shift).and(0xff);
                IntVector column = columns.lanewise(VectorOperators.LSHR, shift).and(0xff);
                row.lanewise(VectorOperators.LSHL, 8).or(column).intoArray(indexes, 0);
                sum = sum.add(IntVector.fromArray(INTS, addends, 0, indexes, 0));
            }
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
