package timestables.tensors;

import timestables.format.BlockScaled;
import timestables.format.Blocks;

/**
 * Numbers as a quantised model stores them.
 *
 * @param format what codes stand for, and how long blocks are
 * @param blocks codes and scales of the matrix, row by row
 */
public record Stored(BlockScaled format, Blocks blocks) {}
