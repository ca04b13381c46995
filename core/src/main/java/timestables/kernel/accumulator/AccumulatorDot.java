package timestables.kernel.accumulator;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;
import timestables.kernel.layout.RegisterLayout;
import timestables.table.ProductTable;

/**
 * Dot products whose cells are added up in an {@link Accumulator}, with the bits of its definition.
 *
 * <p>Half of a {@linkplain ProductTable#isCentrosymmetric() centrosymmetric} table of 4-bit codes lies in two
 * registers, as in {@link RegisterLayout}, where vectors have 512 bits; else, and for every other table, this is the
 * plain loop. There is a loop for each accumulator: one that chose the accumulator inside would keep its vectors on the
 * heap. The four cells in an int go to partial sums in four vectors, so that none has to cross lanes.
 */
public final class AccumulatorDot {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();

    /** Bits of the codes of which half a table fits two vectors. */
    private static final int BITS = 4;

    /** Cells from one row of the table to the next. */
    static final short ROW = 1 << BITS;

    /** The greatest index; less an index, it is the index's complement, which finds the same cell. */
    static final byte LAST_INDEX = (byte) ((1 << 2 * BITS) - 1);

    private final Accumulator accumulator;
    private final ProductTable table;
    private final boolean vectors;

    /** Half of the table, less the middle of its codes where the accumulator's loop expects that. */
    private final byte[] cells = new byte[2 * LANES];

    /**
     * @param accumulator what sums are kept in
     * @param table the table whose cells are added up
     * @throws IllegalArgumentException unless accumulators {@linkplain Accumulator#accepts accept} the table
     */
    public AccumulatorDot(Accumulator accumulator, ProductTable table) {
        Accumulator.require(table);
        this.accumulator = accumulator;
        this.table = table;
        vectors = LANES == Accumulator.PARTIAL_SUMS
                && RegisterLayout.accepts(table)
                && table.rowFormat().bits() == BITS;
        if (vectors) {
            int middle = accumulator == Accumulator.BYTE_AVERAGE
                    ? 0
                    : table.cellFormat().codes() / 2;
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (byte) (table.cell(i / ROW, i % ROW) - middle);
            }
        }
    }

    /** The name that reports show of where the table lies. */
    public String name() {
        return vectors ? "registers" : "scalar loads";
    }

    /** The same as {@link Accumulator#dot} of the accumulator and the table. */
    public double dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        if (!vectors) {
            return accumulator.dot(table, a, b, from, to);
        }
        int stop = accumulator.stop(from, to);
        double rows = switch (accumulator) {
            case INT32 -> Accumulator.ofIntegers(IntegerSums.int32(cells, a, b, from, stop), stop - from);
            case INT16 -> Accumulator.ofIntegers(IntegerSums.int16(cells, a, b, from, stop), stop - from);
            case INT8 -> Accumulator.ofIntegers(IntegerSums.int8(cells, a, b, from, stop), stop - from);
            case BYTE_AVERAGE ->
                Accumulator.ofAverages(table, IntegerSums.averages(cells, a, b, from, stop), stop - from);
            case FLOAT16 -> FloatingSums.float16(cells, a, b, from, stop);
            case FLOAT32 -> FloatingSums.float32(cells, a, b, from, stop);
            case KAHAN -> FloatingSums.kahan(cells, a, b, from, stop);
        };
        return stop < to ? rows + Accumulator.rest(table, a, b, stop, to) : rows;
    }
}
