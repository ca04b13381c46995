package timestables.operands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import timestables.contender.Arithmetic;
import timestables.contender.Formats;
import timestables.contender.Rounding;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.table.ProductTable;

/** A user's operands as codes, whose products are looked up. */
final class TableOperands implements EncodedOperands {

    private final FittedFormats formats;
    private final OperandPairs pairs;
    private final short[] codes;
    private final double[] leftValues;
    private final double[] rightValues;

    /** @param formats those of operands have 2 to 9 bits */
    TableOperands(FittedFormats formats, OperandPairs pairs) {
        this.formats = formats;
        this.pairs = pairs;
        codes = new short[pairs.values().length];
        IntStream.range(0, codes.length)
                .parallel()
                .forEach(i -> codes[i] = (short) format(i).encode(pairs.values()[i]));
        leftValues = formats.left().values();
        rightValues = formats.right().values();
    }

    private Format format(int i) {
        return pairs.isRight(i) ? formats.right() : formats.left();
    }

    /** The largest magnitude that operands are encoded as; formats such as floats reach beyond it. */
    private double reach(boolean right) {
        return IntStream.range(0, codes.length)
                .filter(i -> pairs.areOfOneKind() || pairs.isRight(i) == right)
                .mapToDouble(i -> Math.abs(value(i)))
                .max()
                .orElseThrow();
    }

    @Override
    public String contender() {
        return "table" + formats.left().bits();
    }

    @Override
    public String format() {
        return formats.left().name();
    }

    @Override
    public Integer indexBits() {
        return formats.left().bits();
    }

    @Override
    public Double maxRange() {
        return formats.maxRange();
    }

    @Override
    public boolean operandSaturates(int i) {
        return format(i).saturates(pairs.values()[i]);
    }

    @Override
    public double value(int i) {
        return pairs.isRight(i) ? rightValues[code(i)] : leftValues[code(i)];
    }

    private int code(int i) {
        return Short.toUnsignedInt(codes[i]);
    }

    @Override
    public Optional<Products> products() {
        ProductTable table = ProductTable.of(formats.left(), formats.right(), formats.cell());
        double[] values = formats.cell().values();
        return Optional.of(new Products(
                table.cellBits(),
                table.cellFormat()::saturates,
                i -> values[table.cell(code(i), code(pairs.products() + i))]));
    }

    /** With cells as the contender has them, and, where these have 8 bits, with cells of 16. */
    @Override
    public List<Sums> sums() {
        double reach = reach(false) * reach(true);
        // Of operands that are all encoded as zero any cells will do.
        double largest = reach == 0 ? 1 : reach;
        List<Sums> sums = new ArrayList<>();
        if (indexBits() > 8) {
            sums.add(sums(contender(), Rounding.NEAREST, even(16, largest)));
        } else {
            sums.add(sums(contender(), Rounding.NEAREST, even(8, largest)));
            ProductTable wide = indexBits() > 4 && formats.left() instanceof Linear left
                    ? ProductTable.exact(left, (Linear) formats.right())
                    : even(16, largest);
            sums.add(sums(contender() + "-" + Rounding.FEEDBACK.id(), Rounding.FEEDBACK, wide));
        }
        return sums;
    }

    private ProductTable even(int bits, double largest) {
        return ProductTable.of(formats.left(), formats.right(), Formats.addends(formats.left(), bits, largest));
    }

    /** The cells of sums reach every product. */
    private Sums sums(String contender, Rounding rounding, ProductTable table) {
        return new Sums(
                contender, rounding, Arithmetic.EXACT, table.cellBits(), product -> false, dot -> sum(table, dot));
    }

    private double sum(ProductTable table, int dot) {
        long sum = 0;
        for (int i = dot * pairs.dotLength(); i < (dot + 1) * pairs.dotLength(); i++) {
            sum += table.addend(code(i), code(pairs.products() + i));
        }
        return table.decodeSum(sum, pairs.dotLength());
    }
}
