package timestables.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The ranges that every vector kernel is tested on: empty, of one element, and around every multiple of the vector
 * length that a kernel steps by, each from an aligned start and from misaligned ones.
 *
 * @param from the first position
 * @param to the position after the last
 */
public record Ranges(int from, int to) {

    /** Room for every range. */
    public static final int LENGTH = 1200;

    public static List<Ranges> all() {
        int lanes = VectorWidth.bits() / Byte.SIZE;
        TreeSet<Integer> sizes = new TreeSet<>();
        for (int step = lanes / 8; step <= 4 * lanes; step *= 2) {
            for (int multiple = 0; multiple <= 3; multiple++) {
                for (int off = -1; off <= 1; off++) {
                    sizes.add(multiple * step + off);
                }
            }
        }
        List<Ranges> ranges = new ArrayList<>();
        for (int size : sizes.tailSet(0)) {
            for (int from : new int[] {0, 1, 7, lanes - 1}) {
                ranges.add(new Ranges(from, from + size));
            }
        }
        return ranges;
    }
}
