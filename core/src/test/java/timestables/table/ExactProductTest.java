package timestables.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Asinh;
import timestables.format.Codebook;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.Posit;
import timestables.format.Scaled;
import timestables.format.Symmetric;
import timestables.format.Unsigned;

/** All products of floats and posits of at most 8 bits, against exact arithmetic; and that any two formats multiply. */
class ExactProductTest {

    private static final List<Format> FORMATS = List.of(
            MiniFloat.E4M3, MiniFloat.E5M2, MiniFloat.E2M3, MiniFloat.E3M2, MiniFloat.E2M1, new Posit(8), new Posit(6));

    private static final List<Format> OTHERS = List.of(
            new Linear(5, 2),
            new Log(4, 2),
            new Geometric(4, 2),
            new Symmetric(5, 2),
            new FixedPoint(5, 2),
            new Unsigned(4, 16),
            new Asinh(4, 4, 20),
            Scaled.toReach(MiniFloat.E5M2, 2),
            Codebook.normalFloat4(2),
            Codebook.learned(3, 5, 3, 8, 1, 9, 2, -3, 7, 4));

    static Stream<ReferenceFormat[]> pairs() {
        return FORMATS.stream()
                .flatMap(row -> FORMATS.stream()
                        .map(column -> new ReferenceFormat[] {ReferenceFormat.of(row), ReferenceFormat.of(column)}));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyProductIsTheExactOneRoundedOnce(ReferenceFormat row, ReferenceFormat column) {
        for (Format format : FORMATS) {
            ReferenceFormat cell = ReferenceFormat.of(format);
            ProductTable table = ProductTable.of(row.format(), column.format(), format);
            for (int r = 0; r < row.format().codes(); r++) {
                for (int c = 0; c < column.format().codes(); c++) {
                    int expected = product(row, column, cell, r, c);
                    if (expected != table.cell(r, c)) {
                        assertEquals(
                                expected,
                                table.cell(r, c),
                                "%s times %s, codes %d and %d, as %s"
                                        .formatted(row.format(), column.format(), r, c, format));
                    }
                }
            }
        }
    }

    /** IEEE 754 tells what infinities and NaN multiply to, and the specifications of the formats what they become. */
    private static int product(ReferenceFormat row, ReferenceFormat column, ReferenceFormat cell, int r, int c) {
        boolean negative = row.isNegative(r) != column.isNegative(c);
        boolean infinite = row.isInfinite(r) || column.isInfinite(c);
        boolean zero = row.isNumber(r) && row.magnitude(r).signum() == 0
                || column.isNumber(c) && column.magnitude(c).signum() == 0;
        if (row.isNaN(r) || column.isNaN(c) || infinite && zero) {
            return nan(cell.format());
        } else if (infinite) {
            return cell.format() instanceof Posit ? nan(cell.format()) : cell.greatest(negative);
        }
        return cell.encode(row.magnitude(r).multiply(column.magnitude(c)), negative);
    }

    private static int nan(Format format) {
        if (format instanceof Posit) {
            return 1 << format.bits() - 1;
        }
        return format.equals(MiniFloat.E4M3) ? 0x7f : format.equals(MiniFloat.E5M2) ? 0x7e : 0;
    }

    @Test
    void everyPairOfFormatsHasATableInEveryFormat() {
        List<Format> all = Stream.concat(FORMATS.stream(), OTHERS.stream()).toList();
        for (Format row : all) {
            for (Format column : all) {
                for (Format cell : all) {
                    if (!OTHERS.contains(row) && !OTHERS.contains(column) && !OTHERS.contains(cell)) {
                        continue;
                    }
                    ProductTable table = ProductTable.of(row, column, cell);
                    for (int r : codesOfEveryKind(row)) {
                        for (int c : codesOfEveryKind(column)) {
                            double product = row.decode(r) * column.decode(c);
                            int expected =
                                    Double.isNaN(product) && !cell.hasNaN() ? cell.encode(0) : cell.encode(product);
                            assertEquals(expected, table.cell(r, c));
                            assertTrue(!Double.isNaN(product) || cell.hasNaN() == Double.isNaN(table.product(r, c)));
                        }
                    }
                }
            }
        }
    }

    /** The first and the last codes, about zero and what is no number, and some between. */
    private static int[] codesOfEveryKind(Format format) {
        int last = format.codes() - 1;
        int half = format.codes() / 2;
        int[] codes = {0, 1, half - 4, half - 3, half - 2, half - 1, half, half + 1, last - 3, last - 2, last - 1, last
        };
        return Arrays.stream(codes).filter(code -> code >= 0).toArray();
    }
}
