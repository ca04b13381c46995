package timestables.kernel.codec;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Format;

/**
 * Looks codes and values up, for every format.
 *
 * <p>Encoding searches the thresholds between codes: for codes of at most 8 bits in vector registers, where these are
 * wide enough and there are at most 255, else by a plain loop from where a table of the upper halves of binary32
 * numbers says. Decoding codes of at most 8 bits reads the values' bytes from a table in vector registers, four lookups
 * a code, and puts the four together; where registers are not wide enough, and for longer codes, it is the plain loop.
 *
 * <p>Bytes: 128 KiB to encode, of which common numbers use a few; 1 KiB to decode. Registers: 16 to encode, 20 to
 * decode. Per 64 codes: 1 load, 4 stores and 21 instructions.
 */
final class TableCodec implements Codec {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();

    /** A byte for each int of a vector. */
    private static final VectorSpecies<Byte> QUARTER_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, BYTES.vectorBitSize() / 4)));

    /** Whether one instruction selects from two vectors of bytes, which AVX-512 VBMI does. */
    private static final boolean WIDE = LANES == 64;

    private static final int CODES = 256;

    /** Alternates between the bytes of the lower halves of two vectors, then of the upper halves; shorts likewise. */
    private static final byte[] ZIP_BYTES = new byte[2 * BYTES.length()];

    private static final short[] ZIP_SHORTS = new short[2 * SHORTS.length()];

    static {
        for (int i = 0; i < ZIP_BYTES.length; i++) {
            ZIP_BYTES[i] = (byte) (i / 2 + i % 2 * BYTES.length());
        }
        for (int i = 0; i < ZIP_SHORTS.length; i++) {
            ZIP_SHORTS[i] = (short) (i / 2 + i % 2 * SHORTS.length());
        }
    }

    private final ScalarCodec scalar;
    private final StepFunction steps;

    /** The lowest bytes of all codes' values, then the second lowest, and so on. */
    private final byte[] planes = new byte[Float.BYTES * CODES];

    /** The keys of thresholds, in the order of a tree: see {@link #searchSteps}. */
    private final int[] nodes = new int[CODES];

    private final byte[] codes = new byte[CODES];

    /** Whether vectors search the thresholds: posits of 8 bits have one step too many. */
    private final boolean searched;

    TableCodec(Format format, StepFunction steps) {
        scalar = new ScalarCodec(format);
        this.steps = steps;
        searched = WIDE && format.bits() <= 8 && steps.count() <= CODES;
        if (searched) {
            for (int node = 1; node < CODES; node++) {
                nodes[node] = steps.key(middle(node));
            }
            for (int step = 0; step < steps.count(); step++) {
                codes[step] = (byte) steps.code(step);
            }
        }
        for (int code = 0; code < Math.min(format.codes(), CODES); code++) {
            int bits = Float.floatToRawIntBits((float) format.decode(code));
            for (int plane = 0; plane < Float.BYTES; plane++) {
                planes[plane * CODES + code] = (byte) (bits >> plane * Byte.SIZE);
            }
        }
    }

    /** The step whose threshold a node of the tree holds: its numbers, and all above, are to the right. */
    private static int middle(int node) {
        int level = 31 - Integer.numberOfLeadingZeros(node);
        int width = CODES >> level;
        return (node - (1 << level)) * width + width / 2;
    }

    @Override
    public Format format() {
        return scalar.format();
    }

    @Override
    public void encode(float[] in, int from, byte[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        scalar.requireByteCodes();
        NanScan.refuse(in, from, from + count);
        int done = 0;
        if (searched) {
            done = searchSteps(in, from, out, outFrom, count);
            codesOfSteps(out, outFrom, outFrom + done);
        }
        for (int i = done; i < count; i++) {
            out[outFrom + i] = (byte) steps.encode(in[from + i]);
        }
    }

    /**
     * Binary search in all lanes at once, down a tree whose node {@code n} has the children {@code 2 n} and {@code 2 n
     * + 1}: eight levels, the last of 128 thresholds in eight vectors. 65,536 companded codes of 8 bits: 50 us, and 90
     * by the plain search. A loop over the levels would keep its vectors on the heap.
     *
     * @return how many have their steps
     */
    private int searchSteps(float[] in, int from, byte[] out, int outFrom, int count) {
        IntVector upTo15 = nodes(0);
        IntVector from16 = nodes(1);
        IntVector from32 = nodes(2);
        IntVector from48 = nodes(3);
        IntVector from64 = nodes(4);
        IntVector from80 = nodes(5);
        IntVector from96 = nodes(6);
        IntVector from112 = nodes(7);
        IntVector from128 = nodes(8);
        IntVector from144 = nodes(9);
        IntVector from160 = nodes(10);
        IntVector from176 = nodes(11);
        IntVector from192 = nodes(12);
        IntVector from208 = nodes(13);
        IntVector from224 = nodes(14);
        IntVector from240 = nodes(15);
        int lanes = INTS.length();
        int i = 0;
        for (; i <= count - lanes; i += lanes) {
            IntVector bits = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsInts();
            IntVector key = bits.lanewise(VectorOperators.ASHR, 31)
                    .and(Integer.MAX_VALUE)
                    .lanewise(VectorOperators.XOR, bits);
            IntVector node = IntVector.broadcast(INTS, 1);
            VectorMask<Integer> right0 = key.compare(VectorOperators.GE, node.selectFrom(upTo15));
            node = node.add(node).add(1, right0);
            VectorMask<Integer> right1 = key.compare(VectorOperators.GE, node.selectFrom(upTo15));
            node = node.add(node).add(1, right1);
            VectorMask<Integer> right2 = key.compare(VectorOperators.GE, node.selectFrom(upTo15));
            node = node.add(node).add(1, right2);
            VectorMask<Integer> right3 = key.compare(VectorOperators.GE, node.selectFrom(upTo15));
            node = node.add(node).add(1, right3);
            VectorMask<Integer> right4 = key.compare(VectorOperators.GE, node.selectFrom(from16));
            node = node.add(node).add(1, right4);
            VectorMask<Integer> right5 = key.compare(VectorOperators.GE, node.selectFrom(from32, from48));
            node = node.add(node).add(1, right5);
            IntVector level6 = node.selectFrom(from64, from80)
                    .blend(node.selectFrom(from96, from112), node.and(32).compare(VectorOperators.NE, 0));
            VectorMask<Integer> right6 = key.compare(VectorOperators.GE, level6);
            node = node.add(node).add(1, right6);
            VectorMask<Integer> odd = node.and(32).compare(VectorOperators.NE, 0);
            IntVector lower = node.selectFrom(from128, from144).blend(node.selectFrom(from160, from176), odd);
            IntVector upper = node.selectFrom(from192, from208).blend(node.selectFrom(from224, from240), odd);
            IntVector level7 = lower.blend(upper, node.and(64).compare(VectorOperators.NE, 0));
            VectorMask<Integer> right7 = key.compare(VectorOperators.GE, level7);
            node = node.add(node).add(1, right7);
            ((ByteVector) node.convertShape(VectorOperators.I2B, QUARTER_BYTES, 0)).intoArray(out, outFrom + i);
        }
        return i;
    }

    /** Replaces steps by the codes of their numbers. */
    private void codesOfSteps(byte[] out, int from, int to) {
        ByteVector codes0 = ByteVector.fromArray(BYTES, codes, 0);
        ByteVector codes1 = ByteVector.fromArray(BYTES, codes, LANES);
        ByteVector codes2 = ByteVector.fromArray(BYTES, codes, 2 * LANES);
        ByteVector codes3 = ByteVector.fromArray(BYTES, codes, 3 * LANES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            ByteVector step = ByteVector.fromArray(BYTES, out, i);
            step.selectFrom(codes0, codes1)
                    .blend(step.selectFrom(codes2, codes3), step.test(VectorOperators.IS_NEGATIVE))
                    .intoArray(out, i);
        }
        for (; i < to; i++) {
            out[i] = codes[Byte.toUnsignedInt(out[i])];
        }
    }

    private IntVector nodes(int vector) {
        return IntVector.fromArray(INTS, nodes, vector * INTS.length());
    }

    @Override
    public void encode(float[] in, int from, short[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        NanScan.refuse(in, from, from + count);
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = steps.encode(in[from + i]);
        }
    }

    @Override
    public void decode(byte[] in, int from, float[] out, int outFrom, int count) {
        Objects.checkFromIndexSize(from, count, in.length);
        Objects.checkFromIndexSize(outFrom, count, out.length);
        scalar.requireByteCodes();
        int to = from + count;
        int shift = outFrom - from;
        int i = from;
        if (WIDE) {
            ByteVector a0 = plane(0);
            ByteVector a1 = plane(1);
            ByteVector a2 = plane(2);
            ByteVector a3 = plane(3);
            ByteVector b0 = plane(4);
            ByteVector b1 = plane(5);
            ByteVector b2 = plane(6);
            ByteVector b3 = plane(7);
            ByteVector c0 = plane(8);
            ByteVector c1 = plane(9);
            ByteVector c2 = plane(10);
            ByteVector c3 = plane(11);
            ByteVector d0 = plane(12);
            ByteVector d1 = plane(13);
            ByteVector d2 = plane(14);
            ByteVector d3 = plane(15);
            ByteVector zipLowerBytes = ByteVector.fromArray(BYTES, ZIP_BYTES, 0);
            ByteVector zipUpperBytes = ByteVector.fromArray(BYTES, ZIP_BYTES, LANES);
            ShortVector zipLower = ShortVector.fromArray(SHORTS, ZIP_SHORTS, 0);
            ShortVector zipUpper = ShortVector.fromArray(SHORTS, ZIP_SHORTS, LANES / 2);
            for (; i <= to - LANES; i += LANES) {
                ByteVector code = ByteVector.fromArray(BYTES, in, i);
                VectorMask<Byte> upper = code.test(VectorOperators.IS_NEGATIVE);
                ByteVector a = code.selectFrom(a0, a1).blend(code.selectFrom(a2, a3), upper);
                ByteVector b = code.selectFrom(b0, b1).blend(code.selectFrom(b2, b3), upper);
                ByteVector c = code.selectFrom(c0, c1).blend(code.selectFrom(c2, c3), upper);
                ByteVector d = code.selectFrom(d0, d1).blend(code.selectFrom(d2, d3), upper);
                ShortVector ab = zipLowerBytes.selectFrom(a, b).reinterpretAsShorts();
                ShortVector cd = zipLowerBytes.selectFrom(c, d).reinterpretAsShorts();
                zipLower.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + shift);
                zipUpper.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + shift + LANES / 4);
                ab = zipUpperBytes.selectFrom(a, b).reinterpretAsShorts();
                cd = zipUpperBytes.selectFrom(c, d).reinterpretAsShorts();
                zipLower.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + shift + LANES / 2);
                zipUpper.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + shift + LANES / 4 * 3);
            }
        }
        if (i < to) {
            scalar.decode(in, i, out, i + shift, to - i);
        }
    }

    @Override
    public void decode(short[] in, int from, float[] out, int outFrom, int count) {
        scalar.decode(in, from, out, outFrom, count);
    }

    private ByteVector plane(int vector) {
        return ByteVector.fromArray(BYTES, planes, vector * LANES);
    }
}
