package timestables.arithmetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.OffsetBinary;
import timestables.format.Posit;
import timestables.format.Scaled;
import timestables.format.Summable;
import timestables.table.ProductTable;

/** The formats of codes that errors are measured in. */
public final class Formats {

    public static final int LEAST_BITS = 2;

    public static final int MOST_BITS = 9;

    /** Bits of the largest codebooks that are learned. */
    public static final int MOST_LEARNED_BITS = 8;

    /** Numbers that codebooks are learned from, and the seed and stream of them, which no run's operands have. */
    private static final int SAMPLE = 1 << 16;

    private static final long SAMPLE_SEED = 1960;
    private static final long SAMPLE_STREAM = -1;

    private record Key(int bits, double maxRange) {}

    /** Learning a codebook takes some 30 ms. */
    private static final Map<Key, List<Format>> KNOWN = new ConcurrentHashMap<>();

    private Formats() {}

    /**
     * All formats with codes of so many bits. Floats are scaled by a power of two; posits, which have their digits
     * about 1, are not; the learned codebook is that of normal operands, with a standard deviation of a quarter of the
     * range.
     *
     * @param bits 2 to 9
     * @param maxRange the largest magnitude they are to represent, or scaled to
     */
    public static List<Format> of(int bits, double maxRange) {
        return KNOWN.computeIfAbsent(new Key(bits, maxRange), Formats::make);
    }

    private static List<Format> make(Key key) {
        List<Format> formats = new ArrayList<>(given(key.bits, key.maxRange));
        if (key.bits <= MOST_LEARNED_BITS) {
            formats.add(Codebook.learned(key.bits, sample(key.maxRange)));
        }
        return List.copyOf(formats);
    }

    /** The normal numbers that codebooks are learned from, for operands of a range. */
    public static double[] sample(double maxRange) {
        return Distribution.NORMAL.sample(SAMPLE, maxRange, SAMPLE_SEED, SAMPLE_STREAM);
    }

    /** As {@link #of}, but without those that are learned, so that they cost little to make. */
    public static List<Format> given(int bits, double maxRange) {
        List<Format> formats = new ArrayList<>();
        formats.add(new Linear(bits, maxRange));
        formats.add(new Log(bits, maxRange));
        formats.add(new Geometric(bits, maxRange));
        if (bits == 8) {
            formats.add(Scaled.toReach(MiniFloat.E4M3, maxRange));
            formats.add(Scaled.toReach(MiniFloat.E5M2, maxRange));
            formats.add(new Posit(bits));
        } else if (bits == 6) {
            formats.add(Scaled.toReach(MiniFloat.E2M3, maxRange));
            formats.add(Scaled.toReach(MiniFloat.E3M2, maxRange));
            formats.add(new Posit(bits));
        } else if (bits == 4) {
            formats.add(Scaled.toReach(MiniFloat.E2M1, maxRange));
            formats.add(Codebook.normalFloat4(maxRange));
        }
        return formats;
    }

    /**
     * The closed table of a format: its cells are operands again. It rounds alike on both sides of zero where codes
     * negate by complement.
     */
    public static ProductTable closed(Format format) {
        return format instanceof Linear || format instanceof Log
                ? ProductTable.signSymmetric(format, format, format)
                : ProductTable.of(format, format, format);
    }

    /**
     * The format of cells that are added up: evenly spaced, so that sums of cells are sums of products. Where operands
     * can be zero so can cells: else all products that are nothing would add half a step, of one sign, to the sum.
     *
     * @param operand of both operands
     * @param bits of the cells
     * @param largest product to be reached
     */
    public static Summable addends(Format operand, int bits, double largest) {
        boolean zero = operand.decode(operand.encode(0)) == 0;
        return zero ? new OffsetBinary(bits, largest) : new Linear(bits, largest);
    }

    /**
     * The tables of all formats with codes of so many bits, whose cells add up.
     *
     * @param cellBits bits of the cells
     */
    public static List<ProductTable> accumulating(int bits, int cellBits, double maxRange) {
        return of(bits, maxRange).stream()
                .map(format -> ProductTable.of(format, format, addends(format, cellBits, maxRange * maxRange)))
                .toList();
    }

    /**
     * As {@link #accumulating}, with cells of 16 bits, which hold products of linear codes of more than 4 bits exactly,
     * and others nearly so.
     *
     * @param bits at most 8
     */
    public static List<ProductTable> accumulatingWide(int bits, double maxRange) {
        return accumulating(bits, 16, maxRange).stream()
                .map(table -> bits > 4 && table.rowFormat() instanceof Linear linear
                        ? ProductTable.exact(linear, linear)
                        : table)
                .toList();
    }
}
