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
    KAHAN;

    static Accumulation of(Accumulator accumulator) {
        return valueOf(accumulator.name());
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
