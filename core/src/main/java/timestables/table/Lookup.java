package timestables.table;

import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import timestables.format.Companded;
import timestables.format.Format;

/**
 * Products of real numbers, read from a table: between its rows and columns there are three ways to read it.
 *
 * <p>Operands outside the range of their formats are moved to its nearer end, and none may be NaN.
 */
public final class Lookup {

    private final ProductTable table;
    private final Companded row;
    private final Companded column;
    private final DoubleUnaryOperator decode;

    /**
     * Reads cells as values of the cell format.
     *
     * @throws IllegalArgumentException unless all three formats are {@linkplain Companded companded}
     */
    public Lookup(ProductTable table) {
        this(table, companded(table.cellFormat())::at);
    }

    /**
     * Reads cells with a decoder of the caller's.
     *
     * @param decode the value of a cell, or of a blend of cells
     * @throws IllegalArgumentException unless the formats of rows and columns are {@linkplain Companded companded}
     */
    public Lookup(ProductTable table, DoubleUnaryOperator decode) {
        this.table = table;
        this.row = companded(table.rowFormat());
        this.column = companded(table.columnFormat());
        this.decode = decode;
    }

    private static Companded companded(Format format) {
        if (format instanceof Companded companded) {
            return companded;
        }
        throw new IllegalArgumentException(
                "a table is read at real operands where codes have positions in between; those of " + format.name()
                        + " have none");
    }

    /** The table that is read. */
    public ProductTable table() {
        return table;
    }

    /** The cell of the nearest codes. */
    public double nearest(double a, double b) {
        return decode.applyAsDouble(table.cell(row.encode(a), column.encode(b)));
    }

    /**
     * The cell of one of the two codes on either side of each operand, the nearer one more often, so that the code is
     * right on average (M. P. Connolly, N. J. Higham and T. Mary, <em>Stochastic Rounding and Its Probabilistic
     * Backward Error Analysis</em>, SIAM J. Sci. Comput. 43, 2021).
     *
     * @param uniform random numbers, uniform in [0, 1), of which one is drawn for a, then one for b
     */
    public double stochastic(double a, double b, DoubleSupplier uniform) {
        int r = stochastic(row, a, uniform.getAsDouble());
        int c = stochastic(column, b, uniform.getAsDouble());
        return decode.applyAsDouble(table.cell(r, c));
    }

    private static int stochastic(Companded format, double value, double uniform) {
        return Math.min((int) Math.floor(format.position(value) + uniform), format.codes() - 1);
    }

    /** The blend of the four cells around the operands, bilinear in their positions, and only then decoded. */
    public double interpolated(double a, double b) {
        double x = row.position(a);
        double y = column.position(b);
        int x0 = (int) x;
        int y0 = (int) y;
        int x1 = Math.min(x0 + 1, row.codes() - 1);
        int y1 = Math.min(y0 + 1, column.codes() - 1);
        double fx = x - x0;
        double fy = y - y0;
        return decode.applyAsDouble(table.cell(x0, y0) * (1 - fx) * (1 - fy)
                + table.cell(x1, y0) * fx * (1 - fy)
                + table.cell(x0, y1) * (1 - fx) * fy
                + table.cell(x1, y1) * fx * fy);
    }
}
