package timestables.arithmetic;

/** Operands as an {@link Arithmetic} stores them: left and right ones, in rows of one length. */
public interface Encoded {

    /** The value of a left operand. */
    double left(int i);

    /** The value of a right operand. */
    double right(int i);

    /** The value of the product of a left operand and a right one. */
    double product(int left, int right);

    /** A sum with one more product, rounded as sums are. */
    default double add(double sum, int left, int right) {
        return sum + product(left, right);
    }

    /** The value of the sum of the products of a left row and a right one. */
    double sum(int leftRow, int rightRow);
}
