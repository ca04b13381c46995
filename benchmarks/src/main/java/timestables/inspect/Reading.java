package timestables.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the integers of a table are taken to mean.
 *
 * @param order which operands rows and columns stand for
 * @param patternBits where cells are two's complement patterns of so many bits, written as unsigned integers; 0 where
 *     they are what they say
 * @param shift cells are nearest to the products over two to this power, as where the upper half of each is kept
 */
record Reading(OperandOrder order, int patternBits, int shift) {

    /** The name that files show. */
    String id() {
        return order.id() + (patternBits > 0 ? "-patterns" : "");
    }

    /** The cells and operands, for a sentence. */
    String words() {
        return "integers, "
                + (patternBits > 0 ? "written as two's complement patterns of " + patternBits + " bits, " : "")
                + "operands taken to run " + order.words();
    }

    /** The integer that a cell stands for. */
    int value(int cell) {
        return patternBits > 0 && cell >= 1 << patternBits - 1 ? cell - (1 << patternBits) : cell;
    }

    /**
     * The reading by which the cells are nearest to the exact products: the sum of their distances, as a share of the
     * sum of the exact products' magnitudes, is smallest. Without that share a table of zeros would be taken to be
     * signed, for signed products are smaller; with it all are as far, and of several the first is taken. Products are
     * divided only where that halves the distance: cells that saturate are somewhat nearer to smaller products.
     *
     * @param cells row by row
     */
    static Reading bestFor(int[] cells, int size) {
        int productBits = 2 * Integer.numberOfTrailingZeros(size);
        List<Reading> plain = new ArrayList<>();
        for (OperandOrder order : OperandOrder.values()) {
            plain.add(new Reading(order, 0, 0));
        }
        // Cells of which none is beyond half of the range mean the same as patterns, and the plain reading comes first.
        if (Arrays.stream(cells).allMatch(cell -> cell >= 0 && cell < 1 << productBits)) {
            plain.add(new Reading(OperandOrder.SIGNED, productBits, 0));
            plain.add(new Reading(OperandOrder.ASCENDING, productBits, 0));
        }
        List<Reading> divided = new ArrayList<>();
        for (int shift = 1; shift <= productBits; shift++) {
            for (Reading reading : plain) {
                divided.add(new Reading(reading.order, reading.patternBits, shift));
            }
        }
        Distance nearest = nearest(plain, cells, size);
        Distance nearestDivided = nearest(divided, cells, size);
        return nearestDivided.share < nearest.share / 2 ? nearestDivided.reading : nearest.reading;
    }

    private record Distance(Reading reading, double share) {}

    private static Distance nearest(List<Reading> readings, int[] cells, int size) {
        return readings.stream()
                .map(reading -> new Distance(reading, reading.distance(cells, size)))
                .min(Comparator.comparingDouble(Distance::share))
                .orElseThrow();
    }

    private double distance(int[] cells, int size) {
        double unit = Math.scalb(1.0, -shift);
        double distance = 0;
        double magnitude = 0;
        for (int row = 0; row < size; row++) {
            double factor = order.operand(row, size) * unit;
            for (int column = 0; column < size; column++) {
                double exact = factor * order.operand(column, size);
                distance += Math.abs(value(cells[row * size + column]) - exact);
                magnitude += Math.abs(exact);
            }
        }
        return distance / magnitude;
    }
}
