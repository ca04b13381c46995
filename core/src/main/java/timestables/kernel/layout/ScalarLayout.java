package timestables.kernel.layout;

import java.util.Objects;
import timestables.table.ProductTable;

/**
 * The plain two-dimensional table, one load of one cell a product: the definition of every table operation.
 *
 * <p>Bytes: the table's. Registers: none. Per 64 products: 192 loads and 64 stores, which take all of the time. Accepts
 * every table, and is the only layout of 9-bit codes, which are {@code short}s here.
 *
 * @param table the table that is read
 */
public record ScalarLayout(ProductTable table) implements Layout {

    @Override
    public String name() {
        return "scalar loads";
    }

    @Override
    public void multiply(byte[] a, byte[] b, byte[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        requireByteCodes();
        if (table.cellBits() > 8) {
            throw new IllegalArgumentException("cells of 16 bits do not fit an array of bytes");
        }
        for (int i = from; i < to; i++) {
            out[i] = (byte) table.cell(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
        }
    }

    @Override
    public void multiply(byte[] a, byte[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        requireByteCodes();
        if (table.cellBits() == 8) {
            throw new IllegalArgumentException("cells of 8 bits do not fill an array of shorts");
        }
        for (int i = from; i < to; i++) {
            out[i] = (short) table.cell(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
        }
    }

    @Override
    public void multiply(short[] a, short[] b, short[] out, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(out.length, Math.min(a.length, b.length)));
        for (int i = from; i < to; i++) {
            out[i] = (short) table.cell(a[i], b[i]);
        }
    }

    @Override
    public long dot(byte[] a, byte[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        requireByteCodes();
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += table.addend(Byte.toUnsignedInt(a[i]), Byte.toUnsignedInt(b[i]));
        }
        return sum;
    }

    @Override
    public long dot(short[] a, short[] b, int from, int to) {
        Objects.checkFromToIndex(from, to, Math.min(a.length, b.length));
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += table.addend(a[i], b[i]);
        }
        return sum;
    }

    private void requireByteCodes() {
        int bits = Math.max(table.rowFormat().bits(), table.columnFormat().bits());
        if (bits > 8) {
            throw new IllegalArgumentException("codes of " + bits + " bits do not fit an array of bytes");
        }
    }
}
