package timestables.table;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import timestables.format.Format;
import timestables.format.Linear;

/**
 * The products of all pairs of codes: the cell at (row, column) is the code, in the cell format, of the product of what
 * the row code and the column code stand for.
 *
 * <p>The three formats are independent. Two choices matter most: a <em>closed</em> table has its cells in the format of
 * its operands, so that a product can be an operand again; an <em>accumulating</em> table has linear cells, so that a
 * sum of cells is a sum of products.
 *
 * <p>Cells lie row by row, one byte each, or two bytes each, low byte first, where the cell format has more than 8
 * bits.
 */
public final class ProductTable {

    private static final VarHandle TWO_BYTES =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final Format row;
    private final Format column;
    private final Format cell;
    private final byte[] cells;
    private final int columnBits;
    private final int bytesPerCell;

    private ProductTable(Format row, Format column, Format cell) {
        this.row = checkIndexBits(row);
        this.column = checkIndexBits(column);
        this.cell = Objects.requireNonNull(cell);
        this.columnBits = column.bits();
        this.bytesPerCell = cell.bits() > 8 ? 2 : 1;
        this.cells = new byte[row.codes() * column.codes() * bytesPerCell];
        for (int r = 0; r < row.codes(); r++) {
            double left = row.decode(r);
            for (int c = 0; c < column.codes(); c++) {
                int code = cell.encode(left * column.decode(c));
                if (bytesPerCell == 1) {
                    cells[index(r, c)] = (byte) code;
                } else {
                    TWO_BYTES.set(cells, 2 * index(r, c), (short) code);
                }
            }
        }
    }

    private static Format checkIndexBits(Format format) {
        if (format.bits() < 2 || format.bits() > 9) {
            throw new IllegalArgumentException("a table is indexed by codes of 2 to 9 bits, not " + format.bits());
        }
        return format;
    }

    /**
     * The table of {@code row} times {@code column} with products in the format {@code cell}.
     *
     * @param row the format of the left operand, of 2 to 9 bits
     * @param column the format of the right operand, of 2 to 9 bits
     * @param cell the format of the products, of at most 16 bits
     */
    public static ProductTable of(Format row, Format column, Format cell) {
        return new ProductTable(row, column, cell);
    }

    /** The closed table of a format of 2 to 8 bits: operands and products are codes of one kind. */
    public static ProductTable closed(Format format) {
        if (format.bits() > 8) {
            throw new IllegalArgumentException("a closed table has codes of 2 to 8 bits, not " + format.bits());
        }
        return of(format, format, format);
    }

    /**
     * The accumulating table of a format: linear cells of 8 bits, or of 16 where the operands have 9. They reach the
     * largest product, so that none saturates. Over a smaller range, products of many code pairs would lie exactly half
     * way between two cells, and rounding them all to even ones would bias every sum.
     */
    public static ProductTable accumulating(Format operand) {
        double largest = Math.max(-operand.least(), operand.greatest());
        return of(operand, operand, new Linear(operand.bits() > 8 ? 16 : 8, largest * largest));
    }

    public Format rowFormat() {
        return row;
    }

    public Format columnFormat() {
        return column;
    }

    public Format cellFormat() {
        return cell;
    }

    /** Whether a cell is itself an operand. */
    public boolean isClosed() {
        return row.equals(cell) && column.equals(cell);
    }

    /** Whether a sum of cells is a sum of products: see {@link #decodeSum}. */
    public boolean isAccumulating() {
        return cell instanceof Linear;
    }

    /** The bits a cell occupies: 8 or 16. Its code may need fewer. */
    public int cellBits() {
        return 8 * bytesPerCell;
    }

    /** The bytes that all cells occupy. */
    public int byteSize() {
        return cells.length;
    }

    /**
     * The code, in the cell format, of the product of two codes.
     *
     * @param row a code of the row format
     * @param column a code of the column format; the result is unspecified, or an exception, where a code is not below
     *     {@code 2^bits} of its format
     */
    public int cell(int row, int column) {
        int index = index(row, column);
        return bytesPerCell == 1
                ? Byte.toUnsignedInt(cells[index])
                : Short.toUnsignedInt((short) TWO_BYTES.get(cells, 2 * index));
    }

    private int index(int row, int column) {
        return row << columnBits | column;
    }

    /** The real value of the product of two codes. */
    public double product(int row, int column) {
        return cell.decode(cell(row, column));
    }

    /**
     * The real value of a sum of {@code count} cells, given the sum of their codes.
     *
     * @throws IllegalStateException unless the table is {@linkplain #isAccumulating() accumulating}
     */
    public double decodeSum(long codes, long count) {
        if (!(cell instanceof Linear linear)) {
            throw new IllegalStateException("sums of " + cell.name() + " cells mean nothing; linear cells add up");
        }
        return linear.decodeSum(codes, count);
    }

    /** A read-only view of the cells, for kernels that load many at once. */
    public MemorySegment cells() {
        return MemorySegment.ofArray(cells).asReadOnly();
    }
}
