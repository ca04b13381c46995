package timestables.arithmetic;

import java.util.Locale;
import timestables.kernel.accumulator.Accumulator;

/** What sums are kept in. */
public enum Accumulation {
    /** Nothing is summed. */
    NONE,
    /** Integers that hold every sum. */
    EXACT,
    INT32,
    INT16,
    INT8,
    BYTE_AVERAGE,
    FLOAT16,
    FLOAT32,
    FLOAT64,
    KAHAN,
    /** Integers within a block; from block to block binary32, by fused multiply-add, in one order. */
    BLOCKS;

    /**
     * How far two sums of numbers within [-1, 1] may be apart if they were taken in different orders: the rounding
     * errors of that many terms stay far below.
     */
    public double tolerance(int terms) {
        return switch (this) {
            case NONE, BLOCKS -> 0;
            case FLOAT16, FLOAT32, KAHAN -> 4.0 * terms * Math.ulp(1f);
            default -> 4.0 * terms * Math.ulp(1.0);
        };
    }

    static Accumulation of(Accumulator accumulator) {
        return valueOf(accumulator.name());
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
