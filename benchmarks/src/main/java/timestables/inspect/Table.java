package timestables.inspect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import timestables.error.ErrorMeter;
import timestables.format.Format;
import timestables.image.GrayPng;
import timestables.image.TableImage;

/**
 * A square table of products, and what its rows, columns and cells stand for.
 *
 * @param of what it is a table of, for a sentence
 * @param isOfIntegers whether its operands and cells are integers
 * @param operandNames which operands it has, for a file
 * @param operands what the rows, and likewise the columns, stand for
 * @param cells row by row, as they are stored
 * @param cellBits the bits that a cell occupies, 8, 16 or 32
 * @param value what a stored cell stands for
 * @param nearest of all values that a cell can stand for the nearest to a number
 * @param least the lower end of the scale that the cells are to fill, as a value
 * @param greatest its upper end
 * @param limits beyond which products saturate
 * @param shift cells are nearest to the products over two to this power, for which the table may have been meant
 */
record Table(
        String of,
        boolean isOfIntegers,
        String operandNames,
        double[] operands,
        int[] cells,
        int cellBits,
        IntToDoubleFunction value,
        DoubleUnaryOperator nearest,
        double least,
        double greatest,
        Limits limits,
        int shift) {

    /** How many units in the last place of a double the arithmetic that decodes operands and cells may be off. */
    static final int ROUNDINGS = 4;

    /**
     * A table that the playground drew.
     *
     * @param cell what its cells stand for
     */
    static Table of(TableImage image, Format cell, GrayPng png) {
        Format operand = image.operand();
        double[] operands = operand.values();
        return new Table(
                png.title(),
                false,
                operand.name(),
                operands,
                cells(png),
                png.bits(),
                cell::decode,
                value -> cell.decode(cell.encode(value)),
                cell.least(),
                cell.greatest(),
                Limits.of(cell),
                0);
    }

    /** A table of integers drawn as an image. */
    static Table ofIntegers(GrayPng png) {
        return ofIntegers(cells(png), png.rows(), Math.max(8, png.bits()));
    }

    private static int[] cells(GrayPng png) {
        int size = png.rows();
        int[] cells = new int[size * size];
        Arrays.setAll(cells, i -> png.sample(i / size, i % size));
        return cells;
    }

    /**
     * A table of integers, read as fits them best. Their scale is that of the exact products: whoever multiplies
     * exactly fills it.
     */
    static Table ofIntegers(int[] cells, int size, int cellBits) {
        Reading reading = Reading.bestFor(cells, size);
        double[] operands = new double[size];
        Arrays.setAll(operands, index -> reading.order().operand(index, size));
        double lowest = Arrays.stream(operands).min().orElseThrow();
        double highest = Arrays.stream(operands).max().orElseThrow();
        return new Table(
                reading.words(),
                true,
                reading.id(),
                operands,
                cells,
                cellBits,
                reading::value,
                value -> value,
                lowest * highest,
                Math.max(lowest * lowest, highest * highest),
                Limits.of(Arrays.stream(cells).map(reading::value).toArray(), operands),
                reading.shift());
    }

    int size() {
        return operands.length;
    }

    /** How many bits number its rows. */
    int indexBits() {
        return Integer.numberOfTrailingZeros(size());
    }

    double cell(int row, int column) {
        return value.applyAsDouble(cells[row * size() + column]);
    }

    double exact(int row, int column) {
        return operands[row] * operands[column];
    }

    /** The row of an operand, or -1 if there is none. */
    int indexOf(double operand) {
        for (int index = 0; index < size(); index++) {
            if (Math.abs(operands[index] - operand) <= ROUNDINGS * Math.ulp(operand)) {
                return index;
            }
        }
        return -1;
    }

    /** The errors of all cells. */
    ErrorMeter.Summary errors() {
        ErrorMeter meter = new ErrorMeter();
        for (int row = 0; row < size(); row++) {
            for (int column = 0; column < size(); column++) {
                double exact = exact(row, column);
                double error = cell(row, column) - exact;
                meter.add(exact, Math.abs(error) <= ROUNDINGS * Math.ulp(exact) ? 0 : error);
            }
        }
        return meter.summary();
    }

    /** How many different cells it has. */
    int differentCells() {
        return (int) Arrays.stream(cells).distinct().count();
    }

    /** SHA-256 of the cells, row by row, in as many bytes each as they occupy, the low one first. */
    String sha256() {
        byte[] bytes = new byte[cells.length * cellBits / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (cells[i * 8 / cellBits] >> i * 8 % cellBits);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
