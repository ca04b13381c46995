package timestables.table;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.DoubleToIntFunction;
import java.util.function.IntBinaryOperator;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.Summable;
import timestables.format.Symmetric;

/**
 * The products of all pairs of codes: the cell at (row, column) is the code, in the cell format, of the product of what
 * the row code and the column code stand for.
 *
 * <p>The three formats are independent. Two choices matter most: a <em>closed</em> table has its cells in the format of
 * its operands, so that a product can be an operand again; an <em>accumulating</em> table has {@linkplain Summable
 * summable} cells, so that a sum of cells is a sum of products.
 *
 * <p>Products of codes that stand for no number are defined as well. A product that is NaN, because a factor is or
 * because it is infinity times zero, has the cell format's code of NaN, or the cell of zero where there is none: such a
 * cell only fills the table, since no finite operand is encoded as such a code. An infinite product has the cell that
 * its format encodes infinity as, which for most is the greatest.
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

    /** The top bit of a cell, or zero where cells are unsigned. */
    private final int signBit;

    private ProductTable(Format row, Format column, Format cell, IntBinaryOperator cellOfCodes) {
        this.row = checkIndexBits(row);
        this.column = checkIndexBits(column);
        this.cell = Objects.requireNonNull(cell);
        this.columnBits = column.bits();
        this.bytesPerCell = cell.bits() > 8 ? 2 : 1;
        this.signBit =
                cell instanceof Summable summable && summable.addend(cell.codes() - 1) < 0 ? cell.codes() / 2 : 0;
        this.cells = new byte[row.codes() * column.codes() * bytesPerCell];
        for (int r = 0; r < row.codes(); r++) {
            for (int c = 0; c < column.codes(); c++) {
                int code = cellOfCodes.applyAsInt(r, c);
                if (code < 0 || code >= cell.codes()) {
                    throw new IllegalArgumentException("the cell of row " + r + " and column " + c + ", " + code
                            + ", is no code of " + cell.bits() + " bits");
                }
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
        return ofProducts(
                row, column, cell, product -> cell.encode(Double.isNaN(product) && !cell.hasNaN() ? 0 : product));
    }

    /** The table with cells that follow from the products of values, each of which is decoded once. */
    private static ProductTable ofProducts(Format row, Format column, Format cell, DoubleToIntFunction cellOfProduct) {
        double[] rows = row.values();
        double[] columns = column.values();
        return of(row, column, cell, (r, c) -> cellOfProduct.applyAsInt(rows[r] * columns[c]));
    }

    /**
     * The table whose cells follow a given rule, such as that of an approximate multiplier.
     *
     * @param row the format of the left operand, of 2 to 9 bits
     * @param column the format of the right operand, of 2 to 9 bits
     * @param cell the format of the products, of at most 16 bits
     * @param cellOfCodes the cell, a code of the format {@code cell}, of a row code and a column code
     * @throws IllegalArgumentException if a cell is no code of its format
     */
    public static ProductTable of(Format row, Format column, Format cell, IntBinaryOperator cellOfCodes) {
        return new ProductTable(row, column, cell, cellOfCodes);
    }

    /**
     * As {@link #of}, but rounding alike on both sides of zero: the cell of a negative product is the complement of the
     * cell of its negation. The two tables differ only where a product lies half way between two cells. This one is
     * {@linkplain #isSignSymmetric() sign-symmetric}.
     *
     * @param row as for {@link #of}; the codes of all three formats negate by complement, as those of {@link Linear}
     *     and {@link Log} do
     */
    public static ProductTable signSymmetric(Format row, Format column, Format cell) {
        checkNegation(row);
        checkNegation(column);
        checkNegation(cell);
        return ofProducts(
                row,
                column,
                cell,
                product -> product < 0 ? cell.codes() - 1 - cell.encode(-product) : cell.encode(product));
    }

    private static void checkNegation(Format format) {
        for (int code = 0; code < format.codes(); code++) {
            if (format.decode(code) != -format.decode(format.codes() - 1 - code)) {
                throw new IllegalArgumentException(
                        "a sign-symmetric table has formats whose codes negate by complement; " + format.name()
                                + " codes do not");
            }
        }
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
        return accumulating(operand, operand, operand.bits() > 8 ? 16 : 8);
    }

    /**
     * A table of two formats with linear cells of so many bits that reach the largest product. Where cells of 8 bits
     * round the products more than the operands have been, those of 16 do not.
     *
     * @param row the format of the left operand, of 2 to 9 bits
     * @param column the format of the right operand, of 2 to 9 bits
     * @param cellBits bits in the code of a cell, 1 to 16
     */
    public static ProductTable accumulating(Format row, Format column, int cellBits) {
        return of(row, column, new Linear(cellBits, row.reach() * column.reach()));
    }

    /**
     * The exact table of two linear formats that have at most 16 bits together. A value is an odd multiple of half a
     * step, and so is a product of half the steps' product; linear cells of as many bits as both operands have
     * represent every one of them. Exact products of two codes of 4 bits thus need no more than 8.
     *
     * @param row the format of the left operand, of at least 2 bits
     * @param column the format of the right operand, of at least 2 bits
     */
    public static ProductTable exact(Linear row, Linear column) {
        int cellBits = row.bits() + column.bits();
        if (cellBits > 16) {
            throw new IllegalArgumentException(
                    "an exact table has cells of at most 16 bits; products of codes of %d and %d bits have %d"
                            .formatted(row.bits(), column.bits(), cellBits));
        }
        int lastRow = row.codes() - 1;
        int lastColumn = column.codes() - 1;
        int lastCell = (1 << cellBits) - 1;
        double unit = row.maxRange() / lastRow * (column.maxRange() / lastColumn);
        return of(
                row,
                column,
                new Linear(cellBits, lastCell * unit),
                (r, c) -> ((2 * r - lastRow) * (2 * c - lastColumn) + lastCell) / 2);
    }

    /**
     * The exact table of a {@link Symmetric} format of 2 to 8 bits: a cell is the product of the two integers, in 16
     * bits, and its value the product of the two values. The most negative pattern, which encoding never produces,
     * multiplies as the integer next to it, so that layouts may look magnitudes up.
     */
    public static ProductTable exact(Symmetric operand) {
        if (operand.bits() > 8) {
            throw new IllegalArgumentException(
                    "an exact table has codes of 2 to 8 bits, not " + operand.bits() + ", for its cells have 16");
        }
        int limit = operand.greatestAddend();
        double step = operand.maxRange() / limit;
        Symmetric cell = new Symmetric(16, Short.MAX_VALUE * step * step);
        return of(
                operand,
                operand,
                cell,
                (r, c) -> Math.max(operand.addend(r), -limit) * Math.max(operand.addend(c), -limit) & 0xffff);
    }

    /**
     * The table of log/antilog products: see {@link LogAntilogTables}. The most negative pattern, which encoding never
     * produces, multiplies as the integer next to it.
     *
     * @param operand the format of both operands, of 8 bits
     * @param cell the format of the products, of 8 bits
     */
    public static ProductTable logAntilog(Symmetric operand, Symmetric cell) {
        LogAntilogTables tables = new LogAntilogTables(operand, cell);
        return of(operand, operand, cell, (r, c) -> tables.product((byte) r, (byte) c) & 0xff);
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

    /** Whether a sum of cells is a sum of products: see {@link #decodeSum}. */
    public boolean isAccumulating() {
        return cell instanceof Summable;
    }

    /** Whether {@linkplain #addend addends} are signed, the cells being their two's complement patterns. */
    public boolean isSigned() {
        return signBit != 0;
    }

    /**
     * Whether the table is centrosymmetric: complementing both codes of any product leaves its cell as it is. This
     * holds if complementing a code negates its value, because two negated factors have the same product.
     */
    public boolean isCentrosymmetric() {
        int lastRow = row.codes() - 1;
        int lastColumn = column.codes() - 1;
        for (int r = 0; r <= lastRow; r++) {
            for (int c = 0; c <= lastColumn; c++) {
                if (cell(r, c) != cell(lastRow - r, lastColumn - c)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the table is sign-symmetric: complementing either code of any product complements its cell. */
    public boolean isSignSymmetric() {
        int lastRow = row.codes() - 1;
        int lastCell = cell.codes() - 1;
        for (int r = 0; r <= lastRow; r++) {
            for (int c = 0; c < column.codes(); c++) {
                if (cell(r, c) != lastCell - cell(lastRow - r, c)) {
                    return false;
                }
            }
        }
        return isCentrosymmetric();
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

    /**
     * What the product of two codes adds to a sum: the {@linkplain Summable#addend addend} of the cell, or the cell
     * itself where its format is not summable.
     *
     * @param row a code of the row format
     * @param column a code of the column format, as for {@link #cell}
     */
    public int addend(int row, int column) {
        int cell = cell(row, column);
        // Without the branch, which loops decide once, sums of unsigned cells took 450 ns instead of 300 for 1024.
        return signBit == 0 ? cell : (cell ^ signBit) - signBit;
    }

    private int index(int row, int column) {
        return row << columnBits | column;
    }

    /** The real value of the product of two codes. */
    public double product(int row, int column) {
        return cell.decode(cell(row, column));
    }

    /**
     * The real value of a sum of {@code count} cells, given the sum of their {@linkplain #addend addends}.
     *
     * @throws IllegalStateException unless the table is {@linkplain #isAccumulating() accumulating}
     */
    public double decodeSum(long sum, long count) {
        if (!(cell instanceof Summable summable)) {
            throw new IllegalStateException("sums of " + cell.name()
                    + " cells mean nothing; those of linear, offset, symmetric and unsigned cells do");
        }
        return summable.decodeSum(sum, count);
    }

    /** A read-only view of the cells, for kernels that load many at once. */
    public MemorySegment cells() {
        return MemorySegment.ofArray(cells).asReadOnly();
    }
}
