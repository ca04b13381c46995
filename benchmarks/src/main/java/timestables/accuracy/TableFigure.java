package timestables.accuracy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import timestables.arithmetic.Formats;
import timestables.contender.Workload;
import timestables.format.Format;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.run.TextTable;
import timestables.table.ProductTable;

/** A small table as a picture: what its cells stand for, and beside it how far they are from the exact products. */
public final class TableFigure {

    /** Bits of the largest table whose single cells can be seen. */
    public static final int MOST_BITS = 6;

    /** Bits of the largest table whose cells have room for a number. */
    private static final int MOST_LEGIBLE_BITS = 4;

    private static final int CELL = 56;
    private static final int SMALL_CELL = 14;
    private static final int LEAST_SIDE = 400;
    private static final int MARGIN = 170;

    private TableFigure() {}

    /** A number for each pair of codes. */
    private interface Cells {
        double at(int row, int column);
    }

    /**
     * The format of some name and bits over [-1, 1].
     *
     * @param bits 2 to {@link #MOST_BITS}
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public static Format format(int bits, String name) {
        if (bits < Formats.LEAST_BITS || bits > MOST_BITS) {
            throw new IllegalArgumentException(
                    "a figure must have %d to %d bits, not %d: cells of larger tables cannot be seen"
                            .formatted(Formats.LEAST_BITS, MOST_BITS, bits));
        }
        List<Format> formats = Formats.of(bits, Workload.RANGE);
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no format '%s' of %d bits; there are %s"
                        .formatted(
                                name,
                                bits,
                                String.join(
                                        ", ", formats.stream().map(Format::name).toList()))));
    }

    /** Draws the products of a format with itself, rounded to itself. */
    public static BufferedImage draw(Format format) {
        ProductTable table = Formats.closed(format);
        Cells products = table::product;
        Cells errors = (row, column) -> table.product(row, column) - format.decode(row) * format.decode(column);
        String name = "%s, %d bits: ".formatted(format.name(), format.bits());
        return PlotImage.beside(
                List.of(map(format, name + "products", products), map(format, name + "errors of products", errors)));
    }

    private static BufferedImage map(Format format, String title, Cells cells) {
        int[] codes = IntStream.range(0, format.codes())
                .filter(code -> Double.isFinite(format.decode(code)))
                .toArray();
        List<String> operands = IntStream.of(codes)
                .mapToObj(code -> TextTable.number(format.decode(code)))
                .toList();
        List<Number[]> numbers = new ArrayList<>();
        double bound = 0;
        for (int column = 0; column < codes.length; column++) {
            for (int row = 0; row < codes.length; row++) {
                double number = cells.at(codes[row], codes[column]);
                bound = Math.max(bound, Math.abs(number));
                numbers.add(new Number[] {column, row, number});
            }
        }
        boolean legible = format.bits() <= MOST_LEGIBLE_BITS;
        int side = Math.max(LEAST_SIDE, codes.length * (legible ? CELL : SMALL_CELL));
        HeatMapChart chart = PlotStyle.signedMap(
                side + MARGIN, side + MARGIN, title, "right operand", "left operand", bound, legible);
        chart.addSeries("cells", operands, operands, numbers);
        String end = TextTable.number(bound);
        return PlotImage.withBar(PlotImage.draw(List.of(chart)), List.of("-" + end, "0", end));
    }
}
