package timestables.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the integers of a table are taken to mean.
 *
 * @param order which operands rows and columns stand for
 * @param patternBits where cells are two's complement patterns of so many bits, written as unsigned integers; 0 where
 *     they are what they say
 * @param offset that every cell is stored with, so that it stands for zero
 * @param shift cells are nearest to the products over two to this power, as where the upper half of each is kept
 */
record Reading(OperandOrder order, int patternBits, int offset, int shift) {

    // A less simple reading has to bring the cells nearer than a simpler one by these factors. Cells that saturate are
    // somewhat nearer to halved products, and cells whose low bits are always set to products with an offset.
    private static final double NEARER_IF_DIVIDED = 0.5;
    private static final double NEARER_IF_OFFSET = 0.125;

    /** The name that files show. */
    String id() {
        return order.id() + (patternBits > 0 ? "-patterns" : "") + (offset != 0 ? "-offset" : "");
    }

    /** The cells and operands, for a sentence. */
    String words() {
        return "integers, "
                + (patternBits > 0 ? "written as two's complement patterns of " + patternBits + " bits, " : "")
                + (offset != 0 ? "stored with an offset of " + offset + ", " : "")
                + "operands taken to run " + order.words();
    }

    /** The integer that a cell stands for. */
    double value(int cell) {
        boolean isNegative = patternBits > 0 && cell >= 1 << patternBits - 1;
        return (double) cell - offset - (isNegative ? 1L << patternBits : 0);
    }

    /**
     * The reading by which the cells are nearest to the exact products, the first of several. What counts is the sum of
     * the distances, over the sum of the products' magnitudes: signed products are smaller, and would else be nearest
     * to a table of zeros. Products are divided, or have an offset, only where that brings the cells much nearer.
     */
    static Reading bestFor(Cells cells) {
        List<Reading> plain = new ArrayList<>();
        for (OperandOrder order : OperandOrder.values()) {
            plain.add(new Reading(order, 0, 0, 0));
        }
        // Where no cell has its sign bit set, patterns mean the same as plain integers, which come first.
        IntStream.of(cells.productBits(), cells.bits())
                .filter(bits -> bits < 32 && cells.arePatterns(bits))
                .distinct()
                .forEach(bits -> {
                    plain.add(new Reading(OperandOrder.SIGNED, bits, 0, 0));
                    plain.add(new Reading(OperandOrder.ASCENDING, bits, 0, 0));
                });
        List<Reading> offset = Arrays.stream(OperandOrder.values())
                .map(order -> new Reading(order, 0, cellOfZero(order, cells), 0))
                .filter(reading -> reading.offset != 0)
                .flatMap(whole -> Stream.concat(Stream.of(whole), whole.divided(cells)))
                .toList();
        return nearest(plain.stream(), cells)
                .orElseThrow()
                .or(nearest(plain.stream().flatMap(whole -> whole.divided(cells)), cells), NEARER_IF_DIVIDED)
                .or(nearest(offset.stream(), cells), NEARER_IF_OFFSET)
                .reading;
    }

    /** The same, of each part of the products. */
    private Stream<Reading> divided(Cells cells) {
        return IntStream.rangeClosed(1, cells.productBits())
                .mapToObj(bits -> new Reading(order, patternBits, offset, bits));
    }

    /** What most tables that are stored with an offset have for products of zero. */
    private static int cellOfZero(OperandOrder order, Cells cells) {
        int zeroRow = order.indexOfZero(cells.rows());
        int zeroColumn = order.indexOfZero(cells.columns());
        int[] zeros = IntStream.concat(
                        IntStream.range(0, cells.columns()).map(column -> cells.at(zeroRow, column)),
                        IntStream.range(0, cells.rows()).map(row -> cells.at(row, zeroColumn)))
                .sorted()
                .toArray();
        return zeros[zeros.length / 2];
    }

    private record Distance(Reading reading, double share) {

        /** The other, if there is one that is nearer by some factor. */
        Distance or(Optional<Distance> other, double nearer) {
            return other.filter(distance -> distance.share < nearer * share).orElse(this);
        }
    }

    private static Optional<Distance> nearest(Stream<Reading> readings, Cells cells) {
        return readings.map(reading -> new Distance(reading, reading.distance(cells)))
                .min(Comparator.comparingDouble(Distance::share));
    }

    private double distance(Cells cells) {
        double distance = 0;
        double magnitude = 0;
        for (int row = 0; row < cells.rows(); row++) {
            for (int column = 0; column < cells.columns(); column++) {
                double meant = meant(cells, row, column);
                distance += Math.abs(value(cells.at(row, column)) - meant);
                magnitude += Math.abs(meant);
            }
        }
        return distance / magnitude;
    }

    /** What the cell of a product is taken for: the product, or its part. */
    double part(double product) {
        return product / (1L << shift);
    }

    private double meant(Cells cells, int row, int column) {
        return part((double) order.operand(row, cells.rows()) * order.operand(column, cells.columns()));
    }
}
