package timestables.error;

/**
 * A dot product in twice the precision of double: the reference for the error of sums.
 *
 * <p>Algorithm Dot2 of T. Ogita, S. M. Rump and S. Oishi, <em>Accurate sum and dot product</em>, SIAM J. Sci. Comput.
 * 26 (2005). The result is {@code high + low}, unevaluated, so that the error of a double result can be taken without a
 * rounding of its own.
 *
 * @param high the dot product, rounded to double
 * @param low what {@code high} leaves out
 */
public record ExactDot(double high, double low) {

    /** The dot product of two arrays of equal length. */
    public static ExactDot of(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "operands of " + a.length + " and " + b.length + " elements do not pair up");
        }
        double high = 0;
        double low = 0;
        for (int i = 0; i < a.length; i++) {
            double product = a[i] * b[i];
            double productRest = Math.fma(a[i], b[i], -product);
            double sum = high + product;
            double moved = sum - high;
            double sumRest = high - (sum - moved) + (product - moved);
            high = sum;
            low += sumRest + productRest;
        }
        double total = high + low;
        return new ExactDot(total, low - (total - high));
    }

    /** The error of {@code result} as an approximation of this dot product. */
    public double errorOf(double result) {
        return result - high - low;
    }
}
