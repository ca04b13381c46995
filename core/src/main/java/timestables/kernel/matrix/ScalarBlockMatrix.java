package timestables.kernel.matrix;

import timestables.format.BlockScaled;
import timestables.format.Blocks;
import timestables.table.ProductTable;

/**
 * A byte for each weight, row by row, and one load of one cell a product: the definition of every {@link BlockMatrix}
 * that looks products up.
 */
public final class ScalarBlockMatrix extends TableBlockMatrix {

    private final Blocks weights;

    /** See {@link BlockMatrix#best} for the arguments. */
    public ScalarBlockMatrix(BlockScaled format, ProductTable table, Blocks weights, int rows, int columns) {
        super(format, table, weights, rows, columns);
        this.weights = new Blocks(weights.codes().clone(), weights.scales().clone(), weights.global());
    }

    @Override
    public String name() {
        return "scalar loads";
    }

    @Override
    long scaledSize() {
        return weights.codes().length + (long) format().scales().bytes() * weights.scales().length;
    }

    @Override
    void addProducts(byte[] x, int xFrom, float[] xScales, int xScalesFrom, int n, float[] y, int yFrom) {
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < rows(); row++) {
                float result = 0;
                for (int block = 0; block < blocks(); block++) {
                    int from = block * format().blockLength();
                    int sum = -excess(block);
                    for (int i = from; i < from + length(block); i++) {
                        sum += cell(
                                Byte.toUnsignedInt(weights.codes()[row * columns() + i]),
                                Byte.toUnsignedInt(x[xFrom + column * columns() + i]));
                    }
                    float scale = unit(xScales[xScalesFrom + column * blocks() + block]);
                    result = Math.fma((sum << SHIFT) * scale, weights.scales()[row * blocks() + block], result);
                }
                y[yFrom + column * rows() + row] = result;
            }
        }
    }
}
