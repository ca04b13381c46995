package timestables.advice;

import java.util.stream.IntStream;
import timestables.format.Format;

/**
 * Rounds weights for given activations: what rounding a weight leaves out is carried into the weights of the same row
 * that come after it, as far as their activations go together. Single weights are further from what they were than if
 * each were rounded to the nearest code, and products with such activations are nearer. This is GPTQ (E. Frantar, S.
 * Ashkboos, T. Hoefler and D. Alistarh, <em>GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
 * Transformers</em>, 2022), without the order by activations.
 *
 * <p>It is computed in the form that J. Chee et al. show to be the same (<em>QuIP: 2-Bit Quantization of Large Language
 * Models With Guarantees</em>, 2023): the weight of a column is rounded after the errors of all columns before it,
 * times the {@linkplain SecondMoments#feedback feedback} of the column, have been added to it.
 *
 * <p>As in the paper, columns are taken in blocks, here so that errors stay in a cache while a whole block of columns
 * collects them. Rows are taken side by side in bands, each by one thread. Both leave the order of sums alone, which is
 * that of the columns, and so codes are the same on every machine: sums are plain binary32, and vectors hold a row in
 * each lane.
 */
final class Gptq {

    private static final int BLOCK = 128;

    /** Rows that are rounded side by side. */
    private static final int BAND = 128;

    private final SecondMoments moments;

    Gptq(SecondMoments moments) {
        this.moments = moments;
    }

    /**
     * The codes of weights, row by row. A weight whose scale is zero has the code of zero.
     *
     * @param weights row by row; finite
     * @param grid what codes stand for
     */
    byte[] round(float[] weights, WeightGrid grid) {
        int columns = moments.length();
        if (grid.columns() != columns || weights.length != grid.rows() * columns) {
            throw new IllegalArgumentException("%d weights are no %d rows of %d, for %d activations each"
                    .formatted(weights.length, grid.rows(), grid.columns(), columns));
        }
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new IllegalArgumentException("weight %d is %s".formatted(i, weights[i]));
            }
        }
        byte[] codes = new byte[weights.length];
        IntStream.range(0, Math.ceilDiv(grid.rows(), BAND)).parallel().forEach(band -> {
            int first = band * BAND;
            new Band(weights, grid, first, Math.min(BAND, grid.rows() - first)).round(codes);
        });
        return codes;
    }

    /** Rows that are rounded side by side. Arrays have a number for each row. */
    private final class Band {

        private final float[] weights;
        private final WeightGrid grid;
        private final float[] values;
        private final int first;
        private final int rows;

        /** By column: the weight less what its code stands for. */
        private final float[][] errors = new float[moments.length()][];

        Band(float[] weights, WeightGrid grid, int first, int rows) {
            this.weights = weights;
            this.grid = grid;
            this.first = first;
            this.rows = rows;
            Format format = grid.format();
            values = new float[format.codes()];
            for (int code = 0; code < values.length; code++) {
                values[code] = (float) format.decode(code);
            }
        }

        void round(byte[] codes) {
            int columns = errors.length;
            for (int from = 0; from < columns; from += BLOCK) {
                int to = Math.min(from + BLOCK, columns);
                float[][] wanted = new float[to - from][];
                for (int column = from; column < to; column++) {
                    wanted[column - from] = column(column);
                }
                for (int before = 0; before < from; before += BLOCK) {
                    for (int column = from; column < to; column++) {
                        addErrors(wanted[column - from], moments.feedback(column), before, before + BLOCK);
                    }
                }
                for (int column = from; column < to; column++) {
                    addErrors(wanted[column - from], moments.feedback(column), from, column);
                    encode(wanted[column - from], column, codes);
                }
            }
        }

        private float[] column(int column) {
            float[] all = new float[rows];
            for (int row = 0; row < rows; row++) {
                all[row] = weights[(first + row) * errors.length + column];
            }
            return all;
        }

        /** Adds the errors of columns, in their order; eight at once, so that sums are seldom loaded and stored. */
        private void addErrors(float[] wanted, float[] feedback, int from, int to) {
            int column = from;
            for (; column <= to - 8; column += 8) {
                addEight(wanted, feedback, column);
            }
            for (; column < to; column++) {
                float share = feedback[column];
                float[] error = errors[column];
                for (int row = 0; row < wanted.length; row++) {
                    wanted[row] += share * error[row];
                }
            }
        }

        private void addEight(float[] wanted, float[] feedback, int column) {
            float share0 = feedback[column];
            float share1 = feedback[column + 1];
            float share2 = feedback[column + 2];
            float share3 = feedback[column + 3];
            float share4 = feedback[column + 4];
            float share5 = feedback[column + 5];
            float share6 = feedback[column + 6];
            float share7 = feedback[column + 7];
            float[] error0 = errors[column];
            float[] error1 = errors[column + 1];
            float[] error2 = errors[column + 2];
            float[] error3 = errors[column + 3];
            float[] error4 = errors[column + 4];
            float[] error5 = errors[column + 5];
            float[] error6 = errors[column + 6];
            float[] error7 = errors[column + 7];
            for (int row = 0; row < wanted.length; row++) {
                wanted[row] = wanted[row]
                        + share0 * error0[row]
                        + share1 * error1[row]
                        + share2 * error2[row]
                        + share3 * error3[row]
                        + share4 * error4[row]
                        + share5 * error5[row]
                        + share6 * error6[row]
                        + share7 * error7[row];
            }
        }

        private void encode(float[] wanted, int column, byte[] codes) {
            float[] error = column(column);
            for (int row = 0; row < rows; row++) {
                int block = grid.block(first + row, column);
                float scale = grid.scales()[block];
                float offset = grid.offsets()[block];
                int code = grid.format().encode(scale == 0 ? 0 : ((double) wanted[row] - offset) / scale);
                error[row] -= offset + scale * values[code];
                codes[(first + row) * errors.length + column] = (byte) code;
            }
            errors[column] = error;
        }
    }
}
