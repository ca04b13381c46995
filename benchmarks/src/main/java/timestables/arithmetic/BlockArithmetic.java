package timestables.arithmetic;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import timestables.format.BlockScaled;
import timestables.format.Linear;
import timestables.kernel.block.BlockMatrix;
import timestables.kernel.block.ScalarBlockDot;
import timestables.table.ProductTable;

/**
 * Sums of codes in blocks with scales of their own. Values that a searched scale leaves outside count as errors alone:
 * there is no range that they leave.
 */
public final class BlockArithmetic extends Arithmetic {

    private final Supplier<BlockScaled> left;
    private final Supplier<BlockScaled> right;
    private final Summation summation;

    /** How the blocks of two rows are added up. */
    private interface Summation {
        double sum(ProductTable table, int blockLength, Row left, Row right);
    }

    private record Row(byte[] codes, float[] scales) {}

    private BlockArithmetic(
            String format, Supplier<BlockScaled> left, Supplier<BlockScaled> right, Summation summation) {
        super(format, Rounding.NEAREST, Accumulation.FLOAT64, null, null, Range.ALL, Range.ALL, Range.ALL);
        this.left = left;
        this.right = right;
        this.summation = summation;
    }

    /** Dot products of operands of one format. */
    public static BlockArithmetic dots(BlockScaled blocks) {
        return dots(blocks.name(), () -> blocks);
    }

    /** Dot products of operands of a format that takes a while to learn, when it is first asked for. */
    public static BlockArithmetic dots(String format, Supplier<BlockScaled> blocks) {
        return new BlockArithmetic(
                format,
                blocks,
                blocks,
                (table, blockLength, x, y) -> new ScalarBlockDot(table, blockLength)
                        .dot(x.codes, x.scales, y.codes, y.scales, 0, x.codes.length));
    }

    /** Products of weights with activations. */
    public static BlockArithmetic matrices(BlockScaled weights, BlockScaled activations) {
        return new BlockArithmetic(weights.name(), () -> weights, () -> activations, (table, blockLength, x, y) -> {
            double[] sum = new double[1];
            BlockMatrix.scalar(table, x.codes, x.scales, 1, x.codes.length, blockLength)
                    .gemm(y.codes, 0, y.scales, 1, sum, 0);
            return sum[0];
        });
    }

    /** The table for two formats: products of evenly spaced values are exact, others are rounded to 16 bits. */
    public static ProductTable table(BlockScaled left, BlockScaled right) {
        return left.format() instanceof Linear row && right.format() instanceof Linear column
                ? ProductTable.exact(row, column)
                : ProductTable.accumulating(left.format(), right.format(), 16);
    }

    @Override
    public Optional<ProductTable> table() {
        return Optional.of(table(left.get(), right.get()));
    }

    @Override
    public Encoded encode(double[] x, double[] y, int length, long seed) {
        BlockScaled rowBlocks = left.get();
        BlockScaled columnBlocks = right.get();
        Row[] rows = rows(rowBlocks, x, length);
        Row[] columns = rows(columnBlocks, y, length);
        ProductTable table = table(rowBlocks, columnBlocks);
        return new Encoded() {
            @Override
            public double left(int i) {
                return value(rowBlocks, rows, i, length);
            }

            @Override
            public double right(int i) {
                return value(columnBlocks, columns, i, length);
            }

            @Override
            public double product(int left, int right) {
                return left(left) * right(right);
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                return summation.sum(table, rowBlocks.blockLength(), rows[leftRow], columns[rightRow]);
            }
        };
    }

    /** Each of which begins a block; the last may be shorter. */
    private static Row[] rows(BlockScaled blocks, double[] numbers, int length) {
        Row[] rows = new Row[Math.ceilDiv(numbers.length, length)];
        for (int i = 0; i < rows.length; i++) {
            double[] row = Arrays.copyOfRange(numbers, i * length, Math.min(numbers.length, (i + 1) * length));
            byte[] codes = new byte[row.length];
            rows[i] = new Row(codes, blocks.encode(row, codes, 0));
        }
        return rows;
    }

    private static double value(BlockScaled blocks, Row[] rows, int i, int length) {
        Row row = rows[i / length];
        int place = i % length;
        return row.scales[place / blocks.blockLength()] * blocks.format().decode(Byte.toUnsignedInt(row.codes[place]));
    }
}
