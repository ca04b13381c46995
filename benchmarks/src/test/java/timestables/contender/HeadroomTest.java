package timestables.contender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.table.ProductTable;

/** Formats and cells span what uniform operands and their products do: no more, and no less. */
class HeadroomTest {

    private static final int GRID = 1 << 14;

    /** Every table with linear operands, but those of blocks, whose scales fit, and of chains, which need room. */
    static Stream<Arguments> tables() {
        return Stream.of(Operation.MULTIPLY, Operation.DOT, Operation.GEMV, Operation.GEMM)
                .flatMap(operation -> operation.contenders().stream()
                        .filter(contender -> !contender.isPlainLoop())
                        .map(Contender::arithmetic)
                        .filter(arithmetic -> arithmetic.operand().isPresent())
                        .flatMap(arithmetic -> arithmetic.table().stream())
                        .filter(table -> table.rowFormat() instanceof Linear)
                        .map(table -> Arguments.of(operation, table)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void codesAndCellsAreAllInUse(Operation operation, ProductTable table) {
        assertEquals(Workload.RANGE, table.rowFormat().greatest());
        assertEquals(Workload.RANGE, table.columnFormat().greatest());
        Format cell = table.cellFormat();
        assertTrue(cell.greatest() >= Workload.RANGE * Workload.RANGE - 1e-12, "no product saturates");
        int greatest =
                table.cell(table.rowFormat().codes() - 1, table.columnFormat().codes() - 1);
        assertTrue(isExact(table) || greatest >= cell.codes() - 2, "the greatest product has the cell " + greatest);
    }

    /** Whether no product is rounded, so that wider steps would not do. */
    private static boolean isExact(ProductTable table) {
        double[] rows = table.rowFormat().values();
        double[] columns = table.columnFormat().values();
        return IntStream.range(0, rows.length * columns.length)
                .allMatch(i -> Math.abs(table.product(i / columns.length, i % columns.length)
                                - rows[i / columns.length] * columns[i % columns.length])
                        < 1e-12);
    }

    /** Of a million products, whose bias grows faster than their error. */
    @ParameterizedTest
    @MethodSource("tables")
    void biasOfSumsStaysBelowAThousandthOfTheirError(Operation operation, ProductTable table) {
        Codes rows = Codes.ofUniform(table.rowFormat());
        Codes columns = Codes.ofUniform(table.columnFormat());
        double bias = 0;
        double squares = 0;
        for (int r = 0; r < rows.shares.length; r++) {
            for (int c = 0; c < columns.shares.length; c++) {
                double share = rows.shares[r] * columns.shares[c];
                double product = table.product(r, c);
                bias += share * product;
                squares += share
                        * (product * product
                                - 2 * product * rows.means[r] * columns.means[c]
                                + rows.meanSquares[r] * columns.meanSquares[c]);
            }
        }
        int terms = 1 << 20;
        assertTrue(Math.abs(bias) * terms < Math.sqrt(squares * terms) / 1000, bias + " of " + Math.sqrt(squares));
    }

    /** How often uniform operands have each code, and what these are then, on average. */
    private record Codes(double[] shares, double[] means, double[] meanSquares) {

        static Codes ofUniform(Format format) {
            int count = format.codes();
            Codes codes = new Codes(new double[count], new double[count], new double[count]);
            for (int i = 0; i < GRID; i++) {
                double operand = (2 * i + 1 - GRID) * Workload.RANGE / GRID;
                int code = format.encode(operand);
                codes.shares[code] += 1.0 / GRID;
                codes.means[code] += operand;
                codes.meanSquares[code] += operand * operand;
            }
            for (int code = 0; code < count; code++) {
                double times = codes.shares[code] * GRID;
                codes.means[code] /= Math.max(1, times);
                codes.meanSquares[code] /= Math.max(1, times);
            }
            return codes;
        }
    }
}
