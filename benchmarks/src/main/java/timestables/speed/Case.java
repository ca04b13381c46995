package timestables.speed;

import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Size;

/**
 * What is timed.
 *
 * @param size as a user names it
 * @param threads how many do the same at once
 */
public record Case(Operation operation, String contender, String size, OperandForm operands, int threads) {

    /** @throws IllegalArgumentException if the operation is not timed, or not of such sizes */
    public Case {
        operation.timedSize(size);
    }

    /** A case of one thread, of codes. */
    public Case(Operation operation, String contender, String size) {
        this(operation, contender, size, OperandForm.CODES);
    }

    /** A case of one thread. */
    public Case(Operation operation, String contender, String size, OperandForm operands) {
        this(operation, contender, size, operands, 1);
    }

    /** Its size, in numbers. */
    public Size parsedSize() {
        return operation.workload().form().parse(size);
    }

    /** Another contender in its place. */
    public Case with(String other) {
        return new Case(operation, other, size, operands, threads);
    }

    /** The same by so many threads. */
    public Case by(int others) {
        return new Case(operation, contender, size, operands, others);
    }

    /** Whether both do the same work, so that one may be divided by the other. */
    public boolean isComparableWith(Case other) {
        return equals(other.with(contender));
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return "%s %s at size %s".formatted(operation, contender, size)
                + (operands == OperandForm.CODES ? "" : ", from " + operands)
                + (threads == 1 ? "" : ", " + threads + " threads");
    }
}
