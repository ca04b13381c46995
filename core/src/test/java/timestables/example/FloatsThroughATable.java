package timestables.example;

import java.util.Arrays;
import timestables.format.Linear;
import timestables.kernel.codec.Codec;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

/** Multiplies two arrays of floats, element by element, through a table of 4-bit codes. */
public final class FloatsThroughATable {

    public static void main(String[] arguments) {
        float[] a = {0.9f, -0.5f, 0.25f, -1};
        float[] b = {0.8f, 0.5f, -0.75f, 1};

        Linear format = new Linear(4, 1); // 16 values, evenly spaced over [-1, 1]; code 0 is -1, code 15 is 1
        Layout table = Layout.best(ProductTable.closed(format)); // their 256 products, as codes of the same format
        Codec codec = Codec.best(format);

        byte[] left = new byte[a.length];
        byte[] right = new byte[b.length];
        codec.encode(a, 0, left, 0, a.length);
        codec.encode(b, 0, right, 0, b.length);
        table.multiply(left, right, left, 0, left.length); // the result may replace an operand

        float[] products = new float[a.length];
        codec.decode(left, 0, products, 0, products.length);
        System.out.println(Arrays.toString(products));
    }
}
