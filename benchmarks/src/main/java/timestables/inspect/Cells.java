package timestables.inspect;

import java.util.Arrays;
import java.util.stream.IntStream;
import timestables.image.GrayPng;

/**
 * The cells of a table as they are stored.
 *
 * @param bits that a cell occupies: 8, 16 or 32
 * @param values row by row
 */
record Cells(int rows, int columns, int bits, int[] values) {

    /** Rows, and likewise columns, of the smallest tables, and of the largest. */
    static final int LEAST_SIDE = 4;

    static final int MOST_SIDE = 1024;

    /** Integers, of as few bits as hold each of them, in whole bytes. */
    static Cells of(int rows, int columns, int[] values) {
        int bits = IntStream.of(8, 16)
                .filter(width -> fit(values, width))
                .findFirst()
                .orElse(32);
        return new Cells(rows, columns, bits, values);
    }

    /** The samples of an image. */
    static Cells of(GrayPng png) {
        int[] samples = new int[png.rows() * png.columns()];
        Arrays.setAll(samples, i -> png.sample(i / png.columns(), i % png.columns()));
        return new Cells(png.rows(), png.columns(), Math.max(8, png.bits()), samples);
    }

    private static boolean fit(int[] values, int bits) {
        int lowest = Arrays.stream(values).min().orElse(0);
        int highest = Arrays.stream(values).max().orElse(0);
        int codes = 1 << bits;
        return lowest >= 0 ? highest < codes : lowest >= -codes / 2 && highest < codes / 2;
    }

    /** Whether a table may have so many rows or columns. */
    static boolean isSide(int count) {
        return count >= LEAST_SIDE && count <= MOST_SIDE && Integer.bitCount(count) == 1;
    }

    int at(int row, int column) {
        return values[row * columns + column];
    }

    /** How many bits number its rows. */
    int rowBits() {
        return Integer.numberOfTrailingZeros(rows);
    }

    /** How many bits number its columns. */
    int columnBits() {
        return Integer.numberOfTrailingZeros(columns);
    }

    /** How many bits the products of all rows and columns have. */
    int productBits() {
        return rowBits() + columnBits();
    }

    /** Whether all of them could be patterns of so many bits. */
    boolean arePatterns(int patternBits) {
        return Arrays.stream(values).allMatch(cell -> cell >= 0 && cell < 1L << patternBits);
    }

    /** How many different ones there are. */
    int different() {
        return (int) Arrays.stream(values).distinct().count();
    }
}
