package timestables.bench;

import java.util.stream.IntStream;
import timestables.accuracy.Formats;
import timestables.format.Format;
import timestables.operands.OperandPairs;
import timestables.table.ProductTable;

/** A user's operands as codes, whose products are looked up. */
final class TableOperands implements EncodedOperands {

    private final Format format;
    private final OperandPairs pairs;
    private final short[] codes;
    private final double[] values;
    private final double[] cellValues;
    private final ProductTable products;
    private final ProductTable terms;

    /**
     * @param format of the operands, of 2 to 9 bits
     * @param cell the format of products
     */
    TableOperands(Format format, Format cell, OperandPairs pairs) {
        this.format = format;
        this.pairs = pairs;
        double[] reals = pairs.values();
        codes = new short[reals.length];
        IntStream.range(0, reals.length).parallel().forEach(i -> codes[i] = (short) format.encode(reals[i]));
        values = valuesOf(format);
        cellValues = valuesOf(cell);
        products = ProductTable.of(format, format, cell);
        terms = ProductTable.of(format, format, Formats.addends(format, format.bits() > 8 ? 16 : 8, reach() * reach()));
    }

    private static double[] valuesOf(Format format) {
        return IntStream.range(0, format.codes()).mapToDouble(format::decode).toArray();
    }

    /** The largest magnitude that an operand is encoded as; formats such as floats reach beyond it. */
    private double reach() {
        return IntStream.range(0, codes.length)
                .mapToDouble(i -> Math.abs(value(i)))
                .max()
                .orElseThrow();
    }

    @Override
    public String contender() {
        return "table" + format.bits();
    }

    @Override
    public String format() {
        return format.name();
    }

    @Override
    public String accumulator() {
        return Arithmetic.EXACT;
    }

    @Override
    public Integer indexBits() {
        return format.bits();
    }

    @Override
    public Integer productCellBits() {
        return products.cellBits();
    }

    @Override
    public Integer sumCellBits() {
        return terms.cellBits();
    }

    @Override
    public Double maxRange() {
        return format.greatest();
    }

    @Override
    public boolean operandSaturates(double value) {
        return format.saturates(value);
    }

    @Override
    public boolean productSaturates(double product) {
        return products.cellFormat().saturates(product);
    }

    /** The cells of sums reach every product. */
    @Override
    public boolean termSaturates(double product) {
        return false;
    }

    @Override
    public double value(int i) {
        return values[code(i)];
    }

    @Override
    public double product(int i) {
        return cellValues[products.cell(code(i), code(pairs.products() + i))];
    }

    @Override
    public double sum(int dot) {
        long sum = 0;
        for (int i = dot * pairs.dotLength(); i < (dot + 1) * pairs.dotLength(); i++) {
            sum += terms.addend(code(i), code(pairs.products() + i));
        }
        return terms.decodeSum(sum, pairs.dotLength());
    }

    private int code(int i) {
        return Short.toUnsignedInt(codes[i]);
    }
}
