package timestables.example;

import timestables.error.ErrorMeter;
import timestables.format.Unsigned;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/** A multiplier of one's own, which leaves the lowest bits of both factors out, as a table: its error, and a sum. */
public final class OwnMultiplier {

    public static void main(String[] arguments) {
        Unsigned operand = new Unsigned(8, 1); // whole numbers from 0 to 255
        Unsigned product = new Unsigned(16, 1);
        ProductTable table = ProductTable.of(operand, operand, product, (a, b) -> (a & ~1) * (b & ~1));

        ErrorMeter errors = new ErrorMeter();
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                errors.add(a * b, table.product(a, b) - a * b);
            }
        }
        System.out.printf("mean absolute error %.2f%n", errors.summary().meanAbsolute());

        byte[] x = {3, 5, 100};
        byte[] y = {7, 4, 100};
        long sum = Layout.best(table).dot(x, y, 0, x.length); // 2 x 6 + 4 x 4 + 100 x 100
        System.out.printf("dot product %.0f%n", table.decodeSum(sum, x.length));
    }
}
