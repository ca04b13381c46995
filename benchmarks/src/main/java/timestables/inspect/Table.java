package timestables.inspect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import timestables.error.ErrorMeter;
import timestables.format.Format;

/**
 * A table of products, and what its rows, columns and cells stand for.
 *
 * @param of what it is a table of, for a sentence
 * @param operandNames which operands it has, for a file
 * @param rowOperands what the rows stand for
 * @param columnOperands what the columns stand for
 * @param value what a stored cell stands for
 * @param nearest of all values that a cell can stand for the nearest to a number
 * @param least the lower end of the scale that the cells are to fill, as a value
 * @param greatest its upper end
 * @param limits beyond which products saturate
 * @param reading of a table of integers; empty if it says itself what its cells stand for
 */
record Table(
        String of,
        String operandNames,
        double[] rowOperands,
        double[] columnOperands,
        Cells cells,
        IntToDoubleFunction value,
        DoubleUnaryOperator nearest,
        double least,
        double greatest,
        Limits limits,
        Optional<Reading> reading) {

    /** How many units in the last place of a double the arithmetic that decodes operands and cells may be off. */
    static final int ROUNDINGS = 4;

    /** From this share on of the squared errors that the mean product would have, cells fit no reading. */
    private static final double MOST_ERROR = 0.75;

    /**
     * A table that the playground drew.
     *
     * @param title that says so
     * @param operand what its rows and columns stand for
     * @param cell what its cells stand for
     */
    static Table drawn(String title, Format operand, Format cell, Cells cells) {
        double[] operands = operand.values();
        return new Table(
                title,
                operand.name(),
                operands,
                operands,
                cells,
                cell::decode,
                value -> cell.decode(cell.encode(value)),
                cell.least(),
                cell.greatest(),
                Limits.of(cell),
                Optional.empty());
    }

    /**
     * A table of integers, by the reading that fits them best. Their scale ends at the least and the greatest exact
     * product.
     */
    static Table ofIntegers(Cells cells) {
        Reading reading = Reading.bestFor(cells);
        double[] rows = reading.order().operands(cells.rows());
        double[] columns = reading.order().operands(cells.columns());
        double[] values =
                Arrays.stream(cells.values()).mapToDouble(reading::value).toArray();
        double[] products = new double[values.length];
        Arrays.setAll(products, i -> rows[i / columns.length] * columns[i % columns.length]);
        double[] parts = Arrays.stream(products).map(reading::part).toArray();
        return new Table(
                reading.words(),
                reading.id(),
                rows,
                columns,
                cells,
                reading::value,
                value -> value,
                Arrays.stream(products).min().orElseThrow(),
                Arrays.stream(products).max().orElseThrow(),
                Limits.of(values, parts),
                Optional.of(reading));
    }

    /** Whether its operands and cells are integers. */
    boolean isOfIntegers() {
        return reading.isPresent();
    }

    /**
     * Whether its cells are products at all: the sum of their squared errors is clearly below that of one number in all
     * cells, such as zero or the mean product.
     */
    boolean fits() {
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int row = 0; row < cells.rows(); row++) {
            for (int column = 0; column < cells.columns(); column++) {
                double meant = limits.clamp(part(row, column));
                double error = cell(row, column) - meant;
                sum += meant;
                squares += meant * meant;
                errors += error * error;
            }
        }
        return !isOfIntegers() || errors < MOST_ERROR * (squares - sum * sum / cells.values().length);
    }

    double cell(int row, int column) {
        return value.applyAsDouble(cells.at(row, column));
    }

    double exact(int row, int column) {
        return rowOperands[row] * columnOperands[column];
    }

    /** The product, or the part of it that the reading takes a cell for. */
    private double part(int row, int column) {
        double exact = exact(row, column);
        return reading.map(its -> its.part(exact)).orElse(exact);
    }

    /** Whether a product is beyond what cells can hold, and its cell at that end. */
    boolean saturates(int row, int column) {
        return limits.saturate(cell(row, column), part(row, column));
    }

    /** The errors of all cells. */
    ErrorMeter.Summary errors() {
        ErrorMeter meter = new ErrorMeter();
        for (int row = 0; row < cells.rows(); row++) {
            for (int column = 0; column < cells.columns(); column++) {
                double exact = exact(row, column);
                double error = cell(row, column) - exact;
                meter.add(exact, Math.abs(error) <= ROUNDINGS * Math.ulp(exact) ? 0 : error);
            }
        }
        return meter.summary();
    }

    /** SHA-256 of the cells, row by row, in as many bytes each as they occupy, the low one first. */
    String sha256() {
        int bytesPerCell = cells.bits() / 8;
        byte[] bytes = new byte[cells.values().length * bytesPerCell];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (cells.values()[i / bytesPerCell] >> 8 * (i % bytesPerCell));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
