package timestables.bench;

/**
 * A user's operands as one contender stores and multiplies them; which is multiplied with which is told by
 * {@link timestables.operands.OperandPairs}.
 */
interface EncodedOperands {

    /** The name that files show. */
    String contender();

    /** The name of the operands' format. */
    String format();

    /** What sums are kept in. */
    String accumulator();

    /** Bits of a code that a table is indexed by; null where nothing is looked up. */
    Integer indexBits();

    /** Bits that the cells of products occupy; null where nothing is looked up. */
    Integer productCellBits();

    /** Bits that the cells of sums occupy; null where nothing is looked up. */
    Integer sumCellBits();

    /** The largest operand; null where it is not fitted. */
    Double maxRange();

    /** Whether an operand has to be moved to the end of its range, or becomes infinity. */
    boolean operandSaturates(double value);

    /** Whether a product has to be moved to the end of its range, or becomes infinity. */
    boolean productSaturates(double product);

    /** Whether a product that is summed has to be moved to the end of its range, or becomes infinity. */
    boolean termSaturates(double product);

    /** A number, encoded and decoded. */
    double value(int i);

    /** A product, decoded. */
    double product(int i);

    /** A dot product, decoded. */
    double sum(int dot);
}
