package timestables.format;

/**
 * Numbers as {@link BlockScaled} encodes them: number {@code i} is what its code stands for, times its block's scale,
 * times the scale of all.
 *
 * @param codes one byte each, row by row
 * @param scales of the blocks, row by row
 * @param global what all scales are multiplied by, positive and finite: 1 but in formats whose scales have two levels
 */
public record Blocks(byte[] codes, float[] scales, float global) {

    public Blocks {
        if (!(global > 0 && global < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the scale of all blocks is positive and finite, not " + global);
        }
    }
}
