package timestables.contender;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.BlockArithmetic;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Memoised;
import timestables.contender.Contender.Storage;
import timestables.format.Affine;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Blocks;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.ScaleFormat;
import timestables.format.Symmetric;
import timestables.kernel.block.BlockDot;
import timestables.kernel.codec.ActivationCodec;
import timestables.kernel.matrix.BlockMatrix;
import timestables.table.ProductTable;

/** The contenders whose operands lie in blocks with scales of their own. */
public final class BlockScales {

    /**
     * Formats that share a layout, and so its timing.
     *
     * @param id the contender's
     * @param timed the format that is timed
     * @param others the others, which are measured
     */
    private record Family(String id, BlockScaled timed, List<Named> others) {

        static Family of(String id, BlockScaled timed, BlockScaled... others) {
            return new Family(id, timed, Arrays.stream(others).map(Named::of).toList());
        }

        /** All of them as arithmetics, the timed one first. */
        List<Arithmetic> arithmetics(BiFunction<String, Supplier<BlockScaled>, BlockArithmetic> make) {
            return Stream.concat(Stream.of(Named.of(timed)), others.stream())
                    .map(format -> (Arithmetic) make.apply(format.name, format.format))
                    .toList();
        }
    }

    /** A format that may not be made yet. */
    private record Named(String name, Supplier<BlockScaled> format) {

        static Named of(BlockScaled format) {
            return new Named(format.name(), () -> format);
        }
    }

    /** What stands before the length of blocks in the names of contenders and formats. */
    public static final String BLOCK = "-block";

    private static final String LEARNED = "learned-block32-searched";

    /** The format of Q4_0 with values and scales that suit normal numbers best, as far as we know. */
    private static final Supplier<BlockScaled> LEARNED_FORMAT = new Memoised<>(BlockScales::learned);

    private static final List<Family> FAMILIES = List.of(
            Family.of("table4-mxfp4", BlockScaled.MXFP4),
            Family.of("table4-nvfp4", BlockScaled.NVFP4),
            Family.of("table4-nf4", BlockScaled.NF4),
            new Family(
                    "table4-q4_0",
                    BlockScaled.Q4_0,
                    List.of(Named.of(BlockScaled.IQ4_NL), new Named(LEARNED, LEARNED_FORMAT))),
            Family.of("table6-mxfp6", BlockScaled.MXFP6_E2M3, BlockScaled.MXFP6_E3M2),
            Family.of("table8-mxfp8", BlockScaled.MXFP8_E4M3, BlockScaled.MXFP8_E5M2),
            Family.of("table8-q8_0", BlockScaled.Q8_0));

    /** Those of weights in blocks of other lengths, or of other bits. */
    private static final List<Family> OTHER_BLOCKS = Stream.of(4, 6, 8)
            .flatMap(bits -> Stream.of(16, 32, 64, 128)
                    .filter(length -> length != 32 || bits == 6)
                    .map(length -> Family.of(
                            "table" + bits + BLOCK + length, blocks(new Symmetric(bits, 1), length, Scaling.LARGEST))))
            .toList();

    /** Those of integers with a zero point for each block: of 4 bits, whose few codes it pays for. */
    private static final List<Family> AFFINE_BLOCKS = Stream.of(16, 32, 64, 128)
            .map(length -> Family.of(
                    "table4" + BLOCK + length + "-affine", blocks(new Affine(4, 8), length, Scaling.LEAST_TO_GREATEST)))
            .toList();

    private static final List<List<Family>> MATRICES = List.of(FAMILIES, OTHER_BLOCKS, AFFINE_BLOCKS);

    /** Integers of 8 bits whose products are computed, in blocks of several lengths. */
    private static final List<Family> INTEGERS = Stream.of(32, 64, 128)
            .map(length -> Family.of(
                    Int8.ID + BLOCK + length,
                    blocks(new Symmetric(Byte.SIZE, Byte.MAX_VALUE), length, Scaling.LARGEST)))
            .toList();

    private BlockScales() {}

    /** Numbers of any format in blocks under scales in binary16, as most files have them. */
    public static BlockScaled blocks(Format format, int length, Scaling scaling) {
        String name = format.name() + BLOCK + length + (isSearched(scaling) ? "-searched" : "");
        return new BlockScaled(name, format, length, ScaleFormat.BINARY16, scaling);
    }

    /** Whether scales are searched for the least squared error. */
    private static boolean isSearched(Scaling scaling) {
        return scaling == Scaling.SEARCHED || scaling == Scaling.LEAST_TO_GREATEST_SEARCHED;
    }

    /** Learned anew, once, with the scales that the first codebook leads to. */
    private static BlockScaled learned() {
        double[] sample = Formats.sample(1);
        BlockScaled format = new BlockScaled(
                LEARNED,
                BlockScaled.Q4_0.format(),
                BlockScaled.Q4_0.blockLength(),
                BlockScaled.Q4_0.scales(),
                Scaling.SEARCHED);
        for (int i = 0; i < 2; i++) {
            format = format.learned(LEARNED, floats(sample), shares -> Codebook.learned(4, shares));
        }
        return format;
    }

    private static float[] floats(double[] reals) {
        float[] floats = new float[reals.length];
        IntStream.range(0, reals.length).forEach(i -> floats[i] = (float) reals[i]);
        return floats;
    }

    /** How {@code dot} is measured on a user's operands: the formats that are timed. */
    public static List<Measured> measuredDots() {
        return FAMILIES.stream()
                .map(family -> Operation.DOT.contender(family.id).timed())
                .toList();
    }

    /** The formats with block scales in which weights of {@code gemv} lie, each with the contender that times it. */
    public static Map<BlockScaled, String> matrixFormats() {
        Map<BlockScaled, String> formats = new LinkedHashMap<>();
        for (List<Family> families : MATRICES) {
            for (Family family : families) {
                formats.put(family.timed, family.id);
                family.others.stream()
                        .filter(other -> !other.name.equals(LEARNED))
                        .forEach(other -> formats.put(other.format.get(), family.id));
            }
        }
        return formats;
    }

    /** The formats whose products are computed, each with the contender that times it. */
    public static Map<BlockScaled, String> integerFormats() {
        Map<BlockScaled, String> formats = new LinkedHashMap<>();
        INTEGERS.forEach(family -> formats.put(family.timed, family.id));
        return formats;
    }

    /** Those of {@code dot}, whose operands are both of one format. */
    static void addDots(Catalogue contenders) {
        for (Family family : FAMILIES) {
            contenders.add(family.id, id -> dot(id, family));
        }
    }

    private static Contender dot(String id, Family family) {
        BlockScaled format = family.timed;
        BlockDot dot = BlockDot.best(BlockDot.table(format), format.blockLength());
        List<Arithmetic> arithmetics = family.arithmetics(BlockArithmetic::dots);
        double bytes = 1 + (double) Float.BYTES / format.blockLength();
        return new Contender(
                        id,
                        arithmetics.getFirst(),
                        Storage.lookedUp(bytes, bytes, 0, dot.name()),
                        (size, x, y) -> prepareDot(format, dot, x, y))
                .andMeasured(() -> arithmetics.subList(1, arithmetics.size()));
    }

    private static Task prepareDot(BlockScaled format, BlockDot dot, double[] x, double[] y) {
        Blocks left = format.encode(floats(x), x.length);
        Blocks right = format.encode(floats(y), y.length);
        byte[] a = arranged(dot, left);
        byte[] b = arranged(dot, right);
        int from = Operands.start(Byte.BYTES);
        int to = from + x.length;
        float global = left.global() * right.global();
        float[] sum = new float[1];
        return new Task(() -> sum[0] = dot.dot(a, left.scales(), b, right.scales(), from, to) * global, () ->
                new double[] {sum[0]});
    }

    private static byte[] arranged(BlockDot dot, Blocks blocks) {
        int from = Operands.start(Byte.BYTES);
        int count = blocks.codes().length;
        byte[] codes = Operands.bytes(count);
        System.arraycopy(blocks.codes(), 0, codes, from, count);
        dot.arrange(codes, from, from + count);
        return codes;
    }

    /** Those of {@code gemv} and {@code gemm}: weights of one format, activations of 8 bits in blocks as long. */
    static void addMatrices(Catalogue contenders) {
        for (List<Family> families : MATRICES) {
            families.forEach(family -> contenders.add(family.id, id -> matrix(id, family)));
        }
    }

    private static Contender matrix(String id, Family family) {
        BlockScaled format = family.timed;
        ProductTable table = BlockMatrix.table(format);
        Packing packing = (weights, rows, columns) -> BlockMatrix.best(format, table, weights, rows, columns);
        BlockMatrix example = packing.example(format);
        List<Arithmetic> arithmetics = family.arithmetics(BlockArithmetic::matrices);
        return new Contender(
                        id,
                        arithmetics.getFirst(),
                        Storage.lookedUp(weightBytes(example), activationBytes(format), Float.BYTES, example.name()),
                        (operands, size, x, y) -> prepareMatrix(format, packing, operands, size, x, y))
                .andMeasured(() -> arithmetics.subList(1, arithmetics.size()));
    }

    /** The same of integers, whose products are computed. */
    static void addIntegerMatrices(Catalogue contenders) {
        INTEGERS.forEach(family -> contenders.add(family.id, id -> integerMatrix(id, family.timed)));
    }

    private static Contender integerMatrix(String id, BlockScaled format) {
        Packing packing = (weights, rows, columns) -> BlockMatrix.ofIntegers(format, weights, rows, columns);
        return new Contender(
                id,
                BlockArithmetic.integers(format),
                Storage.computed(weightBytes(packing.example(format)), activationBytes(format), Float.BYTES),
                (operands, size, x, y) -> prepareMatrix(format, packing, operands, size, x, y));
    }

    /** A way for a matrix to lie in memory. */
    private interface Packing {

        /** Side of a matrix that shows it. */
        int SIDE = 256;

        BlockMatrix pack(Blocks weights, int rows, int columns);

        default BlockMatrix example(BlockScaled format) {
            return pack(format.encode(new float[SIDE * SIDE], SIDE), SIDE, SIDE);
        }
    }

    /** Padding, of less than a hundredth, is not counted. */
    private static double weightBytes(BlockMatrix example) {
        return Math.rint(64.0 * example.byteSize() / ((long) example.rows() * example.columns())) / 64;
    }

    private static double activationBytes(BlockScaled format) {
        return 1 + (double) Float.BYTES / format.blockLength();
    }

    private static Task prepareMatrix(
            BlockScaled format, Packing packing, OperandForm operands, Size size, double[] x, double[] y) {
        BlockMatrix matrix = packing.pack(format.encode(floats(x), size.k()), size.m(), size.k());
        int blocks = format.blocks(size.k());
        Activations columns = new Activations(
                new ActivationCodec(format.blockLength()),
                Operands.floats(y),
                size,
                Operands.bytes(y.length),
                new float[size.n() * blocks],
                blocks);
        int results = size.m() * size.n();
        float[] out = Operands.floats(results);
        int outFrom = Elements.FLOAT32.start();
        Runnable multiply =
                () -> matrix.gemm(columns.codes, Operands.start(Byte.BYTES), columns.scales, 0, size.n(), out, outFrom);
        columns.encode();
        Runnable run = operands == OperandForm.CODES
                ? multiply
                : () -> {
                    columns.encode();
                    multiply.run();
                };
        return new Task(run, () -> Elements.FLOAT32.decode(out, outFrom, results));
    }

    /** Columns of activations, and what they are encoded as. */
    private record Activations(
            ActivationCodec codec, float[] numbers, Size size, byte[] codes, float[] scales, int blocks) {

        void encode() {
            for (int column = 0; column < size.n(); column++) {
                int at = column * size.k();
                codec.encode(
                        numbers,
                        Elements.FLOAT32.start() + at,
                        size.k(),
                        codes,
                        Operands.start(Byte.BYTES) + at,
                        scales,
                        column * blocks);
            }
        }
    }
}
