package timestables.arithmetic;

/** Operands that are kept as the values that they are stored as; sums of them are taken one product after the other. */
abstract class EncodedReals implements Encoded {

    private final double[] left;
    private final double[] right;
    private final int length;

    /**
     * @param left values of left operands
     * @param right values of right operands
     * @param length how many products a sum has
     */
    EncodedReals(double[] left, double[] right, int length) {
        this.left = left;
        this.right = right;
        this.length = length;
    }

    @Override
    public final double left(int i) {
        return left[i];
    }

    @Override
    public final double right(int i) {
        return right[i];
    }

    @Override
    public double sum(int leftRow, int rightRow) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum = add(sum, leftRow * length + i, rightRow * length + i);
        }
        return sum;
    }
}
