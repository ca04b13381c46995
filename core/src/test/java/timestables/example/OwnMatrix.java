package timestables.example;

import java.util.Arrays;
import timestables.format.BlockScaled;
import timestables.kernel.matrix.QuantisedMatrix;

/** Multiplies a matrix of one's own by a vector, with weights of 4 bits. */
public final class OwnMatrix {

    public static void main(String[] arguments) {
        float[] weights = {
            0.5f, -1, 0.25f, // the first row
            2, 0.75f, -0.5f
        };
        float[] x = {1, 2, 3};

        QuantisedMatrix oneScale = QuantisedMatrix.of(weights, 2, 3, 4);
        QuantisedMatrix inBlocks = QuantisedMatrix.of(weights, 2, 3, BlockScaled.Q4_0); // a scale for each 32 weights

        System.out.println(Arrays.toString(oneScale.multiply(x)));
        System.out.println(Arrays.toString(inBlocks.multiply(x))); // exactly: -0.75 and 2
    }
}
