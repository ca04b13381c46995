package timestables.table;

import timestables.format.Symmetric;

/**
 * The log/antilog tables that multiply by adding logarithms, in 8 bits: {@code |a b| = antilog[log[|a|] + log[|b|]]},
 * with the sign of the product.
 *
 * <p>A logarithm counts the steps, all of the same ratio, by which a magnitude lies below the largest one, so that a
 * sum of logarithms that does not fit a byte belongs to a product near zero: sums saturate at 255, which is the
 * logarithm of zero. The step is the finest with which every product of at least half a step of the cell format has a
 * sum below that. Such tables are those of T. A. Brubaker and J. C. Becker, <em>Multiplication Using Logarithms
 * Implemented with Read-Only Memory</em>, IEEE Trans. Computers 24 (1975).
 */
public final class LogAntilogTables {

    /** The logarithm of zero, and the greatest sum of tables. */
    private static final int ZERO = 255;

    private static final double LOG_2 = StrictMath.log(2);

    private final byte[] log = new byte[128];
    private final byte[] antilog = new byte[256];

    /**
     * The tables that multiply operands of one format to cells of another.
     *
     * @throws IllegalArgumentException unless they {@linkplain #exist exist}
     */
    public LogAntilogTables(Symmetric operand, Symmetric cell) {
        if (!exist(operand, cell)) {
            throw new IllegalArgumentException("no log/antilog tables multiply " + operand + " to " + cell
                    + ": both must have 8 bits, and the largest product more than half a step of the cells");
        }
        double octaves = octaves(operand, cell);
        double stepsPerOctave = (ZERO - 1) / octaves;
        log[0] = (byte) ZERO;
        for (int magnitude = 1; magnitude < log.length; magnitude++) {
            double steps = StrictMath.log((double) operand.greatestAddend() / magnitude) / LOG_2 * stepsPerOctave;
            log[magnitude] = (byte) Math.min(Math.rint(steps), ZERO);
        }
        for (int steps = 0; steps < ZERO; steps++) {
            double product = StrictMath.pow(2, octaves - 1 - steps / stepsPerOctave);
            antilog[steps] = (byte) Math.min(Math.rint(product), cell.greatestAddend());
        }
    }

    /** Whether both formats have 8 bits, and not every product rounds to zero. */
    public static boolean exist(Symmetric operand, Symmetric cell) {
        return operand.bits() == 8 && cell.bits() == 8 && octaves(operand, cell) > 0;
    }

    /** From the largest product down to half a step of the cell format. */
    private static double octaves(Symmetric operand, Symmetric cell) {
        double logOfLargest = 2 * StrictMath.log(operand.maxRange())
                - StrictMath.log(cell.maxRange())
                + StrictMath.log(cell.greatestAddend());
        return 1 + logOfLargest / LOG_2;
    }

    /** 128 logarithms, of the magnitudes {@code 0 .. 127}: unsigned bytes. */
    public byte[] log() {
        return log.clone();
    }

    /** 256 magnitudes of products, by the sum of tables. */
    public byte[] antilog() {
        return antilog.clone();
    }

    /** The product of two integers; -128 counts as -127. */
    public int product(byte a, byte b) {
        int sum = Byte.toUnsignedInt(log[Math.min(Math.abs(a), 127)])
                + Byte.toUnsignedInt(log[Math.min(Math.abs(b), 127)]);
        int magnitude = antilog[Math.min(sum, ZERO)];
        return (a ^ b) < 0 ? -magnitude : magnitude;
    }
}
