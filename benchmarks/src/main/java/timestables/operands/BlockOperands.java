package timestables.operands;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import timestables.contender.Rounding;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Codebook;
import timestables.format.Linear;
import timestables.kernel.BlockDot;
import timestables.kernel.ScalarBlockDot;
import timestables.table.ProductTable;

/** A user's operands as codes in blocks, each with a scale of its own. The operands of a sum begin a block. */
final class BlockOperands implements EncodedOperands {

    private final String contender;
    private final BlockScaled blocks;
    private final BlockDot dot;
    private final OperandPairs pairs;

    /** Those of each sum: all left ones, then all right ones, then numbers without a partner. */
    private final byte[][] codes;

    private final float[][] scales;

    private BlockOperands(String contender, BlockScaled blocks, ProductTable table, OperandPairs pairs) {
        this.contender = contender;
        this.blocks = blocks;
        this.pairs = pairs;
        dot = new ScalarBlockDot(table, blocks.blockLength());
        double[] values = pairs.values();
        int length = pairs.dotLength();
        codes = new byte[Math.ceilDiv(values.length, length)][];
        scales = new float[codes.length][];
        for (int i = 0; i < codes.length; i++) {
            double[] part = Arrays.copyOfRange(values, i * length, Math.min(values.length, (i + 1) * length));
            codes[i] = new byte[part.length];
            scales[i] = blocks.encode(part, codes[i], 0);
        }
    }

    /** Evenly spaced codes, whose products are exact. */
    static BlockOperands linear(int bits, OperandPairs pairs) {
        Linear format = new Linear(bits, 1);
        return new BlockOperands(
                "table" + bits + "-blocks",
                new BlockScaled(format, BlockScaled.MX_BLOCK, Scaling.LARGEST),
                ProductTable.exact(format, format),
                pairs);
    }

    /** Those of NF4, whose products are rounded to 16 bits. */
    static BlockOperands normalFloat4(OperandPairs pairs) {
        Codebook format = Codebook.normalFloat4(1);
        return new BlockOperands(
                "table4-blocks-planes",
                new BlockScaled(format, BlockScaled.MX_BLOCK, Scaling.LARGEST),
                ProductTable.accumulating(format, format, 16),
                pairs);
    }

    /** Whether binary32 scales reach all operands. */
    static boolean reach(OperandPairs pairs) {
        return Arrays.stream(pairs.values()).allMatch(value -> Math.abs(value) <= Float.MAX_VALUE);
    }

    @Override
    public String contender() {
        return contender;
    }

    @Override
    public String format() {
        return blocks.name();
    }

    @Override
    public Integer indexBits() {
        return blocks.format().bits();
    }

    @Override
    public Double maxRange() {
        return null;
    }

    @Override
    public boolean operandSaturates(int i) {
        return false;
    }

    @Override
    public double value(int i) {
        int part = i / pairs.dotLength();
        int place = i % pairs.dotLength();
        return scales[part][place / blocks.blockLength()]
                * blocks.format().decode(Byte.toUnsignedInt(codes[part][place]));
    }

    @Override
    public Optional<Products> products() {
        return Optional.empty();
    }

    @Override
    public List<Sums> sums() {
        return List.of(
                new Sums(contender, Rounding.NEAREST, "float64", dot.table().cellBits(), product -> false, this::sum));
    }

    private double sum(int i) {
        int right = pairs.dots() + i;
        return dot.dot(codes[i], scales[i], codes[right], scales[right], 0, pairs.dotLength());
    }
}
