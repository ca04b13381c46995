package timestables.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import timestables.image.Kind;
import timestables.walk.SimulationType;

/** One way to look products up, of which a simulation tries all: a plot, a block on the console, a row of the file. */
record Variant(Method method, Kind kind, int bits) {

    /** How a table is read. */
    enum Method {
        NEAREST,
        INTERPOLATED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many there are of each method and kind, next to each other: one of each size. */
    static final int SIZES = Kind.MOST_BITS - Kind.LEAST_BITS + 1;

    private static final List<Kind> KINDS = List.of(Kind.SIGNED_EXT, Kind.SIGNED_LOG);

    /** All variants, in the playground's order. */
    static List<Variant> all() {
        List<Variant> all = new ArrayList<>();
        for (Method method : Method.values()) {
            for (Kind kind : KINDS) {
                for (int bits = Kind.LEAST_BITS; bits <= Kind.MOST_BITS; bits++) {
                    all.add(new Variant(method, kind, bits));
                }
            }
        }
        return all;
    }

    /** Rows of the table, and columns. */
    int size() {
        return 1 << bits;
    }

    /** The name of the format of its cells. */
    String cellFormat(double maxRange) {
        return kind.cell(bits, maxRange).name();
    }

    /** The path of its plot, in the folder of a run. */
    String plot(SimulationType type) {
        return "%dbit/%s_plot_%s_%d_%s.png".formatted(bits, type.id(), kind.id(), size(), method.id());
    }
}
