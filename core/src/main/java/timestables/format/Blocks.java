package timestables.format;

/**
 * Numbers as {@link BlockScaled} encodes them: number {@code i} is what its code stands for, times its block's scale,
 * times the scale of all, plus its block's offset if blocks have offsets.
 *
 * @param codes one byte each, row by row
 * @param scales of the blocks, row by row
 * @param offsets likewise; none in formats whose blocks have none
 * @param global what all scales are multiplied by, positive and finite: 1 but in formats whose scales have two levels
 */
public record Blocks(byte[] codes, float[] scales, float[] offsets, float global) {

    public Blocks {
        if (!(global > 0 && global < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the scale of all blocks is positive and finite, not " + global);
        }
    }

    /** Blocks without offsets. */
    public Blocks(byte[] codes, float[] scales, float global) {
        this(codes, scales, new float[0], global);
    }
}
