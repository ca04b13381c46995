package timestables.advice;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DSubmatrixD1;
import org.ejml.dense.block.MatrixMult_MT_DDRB;
import org.ejml.dense.block.decomposition.chol.CholeskyOuterForm_MT_DDRB;

/**
 * What activations X say about the rounding of weights: how the error of one weight is made up for by others.
 *
 * <p>If rounding changes a row of weights by d, it changes its products with X by squares that add up to {@code d H
 * d^T}, where {@code H = X X^T} are the second moments of the activations. These are factored as {@code H = U D U^T},
 * where U is upper triangular, with ones on its diagonal, and D is diagonal. The squares are then those of {@code d U},
 * weighted by D: the error of a weight, and the errors of those before it, times a column of U. {@link Gptq} rounds
 * with that column as feedback.
 *
 * <p>A Cholesky decomposition gives a lower triangle times its transpose. That of H with rows and columns in reverse
 * order is, in reverse order again, U times the roots of D; so no matrix is inverted. Sums are in binary64, each in an
 * order of its own: they are the same on every machine, with any number of threads.
 *
 * <p>Few columns of activations go together by chance, and what is made up for them is an error for others: H alone
 * makes products with as many independent columns as there are weights in a row 4 dB worse than the nearest codes do,
 * and with 16 times as many 0.1 dB. So H is taken together with the mean of its diagonal, as if activations were
 * independent, in the proportion by which both together are expected to be nearest to the moments of all activations
 * (O. Ledoit and M. Wolf, <em>A well-conditioned estimator for large-dimensional covariance matrices</em>, Journal of
 * Multivariate Analysis 88, 2004), and in that of the paper on GPTQ at least. Independent columns are then worth
 * nothing, however few. Those in which each activation correlates by 0.9 with the next are worth 4.0 dB if there is one
 * for four weights in a row, 5.9 if there is one for each, and 6.7 if there are four.
 *
 * <p>For 4,096 weights in a row and 512 columns of activations, this takes 4 seconds on two cores and 180 MB, of which
 * 32 MB stay.
 */
final class SecondMoments {

    /** The least share of the mean: the paper adds a hundredth of it to H. */
    private static final double LEAST_SHARE = 0.01 / 1.01;

    /** Columns of activations that are multiplied at once: with more, their copy in binary64 would take much space. */
    private static final int CHUNK = 512;

    private final float[][] feedback;

    private SecondMoments(float[][] feedback) {
        this.feedback = feedback;
    }

    /**
     * The second moments of activations.
     *
     * @param activations column after column; finite
     * @param length numbers in a column, which is weights in a row
     */
    static SecondMoments of(float[] activations, int length) {
        if (length < 1 || activations.length == 0 || activations.length % length != 0) {
            throw new IllegalArgumentException(
                    "%d activations are no whole columns of %d".formatted(activations.length, length));
        }
        DMatrixRBlock moments = reversedMoments(activations, length);
        shrink(moments, activations);
        CholeskyOuterForm_MT_DDRB cholesky = new CholeskyOuterForm_MT_DDRB(true);
        if (!cholesky.decompose(moments)) {
            throw new ArithmeticException("shrunk second moments are not positive definite");
        }
        return new SecondMoments(feedback(cholesky.getT(null)));
    }

    private static DMatrixRBlock reversedMoments(float[] activations, int length) {
        DMatrixRBlock moments = new DMatrixRBlock(length, length);
        int count = activations.length / length;
        for (int from = 0; from < count; from += CHUNK) {
            DMatrixRBlock chunk = new DMatrixRBlock(Math.min(CHUNK, count - from), length);
            for (int column = 0; column < chunk.numRows; column++) {
                for (int i = 0; i < length; i++) {
                    chunk.set(column, length - 1 - i, activations[(from + column) * length + i]);
                }
            }
            DSubmatrixD1 all = new DSubmatrixD1(chunk);
            MatrixMult_MT_DDRB.multPlusTransA(moments.blockLength, all, all, new DSubmatrixD1(moments));
        }
        return moments;
    }

    /** Afterwards, weights whose activations are all zero are independent of the others. */
    private static void shrink(DMatrixRBlock moments, float[] activations) {
        int length = moments.numRows;
        double mean =
                IntStream.range(0, length).mapToDouble(i -> moments.get(i, i)).sum() / length;
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("the activations are not all finite");
        }
        double share = shareOfMean(moments, mean, activations);
        for (int i = 0; i < moments.data.length; i++) {
            moments.data[i] *= 1 - share;
        }
        for (int i = 0; i < length; i++) {
            moments.set(i, i, moments.get(i, i) + (mean == 0 ? 1 : share * mean));
        }
    }

    /**
     * The expected squared error of the moments, as a share of their squared distance from the mean; 1 if it is larger,
     * or not known.
     */
    private static double shareOfMean(DMatrixRBlock moments, double mean, float[] activations) {
        int length = moments.numRows;
        double squares = 0;
        for (double moment : moments.data) {
            squares += moment * moment;
        }
        double count = activations.length / length;
        double error = (sumOfFourthPowers(activations, length) - squares / count) * count / (count - 1);
        double distance = squares - length * mean * mean;
        return count > 1 && error < distance ? Math.max(error / distance, LEAST_SHARE) : 1;
    }

    /** Of the lengths of columns. */
    private static double sumOfFourthPowers(float[] activations, int length) {
        double sum = 0;
        for (int from = 0; from < activations.length; from += length) {
            double square = 0;
            for (int i = from; i < from + length; i++) {
                square += (double) activations[i] * activations[i];
            }
            sum += square * square;
        }
        return sum;
    }

    private static float[][] feedback(DMatrixRBlock reversed) {
        int last = reversed.numRows - 1;
        float[][] feedback = new float[last + 1][];
        IntStream.rangeClosed(0, last).parallel().forEach(column -> {
            double root = reversed.get(last - column, last - column);
            float[] shares = new float[column];
            for (int i = 0; i < column; i++) {
                shares[i] = (float) (reversed.get(last - i, last - column) / root);
            }
            feedback[column] = shares;
        });
        return feedback;
    }

    /** Weights in a row. */
    int length() {
        return feedback.length;
    }

    /** A column of U above the diagonal: what part of the error of each weight before it a weight is to make up for. */
    float[] feedback(int column) {
        return feedback[column];
    }
}
