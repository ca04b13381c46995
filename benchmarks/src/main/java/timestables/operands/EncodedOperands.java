package timestables.operands;

import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import timestables.contender.Rounding;

/**
 * A user's operands as one contender stores and multiplies them; which is multiplied with which is told by
 * {@link timestables.operands.OperandPairs}.
 */
interface EncodedOperands {

    /** The name that files show. */
    String contender();

    /** The name of the operands' format. */
    String format();

    /** Bits of a code that a table is indexed by; null where nothing is looked up. */
    Integer indexBits();

    /** What left operands are encoded for; null where nothing is fitted. */
    Double maxRange();

    /** Whether an operand has to be moved to the end of its range, or becomes infinity. */
    boolean operandSaturates(int i);

    /** A number, encoded and decoded. */
    double value(int i);

    /** Single products; empty where operands are only ever summed. */
    Optional<Products> products();

    /** The ways in which dot products are added up, that of the contender's own name first. */
    List<Sums> sums();

    /**
     * Products of pairs.
     *
     * @param cellBits bits that their cells occupy; null where nothing is looked up
     * @param saturates whether an exact product has to be moved to the end of its range, or becomes infinity
     * @param product a product, decoded
     */
    record Products(Integer cellBits, DoublePredicate saturates, IntToDoubleFunction product) {}

    /**
     * Dot products.
     *
     * @param contender the name that files show
     * @param rounding how products become what is added up
     * @param accumulator what sums are kept in
     * @param cellBits bits that cells occupy; null where nothing is looked up
     * @param saturates as for {@link Products}
     * @param sum a dot product, decoded
     */
    record Sums(
            String contender,
            Rounding rounding,
            String accumulator,
            Integer cellBits,
            DoublePredicate saturates,
            IntToDoubleFunction sum) {}
}
