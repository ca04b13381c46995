package timestables.advice;

import timestables.contender.Gemm;
import timestables.format.BlockScaled;
import timestables.format.Format;
import timestables.format.RangeFit;
import timestables.format.Staircase;
import timestables.kernel.arithmetic.VectorGemm;
import timestables.kernel.codec.ActivationCodec;
import timestables.kernel.matrix.BlockMatrix;
import timestables.kernel.matrix.MatrixLayout;
import timestables.table.ProductTable;

/** A way to multiply encoded weights by the activations of a problem: with the kernels that are timed. */
interface Multiplication {

    /** Products that the range of cells is fitted to. */
    int SAMPLED_PRODUCTS = 1 << 15;

    /** A prime near the golden section of 2^32, so that these are taken from everywhere. */
    long SPREAD = 2654435761L;

    int CELL_OCTAVES = 6;

    int CELLS_PER_OCTAVE = 8;

    /** The results, column after column. */
    float[] multiply(Weights weights);

    /** By a table, under scales of rows or of the matrix, with activations in codes. */
    static Multiplication byTable(Problem problem, ActivationGrid activations) {
        byte[] x = activations.encode(problem.activations());
        double[] totals = totals(problem);
        return weights -> {
            WeightGrid grid = weights.grid();
            ProductTable table = Gemm.table(
                    grid.format(), activations.format(), largestProduct(problem, weights, activations.format(), x));
            byte[] codes = weights.blocks().codes();
            MatrixLayout matrix = MatrixLayout.best(table, codes, problem.rows(), problem.columns());
            int[] sums = new int[problem.rows() * problem.count()];
            matrix.gemm(x, 0, problem.count(), sums, 0);
            float[] results = new float[sums.length];
            for (int i = 0; i < results.length; i++) {
                int row = i % problem.rows();
                double sum = table.decodeSum(sums[i], problem.columns()) * activations.scale() * grid.scales()[row];
                results[i] = (float) (sum + grid.offsets()[row] * totals[i / problem.rows()]);
            }
            return results;
        };
    }

    /** The sum of each column of activations, which an offset of weights adds once. */
    private static double[] totals(Problem problem) {
        double[] totals = new double[problem.count()];
        for (int i = 0; i < problem.activations().length; i++) {
            totals[i / problem.columns()] += problem.activations()[i];
        }
        return totals;
    }

    /** The largest product that cells are to reach for the least mean squared error of cells. */
    private static double largestProduct(Problem problem, Weights weights, Format activation, byte[] x) {
        Format weight = weights.grid().format();
        double[] weightValues = weight.values();
        double[] activationValues = activation.values();
        byte[] codes = weights.blocks().codes();
        double[] products = new double[SAMPLED_PRODUCTS];
        for (int i = 0; i < products.length; i++) {
            long spread = i * SPREAD;
            int at = (int) (spread % codes.length);
            int column = (int) ((spread >>> 20) % problem.count());
            int other = column * problem.columns() + at % problem.columns();
            products[i] = weightValues[Byte.toUnsignedInt(codes[at])] * activationValues[Byte.toUnsignedInt(x[other])];
        }
        RangeFit fit = new RangeFit(products);
        if (fit.largest() == 0) {
            return weight.reach() * activation.reach();
        }
        Format cells = Gemm.table(weight, activation, 1).cellFormat();
        return fit.bestFactor(Staircase.of(cells), 1, CELL_OCTAVES, CELLS_PER_OCTAVE);
    }

    /** By the processor's integers of 8 bits, under scales of rows or of the matrix. */
    static Multiplication byIntegers(Problem problem, ActivationGrid activations) {
        byte[] x = activations.encode(problem.activations());
        return weights -> {
            int[] sums = new int[problem.rows() * problem.count()];
            byte[] codes = weights.blocks().codes();
            VectorGemm.int8(codes, x, 0, sums, 0, problem.rows(), problem.columns(), problem.count());
            float[] results = new float[sums.length];
            for (int i = 0; i < results.length; i++) {
                results[i] = (float)
                        ((double) sums[i] * activations.scale() * weights.grid().scales()[i % problem.rows()]);
            }
            return results;
        };
    }

    /** By a table, under the scales of blocks, with activations in blocks as long. */
    static Multiplication byBlocks(Problem problem, BlockScaled format) {
        ProductTable table = BlockMatrix.table(format);
        return weights -> multiplied(
                problem, BlockMatrix.best(format, table, weights.blocks(), problem.rows(), problem.columns()));
    }

    /** The same by the processor's integers of 8 bits. */
    static Multiplication byIntegerBlocks(Problem problem, BlockScaled format) {
        return weights -> multiplied(
                problem, BlockMatrix.ofIntegers(format, weights.blocks(), problem.rows(), problem.columns()));
    }

    private static float[] multiplied(Problem problem, BlockMatrix matrix) {
        BlockScaled format = matrix.format();
        int blocks = format.blocks(problem.columns());
        byte[] x = new byte[problem.activations().length];
        float[] scales = new float[problem.count() * blocks];
        ActivationCodec codec = new ActivationCodec(format.blockLength());
        for (int column = 0; column < problem.count(); column++) {
            int at = column * problem.columns();
            codec.encode(problem.activations(), at, problem.columns(), x, at, scales, column * blocks);
        }
        float[] results = new float[problem.rows() * problem.count()];
        matrix.gemm(x, 0, scales, 0, problem.count(), results, 0);
        return results;
    }
}
