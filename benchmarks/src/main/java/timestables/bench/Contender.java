package timestables.bench;

import java.util.List;

/**
 * One way to do an operation.
 *
 * @param id what {@code -p contender=} takes and every file shows
 * @param storage what it reads and writes
 * @param timed sets up the kernel that benchmarks time
 * @param arithmetics the formats it is measured in, the timed one first. Speed depends on the layout and not on what
 *     the cells hold, so that one timing stands for all of them
 */
record Contender(String id, Storage storage, Task.Setup timed, List<Arithmetic> arithmetics) {

    /**
     * The memory behind a contender.
     *
     * @param indexBits bits in an operand's code; null where nothing is looked up
     * @param cellBits bits in a cell; null likewise
     * @param tableBytes bytes in all cells; null likewise
     * @param bytesPerElement bytes of operands and results that move for one product
     * @param note where the table lies; empty where nothing is looked up
     */
    record Storage(Integer indexBits, Integer cellBits, Integer tableBytes, int bytesPerElement, String note) {}

    /** The arithmetic of the operands that are timed. */
    Arithmetic arithmetic() {
        return arithmetics.getFirst();
    }
}
