package timestables.walk;

import java.util.Locale;

/** What is done with the products: each is a factor of the next, or they are added up. */
public enum SimulationType {
    CHAIN("Chain multiply", "Chain of %,d products"),
    /** A chain whose factors keep it in the upper three octaves of the range; no simulation takes it. */
    CHAIN_BOUNDED("Bounded chain multiply", "Bounded chain of %,d products"),
    DOT("Sum of products (matmul-like)", "Sum of %,d products");

    private final String label;
    private final String description;

    SimulationType(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The type of that name, or of its other name. */
    public static SimulationType named(String name) {
        return switch (name) {
            case "chain" -> CHAIN;
            case "dot", "matmul" -> DOT;
            default ->
                throw new IllegalArgumentException(
                        "there is no simulation type '" + name + "'; there are chain, dot and matmul, which is dot");
        };
    }

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name on consoles. */
    public String label() {
        return label;
    }

    /** The name in titles of plots, a format of the number of steps. */
    public String description() {
        return description;
    }
}
