package timestables.arithmetic;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import timestables.format.Companded;
import timestables.format.Format;
import timestables.table.ProductTable;

/** How numbers become codes, and what that makes of a table. */
public enum Rounding {
    /** The nearest code. */
    NEAREST {
        @Override
        public Optional<Arithmetic> of(TableArithmetic nearest) {
            return Optional.of(nearest);
        }
    },

    /** Operands lie between codes, and their product between four cells; of companded formats. */
    INTERPOLATED {
        @Override
        public Optional<Arithmetic> of(TableArithmetic nearest) {
            return formats(nearest).allMatch(Companded.class::isInstance)
                    ? Optional.of(new InterpolatedArithmetic(nearest))
                    : Optional.empty();
        }
    },

    /** One of the two codes on either side, at random, the nearer one more often; of at most 8 bits. */
    STOCHASTIC {
        @Override
        public Optional<Arithmetic> of(TableArithmetic nearest) {
            return formats(nearest).allMatch(format -> format.bits() <= 8)
                    ? Optional.of(new StochasticArithmetic(nearest))
                    : Optional.empty();
        }
    },

    /** The nearest code, with what it leaves out carried on; in chains, of at most 8 bits. */
    FEEDBACK {
        @Override
        public Optional<Arithmetic> of(TableArithmetic nearest) {
            return Optional.empty();
        }

        @Override
        public Optional<Arithmetic> ofChain(TableArithmetic closed, double maxRange) {
            Format format = closed.operand().orElseThrow();
            return format.bits() <= 8 ? Optional.of(new FeedbackArithmetic(format, maxRange)) : Optional.empty();
        }
    };

    /** The same products or sums with this rounding, where it can be had. */
    public abstract Optional<Arithmetic> of(TableArithmetic nearest);

    /**
     * Chains with this rounding, where it can be had.
     *
     * @param closed the nearest products of a format, which are operands again
     * @param maxRange the magnitude that numbers stay below
     */
    public Optional<Arithmetic> ofChain(TableArithmetic closed, double maxRange) {
        return of(closed);
    }

    /** What the names of contenders end in. */
    public String suffix() {
        return this == NEAREST ? "" : "-" + this;
    }

    /** The name that files show. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Stream<Format> formats(TableArithmetic arithmetic) {
        ProductTable table = arithmetic.table().orElseThrow();
        return Stream.of(table.rowFormat(), table.columnFormat(), table.cellFormat());
    }
}
