package timestables.arithmetic;

import java.util.stream.IntStream;
import timestables.format.Format;
import timestables.kernel.accumulator.Accumulator;
import timestables.table.ProductTable;

/** Codes, whose products are the cells of a table: those of the nearest codes. */
public class TableArithmetic extends Arithmetic {

    /** Fewer operands are encoded before another thread has begun. */
    private static final int ENCODED_AT_ONCE = 1 << 14;

    private final ProductTable table;
    private final double[] leftValues;
    private final double[] rightValues;
    private final double[] productValues;

    private TableArithmetic(String format, ProductTable table, Accumulation accumulation) {
        this(format, table, accumulation, Range.of(table.cellFormat()));
    }

    private TableArithmetic(String format, ProductTable table, Accumulation accumulation, Range products) {
        super(format, Rounding.NEAREST, accumulation, table, products);
        this.table = table;
        leftValues = table.rowFormat().values();
        rightValues = table.columnFormat().values();
        productValues = table.cellFormat().values();
    }

    /** Products, named for the format of the operands, and for that of the cells where it is another. */
    public static TableArithmetic products(ProductTable table) {
        String operand = table.rowFormat().name();
        String cell = table.cellFormat().name();
        return products(operand.equals(cell) ? operand : operand + "-" + cell, table);
    }

    /** Products under a name of their own. */
    public static TableArithmetic products(String format, ProductTable table) {
        return new TableArithmetic(format, table, Accumulation.NONE);
    }

    /** Sums of cells, as exact integers, named for the format of the operands. */
    public static TableArithmetic sums(ProductTable table) {
        return new TableArithmetic(table.rowFormat().name(), table, Accumulation.EXACT);
    }

    /** Sums of cells, kept in something else. */
    public static TableArithmetic sums(ProductTable table, Accumulator accumulator) {
        return new TableArithmetic(table.rowFormat().name(), table, Accumulation.of(accumulator)) {
            @Override
            double sum(short[] x, int xFrom, short[] y, int yFrom, int length) {
                double steps = accumulator.dot(table, bytes(x, xFrom, length), bytes(y, yFrom, length), 0, length);
                return Accumulator.decode(table, steps);
            }
        };
    }

    /** Sums of cells that reach every product of codes: operands are all that saturates. */
    public static TableArithmetic reachingSums(ProductTable table) {
        return new TableArithmetic(table.rowFormat().name(), table, Accumulation.EXACT, Range.ALL);
    }

    private static byte[] bytes(short[] codes, int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) codes[from + i];
        }
        return bytes;
    }

    @Override
    public Encoded encode(double[] left, double[] right, int length, long seed) {
        short[] x = codes(table.rowFormat(), left);
        short[] y = codes(table.columnFormat(), right);
        return new Encoded() {
            @Override
            public double left(int i) {
                return leftValues[x[i]];
            }

            @Override
            public double right(int i) {
                return rightValues[y[i]];
            }

            @Override
            public double product(int left, int right) {
                return productValues[table.cell(x[left], y[right])];
            }

            @Override
            public double sum(int leftRow, int rightRow) {
                return TableArithmetic.this.sum(x, leftRow * length, y, rightRow * length, length);
            }
        };
    }

    private static short[] codes(Format format, double[] numbers) {
        short[] codes = new short[numbers.length];
        IntStream.range(0, Math.ceilDiv(codes.length, ENCODED_AT_ONCE))
                .parallel()
                .forEach(block -> {
                    int from = block * ENCODED_AT_ONCE;
                    int to = Math.min(codes.length, from + ENCODED_AT_ONCE);
                    for (int i = from; i < to; i++) {
                        codes[i] = (short) format.encode(numbers[i]);
                    }
                });
        return codes;
    }

    double sum(short[] x, int xFrom, short[] y, int yFrom, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += table.addend(x[xFrom + i], y[yFrom + i]);
        }
        return table.decodeSum(sum, length);
    }

    /** A chain of cells, where these are codes of the column format. */
    @Override
    public RunningChain chain(double start, double[] factors, long seed) {
        Format cell = table.cellFormat();
        Format row = table.rowFormat();
        int[] x = {cell.encode(start)};
        return i -> productValues[x[0] = table.cell(row.encode(factors[i]), x[0])];
    }
}
