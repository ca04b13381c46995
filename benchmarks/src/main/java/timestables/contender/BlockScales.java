package timestables.contender;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.BlockArithmetic;
import timestables.arithmetic.Formats;
import timestables.contender.Contender.Storage;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Codebook;
import timestables.format.Linear;
import timestables.kernel.block.BlockDot;
import timestables.kernel.block.BlockMatrix;
import timestables.table.ProductTable;

/** The contenders whose operands lie in blocks with scales of their own. */
public final class BlockScales {

    private static final String FOUR = "table4-blocks";
    private static final String EIGHT = "table8-blocks";
    private static final String PLANES = "table4-blocks-planes";

    private static final int LENGTH = BlockScaled.MX_BLOCK;

    /** Bytes of a code of a byte, and of its share of the block's scale. */
    private static final double BYTES = 1 + (double) Float.BYTES / LENGTH;

    private BlockScales() {}

    /** Codebooks that take a while to learn, when they are first asked for: most forks of JMH need none. */
    private static final class Learned {

        private static final int BITS = 4;
        private static final double[] NORMAL = Formats.sample(1);

        static final BlockScaled LARGEST = once(linear(BITS, Scaling.LARGEST));

        /** Learned anew, once, with the scales that the first codebook leads to. */
        static final BlockScaled SEARCHED = once(once(linear(BITS, Scaling.SEARCHED)));

        private static BlockScaled once(BlockScaled blocks) {
            return blocks.learned(NORMAL, shares -> Codebook.learned(BITS, shares));
        }
    }

    private static BlockScaled linear(int bits, Scaling scaling) {
        return new BlockScaled(new Linear(bits, 1), LENGTH, scaling);
    }

    private static BlockScaled nf4(Scaling scaling) {
        return new BlockScaled(Codebook.normalFloat4(1), LENGTH, scaling);
    }

    /** How {@code dot} is measured on a user's operands: by the largest magnitude of each block. */
    public static List<Measured> measuredDots() {
        return Stream.of(FOUR, PLANES, EIGHT)
                .map(id -> Operation.DOT.contender(id).timed())
                .toList();
    }

    /** Those of {@code dot}. */
    static void addDots(Catalogue contenders) {
        contenders.add(FOUR, id -> dotOfLinear(id, 4));
        contenders.add(EIGHT, id -> dotOfLinear(id, 8));
        contenders.add(PLANES, BlockScales::dotOfCodebooks);
    }

    private static Contender dotOfLinear(String id, int bits) {
        return dot(id, linear(bits, Scaling.LARGEST), List.of(BlockArithmetic.dots(linear(bits, Scaling.SEARCHED))));
    }

    private static Contender dotOfCodebooks(String id) {
        return dot(
                id,
                nf4(Scaling.LARGEST),
                List.of(
                        BlockArithmetic.dots(nf4(Scaling.SEARCHED)),
                        BlockArithmetic.dots("learned-block32", () -> Learned.LARGEST),
                        BlockArithmetic.dots("learned-block32-searched", () -> Learned.SEARCHED)));
    }

    private static Contender dot(String id, BlockScaled blocks, List<Arithmetic> others) {
        BlockDot dot = BlockDot.best(BlockArithmetic.table(blocks, blocks), LENGTH);
        return new Contender(
                        id,
                        BlockArithmetic.dots(blocks),
                        Storage.lookedUp(BYTES, BYTES, 0, dot.name()),
                        (size, x, y) -> prepareDot(blocks, dot, x, y))
                .andMeasured(() -> others);
    }

    private static Task prepareDot(BlockScaled blocks, BlockDot dot, double[] x, double[] y) {
        int from = Operands.start(Byte.BYTES);
        int to = from + x.length;
        byte[] a = Operands.bytes(x.length);
        byte[] b = Operands.bytes(y.length);
        float[] aScales = blocks.encode(x, a, from);
        float[] bScales = blocks.encode(y, b, from);
        dot.arrange(a, from, to);
        dot.arrange(b, from, to);
        double[] sum = new double[1];
        return new Task(() -> sum[0] = dot.dot(a, aScales, b, bScales, from, to), sum::clone);
    }

    /** Those of {@code gemv} and {@code gemm}: blocks along the rows of weights, and the columns of activations. */
    static void addMatrices(Catalogue contenders, int activationBits) {
        for (int bits : new int[] {4, 8}) {
            BlockScaled weights = linear(bits, Scaling.LARGEST);
            BlockScaled activations = linear(activationBits, Scaling.LARGEST);
            Arithmetic searched =
                    BlockArithmetic.matrices(linear(bits, Scaling.SEARCHED), linear(activationBits, Scaling.SEARCHED));
            contenders.add(bits == 4 ? FOUR : EIGHT, id -> matrix(id, weights, activations, searched));
        }
    }

    private static Contender matrix(String id, BlockScaled weights, BlockScaled activations, Arithmetic searched) {
        ProductTable table = BlockArithmetic.table(weights, activations);
        int side = 256;
        BlockMatrix example =
                BlockMatrix.best(table, new byte[side * side], new float[side * side / LENGTH], side, side, LENGTH);
        double weightBytes = (double) example.byteSize() / (side * side);
        return new Contender(
                        id,
                        BlockArithmetic.matrices(weights, activations),
                        Storage.lookedUp(weightBytes, BYTES, Double.BYTES, example.name()),
                        (size, x, y) -> prepareMatrix(weights, activations, table, size, x, y))
                .andMeasured(() -> List.of(searched));
    }

    private static Task prepareMatrix(
            BlockScaled weights, BlockScaled activations, ProductTable table, Size size, double[] x, double[] y) {
        Coded w = Coded.of(weights, x, size.k());
        Coded columns = Coded.of(activations, y, size.k());
        BlockMatrix matrix = BlockMatrix.best(table, w.codes, w.scales, size.m(), size.k(), LENGTH);
        int from = Operands.start(Byte.BYTES);
        byte[] codes = Operands.bytes(y.length);
        System.arraycopy(columns.codes, 0, codes, from, y.length);
        int results = size.m() * size.n();
        double[] out = Operands.doubles(results);
        int outFrom = Elements.FLOAT64.start();
        return new Task(
                () -> matrix.gemm(codes, from, columns.scales, size.n(), out, outFrom),
                () -> Elements.FLOAT64.decode(out, outFrom, results));
    }

    /** Rows, or columns, each of which begins a block. */
    private record Coded(byte[] codes, float[] scales) {

        static Coded of(BlockScaled blocks, double[] reals, int length) {
            byte[] codes = new byte[reals.length];
            int count = blocks.blocks(length);
            float[] scales = new float[reals.length / length * count];
            for (int i = 0; i < reals.length / length; i++) {
                double[] part = Arrays.copyOfRange(reals, i * length, (i + 1) * length);
                System.arraycopy(blocks.encode(part, codes, i * length), 0, scales, i * count, count);
            }
            return new Coded(codes, scales);
        }
    }
}
