package timestables.contender;

import java.util.Locale;

/** How numbers become codes. */
public enum Rounding {
    /** The nearest code. */
    NEAREST,
    /** One of the two codes on either side, at random, the likelier the nearer. */
    STOCHASTIC,
    /** Operands lie between codes, and their product between four cells. */
    INTERPOLATED,
    /** The nearest code, and what it leaves out is carried on. */
    FEEDBACK;

    /** The name that files show. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
