package timestables.kernel.matrix;

import timestables.table.ProductTable;

/**
 * A matrix with a byte for each weight, row by row, and one load of one cell a product: the definition of every
 * {@link MatrixLayout}. Accepts every table of byte codes whose cells can be summed.
 */
public final class ScalarMatrix extends MatrixLayout {

    private final byte[] weights;

    /** See {@link MatrixLayout#best} for the arguments. */
    public ScalarMatrix(ProductTable table, byte[] weights, int rows, int columns) {
        super(table, weights, rows, columns);
        this.weights = weights.clone();
    }

    @Override
    public String name() {
        return "scalar loads";
    }

    @Override
    public long byteSize() {
        return weights.length;
    }

    @Override
    void addProducts(byte[] x, int xFrom, int n, int[] y, int yFrom) {
        for (int column = 0; column < n; column++) {
            for (int row = 0; row < rows(); row++) {
                int w = row * columns();
                int a = xFrom + column * columns();
                int sum = 0;
                for (int i = 0; i < columns(); i++) {
                    sum += cell(Byte.toUnsignedInt(weights[w + i]), Byte.toUnsignedInt(x[a + i]));
                }
                y[yFrom + column * rows() + row] += sum;
            }
        }
    }
}
