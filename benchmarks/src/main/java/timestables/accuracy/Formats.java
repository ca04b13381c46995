package timestables.accuracy;

import java.util.ArrayList;
import java.util.List;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;

/** The formats of codes that errors are measured in. */
public final class Formats {

    static final int LEAST_BITS = 2;
    static final int MOST_BITS = 9;

    private Formats() {}

    /**
     * All formats with codes of so many bits.
     *
     * @param bits 2 to 9
     * @param maxRange the largest magnitude they are to represent, or scaled to
     */
    public static List<Format> of(int bits, double maxRange) {
        List<Format> formats = new ArrayList<>();
        formats.add(new Linear(bits, maxRange));
        formats.add(new Log(bits, maxRange));
        formats.add(new Geometric(bits, maxRange));
        return formats;
    }
}
