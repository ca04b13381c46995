package timestables.kernel.accumulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import timestables.format.Linear;
import timestables.table.ProductTable;

/**
 * What a sum of cells can be kept in, other than the exact integers of {@link timestables.kernel.layout.Layout#dot}:
 * the plain loop that defines each, and that {@link AccumulatorDot} is tested against.
 *
 * <p>Cells are linear, of at most 8 bits. In every accumulator they are counted from the middle of their codes, in
 * steps: in integers {@code cell - codes / 2}, in floating point half a step more, which is the exact distance from the
 * value zero. Integers lack that half step of every cell, which is added to the sum in the end; where a sum saturates,
 * they drift to its lower end.
 *
 * <p>There are {@value #PARTIAL_SUMS} partial sums, as in a vector of 64 bytes: cell {@code i} of a range goes to the
 * partial sum {@code i % 64}, on every machine. The cells after the last whole row of 64, and the partial sums in the
 * end, are added up exactly.
 */
public enum Accumulator {

    /** 32-bit integers, which wrap. */
    INT32 {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            return integers(table, a, b, from, to, Integer::sum);
        }
    },

    /** 16-bit integers, which saturate. */
    INT16 {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            return integers(
                    table, a, b, from, to, (sum, cell) -> Math.clamp(sum + cell, Short.MIN_VALUE, Short.MAX_VALUE));
        }
    },

    /** 8-bit integers, which saturate. */
    INT8 {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            return integers(
                    table, a, b, from, to, (sum, cell) -> Math.clamp(sum + cell, Byte.MIN_VALUE, Byte.MAX_VALUE));
        }
    },

    /**
     * Averages of {@value #AVERAGED} cells in 8 bits, by a tree of rounded averages of two; these averages are added up
     * exactly. Each of the two levels rounds up half of the time, by half a step: the expected excess is subtracted in
     * the end. After D. Blalock and J. Guttag, <em>Multiplying Matrices Without Multiplying</em>, ICML 2021, who
     * average 16.
     */
    BYTE_AVERAGE {
        @Override
        int row() {
            return AVERAGED * PARTIAL_SUMS;
        }

        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            long averages = 0;
            for (int row = from; row < to; row += row()) {
                for (int i = row; i < row + PARTIAL_SUMS; i++) {
                    int first = average(cell(table, a, b, i), cell(table, a, b, i + PARTIAL_SUMS));
                    int second =
                            average(cell(table, a, b, i + 2 * PARTIAL_SUMS), cell(table, a, b, i + 3 * PARTIAL_SUMS));
                    averages += average(first, second);
                }
            }
            return ofAverages(table, averages, to - from);
        }
    },

    /** IEEE 754 binary16. */
    FLOAT16 {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            float[] sums = new float[PARTIAL_SUMS];
            for (int i = from; i < to; i++) {
                int lane = (i - from) % PARTIAL_SUMS;
                // Rounding to binary32 first changes nothing: its significand has 24 bits, 2 x 11 + 2.
                sums[lane] = Float.float16ToFloat(Float.floatToFloat16(sums[lane] + real(table, a, b, i)));
            }
            return total(sums);
        }
    },

    /** IEEE 754 binary32. */
    FLOAT32 {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            float[] sums = new float[PARTIAL_SUMS];
            for (int i = from; i < to; i++) {
                sums[(i - from) % PARTIAL_SUMS] += real(table, a, b, i);
            }
            return total(sums);
        }
    },

    /**
     * IEEE 754 binary32, with what each addition loses kept in a second number and given to the next one (W. Kahan,
     * <em>Further Remarks on Reducing Truncation Errors</em>, 1965).
     */
    KAHAN {
        @Override
        double rows(ProductTable table, byte[] a, byte[] b, int from, int to) {
            float[] sums = new float[PARTIAL_SUMS];
            float[] excesses = new float[PARTIAL_SUMS];
            for (int i = from; i < to; i++) {
                int lane = (i - from) % PARTIAL_SUMS;
                float addend = real(table, a, b, i) - excesses[lane];
                float sum = sums[lane] + addend;
                excesses[lane] = sum - sums[lane] - addend;
                sums[lane] = sum;
            }
            return total(sums) - total(excesses);
        }
    };

    /** How many partial sums there are. */
    public static final int PARTIAL_SUMS = 64;

    /** How many cells {@link #BYTE_AVERAGE} averages. */
    static final int AVERAGED = 4;

    /** The name that reports show, such as {@code int16}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether sums of a table's cells can be kept: cells are linear, of at most 8 bits, and codes fit bytes. */
    public static boolean accepts(ProductTable table) {
        return table.cellFormat() instanceof Linear cell
                && cell.bits() <= 8
                && table.rowFormat().bits() <= 8
                && table.columnFormat().bits() <= 8;
    }

    /**
     * The sum of the cells of {@code a[i]} and {@code b[i]} over {@code from .. to - 1}, counted from the value zero,
     * in steps: see {@link #decode}.
     *
     * @throws IndexOutOfBoundsException if that is not a range of both arrays
     * @throws IllegalArgumentException unless the table is {@linkplain #accepts accepted}
     */
    public double dot(ProductTable table, byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        require(table);
        int stop = stop(from, to);
        return rows(table, a, b, from, stop) + rest(table, a, b, stop, to);
    }

    static void require(ProductTable table) {
        if (!accepts(table)) {
            throw new IllegalArgumentException("accumulators add up linear cells of at most 8 bits, not "
                    + table.cellFormat().name() + " ones of "
                    + table.cellFormat().bits() + ", of codes of at most 8 bits");
        }
    }

    /** The real value of a sum of cells that {@link #dot} has made. */
    public static double decode(ProductTable table, double sum) {
        return 2 * sum / (table.cellFormat().codes() - 1) * table.cellFormat().greatest();
    }

    /** Cells in a row: the whole rows of a range are added to the partial sums. */
    int row() {
        return PARTIAL_SUMS;
    }

    /** Where a range's whole rows end. */
    int stop(int from, int to) {
        return to - (to - from) % row();
    }

    /** The sum of whole rows, added up in partial sums. */
    abstract double rows(ProductTable table, byte[] a, byte[] b, int from, int to);

    /** The exact sum, for what is left after the whole rows. */
    static double rest(ProductTable table, byte[] a, byte[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += real(table, a, b, i);
        }
        return sum;
    }

    /** The sum of {@code count} cells, each half a step above the integer that was added for it. */
    static double ofIntegers(long sum, int count) {
        return sum + count * 0.5;
    }

    /** The expected sum of {@code count} cells, given the sum of their averages. */
    static double ofAverages(ProductTable table, long averages, int count) {
        double expectedExcess = 0.5;
        double middle = (table.cellFormat().codes() - 1) / 2.0;
        return AVERAGED * averages - count * (middle + expectedExcess);
    }

    private static double integers(
            ProductTable table, byte[] a, byte[] b, int from, int to, IntBinaryOperator addition) {
        int[] sums = new int[PARTIAL_SUMS];
        int middle = table.cellFormat().codes() / 2;
        for (int i = from; i < to; i++) {
            int lane = (i - from) % PARTIAL_SUMS;
            sums[lane] = addition.applyAsInt(sums[lane], cell(table, a, b, i) - middle);
        }
        return ofIntegers(Arrays.stream(sums).asLongStream().sum(), to - from);
    }

    private static int cell(ProductTable table, byte[] a, byte[] b, int i) {
        return table.cell(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
    }

    private static float real(ProductTable table, byte[] a, byte[] b, int i) {
        return cell(table, a, b, i) - (table.cellFormat().codes() - 1) / 2f;
    }

    /** The average of two integers; a half rounds up, as in processors. */
    private static int average(int x, int y) {
        return x + y + 1 >> 1;
    }

    /** Exact: all are multiples of one half, and their sum is far below 2^52. */
    private static double total(float[] sums) {
        double total = 0;
        for (float sum : sums) {
            total += sum;
        }
        return total;
    }
}
