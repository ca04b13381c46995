package timestables.kernel.matrix;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.format.ScaleFormat;
import timestables.kernel.Lanes;

/**
 * Weights in tiles of as many rows as four vectors have ints, each lane with a row of its own. So the sum of a block is
 * in one lane when its last product has been added, and one conversion, one product and one fused multiply-add serve as
 * many blocks as a vector has lanes. If lanes lay along a row, a block of 32 would be one vector of products, and
 * scaling it would be as much work as adding it up.
 *
 * <p>An int has two neighbouring weights of a row as 16-bit integers; the two activations that they meet are the same
 * in all lanes. Two products of 16 bits are added as unsigned integers, above a bias, and upper and lower halves are
 * added up apart, as in {@link timestables.kernel.arithmetic.VectorDot#int8}. What limits it is the same as there: nine
 * instructions for as many products as a vector has bytes, two of which widen weights.
 *
 * <p>The end of a block costs six instructions a vector of rows, and more where it interrupts the loop: on a Zen 5
 * core, 1,024 x 1,024 weights, some 19 ns a tile, as long as five steps. In blocks of 32, 64 and 128 this has 0.8, 1.0
 * and 1.15 of the speed of {@link timestables.kernel.arithmetic.VectorGemm#int8}, which reads four rows apart from one
 * another. One loop over all blocks, with their ends as a branch in it, was no faster.
 *
 * <p>Bytes: those of the format, rows padded to whole tiles, and blocks to multiples of four; scales in binary16 or
 * else binary32.
 */
final class TiledIntegerBlockMatrix extends IntegerBlockMatrix {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> HALF_BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
    private static final int[] SIXTEENS = Lanes.ofInts(16);

    private static final int LANES = INTS.length();
    private static final int VECTORS = 4;
    private static final int TILE_ROWS = VECTORS * LANES;

    /** Bytes of weights that a vector of 16-bit integers is widened from: two of each row. */
    private static final int HALF = 2 * LANES;

    /** Weights of a row that are read at once, two after another two. */
    private static final int STEP = 4;

    /**
     * Twice the largest magnitude of a negative product. Added to the sum of two products, it makes that an unsigned
     * 16-bit integer: 2 x 128 x 127 + 2 x 128 x 128 = 65,280.
     */
    private static final int BIAS = 2 * 128 * 127;

    /** Columns whose activations are widened before tiles pass by. */
    private static final int COLUMNS = 64;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** The scratch buffers of a thread, kept from call to call. */
    private static final class Scratch {
        final float[] results = new float[TILE_ROWS];
        int[] pairs = new int[0];
        float[] scales = new float[0];

        int[] pairs(int count) {
            if (pairs.length < count) {
                pairs = new int[count];
            }
            return pairs;
        }

        float[] scales(int count) {
            if (scales.length < count) {
                scales = new float[count];
            }
            return scales;
        }
    }

    /** Tile by tile, step by step, two by two; and of each two, row by row. */
    private final byte[] codes;

    /** Steps of a whole block, and of a row. */
    private final int stepsOfBlock;

    private final int stepsOfRow;

    /** Tile by tile, block by block, row by row: in binary16, or else in binary32; the other is empty. */
    private final short[] shortScales;

    private final float[] scales;

    /** See {@link BlockMatrix#ofIntegers} for the arguments. */
    TiledIntegerBlockMatrix(BlockScaled format, Blocks weights, int rows, int columns) {
        super(format, weights, rows, columns);
        stepsOfBlock = Math.ceilDiv(length(0), STEP);
        stepsOfRow = (blocks() - 1) * stepsOfBlock + Math.ceilDiv(length(blocks() - 1), STEP);
        int tiles = Math.ceilDiv(rows, TILE_ROWS);
        codes = CacheLine.allocate((long) tiles * TILE_ROWS * stepsOfRow * STEP, rows, columns);
        int count = tiles * TILE_ROWS * blocks();
        boolean isShort = format.scales() == ScaleFormat.BINARY16;
        shortScales = new short[isShort ? count : 0];
        scales = new float[isShort ? 0 : count];
        for (int row = 0; row < rows; row++) {
            for (int block = 0; block < blocks(); block++) {
                int from = row * columns + block * format.blockLength();
                for (int i = 0; i < length(block); i++) {
                    codes[at(row, block, i)] = weights.codes()[from + i];
                }
                float scale = weights.scales()[row * blocks() + block];
                int at = (row / TILE_ROWS * blocks() + block) * TILE_ROWS + row % TILE_ROWS;
                if (isShort) {
                    shortScales[at] = Float.floatToFloat16(scale);
                } else {
                    scales[at] = scale;
                }
            }
        }
    }

    /** The position of weight {@code i} of a block. */
    private int at(int row, int block, int i) {
        int two = (block * stepsOfBlock * STEP + i) / 2;
        return start(row / TILE_ROWS) + (two * TILE_ROWS + row % TILE_ROWS) * 2 + i % 2;
    }

    private int start(int tile) {
        return CacheLine.START + tile * TILE_ROWS * stepsOfRow * STEP;
    }

    @Override
    public String name() {
        return "tiles of %d rows, in blocks".formatted(TILE_ROWS);
    }

    @Override
    long scaledSize() {
        return codes.length + (long) Short.BYTES * shortScales.length + (long) Float.BYTES * scales.length;
    }

    @Override
    void addProducts(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom) {
        Scratch scratch = SCRATCH.get();
        for (int column = 0; column < n; column += COLUMNS) {
            addColumns(
                    Math.min(COLUMNS, n - column),
                    x,
                    xFrom + column * columns(),
                    xScales,
                    xScalesFrom + column * blocks(),
                    y,
                    yFrom + column * rows(),
                    scratch);
        }
    }

    private void addColumns(
            int n, byte[] x, int xFrom, float[] xScales, int xScalesFrom, float[] y, int yFrom, Scratch scratch) {
        int twos = 2 * stepsOfRow;
        int[] pairs = scratch.pairs(n * twos);
        for (int column = 0; column < n; column++) {
            widen(x, xFrom + column * columns(), pairs, column * twos);
        }
        int perTile = TILE_ROWS * blocks();
        float[] tileScales = shortScales.length > 0 ? scratch.scales(perTile) : scales;
        for (int tile = 0; tile * TILE_ROWS < rows(); tile++) {
            int scale = tile * perTile;
            if (shortScales.length > 0) {
                widen(shortScales, scale, tileScales, perTile);
                scale = 0;
            }
            int row = tile * TILE_ROWS;
            int left = Math.min(TILE_ROWS, rows() - row);
            for (int column = 0; column < n; column++) {
                int to = yFrom + column * rows() + row;
                float[] out = left == TILE_ROWS ? y : scratch.results;
                int outFrom = left == TILE_ROWS ? to : 0;
                multiply(
                        start(tile),
                        pairs,
                        column * twos,
                        xScales,
                        xScalesFrom + column * blocks(),
                        tileScales,
                        scale,
                        out,
                        outFrom);
                if (left < TILE_ROWS) {
                    System.arraycopy(out, 0, y, to, left);
                }
            }
        }
    }

    /** A column of activations as pairs of 16-bit integers; zeros fill up what is no whole step. */
    private void widen(byte[] x, int from, int[] pairs, int to) {
        if (blocks() == 1 || stepsOfBlock * STEP == format().blockLength()) {
            widen(x, from, columns(), pairs, to);
            return;
        }
        for (int block = 0; block < blocks(); block++) {
            int at = from + block * format().blockLength();
            widen(x, at, length(block), pairs, to + block * stepsOfBlock * 2);
        }
    }

    private static void widen(byte[] x, int from, int count, int[] pairs, int to) {
        int i = 0;
        for (; i <= count - HALF; i += HALF) {
            ((ShortVector) ByteVector.fromArray(HALF_BYTES, x, from + i).convertShape(VectorOperators.B2S, SHORTS, 0))
                    .reinterpretAsInts()
                    .intoArray(pairs, to + i / 2);
        }
        Arrays.fill(pairs, to + i / 2, to + Math.ceilDiv(count, STEP) * 2, 0);
        for (; i < count; i++) {
            pairs[to + i / 2] |= (x[from + i] & 0xffff) << i % 2 * Short.SIZE;
        }
    }

    /** The compiler makes vectors of this loop. */
    private static void widen(short[] in, int from, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = Float.float16ToFloat(in[from + i]);
        }
    }

    /** A tile of rows times a column of activations. */
    private void multiply(
            int start, int[] x, int xFrom, float[] xScales, int xScale, float[] scales, int scale, float[] y, int to) {
        byte[] w = codes;
        ShortVector bias = ShortVector.broadcast(SHORTS, (short) BIAS);
        IntVector sixteen = IntVector.fromArray(INTS, SIXTEENS, 0);
        FloatVector y0 = FloatVector.zero(FLOATS);
        FloatVector y1 = y0;
        FloatVector y2 = y0;
        FloatVector y3 = y0;
        int at = start;
        int i = xFrom;
        for (int block = 0; block < blocks(); block++) {
            int steps = Math.min(stepsOfBlock, stepsOfRow - block * stepsOfBlock);
            IntVector pairs0 = IntVector.broadcast(INTS, -2 * BIAS * steps);
            IntVector pairs1 = pairs0;
            IntVector pairs2 = pairs0;
            IntVector pairs3 = pairs0;
            IntVector upper0 = IntVector.zero(INTS);
            IntVector upper1 = upper0;
            IntVector upper2 = upper0;
            IntVector upper3 = upper0;
            for (int end = i + 2 * steps; i < end; i += 2) {
                ShortVector xa = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
                ShortVector xb = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
                ShortVector wa0 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at).convertShape(VectorOperators.B2S, SHORTS, 0);
                ShortVector wb0 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 4 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                IntVector two0 = bias.add(wa0.mul(xa)).add(wb0.mul(xb)).reinterpretAsInts();
                pairs0 = pairs0.add(two0);
                upper0 = upper0.add(two0.lanewise(VectorOperators.LSHR, sixteen));
                ShortVector wa1 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                ShortVector wb1 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 5 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                IntVector two1 = bias.add(wa1.mul(xa)).add(wb1.mul(xb)).reinterpretAsInts();
                pairs1 = pairs1.add(two1);
                upper1 = upper1.add(two1.lanewise(VectorOperators.LSHR, sixteen));
                ShortVector wa2 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 2 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                ShortVector wb2 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 6 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                IntVector two2 = bias.add(wa2.mul(xa)).add(wb2.mul(xb)).reinterpretAsInts();
                pairs2 = pairs2.add(two2);
                upper2 = upper2.add(two2.lanewise(VectorOperators.LSHR, sixteen));
                ShortVector wa3 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 3 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                ShortVector wb3 = (ShortVector)
                        ByteVector.fromArray(HALF_BYTES, w, at + 7 * HALF).convertShape(VectorOperators.B2S, SHORTS, 0);
                IntVector two3 = bias.add(wa3.mul(xa)).add(wb3.mul(xb)).reinterpretAsInts();
                pairs3 = pairs3.add(two3);
                upper3 = upper3.add(two3.lanewise(VectorOperators.LSHR, sixteen));
                at += 2 * VECTORS * HALF;
            }
            FloatVector unit = FloatVector.broadcast(FLOATS, unit(xScales[xScale + block]));
            int s = scale + block * TILE_ROWS;
            y0 = ((FloatVector) pairs0.add(upper0)
                            .sub(upper0.lanewise(VectorOperators.LSHL, sixteen))
                            .convert(VectorOperators.I2F, 0))
                    .mul(unit)
                    .fma(FloatVector.fromArray(FLOATS, scales, s), y0);
            y1 = ((FloatVector) pairs1.add(upper1)
                            .sub(upper1.lanewise(VectorOperators.LSHL, sixteen))
                            .convert(VectorOperators.I2F, 0))
                    .mul(unit)
                    .fma(FloatVector.fromArray(FLOATS, scales, s + LANES), y1);
            y2 = ((FloatVector) pairs2.add(upper2)
                            .sub(upper2.lanewise(VectorOperators.LSHL, sixteen))
                            .convert(VectorOperators.I2F, 0))
                    .mul(unit)
                    .fma(FloatVector.fromArray(FLOATS, scales, s + 2 * LANES), y2);
            y3 = ((FloatVector) pairs3.add(upper3)
                            .sub(upper3.lanewise(VectorOperators.LSHL, sixteen))
                            .convert(VectorOperators.I2F, 0))
                    .mul(unit)
                    .fma(FloatVector.fromArray(FLOATS, scales, s + 3 * LANES), y3);
        }
        y0.intoArray(y, to);
        y1.intoArray(y, to + LANES);
        y2.intoArray(y, to + 2 * LANES);
        y3.intoArray(y, to + 3 * LANES);
    }
}
