package timestables.kernel;

import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.Format;

/**
 * Looks codes and values up, for every format.
 *
 * <p>Encoding searches the thresholds between codes, from where a table of the upper halves of binary32 numbers says: a
 * plain loop. Decoding codes of at most 8 bits reads the values' bytes from a table in vector registers, four lookups a
 * code, and puts the four together; where registers are not wide enough, and for longer codes, it is the plain loop.
 *
 * <p>Bytes: 128 KiB to encode, of which common numbers use a few; 1 KiB to decode. Registers: 20 to decode. Per 64
 * codes: 1 load, 4 stores and 21 instructions.
 */
final class TableCodec implements Codec {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = BYTES.length();

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

    TableCodec(Format format, StepFunction steps) {
        scalar = new ScalarCodec(format);
        this.steps = steps;
        for (int code = 0; code < Math.min(format.codes(), CODES); code++) {
            int bits = Float.floatToRawIntBits((float) format.decode(code));
            for (int plane = 0; plane < Float.BYTES; plane++) {
                planes[plane * CODES + code] = (byte) (bits >> plane * Byte.SIZE);
            }
        }
    }

    @Override
    public Format format() {
        return scalar.format();
    }

    @Override
    public void encode(float[] in, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        scalar.requireByteCodes();
        NanScan.refuse(in, from, to);
        for (int i = from; i < to; i++) {
            out[i] = (byte) steps.encode(in[i]);
        }
    }

    @Override
    public void encode(float[] in, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        NanScan.refuse(in, from, to);
        for (int i = from; i < to; i++) {
            out[i] = steps.encode(in[i]);
        }
    }

    @Override
    public void decode(byte[] in, float[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(in.length, out.length));
        scalar.requireByteCodes();
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
                zipLower.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i);
                zipUpper.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + LANES / 4);
                ab = zipUpperBytes.selectFrom(a, b).reinterpretAsShorts();
                cd = zipUpperBytes.selectFrom(c, d).reinterpretAsShorts();
                zipLower.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + LANES / 2);
                zipUpper.selectFrom(ab, cd).reinterpretAsFloats().intoArray(out, i + LANES / 4 * 3);
            }
        }
        if (i < to) {
            scalar.decode(in, out, i, to);
        }
    }

    @Override
    public void decode(short[] in, float[] out, int from, int to) {
        scalar.decode(in, out, from, to);
    }

    private ByteVector plane(int vector) {
        return ByteVector.fromArray(BYTES, planes, vector * LANES);
    }
}
