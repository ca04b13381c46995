package timestables.kernel.accumulator;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link AccumulatorDot} over whole rows that add up integers. Each takes half of the table's cells, in
 * two vectors.
 */
final class IntegerSums {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final short ROW = AccumulatorDot.ROW;
    private static final byte LAST_INDEX = AccumulatorDot.LAST_INDEX;

    private IntegerSums() {}

    static long int32(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        IntVector sum0 = IntVector.zero(INTS);
        IntVector sum1 = sum0;
        IntVector sum2 = sum0;
        IntVector sum3 = sum0;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            IntVector quad = cell.reinterpretAsInts();
            sum0 = sum0.add(quad.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24));
            sum1 = sum1.add(quad.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 24));
            sum2 = sum2.add(quad.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 24));
            sum3 = sum3.add(quad.lanewise(VectorOperators.ASHR, 24));
        }
        // Lower and upper halves are added apart, for the sum of all lanes may overflow an int.
        int low = sum0.and(0xffff)
                .add(sum1.and(0xffff))
                .add(sum2.and(0xffff))
                .add(sum3.and(0xffff))
                .reduceLanes(VectorOperators.ADD);
        long high = sum0.lanewise(VectorOperators.ASHR, 16)
                .add(sum1.lanewise(VectorOperators.ASHR, 16))
                .add(sum2.lanewise(VectorOperators.ASHR, 16))
                .add(sum3.lanewise(VectorOperators.ASHR, 16))
                .reduceLanes(VectorOperators.ADD);
        return (high << 16) + low;
    }

    static int int16(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        ShortVector even = ShortVector.zero(SHORTS);
        ShortVector odd = even;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            ShortVector pair = cell.reinterpretAsShorts();
            even = even.lanewise(
                    VectorOperators.SADD, pair.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8));
            odd = odd.lanewise(VectorOperators.SADD, pair.lanewise(VectorOperators.ASHR, 8));
        }
        IntVector evens = even.reinterpretAsInts();
        IntVector odds = odd.reinterpretAsInts();
        return evens.lanewise(VectorOperators.LSHL, 16)
                .lanewise(VectorOperators.ASHR, 16)
                .add(evens.lanewise(VectorOperators.ASHR, 16))
                .add(odds.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                .add(odds.lanewise(VectorOperators.ASHR, 16))
                .reduceLanes(VectorOperators.ADD);
    }

    static int int8(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        ByteVector sums = ByteVector.zero(BYTES);
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            sums = sums.lanewise(VectorOperators.SADD, cell);
        }
        ShortVector pairs = sums.reinterpretAsShorts();
        // The magnitude is at most 64 x 128, which fits 16 bits.
        return pairs.lanewise(VectorOperators.LSHL, 8)
                .lanewise(VectorOperators.ASHR, 8)
                .add(pairs.lanewise(VectorOperators.ASHR, 8))
                .reduceLanes(VectorOperators.ADD);
    }

    /** Of unsigned bytes. The average of two is their bitwise or, less half of their exclusive or. */
    static long averages(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        IntVector sum0 = IntVector.zero(INTS);
        IntVector sum1 = sum0;
        IntVector sum2 = sum0;
        IntVector sum3 = sum0;
        for (int i = from; i < to; i += Accumulator.AVERAGED * LANES) {
            ByteVector row0 = ByteVector.fromArray(BYTES, a, i);
            ByteVector column0 = ByteVector.fromArray(BYTES, b, i);
            ByteVector index0 =
                    row0.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column0);
            ByteVector cell0 = index0.lanewise(VectorOperators.UMIN, index0.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            ByteVector row1 = ByteVector.fromArray(BYTES, a, i + LANES);
            ByteVector column1 = ByteVector.fromArray(BYTES, b, i + LANES);
            ByteVector index1 =
                    row1.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column1);
            ByteVector cell1 = index1.lanewise(VectorOperators.UMIN, index1.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            ByteVector row2 = ByteVector.fromArray(BYTES, a, i + 2 * LANES);
            ByteVector column2 = ByteVector.fromArray(BYTES, b, i + 2 * LANES);
            ByteVector index2 =
                    row2.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column2);
            ByteVector cell2 = index2.lanewise(VectorOperators.UMIN, index2.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            ByteVector row3 = ByteVector.fromArray(BYTES, a, i + 3 * LANES);
            ByteVector column3 = ByteVector.fromArray(BYTES, b, i + 3 * LANES);
            ByteVector index3 =
                    row3.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column3);
            ByteVector cell3 = index3.lanewise(VectorOperators.UMIN, index3.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            ByteVector first = cell0.or(cell1)
                    .sub(cell0.lanewise(VectorOperators.XOR, cell1)
                            .reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 1)
                            .reinterpretAsBytes()
                            .and((byte) 0x7f));
            ByteVector second = cell2.or(cell3)
                    .sub(cell2.lanewise(VectorOperators.XOR, cell3)
                            .reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 1)
                            .reinterpretAsBytes()
                            .and((byte) 0x7f));
            IntVector quad = first.or(second)
                    .sub(first.lanewise(VectorOperators.XOR, second)
                            .reinterpretAsShorts()
                            .lanewise(VectorOperators.LSHR, 1)
                            .reinterpretAsBytes()
                            .and((byte) 0x7f))
                    .reinterpretAsInts();
            sum0 = sum0.add(quad.and(0xff));
            sum1 = sum1.add(quad.lanewise(VectorOperators.LSHR, 8).and(0xff));
            sum2 = sum2.add(quad.lanewise(VectorOperators.LSHR, 16).and(0xff));
            sum3 = sum3.add(quad.lanewise(VectorOperators.LSHR, 24));
        }
        int low = sum0.and(0xffff)
                .add(sum1.and(0xffff))
                .add(sum2.and(0xffff))
                .add(sum3.and(0xffff))
                .reduceLanes(VectorOperators.ADD);
        long high = sum0.lanewise(VectorOperators.ASHR, 16)
                .add(sum1.lanewise(VectorOperators.ASHR, 16))
                .add(sum2.lanewise(VectorOperators.ASHR, 16))
                .add(sum3.lanewise(VectorOperators.ASHR, 16))
                .reduceLanes(VectorOperators.ADD);
        return (high << 16) + low;
    }
}
