package timestables.arithmetic;

/** A chain of products under way. */
public interface RunningChain {

    /**
     * Multiplies by the next factor.
     *
     * @param i which it is, from 0 on, none left out
     * @return the result so far
     */
    double multiply(int i);

    /** All that the next product depends on, given the last result: with feedback, what that left out as well. */
    default double state(double result) {
        return result;
    }

    /** The result after all factors. */
    static double end(RunningChain chain, int factors) {
        double result = Double.NaN;
        for (int i = 0; i < factors; i++) {
            result = chain.multiply(i);
        }
        return result;
    }
}
