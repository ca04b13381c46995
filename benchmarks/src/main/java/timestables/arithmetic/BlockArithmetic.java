package timestables.arithmetic;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.kernel.block.BlockDot;
import timestables.kernel.block.ScalarBlockDot;
import timestables.kernel.matrix.BlockMatrix;
import timestables.kernel.matrix.ScalarBlockMatrix;
import timestables.kernel.matrix.ScalarIntegerBlockMatrix;
import timestables.table.ProductTable;

/**
 * Sums of codes in blocks with scales of their own. Values that a scale leaves outside count as errors alone: there is
 * no range that they leave.
 */
public final class BlockArithmetic extends Arithmetic {

    private final Supplier<Kind> kind;

    /**
     * What is multiplied, and how sums are taken.
     *
     * @param left the format of left operands
     * @param right the format of right operands
     * @param table where products are looked up; null where they are computed
     */
    private record Kind(BlockScaled left, BlockScaled right, ProductTable table, Summation summation) {}

    /** How the blocks of two rows are added up. */
    private interface Summation {
        double sum(ProductTable table, BlockScaled format, Blocks left, Blocks right);
    }

    private BlockArithmetic(String format, Supplier<Kind> kind) {
        super(format, Rounding.NEAREST, Accumulation.BLOCKS, null, null, Range.ALL, Range.ALL, Range.ALL);
        this.kind = kind;
    }

    /**
     * Dot products of operands of one format.
     *
     * @param name the format's
     * @param format made when it is first asked for: some take a while to learn
     */
    public static BlockArithmetic dots(String name, Supplier<BlockScaled> format) {
        return new BlockArithmetic(name, new Memoised<>(() -> {
            BlockScaled blocks = format.get();
            return new Kind(blocks, blocks, BlockDot.table(blocks), BlockArithmetic::dot);
        }));
    }

    /** Products of weights with activations of 8 bits; see {@link #dots}. */
    public static BlockArithmetic matrices(String name, Supplier<BlockScaled> format) {
        return new BlockArithmetic(name, new Memoised<>(() -> {
            BlockScaled blocks = format.get();
            return new Kind(blocks, blocks.activations(), BlockMatrix.table(blocks), BlockArithmetic::result);
        }));
    }

    /** Computed products of integers of 8 bits with activations of 8 bits. */
    public static BlockArithmetic integers(BlockScaled format) {
        Kind kind = new Kind(format, format.activations(), null, BlockArithmetic::computed);
        return new BlockArithmetic(format.name(), () -> kind);
    }

    private static double dot(ProductTable table, BlockScaled format, Blocks x, Blocks y) {
        float sum = new ScalarBlockDot(table, format.blockLength())
                .dot(x.codes(), x.scales(), y.codes(), y.scales(), 0, x.codes().length);
        return sum * (x.global() * y.global());
    }

    private static double result(ProductTable table, BlockScaled format, Blocks x, Blocks y) {
        float[] result = new float[1];
        new ScalarBlockMatrix(format, table, x, 1, x.codes().length).gemm(y.codes(), 0, y.scales(), 0, 1, result, 0);
        return result[0];
    }

    private static double computed(ProductTable none, BlockScaled format, Blocks x, Blocks y) {
        float[] result = new float[1];
        new ScalarIntegerBlockMatrix(format, x, 1, x.codes().length).gemm(y.codes(), 0, y.scales(), 0, 1, result, 0);
        return result[0];
    }

    @Override
    public Optional<ProductTable> table() {
        return Optional.ofNullable(kind.get().table);
    }

    @Override
    public Encoded encode(double[] x, double[] y, int length, long seed) {
        Kind kind = this.kind.get();
        Rows left = Rows.of(kind.left, x, length);
        Rows right = Rows.of(kind.right, y, length);
        return new Encoded() {
            @Override
            public double left(int i) {
                return left.values[i];
            }

            @Override
            public double right(int i) {
                return right.values[i];
            }

            @Override
            public double product(int i, int j) {
                return left.values[i] * right.values[j];
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                return kind.summation.sum(kind.table, kind.left, left.row(leftRow), right.row(rightRow));
            }
        };
    }

    /** Rows of {@code length} numbers, each of which begins a block, and the values that they are stored as. */
    private record Rows(Blocks blocks, int length, int blocksPerRow, double[] values) {

        /** The last row may be shorter: zeros fill it up, which leave scales as they are. */
        static Rows of(BlockScaled format, double[] numbers, int length) {
            float[] filled = new float[Math.ceilDiv(numbers.length, length) * length];
            for (int i = 0; i < numbers.length; i++) {
                filled[i] = (float) numbers[i];
            }
            Blocks blocks = format.encode(filled, length);
            return new Rows(blocks, length, format.blocks(length), format.decode(blocks, length));
        }

        Blocks row(int i) {
            return new Blocks(
                    Arrays.copyOfRange(blocks.codes(), i * length, (i + 1) * length),
                    ofRow(blocks.scales(), i),
                    blocks.offsets().length == 0 ? blocks.offsets() : ofRow(blocks.offsets(), i),
                    blocks.global());
        }

        private float[] ofRow(float[] ofBlocks, int i) {
            return Arrays.copyOfRange(ofBlocks, i * blocksPerRow, (i + 1) * blocksPerRow);
        }
    }
}
