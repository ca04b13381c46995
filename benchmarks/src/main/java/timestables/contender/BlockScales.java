package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import timestables.contender.Contender.Storage;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Codebook;
import timestables.format.Linear;
import timestables.kernel.BlockDot;
import timestables.kernel.BlockMatrix;
import timestables.kernel.ScalarBlockDot;
import timestables.table.ProductTable;

/** The contenders whose operands lie in blocks with scales of their own. */
final class BlockScales {

    private static final int LENGTH = BlockScaled.MX_BLOCK;

    /** Bytes of a code of a byte, and of its share of the block's scale. */
    private static final double BYTES = 1 + (double) Float.BYTES / LENGTH;

    private BlockScales() {}

    /** Codebooks that take a while to learn, when they are first asked for: most forks of JMH need none. */
    private static final class Learned {

        private static final int BITS = 4;
        private static final double[] NORMAL = Formats.sample(1);

        static final BlockScaled LARGEST = once(even(BITS, Scaling.LARGEST));

        /** Learned anew, once, with the scales that the first codebook leads to. */
        static final BlockScaled SEARCHED = once(once(even(BITS, Scaling.SEARCHED)));

        private static BlockScaled once(BlockScaled blocks) {
            return blocks.learned(NORMAL, shares -> Codebook.learned(BITS, shares));
        }
    }

    private static BlockScaled even(int bits, Scaling scaling) {
        return new BlockScaled(new Linear(bits, 1), LENGTH, scaling);
    }

    private static BlockScaled normal(Scaling scaling) {
        return new BlockScaled(Codebook.normalFloat4(1), LENGTH, scaling);
    }

    /** Products of codes of evenly spaced values are exact; others are rounded to 16 bits. */
    private static ProductTable table(BlockScaled left, BlockScaled right) {
        return left.format() instanceof Linear row && right.format() instanceof Linear column
                ? ProductTable.exact(row, column)
                : ProductTable.accumulating(left.format(), right.format(), 16);
    }

    /** Those of {@code dot}. */
    static List<Contender> dots() {
        List<Contender> contenders = new ArrayList<>();
        for (int bits : new int[] {4, 8}) {
            contenders.add(dot(
                    "table" + bits + "-blocks",
                    even(bits, Scaling.LARGEST),
                    Stream.of(Scaling.values())
                            .map(scaling -> dot(even(bits, scaling)))
                            .toList()));
        }
        contenders.add(dot(
                "table4-blocks-planes",
                normal(Scaling.LARGEST),
                List.of(
                        dot(normal(Scaling.LARGEST)),
                        dot(normal(Scaling.SEARCHED)),
                        dot("learned-block32", () -> Learned.LARGEST),
                        dot("learned-block32-searched", () -> Learned.SEARCHED))));
        return contenders;
    }

    private static Contender dot(String id, BlockScaled blocks, List<Arithmetic> arithmetics) {
        BlockDot dot = BlockDot.best(table(blocks, blocks), LENGTH);
        return Contender.of(
                id, Storage.lookedUp(dot.table(), BYTES, BYTES, 0, dot.name()), dot(blocks, dot), arithmetics);
    }

    private static Arithmetic dot(BlockScaled blocks) {
        return dot(blocks.name(), () -> blocks);
    }

    private static Arithmetic dot(String name, Supplier<BlockScaled> blocks) {
        return Arithmetic.inBlocks(name, (size, x, y) -> {
            BlockScaled scaled = blocks.get();
            return dot(scaled, new ScalarBlockDot(table(scaled, scaled), LENGTH))
                    .on(size, x, y);
        });
    }

    private static Task.Setup dot(BlockScaled blocks, BlockDot dot) {
        return (size, x, y) -> {
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
        };
    }

    /** Those of {@code gemv} and {@code gemm}: blocks along the rows of weights, and the columns of activations. */
    static List<Contender> matrices(int activationBits) {
        List<Contender> contenders = new ArrayList<>();
        for (int bits : new int[] {4, 8}) {
            contenders.add(matrix(
                    "table" + bits + "-blocks",
                    even(bits, Scaling.LARGEST),
                    even(activationBits, Scaling.LARGEST),
                    Stream.of(Scaling.values())
                            .map(scaling -> matrix(even(bits, scaling), even(activationBits, scaling)))
                            .toList()));
        }
        return contenders;
    }

    private static Contender matrix(
            String id, BlockScaled weights, BlockScaled activations, List<Arithmetic> arithmetics) {
        ProductTable table = table(weights, activations);
        int side = 256;
        BlockMatrix example =
                BlockMatrix.best(table, new byte[side * side], new float[side * side / LENGTH], side, side, LENGTH);
        return Contender.of(
                id,
                Storage.lookedUp(
                        table, (double) example.byteSize() / (side * side), BYTES, Double.BYTES, example.name()),
                matrix(weights, activations, BlockMatrix::best),
                arithmetics);
    }

    private static Arithmetic matrix(BlockScaled weights, BlockScaled activations) {
        return Arithmetic.inBlocks(weights.name(), matrix(weights, activations, BlockMatrix::scalar));
    }

    private static Task.Setup matrix(BlockScaled weights, BlockScaled activations, Packing packing) {
        ProductTable table = table(weights, activations);
        return (size, x, y) -> {
            Coded w = Coded.of(weights, x, size.k());
            Coded columns = Coded.of(activations, y, size.k());
            BlockMatrix matrix = packing.pack(table, w.codes, w.scales, size.m(), size.k(), LENGTH);
            double[] out = new double[size.m() * size.n()];
            return new Task(() -> matrix.gemm(columns.codes, columns.scales, size.n(), out), out::clone);
        };
    }

    private interface Packing {
        BlockMatrix pack(ProductTable table, byte[] weights, float[] scales, int rows, int columns, int blockLength);
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
