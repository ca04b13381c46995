package timestables.kernel.layout;

import java.util.Arrays;
import timestables.table.ProductTable;

/**
 * Two lists of 16-bit numbers that stand for a table: {@code cell(a, b)} is the upper byte of {@code sums[a + b] +
 * differences[|a - b|]}, or the greatest byte if that has more than 16 bits.
 *
 * <p>A cell gives such a sum its bounds. Numbers with bounds on what two of them add up to are lengths of shortest
 * paths here, with the {@code differences} negated; they are found by lowering each, from the greatest, to the bounds
 * that others give it. There are none if that has no end: R. Bellman, <em>On a Routing Problem</em>, Quarterly of
 * Applied Mathematics 16 (1958).
 *
 * @param sums entries of the sums of two codes
 * @param differences entries of how far two codes are apart
 * @param areFolded whether codes are those of the lower half alone
 */
record SumDifferenceEntries(int[] sums, int[] differences, boolean areFolded) {

    private static final int GREATEST = 0xffff;

    /**
     * Entries of all codes, where sums above the middle one, the last code, have the entries of those as far below it;
     * null if there are none.
     */
    static SumDifferenceEntries whole(ProductTable table) {
        int codes = table.rowFormat().codes();
        return find(table, new SumDifferenceEntries(new int[codes], new int[codes], false));
    }

    /** Entries of the lower half of the codes; null if there are none. */
    static SumDifferenceEntries folded(ProductTable table) {
        int codes = table.rowFormat().codes() / 2;
        return find(table, new SumDifferenceEntries(new int[2 * codes - 1], new int[codes], true));
    }

    private static SumDifferenceEntries find(ProductTable table, SumDifferenceEntries entries) {
        Arrays.fill(entries.sums, GREATEST);
        // A shortest path has no more steps than there are numbers.
        int rounds = entries.sums.length + entries.differences.length;
        while (rounds > 0 && entries.have16Bits()) {
            if (!entries.adjust(table)) {
                return entries;
            }
            rounds--;
        }
        return null;
    }

    private boolean have16Bits() {
        return Arrays.stream(sums).allMatch(sum -> sum >= 0)
                && Arrays.stream(differences).allMatch(difference -> difference <= GREATEST);
    }

    /** Lowers sums, and raises differences, to the bounds that they give each other; tells whether any changed. */
    private boolean adjust(ProductTable table) {
        int lastSum = 2 * (table.rowFormat().codes() - 1);
        boolean changed = false;
        for (int a = 0; a < differences.length; a++) {
            for (int b = 0; b < differences.length; b++) {
                int cell = table.cell(a, b);
                int least = cell << 8;
                int most = cell == 0xff ? 2 * GREATEST : least | 0xff;
                int sum = Math.min(a + b, lastSum - a - b);
                int difference = Math.abs(a - b);
                if (sums[sum] + differences[difference] > most) {
                    sums[sum] = most - differences[difference];
                    changed = true;
                }
                if (sums[sum] + differences[difference] < least) {
                    differences[difference] = least - sums[sum];
                    changed = true;
                }
            }
        }
        return changed;
    }
}
