package timestables.kernel.matrix;

import timestables.format.BlockScaled;
import timestables.format.Blocks;

/**
 * A byte for each weight, row by row, and one multiplication a product: the definition of what
 * {@link BlockMatrix#ofIntegers} gives.
 */
public final class ScalarIntegerBlockMatrix extends IntegerBlockMatrix {

    private final Blocks weights;

    /** See {@link BlockMatrix#ofIntegers} for the arguments. */
    public ScalarIntegerBlockMatrix(BlockScaled format, Blocks weights, int rows, int columns) {
        super(format, weights, rows, columns);
        this.weights = new Blocks(weights.codes().clone(), weights.scales().clone(), weights.global());
    }

    @Override
    public String name() {
        return "scalar products";
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
                    int sum = 0;
                    for (int i = from; i < from + length(block); i++) {
                        sum += weights.codes()[row * columns() + i] * x[xFrom + column * columns() + i];
                    }
                    float scale = unit(xScales[xScalesFrom + column * blocks() + block]);
                    result = Math.fma(sum * scale, weights.scales()[row * blocks() + block], result);
                }
                y[yFrom + column * rows() + row] = result;
            }
        }
    }
}
