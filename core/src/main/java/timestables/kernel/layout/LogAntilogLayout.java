package timestables.kernel.layout;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Symmetric;
import timestables.kernel.Lanes;
import timestables.kernel.VectorWidth;
import timestables.table.LogAntilogTables;
import timestables.table.ProductTable;

/**
 * Products of signed 8-bit integers by {@link LogAntilogTables}: two tables of one operand each, instead of one of two.
 *
 * <p>Bytes: 384. Registers, with vectors of 512 bits: 2 for logarithms, 4 for antilogarithms and 2 for constants. Per
 * 64 products: 2 loads, 1 store and 15 instructions. The shuffles of narrower vectors reach too few entries; there this
 * layout is the scalar one. Accepts {@linkplain ProductTable#logAntilog log/antilog} products.
 */
public final class LogAntilogLayout implements Layout {

    /** The lanes of a vector of 512 bits, the only one that is used. */
    private static final int LANES = 64;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final short[] EIGHTS = Lanes.ofShorts(8);

    /** -127 in every lane: -128, whose magnitude has eight bits, counts as that. */
    private static final byte[] LEAST = Lanes.ofBytes(-Byte.MAX_VALUE);

    /**
     * Vectors of products from one flush to the next. Even and odd bytes are summed in 16 bits each: 256 x 255 <
     * 65,536.
     */
    private static final int FLUSH_INTERVAL = 256;

    /** Added to a product, it makes that an unsigned byte. */
    private static final byte BIAS = (byte) 0x80;

    private final ScalarLayout scalar;
    private final byte[] log;
    private final byte[] antilog;

    /** @throws IllegalArgumentException if the layout does not accept {@code table} */
    public LogAntilogLayout(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException(
                    "a log/antilog layout gives the products of a log/antilog table, and no others");
        }
        scalar = new ScalarLayout(table);
        LogAntilogTables tables = new LogAntilogTables((Symmetric) table.rowFormat(), (Symmetric) table.cellFormat());
        log = tables.log();
        antilog = tables.antilog();
    }

    /** Whether the cells of {@code table} are the log/antilog products of its formats. */
    public static boolean accepts(ProductTable table) {
        return table.rowFormat() instanceof Symmetric row
                && row.equals(table.columnFormat())
                && table.cellFormat() instanceof Symmetric cell
                && LogAntilogTables.exist(row, cell)
                && table.cells().mismatch(ProductTable.logAntilog(row, cell).cells()) == -1;
    }

    @Override
    public String name() {
        return "logarithms";
    }

    @Override
    public ProductTable table() {
        return scalar.table();
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        int done = VectorWidth.bits() == 512 ? multiplyVectors(a, b, out, from, to) : from;
        if (done < to) {
            scalar.multiply(a, b, out, done, to);
        }
    }

    private int multiplyVectors(byte[] a, byte[] b, byte[] out, int from, int to) {
        ByteVector log0 = ByteVector.fromArray(BYTES, log, 0);
        ByteVector log1 = ByteVector.fromArray(BYTES, log, LANES);
        ByteVector antilog0 = ByteVector.fromArray(BYTES, antilog, 0);
        ByteVector antilog1 = ByteVector.fromArray(BYTES, antilog, LANES);
        ByteVector antilog2 = ByteVector.fromArray(BYTES, antilog, 2 * LANES);
        ByteVector antilog3 = ByteVector.fromArray(BYTES, antilog, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, LEAST, 0);
        ByteVector zero = ByteVector.zero(BYTES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector left = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector right = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector steps = left.abs()
                    .selectFrom(log0, log1)
                    .lanewise(VectorOperators.SUADD, right.abs().selectFrom(log0, log1));
            ByteVector magnitude = steps.selectFrom(antilog0, antilog1)
                    .blend(steps.selectFrom(antilog2, antilog3), steps.lt((byte) 0));
            magnitude
                    .blend(
                            zero.sub(magnitude),
                            left.lanewise(VectorOperators.XOR, right).lt((byte) 0))
                    .intoArray(out, i);
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

    private long dotVectors(byte[] a, byte[] b, int from, int to) {
        ByteVector log0 = ByteVector.fromArray(BYTES, log, 0);
        ByteVector log1 = ByteVector.fromArray(BYTES, log, LANES);
        ByteVector antilog0 = ByteVector.fromArray(BYTES, antilog, 0);
        ByteVector antilog1 = ByteVector.fromArray(BYTES, antilog, LANES);
        ByteVector antilog2 = ByteVector.fromArray(BYTES, antilog, 2 * LANES);
        ByteVector antilog3 = ByteVector.fromArray(BYTES, antilog, 3 * LANES);
        ByteVector least = ByteVector.fromArray(BYTES, LEAST, 0);
        ByteVector bias = ByteVector.broadcast(BYTES, BIAS);
        ShortVector pairs = ShortVector.zero(SHORTS);
        ShortVector uppers = pairs;
        ShortVector eight = ShortVector.fromArray(SHORTS, EIGHTS, 0);
        for (int i = from; i < to; i += LANES) {
            ByteVector left = ByteVector.fromArray(BYTES, a, i).max(least);
            ByteVector right = ByteVector.fromArray(BYTES, b, i).max(least);
            ByteVector steps = left.abs()
                    .selectFrom(log0, log1)
                    .lanewise(VectorOperators.SUADD, right.abs().selectFrom(log0, log1));
            ByteVector magnitude = steps.selectFrom(antilog0, antilog1)
                    .blend(steps.selectFrom(antilog2, antilog3), steps.lt((byte) 0));
            ShortVector pair = bias.add(magnitude)
                    .blend(
                            bias.sub(magnitude),
                            left.lanewise(VectorOperators.XOR, right).lt((byte) 0))
                    .reinterpretAsShorts();
            pairs = pairs.add(pair);
            uppers = uppers.add(pair.lanewise(VectorOperators.LSHR, eight));
        }
        IntVector lower = pairs.sub(uppers.mul((short) 256)).reinterpretAsInts();
        IntVector upper = uppers.reinterpretAsInts();
        int biased = lower.and(0xffff)
                .add(lower.lanewise(VectorOperators.LSHR, 16))
                .add(upper.and(0xffff))
                .add(upper.lanewise(VectorOperators.LSHR, 16))
                .reduceLanes(VectorOperators.ADD);
        return biased - (to - from) * Byte.toUnsignedInt(BIAS);
    }
}
