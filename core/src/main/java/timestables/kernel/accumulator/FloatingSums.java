package timestables.kernel.accumulator;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link AccumulatorDot} over whole rows that add up in floating point. Each takes half of the table's
 * cells, less the middle of their codes, in two vectors.
 */
final class FloatingSums {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();
    private static final short ROW = AccumulatorDot.ROW;
    private static final byte LAST_INDEX = AccumulatorDot.LAST_INDEX;

    /** Scaled by this, numbers overflow binary32 where they would overflow binary16. */
    private static final float BINARY16 = 0x1p112f;

    /** The bits of a binary32 significand that binary16 does not have. */
    private static final int BELOW_BINARY16 = 0x1fff;

    private FloatingSums() {}

    static double float16(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        FloatVector scale = FloatVector.broadcast(FLOATS, BINARY16);
        FloatVector half = FloatVector.broadcast(FLOATS, BINARY16 / 2);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            IntVector quad = cell.reinterpretAsInts();
            FloatVector real0 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 24)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .fma(scale, half);
            IntVector bits0 = sum0.add(real0).reinterpretAsInts();
            // To nearest, ties to even: less than half a unit in the last place is added, or half where it is odd.
            sum0 = bits0.add(bits0.lanewise(VectorOperators.LSHR, 13).and(1))
                    .add(BELOW_BINARY16 / 2)
                    .and(~BELOW_BINARY16)
                    .reinterpretAsFloats();
            FloatVector real1 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 16)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .fma(scale, half);
            IntVector bits1 = sum1.add(real1).reinterpretAsInts();
            sum1 = bits1.add(bits1.lanewise(VectorOperators.LSHR, 13).and(1))
                    .add(BELOW_BINARY16 / 2)
                    .and(~BELOW_BINARY16)
                    .reinterpretAsFloats();
            FloatVector real2 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 8)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .fma(scale, half);
            IntVector bits2 = sum2.add(real2).reinterpretAsInts();
            sum2 = bits2.add(bits2.lanewise(VectorOperators.LSHR, 13).and(1))
                    .add(BELOW_BINARY16 / 2)
                    .and(~BELOW_BINARY16)
                    .reinterpretAsFloats();
            FloatVector real3 = ((FloatVector)
                            quad.lanewise(VectorOperators.ASHR, 24).convertShape(VectorOperators.I2F, FLOATS, 0))
                    .fma(scale, half);
            IntVector bits3 = sum3.add(real3).reinterpretAsInts();
            sum3 = bits3.add(bits3.lanewise(VectorOperators.LSHR, 13).and(1))
                    .add(BELOW_BINARY16 / 2)
                    .and(~BELOW_BINARY16)
                    .reinterpretAsFloats();
        }
        DoubleVector total = ((DoubleVector) sum0.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum0.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 1));
        return total.reduceLanes(VectorOperators.ADD) / BINARY16;
    }

    static double float32(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            IntVector quad = cell.reinterpretAsInts();
            FloatVector real0 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 24)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f);
            sum0 = sum0.add(real0);
            FloatVector real1 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 16)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f);
            sum1 = sum1.add(real1);
            FloatVector real2 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 8)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f);
            sum2 = sum2.add(real2);
            FloatVector real3 = ((FloatVector)
                            quad.lanewise(VectorOperators.ASHR, 24).convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f);
            sum3 = sum3.add(real3);
        }
        DoubleVector total = ((DoubleVector) sum0.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum0.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 1));
        return total.reduceLanes(VectorOperators.ADD);
    }

    static double kahan(byte[] cells, byte[] a, byte[] b, int from, int to) {
        ByteVector table0 = ByteVector.fromArray(BYTES, cells, 0);
        ByteVector table1 = ByteVector.fromArray(BYTES, cells, LANES);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector excess0 = sum0;
        FloatVector excess1 = excess0;
        FloatVector excess2 = excess0;
        FloatVector excess3 = excess0;
        for (int i = from; i < to; i += LANES) {
            ByteVector row = ByteVector.fromArray(BYTES, a, i);
            ByteVector column = ByteVector.fromArray(BYTES, b, i);
            ByteVector index =
                    row.reinterpretAsShorts().mul(ROW).reinterpretAsBytes().or(column);
            ByteVector cell = index.lanewise(VectorOperators.UMIN, index.lanewise(VectorOperators.XOR, LAST_INDEX))
                    .selectFrom(table0, table1);
            IntVector quad = cell.reinterpretAsInts();
            FloatVector addend0 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 24)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f)
                    .sub(excess0);
            FloatVector next0 = sum0.add(addend0);
            excess0 = next0.sub(sum0).sub(addend0);
            sum0 = next0;
            FloatVector addend1 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 16)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f)
                    .sub(excess1);
            FloatVector next1 = sum1.add(addend1);
            excess1 = next1.sub(sum1).sub(addend1);
            sum1 = next1;
            FloatVector addend2 = ((FloatVector) quad.lanewise(VectorOperators.LSHL, 8)
                            .lanewise(VectorOperators.ASHR, 24)
                            .convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f)
                    .sub(excess2);
            FloatVector next2 = sum2.add(addend2);
            excess2 = next2.sub(sum2).sub(addend2);
            sum2 = next2;
            FloatVector addend3 = ((FloatVector)
                            quad.lanewise(VectorOperators.ASHR, 24).convertShape(VectorOperators.I2F, FLOATS, 0))
                    .add(0.5f)
                    .sub(excess3);
            FloatVector next3 = sum3.add(addend3);
            excess3 = next3.sub(sum3).sub(addend3);
            sum3 = next3;
        }
        DoubleVector total = ((DoubleVector) sum0.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum0.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum1.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum2.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .add(sum3.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .sub(excess0.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .sub(excess0.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .sub(excess1.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .sub(excess1.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .sub(excess2.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .sub(excess2.convertShape(VectorOperators.F2D, DOUBLES, 1))
                .sub(excess3.convertShape(VectorOperators.F2D, DOUBLES, 0))
                .sub(excess3.convertShape(VectorOperators.F2D, DOUBLES, 1));
        return total.reduceLanes(VectorOperators.ADD);
    }
}
